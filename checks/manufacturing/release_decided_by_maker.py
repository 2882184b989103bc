"""出荷の可否を、製造した者・製造部門が決めることになっていないかをみる。

何を見るか：出荷判定者（取扱いの決定者）の氏名・役職と、製造部門の責任者・製造作業者。
なぜ：取扱いの決定は、製造部門から独立した品質部門が行う（省令93条2項、101条1項）。
見ないもの：品質部門の決定の後に製造部門長や施設管理者が確認・承認を加えること、医師による投与の可否の決定。
直し方：出荷の可否を決める者を、製造部門に属さない品質部門の者に改める。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.find import find_all
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

from .persons import holders


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict at the place that lets the maker decide."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    for hit in ctx.hits("mfg.released_by_maker"):
        if _accusing(ctx, hit):
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"「{ctx.sentence(hit).strip()[:60]}」：出荷の可否は品質部門が決めるものです",
                f"“{ctx.sentence(hit).strip()[:60]}”: release is for the quality section to decide",
                hit,
            )
            return
    makers = {h.key: h for h in holders(ctx, "mfg.maker_head")}
    quality = {h.key for h in holders(ctx, "mfg.quality_head")}
    both = makers.keys() & quality
    first = next(iter(ctx.hits("mfg.quality_decides")), None)
    if both and not makers.keys() - both and first is not None:
        maker = makers[min(both)]
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"出荷の可否を決める品質部門の責任者「{maker.name}」は、製造部門の責任者でもあります",
            f"“{maker.name}”, who decides on release for the quality section, also heads manufacture",
            first,
            related=[maker.role],
        )
        return
    for releaser in holders(ctx, "mfg.releaser"):
        head = makers.get(releaser.key)
        if head is not None and releaser.key not in quality:
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"出荷判定者「{releaser.name}」は製造部門の責任者です",
                f"“{releaser.name}”, who decides on release, heads manufacture",
                releaser.role,
                related=[head.role],
            )
            return
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages could not be read")
    said = next(iter(ctx.hits("mfg.releaser")), None)
    if said is not None:
        yield ctx.evidence(said)


def _accusing(ctx: Context, hit: Hit) -> bool:
    if hit.passage.place is Place.HEADING or ctx.state(hit).state is State.DENIED:
        return False
    return not find_all(ctx.reading.terms["mfg.release_by_quality"].concept, ctx.sentence(hit))
