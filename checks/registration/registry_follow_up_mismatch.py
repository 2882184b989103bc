"""登録の追跡期間が、計画の追跡期間より短くないかをみる。

何を見るか：第三者の登録事業に入力する期間（「〜か月まで」等）と、計画・説明文書の追跡期間（月数に換算）。
なぜ：登録が途中で終わると、計画した追跡の成績が登録に残らず、検証に使えない。
見ないもの：登録の後の期間を別の方法で追跡するとするもの、評価時期の一つ一つの一致、期間の単位が分からないもの。
直し方：登録の期間を計画に合わせるか、登録の仕様上の理由と残りの期間の追跡方法を書く。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.quantity import Quantity, quantities
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome

#: Months in the units follow-up is given in; days and weeks are never compared with months.
MONTHS = {"month": Decimal(1), "year": Decimal(12)}
NEAR = 20


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict where the registry ends before the plan's follow-up; evidence where it does not."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    registry = [
        (h, m)
        for h in ctx.hits("reg.third_party")
        if (ctx.shares_sentence(h, "reg.enrols") or ctx.shares_sentence(h, "reg.follow")) and (m := _longest(ctx, h))
    ]
    registry = registry or [(h, m) for h in ctx.hits("reg.enters") if _of_registry(ctx, h) and (m := _longest(ctx, h))]
    if not registry:
        raise NotApplicable("登録の期間が書かれていません", "no period of registration is given")
    plan = [
        (h, m)
        for h in ctx.hits("reg.follow")
        if not ctx.shares_sentence(h, "reg.third_party")
        and not ctx.shares_sentence(h, "reg.enrols")
        and (m := _beside(ctx, h))
    ]
    plan += [(h, m) for h in ctx.hits("reg.visit") if _under_follow_up(ctx, h) and (m := _longest(ctx, h))]
    if not plan:
        raise NotApplicable("計画の追跡期間が書かれていません", "the plan gives no follow-up period")
    hit, months = max(registry, key=lambda x: x[1])
    other, wanted = max(plan, key=lambda x: x[1])
    end = _end_of_period(ctx, hit)
    explained = any(h.start >= end for h in ctx.beside(hit, "reg.continues"))
    if months < wanted and not explained:
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"登録は{months:f}か月まで、計画の追跡は{wanted:f}か月で、登録の方が短くなっています",
            f"registration ends at {months:f} months, the plan follows for {wanted:f} months",
            hit,
            related=[other],
        )
        return
    yield ctx.evidence(hit)


def _of_registry(ctx: Context, hit: Hit) -> bool:
    """Whether a sentence that says until when data are entered goes on from one that names the registry."""
    begun = any(h.start < hit.start for h in ctx.beside(hit, "reg.third_party"))
    return begun and not ctx.shares_sentence(hit, "reg.within")


def _end_of_period(ctx: Context, hit: Hit) -> int:
    """Where the first length of time of the sentence ends: what is said of the rest stands behind it."""
    start, _ = hit.passage.sentence(hit.start)
    return start + min((q.end for q in quantities(ctx.sentence(hit)) if _months(q) is not None), default=0)


def _under_follow_up(ctx: Context, hit: Hit) -> bool:
    """Whether a visit stands under a heading on follow-up and not in a sentence on registration."""
    if ctx.shares_sentence(hit, "reg.third_party") or hit.passage.section < 0:
        return False
    section = ctx.dossier.document(hit.passage.document).sections[hit.passage.section]
    return any(
        h.passage.document == hit.passage.document and h.anchor.block == section.heading for h in ctx.hits("reg.follow")
    )


def _longest(ctx: Context, hit: Hit) -> Decimal | None:
    return max((m for q in quantities(ctx.sentence(hit)) if (m := _months(q)) is not None), default=None)


def _beside(ctx: Context, hit: Hit) -> Decimal | None:
    start, _ = hit.passage.sentence(hit.start)
    at, stop = hit.start - start, hit.end - start
    return max(
        (
            m
            for q in quantities(ctx.sentence(hit))
            if (m := _months(q)) is not None and max(at - q.end, q.start - stop, 0) <= NEAR
        ),
        default=None,
    )


def _months(q: Quantity) -> Decimal | None:
    size = MONTHS.get(q.unit)
    most = q.high if q.high is not None else q.low
    return None if size is None or most is None or q.per else most * size
