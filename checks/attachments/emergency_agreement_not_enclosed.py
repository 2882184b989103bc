"""救急の連携を示す書面の写しが添えられているかを見る。

何を見るか
    連携によって救急の体制を確保する計画で、覚書・承諾書などの写し。
なぜ
    取決めがあらかじめあることを確かめられる。法令が添付を求めるものではない。
見ないもの
    自施設で対応する計画、第三種の計画。
直し方
    取決めを示す書面の写しを添えることを勧める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotApplicable, Severity
from regenlint.values import of_form, says

from .enclosure import in_path, missing, titled

_WITHOUT = frozenset({DocKind.FORM, DocKind.CHECKLIST})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A paper about the cooperation, where the plan relies on one."""
    ticked = "、".join(t for v in ctx.form("emergency") for t in of_form(v).ticked)
    if ticked and says(ctx, "ppl.own_choice", ticked) and not re.search(r"他の|連携", ticked):
        raise NotApplicable("自施設で救急に対応するとされています", "emergency care is given by the institution itself")
    spoken = [h for h in ctx.hits("ppl.coop") if says(ctx, "ppl.arranged", ctx.sentence(h))]
    if not ticked and not spoken:
        raise NotApplicable("他の医療機関との連携は述べられていません", "no cooperation is spoken of")
    hit = titled(ctx, "att.emergency_paper", without=_WITHOUT)
    there = hit.anchor if hit else in_path(ctx, "att.emergency_paper")
    if there:
        yield Evidence(there, "value")
        return
    finding = missing(ctx, "救急の連携を示す書面（覚書・承諾書など）の写し", "a paper about the emergency cooperation")
    yield ctx.finding(
        finding.outcome,
        finding.message,
        finding.english,
        _place(ctx, spoken),
        searched=finding.searched,
        severity=Severity.NOTE,
    )


def _place(ctx: Context, spoken: Sequence[Hit]) -> Anchor | None:
    """Where the cooperation is described: the form's field, else the first words about it."""
    fields = [v.anchor for k in ("emergency_content", "emergency") for v in ctx.form(k)]
    return fields[0] if fields else spoken[0].anchor if spoken else None
