"""同意書に同意日・説明した医師・説明日の欄があるか。

何を見るか：同意文書の短い行・表の欄に、本人の同意年月日、説明した医師又は歯科医師の氏名、説明年月日の欄が
あるか。日付の欄が本人の署名の近くに一つあれば同意日、二つあるか「説明」と同じ行にあれば説明日と数える。
なぜ：後で時期と主体を確かめるための審査の実務。省令に欄の列挙はない。
見ないもの：欄が空欄であること、同意撤回書の欄。看護師などだけの欄は医師の欄と数えない。
直し方：三つの欄を設ける。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from regenlint.absence import lacking, need_documents
from regenlint.consent.signing import fields
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names the fields that are not there."""
    need_documents(ctx)
    dates = [d for d in fields(ctx, "icf.date") if not ctx.beside(d, "icf.withdraw")]
    doctors = [
        h
        for h in fields(ctx, "icf.doctor_explains")
        if not ctx.beside(h, "icf.nurse_only") or ctx.beside(h, "icf.role.doctor")
    ]
    explained = list(fields(ctx, "icf.date.explained")) or [d for d in dates if ctx.beside(d, "icf.doctor_explains")]
    lines = {d.passage.number for d in dates}
    consent_day = [d for d in dates if not ctx.beside(d, "icf.date.explained")] or dates
    lacks: list[tuple[str, str]] = []
    if not consent_day:
        lacks.append(("本人の同意年月日の欄", "the date of consent"))
    if not doctors:
        lacks.append(("説明した医師又は歯科医師の氏名の欄", "the explaining doctor"))
    if not explained and len(lines) < 2 and _in_one_line(dates) < 2:
        lacks.append(("説明年月日の欄", "the date of explanation"))
    if not lacks:
        yield from (Evidence(h.anchor, "value") for h in (dates[0], doctors[0]))
        return
    form = ctx.hits("icf.consent_form")
    yield lacking(ctx, [x for x, _ in lacks], [x for _, x in lacks], form[-1] if form else None)


def _in_one_line(dates: Sequence[Hit]) -> int:
    """How many dates a line asks for: by its labels (同意日, 説明日) or its blanks (年　月　日), whichever are more."""
    blanks = sum(1 for d in dates if re.search(r"[\s　]", d.text))
    return max(blanks, sum(1 for d in dates if re.fullmatch(r"\S*日(?:付)?|Date", d.text)))
