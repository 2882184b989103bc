"""How long records are kept: each span of years or months bound to the records named with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from regenlint.context import Context
from regenlint.deadline import Deadline, days, deadlines
from regenlint.evidence import Place
from regenlint.index import Passage
from regenlint.interval import Relation
from regenlint.model import Anchor
from regenlint.values import says

YEAR = Fraction(365)
_MARK = re.compile(r"[。；;]|(?:し|保存し|保管し|とし|であり)、")


@dataclass(frozen=True, slots=True)
class Kept:
    """A span for which something is kept; `about` is the text that names what.

    `years` is the most it can mean. `study` marks records of research and what is counted from its
    end, `record` those of the therapy given.
    """

    passage: Passage
    deadline: Deadline
    about: str
    years: Fraction
    record: bool
    study: bool

    @property
    def anchor(self) -> Anchor:
        """The span with what it is counted from."""
        return self.passage.anchor(self.deadline.start, self.deadline.end)

    @property
    def text(self) -> str:
        """The span as written."""
        return self.passage.text[self.deadline.start : self.deadline.end]


def kept(ctx: Context) -> tuple[Kept, ...]:
    """Every span for which records are kept, in the documents the rule reads."""
    return tuple(k for p in ctx.passages() if not p.cited for k in _in_passage(ctx, p))


def _in_passage(ctx: Context, p: Passage) -> Iterator[Kept]:
    if p.place is Place.HEADING:
        return
    last = 0
    about_before = ""
    for d in deadlines(p.text):
        start, end = p.sentence(d.quantity.start)
        begin = max(start, last)
        clause = p.text[begin : min(end, d.end + 24)]
        q = d.quantity
        usable = q.unit in ("year", "month") and q.relation in (Relation.NONE, Relation.AFTER) and not d.before
        # 少なくとも5年 has no upper end: five years at their longest, as where they are given plainly.
        length = days(replace(q, high=q.high if q.high is not None else q.low))[1] or days(q)[0]
        if not usable or length is None:
            continue
        named = p.text[begin : d.end]
        if p.place is Place.CELL:
            named = f"{p.header} {p.text}"
        heading = p.before if not p.header else ""
        if not says(ctx, "adm.keep", p.text[begin:end]) and not says(ctx, "adm.keep", f"{p.header} {heading}"):
            last = d.end
            continue
        record, study = says(ctx, "adm.record", named), says(ctx, "adm.study", named) or says(ctx, "adm.study", d.event)
        if not record and not study and start == begin:
            # A sentence without a subject goes on with the one before or the label.
            record, study = (
                says(ctx, "adm.record", about_before or heading),
                says(ctx, "adm.study", about_before or heading),
            )
        about_before = named if record or study else about_before
        last = d.end
        if record or study:
            yield Kept(p, d, clause if p.place is not Place.CELL else named, length / YEAR, record, study)
