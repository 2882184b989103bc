"""方法の異なる残存DNAの値の混用

何を見るか：特定配列のPCRと総DNAの蛍光法の値を平均・合算した文、一つのロットだけ方法の異なる並び、方法の記載なく並べられた
実測値（両方の方法を用いる計画に限る）。

なぜ：二つの方法は測る対象が異なり、値は大きく違う。混ぜた値は規格と比べられない。

見ないもの：「平均は用いない」「それぞれ」等、区別を述べた文。方法が一つだけの計画。

直し方：方法ごとに規格と実測値を分けて示す。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.rules import Confidence, Evidence, Finding, Outcome

from .amounts import Amount, Method, Role, amounts

_TOGETHER = re.compile(r"平均|合算|足し合わせ|合計|まとめて")
_APART = re.compile(r"用いない|用いず|しない|せず|それぞれ|別々|区別|分けて|各方法|参考")
_ONE_ONLY = re.compile(
    r"(?:Lot|ロット|バッチ)[^、。（(]{0,6}(?:のみ|だけ)[^、。]{0,4}(?:蛍光|PicoGreen|qPCR|PCR|ddPCR)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Report values of two methods that are treated as one."""
    pcr = {(h.passage.number, h.passage.sentence(h.start)) for h in ctx.hits("dna.by_pcr")}
    light = {(h.passage.number, h.passage.sentence(h.start)): h for h in ctx.hits("dna.by_fluorescence")}
    about = {h.passage.number for h in ctx.hits("dna.residual")}
    for key, hit in light.items():
        text = hit.passage.text[slice(*key[1])]
        mixed = key in pcr and _TOGETHER.search(text) and not _APART.search(text) and key[0] in about
        if mixed or _ONE_ONLY.search(text):
            yield ctx.finding(
                Outcome.DEFICIENT,
                "方法の異なる残存DNAの値が一つにまとめられています",
                "values of residual DNA by different methods are put together",
                hit,
            )
            return
    found = amounts(ctx)
    methods = {a.method for a in found if a.role in (Role.LIMIT, Role.RESULT)} - {Method.UNSAID}
    if len(methods) == 2:
        unsaid = next(
            (a for a in found if a.role is Role.RESULT and a.method is Method.UNSAID and not _in_table(a)), None
        )
        if unsaid is not None:
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{unsaid.text}」：二つの方法を用いる計画で、どちらの方法の値か書かれていません",
                f"“{unsaid.text}”: two methods are used, and which one this is was not said",
                unsaid.anchor,
                confidence=Confidence.LOW,
            )
            return
    yield from (Evidence(a.anchor, "value") for a in found[:1])


def _in_table(a: Amount) -> bool:
    return a.passage.table >= 0
