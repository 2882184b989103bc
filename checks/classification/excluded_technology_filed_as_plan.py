"""政令の除外技術とみられる計画に、除外に当たらない理由が書かれているかを見る。

何を見るか
    輸血・造血幹細胞移植・生殖補助医療、承認どおりに使う医療機器で加工した細胞などとの関係。
なぜ
    政令1条1号イからニの技術は法の対象でなく、計画の要否そのものが変わる。
見ないもの
    除外技術に当たらないと理由を添えて述べたもの。
直し方
    本技術が除外のどれにも当たらないこととその理由を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.rules import Confidence, Evidence, Finding, NotApplicable, Outcome
from regenlint.values import says, short, values

from .grounds import denied


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """How the plan relates itself to the technologies the cabinet order excludes."""
    need_documents(ctx)
    topics = ctx.hits("cls.exclusion_topic")
    answered = [h for h in topics if says(ctx, "cls.exclusion_denied", ctx.sentence(h))]
    approved = [
        h for h in ctx.hits("cls.as_approved") if not says(ctx, "cls.denial", h.passage.text[h.end : h.end + 10])
    ]
    if answered and not (approved and not _reasoned(ctx, answered)):
        yield ctx.evidence(answered[0])
        return
    likely = [h for h in ctx.hits("cls.excluded_like") if not denied(ctx, h)]
    named = [
        h
        for v in values(ctx, "name_of_therapy", "product_name")
        if says(ctx, "cls.excluded_name", v.text)
        for h in ctx.hits("cls.excluded_name")
        if h.anchor.document == v.at.document and h.anchor.block == v.at.block
    ]
    likely += named
    found = approved or [h for h in likely if not says(ctx, "cls.general", ctx.sentence(h))] or list(topics)
    if not found:
        raise NotApplicable("除外技術とみられる記載がありません", "nothing points to an excluded technology")
    quote = short(ctx.sentence(found[0]), 30)
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"政令で除かれる技術に当たらない理由が書かれていません「{quote}」",
        f"why it is not an excluded technology is not said (“{quote}”)",
        found[0],
        confidence=Confidence.LOW,
    )


def _reasoned(ctx: Context, answered: list[Hit]) -> bool:
    """Whether an answer holds more than the denial: a reason, or that the use is outside the approval."""
    return any(
        says(ctx, "cls.exclusion_reason", ctx.sentence(h)) and not says(ctx, "cls.as_approved", ctx.sentence(h))
        for h in answered
    )
