"""遺伝子を含む製剤を輸入して用いるのに、該当性・製造者・品質のいずれかが欠けることをみる。

何を見るか：個人輸入・輸入確認証・海外からの取り寄せと遺伝子製剤の使用が併存する計画で、
遺伝子組換え生物等への該当性と第一種使用規程、製造者の特定、品質の資料がそろうか。
なぜ：輸入して第一種使用等をする者もカルタヘナ法4条1項の承認を要し、外国での製造には法39条の認定が要る。
輸入確認証はこれらに代わらない。
見ないもの：承認された医薬品・再生医療等製品の輸入、遺伝子製剤でない物の輸入。
直し方：第一種使用規程、製造者の名称・施設・認定、品質の資料を書くか添付する。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome

_ASKED = (
    ("car.type1", "遺伝子組換え生物等への該当性と第一種使用規程", "LMO status and the type 1 rule"),
    ("car.maker", "製造者の特定", "the maker"),
    ("car.quality", "品質の資料", "the quality file"),
)
_NOT_SAID = frozenset({State.DENIED, State.NA_BARE, State.TEMPLATE, State.HANDED_ON})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict at the words of import, naming what is lacking; evidence where nothing is."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    imports = [
        h for h in ctx.hits("car.imported") if _of_gene(h, ctx) and not ctx.shares_sentence(h, "car.approved_product")
    ]
    if not imports:
        raise NotApplicable("遺伝子製剤を輸入する記載がありません", "no gene product is imported")
    lacking = [(ja, en) for term, ja, en in _ASKED if not _said(ctx, term)]
    if not lacking:
        yield ctx.evidence(imports[0])
        return
    prose = sorted(imports, key=lambda h: _rank(h, ctx))
    ja, en = "、".join(x for x, _ in lacking), ", ".join(x for _, x in lacking)
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"「{prose[0].text}」とありますが、{ja}の記載が見当たりません",
        f"“{prose[0].text}”, but not stated: {en}",
        prose[0],
        searched=tuple(x for x, _ in lacking),
    )


def _rank(hit: Hit, ctx: Context) -> tuple[bool, int]:
    kinds = [i for i, kind in enumerate(ctx.rule.reads) if kind in hit.passage.kinds]
    return hit.passage.place is Place.HEADING, min(kinds)


def _said(ctx: Context, term: str) -> bool:
    return any(h.passage.place is not Place.HEADING and ctx.state(h).state not in _NOT_SAID for h in ctx.hits(term))


def _of_gene(hit: Hit, ctx: Context) -> bool:
    """Whether a gene product is what is imported: named in the passage or its heading, or all the plan is about."""
    passage = hit.passage
    if ctx.beside(hit, "car.gene_thing"):
        return True
    document = ctx.dossier.document(passage.document)
    heading = document.sections[passage.section].heading if passage.section >= 0 else -1
    if any(h.passage.document == passage.document and h.anchor.block == heading for h in ctx.hits("car.gene_thing")):
        return True
    return ctx.facts.has("nucleic_acid", True)
