"""選択・除外の基準が文書によって異ならないかを見る。

何を見るか
    対象・選択・除外の記載にある年齢と、検査値・期間など数値の基準を、同じ項目どうしで比べる。一方が除外する状態を他方が受けられるとしていないかも見る。
なぜ
    説明文書だけを読んだ者が、計画では対象にならないことがあってはならない。
見ないもの
    説明文書が一部の基準だけを挙げる省略、「75歳以下」と「76歳未満」、提供者・代諾に関する年齢。
直し方
    計画の基準に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.said import Item
from regenlint.comparison.taking import same_age
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome

from .disagreement import disagreements, said, whole

EXCLUSIONS = ("anticoagulant", "pregnancy", "cancer", "infection", "immuno", "dialysis", "minor")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Ages, numbers by what they measure, then states excluded here and welcome there."""
    ages = [s for s in said(ctx, Item.AGE) if not s.note]
    yield from disagreements(ctx, Item.AGE, same_age, found=ages, alone=True)
    yield from disagreements(ctx, Item.CRITERION)
    yield from _welcomed(ctx)


def _welcomed(ctx: Context) -> Iterator[Finding]:
    lens = whole(ctx).lens
    stretches = list(lens.own(*ctx.kinds))
    for name in EXCLUSIONS:
        key = f"xdc.exclusion.{name}"
        hits = [(s, lens.inside(key, s.passage, s.start, s.end)) for s in stretches]
        hits = [(s, at) for s, at in hits if at]
        out = next(
            (
                (s, at[0])
                for s, at in hits
                if (
                    lens.has("xdc.excluded", s)
                    or "除外" in lens.heading(s.passage)
                    or "除外" in s.text[: at[0][0] - s.start]
                )
                and not lens.here("xdc.welcome", s)
            ),
            None,
        )
        inside = next(
            (
                (s, at[0])
                for s, at in hits
                if any(0 <= w[0] - at[0][1] <= 24 for w in lens.inside("xdc.welcome", s.passage, s.start, s.end))
                and not lens.here("xdc.excluded", s)
                and not any(c in s.text for c in ("場合があ", "ことがあ", "休薬", "中止して", "？", "Q"))
            ),
            None,
        )
        if (
            out
            and inside
            and (
                out[0].passage.document != inside[0].passage.document
                or lens.voice(out[0].passage, out[1][0]) != lens.voice(inside[0].passage, inside[1][0])
            )
        ):
            p, (a, b) = inside[0].passage, inside[1]
            q, (c, d) = out[0].passage, out[1]
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"除外基準にある「{q.text[c:d]}」を、受けられるとしています",
                f"“{q.text[c:d]}” is excluded in one document and welcome in another",
                p.anchor(a, b),
                related=(q.anchor(c, d),),
            )
