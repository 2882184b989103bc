"""細胞当たりの残存DNAと1回量当たりの値の計算

何を見るか：同じ段落又は行にある、細胞当たりの残存DNA（pg/cell、pg/10^6細胞等）、1回の投与細胞数、1回量当たりの残存DNA
（ng/dose等）の三つ。ng/dose＝(pg/cell)×(cells/dose)÷1000を計算し、差が5％を超えれば挙げる。「以下」の値は計算結果が
それを超えるときだけ挙げる。

なぜ：1個当たりではわずかな量も、1億個では目安を大きく超える。

見ないもの：目安として引かれた値、定量限界、三つがそろわない記載。

直し方：計算し直して、両方の値を合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Passage
from regenlint.rules import Evidence, Finding

from .conversion import Scale, doses, mismatches

# Fewer are fields of view or vials, no dose.
_LEAST = 1e4


def _dose(passage: Passage) -> Iterator[float]:
    yield from doses(passage, frozenset({"cells"}), "cells", least=_LEAST)
    yield from doses(passage, frozenset({"count"}), "count", least=_LEAST)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare residual DNA per cell with that per dose."""
    return mismatches(ctx, Scale("ng/cells", "個", _dose))
