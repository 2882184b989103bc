"""再生医療等提供基準等チェックリストの写しが添えられているかを見る。

何を見るか
    チェックリストの題のある文書又は部分。
なぜ
    委員会は意見書にチェックリストの写しを添える扱いになっている。
見ないもの
    名称の「等」の有無。意見書がない審査前の案。記入の状況（CMT012）。
直し方
    委員会が確認したチェックリストの写しを添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

from .review import FORM, OPINION, need_opinion


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A document or part of the kind, or one titled so."""
    need_opinion(ctx)
    there = ctx.dossier.of_kinds(frozenset({DocKind.CHECKLIST}))
    if there:
        yield Evidence(Anchor(there[0].id, 0), "value")
        return
    for hit in ctx.hits("cmt.checklist", *(frozenset(DocKind) - {FORM})):
        if hit.passage.place is Place.HEADING or hit.passage.pieces[0].block <= 2:
            yield Evidence(hit.anchor, "value")
            return
    if len(ctx.dossier.documents) < 2 or not ctx.dossier.of_kinds(frozenset({FORM, DocKind.PROTOCOL})):
        raise NotJudged(
            "一つの文書だけでは添付の有無を判定できません", "a lone document does not tell what is attached"
        )
    if ctx.dossier.unread or any(x.blinds for d in ctx.documents(OPINION) for x in d.losses):
        raise NotJudged(
            "読み取れない頁・ファイルがあるため判定できません", "an unread page or file may be the checklist"
        )
    yield ctx.finding(
        Outcome.MISSING,
        "再生医療等提供基準等チェックリストの写しが提出物に見当たりません",
        "no copy of the checklist of the provision standard is in the dossier",
        None,
        searched=("再生医療等提供基準等チェックリスト",),
    )
