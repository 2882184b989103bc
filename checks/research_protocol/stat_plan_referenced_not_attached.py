"""統計解析計画書の添付

何を見るか：研究計画書等に「統計解析計画書（第○版）に従う」などとあるのに、一式に統計解析計画書がないこと。

なぜ：省令27条8項11号は、統計解析計画書を作成した場合にその添付を求めている。

見ないもの：データ固定前までに作成するなど、まだ作成していないことが明らかなもの、作成しないとするもの。

直し方：統計解析計画書を添付するか、まだ作成していないこと（作成の時期）が分かるように書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents, stop_if_untold
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import says


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Evidence where the plan is there; a conflict where it is relied on and is not."""
    need_documents(ctx)
    if there := ctx.dossier.of_kinds(frozenset({DocKind.STAT_PLAN})):
        part = next((p for p in there[0].parts if p.kind is DocKind.STAT_PLAN), None)
        yield Evidence(Anchor(there[0].id, part.first if part else 0), "value")
        return
    hits = ctx.hits("prt.sap", DocKind.PROTOCOL, DocKind.FORM)
    if any(says(ctx, "prt.sap_later", ctx.sentence(h)) for h in hits):
        raise NotApplicable(
            "統計解析計画書はまだ作成していない、又は作成しないとされています",
            "no statistical analysis plan has been made yet",
        )
    relied = [
        h
        for h in hits
        if h.passage.place is not Place.HEADING
        and says(ctx, "prt.sap_made", h.passage.text[h.end : h.passage.sentence(h.start)[1]])
    ]
    if not relied:
        raise NotApplicable("統計解析計画書によるとする記載がありません", "no statistical analysis plan is relied on")
    stop_if_untold(ctx)
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"「{ctx.sentence(relied[0])[:40]}」とありますが、統計解析計画書が提出物に見当たりません",
        f"“{ctx.sentence(relied[0])[:40]}”, but no statistical analysis plan is in the dossier",
        relied[0],
        searched=("統計解析計画書",),
    )
