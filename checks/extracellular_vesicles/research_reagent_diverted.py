"""研究用試薬・化粧品原料等として入手した物を、人に投与していないかをみる。

何を見るか：「研究用試薬」「化粧品原料」「雑品」等の区分と、点滴・注射・点鼻・吸入等の投与が、同じ文又は同じ段落のEV・培養上清について書かれているもの。
なぜ：人への投与を前提としない物には、無菌性や由来の保証がない（令和6年7月31日事務連絡、研究報告の提言）。
見ないもの：試験検査や校正にだけ用いる試薬、投与しない・用いないと断るもの、製造原料としての試薬の表。
直し方：人への投与を前提に製造管理された物に改め、その製造と試験を示す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, NotJudged, Outcome


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding at each place where such a material is given."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    seen: set[tuple[int, int]] = set()
    for hit in ctx.hits("evs.bought_as"):
        key = (hit.passage.number, hit.passage.sentence(hit.start)[0])
        if key in seen or hit.passage.place is Place.HEADING or not _given(ctx, hit):
            continue
        seen.add(key)
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{hit.text}」として入手した物を人に投与するとしています（研究報告の提言）",
            f"what was bought as “{hit.text}” is given to people",
            hit,
        )
    if not seen and ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages could not be read")


def _given(ctx: Context, hit: Hit) -> bool:
    if ctx.shares_sentence(hit, "evs.only_for_tests") or ctx.state(hit).state is State.DENIED:
        return False
    product = bool(ctx.beside(hit, "evs.product") or ctx.beside(hit, "evs.loose"))
    if ctx.shares_sentence(hit, "evs.into_body"):
        return product or hit.passage.place is not Place.CELL
    if not ctx.shares_sentence(hit, "evs.class_of_goods") or ctx.shares_sentence(hit, "evs.ingredient"):
        return False
    return (product and bool(ctx.beside(hit, "evs.into_body"))) or _of_the_document(ctx, hit)


def _of_the_document(ctx: Context, hit: Hit) -> bool:
    """Whether the document is about giving the product: a leaflet on the drip says once where it is bought."""
    document = hit.passage.document
    named = sum(h.passage.document == document for h in ctx.hits("evs.product"))
    given = any(h.passage.document == document for h in ctx.hits("evs.into_body"))
    return named >= 2 and given
