"""同じ試験項目の規格・判定基準が文書によって異ならないかを見る。

何を見るか
    生存率、細胞数、表面抗原、エンドトキシン、純度、残存物、濃縮倍率などの限度を、概要書・標準書・品質管理基準書・手順書・説明文書等の間で比べる。
なぜ
    標準書と品質管理基準書で規格が違えば、どちらで出荷を判定するのかが定まらない（省令96条、97条）。
見ないもの
    工程内・受入れの基準、凍結前と解凍後の別、試作の成績、警報値、原料の規格。
直し方
    概要書の規格に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regenlint.comparison.agree import Odd, odd, same_quantity
from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.quantity import Quantity
from regenlint.rules import Evidence, Finding

from .disagreement import by_about, conflict, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Limits by test and side; the first document that has one for itself alone is named."""
    for values in by_about(said(ctx, Item.LIMIT)).values():
        stages = {v.note for v in values if v.note not in ("", "target")}
        # Where some values name their stage and differ in it, those without one could be of either.
        against = _odd([v for v in values if v.note or len(stages) < 2])
        if len(stages) == 1 and against is not None and against.one.note != against.other.note:
            against = _odd([v for v in values if v.note])
        if against is not None:
            yield conflict(
                ctx, Item.LIMIT, against.one, against.other, f"規格（{_test(against.one)}）", "the specification"
            )
        elif len({v.speaker for v in values}) > 1:
            yield Evidence(values[0].at, "value")


def _odd(values: Sequence[Said]) -> Odd | None:
    """Alone among documents; of a document with several values the one no other has."""
    return odd(values, _same, alone=True)


def _same(a: Said, b: Said) -> bool | None:
    if a.note != b.note and ((a.note and b.note) or "target" in (a.note, b.note)):
        return None
    if not isinstance(a.value, Quantity) or not isinstance(b.value, Quantity):
        return None
    return same_quantity(a.value, b.value)


def _test(s: Said) -> str:
    return s.about.rstrip("≤≥=")
