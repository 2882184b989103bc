"""細胞を培養するかどうかが文書によって食い違わないかを見る。

何を見るか
    様式の項目3・概要書・標準書・手順書・説明文書の、継代・培養・播種などの記載と、培養しない・当日に投与するという記載。
なぜ
    培養の有無で区分も、求められる試験も変わる（ひな形の工程が残ることが多い）。
見ないもの
    無菌試験の培養、培養室・培養士という名、他の治療法の説明、培養上清の計画。
直し方
    実際の工程に合わせ、残った記載を消す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotApplicable

from .disagreement import conflict, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """What most documents affirm is held against each document that affirms the other only."""
    found = [s for s in said(ctx, Item.CULTURE) if s.kind not in (DocKind.RESEARCH_BASIS, DocKind.PRECEDENTS)]
    if not found:
        raise NotApplicable("培養の有無の記載がありません", "nothing says whether cells are cultured")
    speakers = {v: {s.speaker for s in found if s.value is v} for v in (True, False)}
    fact = ctx.facts.value("cultured")
    weight = {v: len(speakers[v] - speakers[not v]) + (0.5 if fact is v else 0) for v in (True, False)}
    plan = weight[True] >= weight[False] if weight[True] != weight[False] else fact is True
    reference = next((s for s in found if s.value is plan), found[0])
    fired = False
    seen: set[str] = set()
    for s in found:
        if s.value is plan or s.speaker in seen or s.speaker == reference.speaker:
            continue
        mine = [m for m in found if m.speaker == s.speaker]
        # A document that says both (not before step 2, but in it) contradicts nobody.
        if any(m.value is plan for m in mine) and not _steps(mine, plan):
            continue
        seen.add(s.speaker)
        fired = True
        yield conflict(ctx, Item.CULTURE, s, reference)
    if not fired and len({s.speaker for s in found}) > 1:
        yield Evidence(reference.at, "value")


def _steps(mine: list[Said], plan: bool) -> bool:
    """Whether a document of a plan without culture tells of two steps of culture or more."""
    return not plan and sum(m.value is True for m in mine) >= 2
