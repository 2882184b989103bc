"""残存DNAのRNA当たりの値と1回量当たりの値の計算

何を見るか：同じ段落又は行にある、RNA（DNA）質量当たりの残存DNA（ng/mg等）、1回投与量（mg、µg）、1回量当たりの
残存DNA（ng/dose等）の三つ。ng/dose＝(ng/mg)×(mg/dose)を計算し、示された値との差が5％を超えれば挙げる。
「以下」の値は計算結果がそれを超えるときだけ挙げる。用量が幅をもつときは上限で計算する。

なぜ：二つの限度は投与量を通じて一つに決まる。合わなければどちらかの限度が働いていない。

見ないもの：指針等の目安として引かれた値、定量限界、三つがそろわない記載。

直し方：計算し直して、両方の値を合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Passage
from regenlint.rules import Evidence, Finding

from .conversion import Scale, doses, mismatches


def _dose(passage: Passage) -> Iterator[float]:
    return doses(passage, frozenset({"µg", "mg", "g"}), "mg")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare residual DNA per mass of nucleic acid with that per dose."""
    return mismatches(ctx, Scale("ng/mg", "mg", _dose))
