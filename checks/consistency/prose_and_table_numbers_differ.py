"""同じ文書の本文が表を引くとき、本文の数値が表と一致するかを見る。

何を見るか
    「表2のとおり」「（表3）」のように表を名指しで引く文の、時期・回数・例数・量。名指された表の中に同じ値があるか。
なぜ
    本文だけを直して表が古いまま、という誤りが多い。
見ないもの
    表を名指ししない文、「主なもの」「例」とする部分、四捨五入の差、表の中に同じ単位の値がないもの。
直し方
    本文か表のどちらかを改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.comparison.agree import same_quantity
from regenlint.context import Context
from regenlint.index import Passage
from regenlint.interval import Relation
from regenlint.model import Document
from regenlint.numeral import plain
from regenlint.quantity import Bound, Quantity, quantities
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome

from .disagreement import whole

_CITES = re.compile(r"表[ ]?(?P<n>[0-9]{1,2})(?![0-9]|の(?:題|見方))")
_CAPTION = re.compile(r"^\s*[（(【［]?表[ ]?(?P<n>[0-9]{1,2})(?:[.．　 :：）)】］]|$)")
_LOOSE = re.compile(r"主な|例えば|たとえば|など|概ね|うち|およそ")
_COUNTED = frozenset(
    {"person", "times", "month", "week", "day", "year", "%", "count", "cells", "mL", "mg", "lot", "point"}
)


@dataclass(frozen=True, slots=True)
class _Shown:
    quantity: Quantity
    passage: Passage


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Sentences that name a table against the values under that table's caption."""
    lens = whole(ctx).lens
    cited = False
    sound: Evidence | None = None
    fired = False
    for finding in _in_a_line(ctx):
        fired = True
        yield finding
    for document in ctx.documents():
        tables = dict(_tables(ctx, document))
        if not tables:
            continue
        for s in (x for p in ctx.passages() if p.document == document.id and p.table < 0 for x in lens.stretches(p)):
            m = _CITES.search(plain(s.text))
            if m is None or m["n"] not in tables or _CAPTION.match(plain(s.text)) or _LOOSE.search(s.text):
                continue
            cited = True
            shown = tables[m["n"]]
            named = [q for q in lens.quantities(s) if q.unit in _COUNTED and q.bound is Bound.EXACT]
            for q in named:
                verdicts = [(same_quantity(q, t.quantity), t) for t in shown]
                comparable = [t for v, t in verdicts if v is not None and t.quantity.unit == q.unit]
                if (
                    not comparable
                    or any(v is True for v, _ in verdicts)
                    or _sum_of(q, comparable)
                    or (len(comparable) < 2 and len(named) > 1)
                ):
                    continue
                if not _one_of_a_kind(q, named, comparable):
                    continue
                fired = True
                t = comparable[0]
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"本文の「{s.passage.text[q.start : q.end]}」が表{m['n']}にありません",
                    f"“{s.passage.text[q.start : q.end]}” of the text is not in table {m['n']}",
                    s.passage.anchor(q.start, q.end),
                    related=(t.passage.anchor(t.quantity.start, t.quantity.end),),
                )
                break
            else:
                odd = next(_off_its_row(lens.quantities(s), s.passage.text, shown), None)
                if odd is not None:
                    fired = True
                    yield _differs(ctx, s.passage, m["n"], *odd)
                    continue
                sound = sound or Evidence(s.passage.anchor(s.start, s.end), "value")
    if sound and not fired:
        yield sound
    if not cited and not fired:
        raise NotApplicable("表を名指しで引く文がありません", "no sentence names a table")


def _off_its_row(named: tuple[Quantity, ...], text: str, shown: list[_Shown]) -> Iterator[tuple[Quantity, _Shown]]:
    """Limits of a sentence whose thing has a row of its own in the table, with another limit of the kind."""
    for q in named:
        if q.bound is Bound.EXACT or q.relation is not Relation.NONE:
            continue
        for t in shown:
            row = [x for x in shown if x.passage is t.passage and x.quantity.unit == q.unit]
            label = _label(t.passage)
            if len(row) != 1 or t.quantity.bound is not q.bound or len(label) < 2:
                continue
            at = text.rfind(label, 0, q.start)
            between = text[at + len(label) : q.start]
            beside = at >= 0 and len(between) <= 16 and not re.search(r"[。、；]", between)
            if beside and same_quantity(q, t.quantity) is False:
                yield q, t


def _label(p: Passage) -> str:
    return (p.text[: p.label_end] if p.label_end else p.text.split(" | ")[0]).strip()


def _differs(ctx: Context, p: Passage, number: str, q: Quantity, t: _Shown) -> Finding:
    return ctx.finding(
        Outcome.CONFLICTING,
        f"本文の「{p.text[q.start : q.end]}」と表{number}の「{_quoted(t)}」とが食い違っています",
        f"“{p.text[q.start : q.end]}” of the text and “{_quoted(t)}” of table {number} differ",
        p.anchor(q.start, q.end),
        related=(t.passage.anchor(t.quantity.start, t.quantity.end),),
    )


def _quoted(t: _Shown) -> str:
    return t.passage.text[t.quantity.start : t.quantity.end]


def _one_of_a_kind(q: Quantity, named: list[Quantity], shown: list[_Shown]) -> bool:
    """Whether the table can be expected to hold it: a list of times, or a count of the same unit."""
    return q.unit in ("month", "week", "person", "times", "day", "year") and len(shown) >= 1


def _sum_of(q: Quantity, shown: list[_Shown]) -> bool:
    values = [t.quantity.value for t in shown if t.quantity.value is not None]
    return q.value is not None and (sum(values) == q.value or len(values) == q.value)


def _tables(ctx: Context, document: Document) -> Iterator[tuple[str, list[_Shown]]]:
    """The numbered tables of a document with the quantities of their rows."""
    number = ""
    rows: dict[str, list[_Shown]] = {}
    for p in ctx.reading.index.passages:
        if p.document != document.id:
            continue
        if p.table < 0:
            m = _CAPTION.match(plain(p.text))
            number = m["n"] if m else (number if not p.text.strip() else "")
            continue
        if number:
            rows.setdefault(number, [])
            found = [*quantities(p.text), *((q for q in quantities(p.header)) if p.header else ())]
            rows[number] += [_Shown(q, p) for q in found if q.end <= len(p.text)]
    yield from rows.items()


_PAIRED = re.compile(r"本文「(?P<text>[^」]+)」／表[0-9]*：(?P<table>[^／]+)$")


def _in_a_line(ctx: Context) -> Iterator[Finding]:
    """Text and table set side by side in one line."""
    for p in ctx.passages():
        m = _PAIRED.search(p.text)
        if m is None:
            continue
        text, table = plain(m["text"]), plain(m["table"])
        wanted = [q for q in quantities(text) if q.unit in _COUNTED]
        held = list(quantities(table))
        for q in wanted:
            same = [x for x in held if x.unit == q.unit]
            if same and not any(same_quantity(q, x) for x in same):
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"本文の「{text[q.start : q.end]}」が表にありません",
                    f"“{text[q.start : q.end]}” is not in the table",
                    p.anchor(m.start("text") + q.start, m.start("text") + q.end),
                    related=(p.anchor(m.start("table"), m.end("table")),),
                )
                break
