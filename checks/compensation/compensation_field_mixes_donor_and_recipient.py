"""様式の補償の欄で、細胞提供者と受ける者の記載が取り違えられていないか。

何を見るか：細胞提供者の欄に投与・治療による健康被害だけが、受ける者の欄に採取による健康被害だけが書かれて
いないか。受ける者の欄は、提供者が別人のときだけ見る。
なぜ：法4条1項6号。記載の取違えが多いとする実務の指摘。
見ないもの：「同一のため該当なし」、本人の細胞を用いる計画で受ける者の欄に採取を含めて書くこと、空欄。
直し方：提供者の欄には採取による健康被害を、受ける者の欄には投与による健康被害の扱いを書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import Value, says, values


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding at each field that speaks of the other person."""
    need_documents(ctx)
    for v in values(ctx, "compensation_donor", "compensation_donor_short"):
        if _speaks_only_of(ctx, v, "cmp.harm_of_therapy", "cmp.harm_of_collection"):
            yield ctx.finding(
                Outcome.CONFLICTING,
                "細胞提供者の補償の欄に、受ける者の投与・治療による健康被害が書かれています",
                "the donor's field speaks of damage from the therapy",
                v.at,
            )
    if ctx.facts.has("donor", "autologous"):
        return
    for v in values(ctx, "compensation_recipient", "compensation_recipient_short"):
        if _speaks_only_of(ctx, v, "cmp.harm_of_collection", "cmp.harm_of_therapy"):
            yield ctx.finding(
                Outcome.CONFLICTING,
                "受ける者の補償の欄に、採取による健康被害だけが書かれています",
                "the recipient's field speaks only of damage from collection",
                v.at,
            )


def _speaks_only_of(ctx: Context, v: Value, this: str, other: str) -> bool:
    return (
        v.filled
        and says(ctx, this, v.text)
        and not says(ctx, other, v.text)
        and not says(ctx, "cmp.same_person", v.text)
    )
