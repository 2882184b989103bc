"""費用の額が文書によって異ならないか、内訳の合計が総額と合うかを見る。

何を見るか
    同じ項目名（内訳の行・列、総額）の金額を税込・税抜をそろえて比べる。内訳の表と文の内訳は合計を計算する。
なぜ
    受ける者に示した費用と計画の費用が違えば、説明したことにならない。
見ないもの
    回数・部位別の料金表の別の行、返金・キャンセルの額、負担軽減費、原価、税の別が分からない差。
直し方
    金額をそろえ、合計を計算し直す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.money import same_cost
from regenlint.comparison.said import Item
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, NotApplicable

from .disagreement import by_about, conflict, odd, said
from .sums import wrong_sums


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Amounts by label, then sums."""
    costs = said(ctx, Item.COST)
    if not costs:
        raise NotApplicable("費用の額の記載がありません", "no cost is given")
    fired = False
    for values in by_about(costs).values():
        against = odd(values, same_cost)
        if against is not None:
            fired = True
            yield conflict(ctx, Item.COST, against.one, against.other)
    for finding in wrong_sums(ctx):
        fired = True
        yield finding
    if not fired:
        yield Evidence(costs[0].at, "value")
