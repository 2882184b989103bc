"""採取する組織・部位・採取量が文書によって異ならないかを見る。

何を見るか
    採取の文に書かれた組織（脂肪・骨髄・血液等）、部位（腹部・大腿等）、製造のために採る量（質量・容量）。範囲に入る値は同じとみる。
なぜ
    採る量や部位が違えば、負担と危険の説明も製造の出発点も変わる。
見ないもの
    検査用の採血、洗浄液や培地の量、合計と1回分、保管する試料。
直し方
    計画・概要書の値に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .disagreement import by_about, conflict, disagreements, odd, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Amounts by tissue and dimension; tissue and site only where two documents have nothing in common."""
    for values in by_about(said(ctx, Item.COLLECTED)).values():
        against = odd(values, alone=True)
        if against is not None:
            yield conflict(ctx, Item.COLLECTED, against.one, against.other)
        elif len({v.speaker for v in values}) > 1:
            yield Evidence(values[0].at, "value")
    if not ctx.facts.has("donor", "allogeneic"):
        yield from disagreements(ctx, Item.TISSUE, same=_kind)
    yield from disagreements(ctx, Item.SITE, same=_kind)


def _kind(a: Said, b: Said) -> bool | None:
    return a.value == b.value
