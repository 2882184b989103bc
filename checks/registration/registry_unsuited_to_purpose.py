"""登録先が計画の目的に合っているかをみる。

何を見るか：治療（自由診療）でNRMD-CR・jRCTだけ、研究でREAPだけ、承認製品の使用でREAP・NRMD-CRだけを
登録先としていないか。
なぜ：登録事業はそれぞれ役割が違う。REAPは自由診療、NRMD-CRは臨床研究、NRMD-PMSは市販後の評価に用いる。
見ないもの：登録しない・検討中とするもの、複数の登録先を使い分けるもの、登録先のない計画（別の規則でみる）。
直し方：目的に合う登録先を書くか、併用の理由を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome

_NOT_USED = frozenset({State.TEMPLATE, State.FUTURE})
#: Characters between a registry's name and the word that says cases go there.
NEAR = 20


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding at the unsuited registry; evidence for a suited one."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    reap, research = _used(ctx, "reg.reap"), _used(ctx, "reg.research_registry")
    if not reap and not research:
        raise NotApplicable("登録先が書かれていません", "no registry is named")
    other = _used(ctx, "reg.other_registry")
    purpose = _purpose(ctx)
    if ctx.facts.value("product") == ("approved-product",) and not ctx.hits("reg.market_registry"):
        ja = "承認製品の使用に、市販後の登録でない登録先を充てています"
        en = "not meant for a marketed product"
        yield _unsuited(ctx, (reap or research)[0], ja, en)
    elif purpose == "treatment" and research and not reap and not other:
        ja = "治療（自由診療）の計画に、研究のための登録先だけを充てています"
        en = "treatment, but only a research registry"
        yield _unsuited(ctx, research[0], ja, en)
    elif purpose == "research" and reap and not _used(ctx, "reg.nrmd") and not other:
        ja = "研究の計画に、自由診療のための登録先だけを充てています"
        en = "research, but only the registry for treatment"
        yield _unsuited(ctx, reap[0], ja, en)
    else:
        yield ctx.evidence((reap or research)[0])


def _unsuited(ctx: Context, hit: Hit, ja: str, en: str) -> Finding:
    return ctx.finding(Outcome.CONFLICTING, f"「{hit.text}」：{ja}", f"“{hit.text}”: {en}", hit)


def _used(ctx: Context, term: str) -> list[Hit]:
    """Places that say cases go there: a word of enrolment right behind the name, or “where to” before it."""
    return [
        h
        for h in ctx.hits(term)
        if h.passage.place is not Place.HEADING
        and ctx.state(h).state not in _NOT_USED
        and (
            any(_behind(h, w) or _around(h, w) for w in ctx.hits("reg.enrols"))
            or any(_behind(d, h) for d in ctx.hits("reg.destination"))
        )
    ]


def _behind(first: Hit, second: Hit) -> bool:
    return first.passage.number == second.passage.number and 0 <= second.start - first.end <= NEAR


def _around(hit: Hit, word: Hit) -> bool:
    return hit.passage.number == word.passage.number and word.start < hit.end <= word.end


def _purpose(ctx: Context) -> str:
    purpose = ctx.facts.value("purpose")
    if isinstance(purpose, str):
        return purpose
    treatment, research = ctx.hits("reg.as_treatment"), ctx.hits("reg.as_research")
    if treatment and not research:
        return "treatment"
    return "research" if research and not treatment else ""
