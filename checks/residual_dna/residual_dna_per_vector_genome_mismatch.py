"""ベクターゲノム当たり又はmL当たりの宿主DNAと1回量当たりの値の計算

何を見るか：同じ段落又は行にある、vg当たりの残存DNA（ng/1×10^13 vg等）、1回の投与vg（体重当たりなら体重を掛ける）、1回量
当たりの残存DNAの三つ。「9 ng/回（30 ng/mL×0.3 mL）」のように計算が書き添えられた値も検算する。
計算した値との差が5％を超えれば挙げる。「以下」の値は計算結果がそれを超えるときだけ挙げる。

なぜ：ベクターの投与量は桁で変わる。vg当たりの値だけでは1回に入るDNAの量が分からない。

見ないもの：目安として引かれた値、定量限界、体重の書かれていないvg/kgの用量。

直し方：計算し直して、両方の値を合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Passage
from regenlint.quantity import in_unit, quantities
from regenlint.rules import Evidence, Finding

from .conversion import Scale, doses, mismatches, products


def _dose(passage: Passage) -> Iterator[float]:
    yield from doses(passage, frozenset({"vg"}), "vg")
    found = quantities(passage.text)
    weights = [float(q.value) for q in found if q.unit == "kg" and not q.per and q.value]
    for q in found:
        by_weight = in_unit(q, "vg/kg")
        if by_weight is not None and by_weight.value is not None:
            yield from (float(by_weight.value) * w for w in weights)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare residual DNA per vector genome with that per dose."""
    yield from mismatches(ctx, Scale("ng/vg", "vg", _dose))
    yield from products(ctx)
