"""方法の異なる残存DNAの値の混用

何を見るか：特定配列のPCRと総DNAの蛍光法の値を平均・合算した文、一つのロットだけ方法の異なる並び、ロットにより方法の異なる表、方法の記載なく並べられた
実測値（両方の方法を用いる計画に限る）。

なぜ：二つの方法は測る対象が異なり、値は大きく違う。混ぜた値は規格と比べられない。

見ないもの：「平均は用いない」「それぞれ」等、区別を述べた文。方法が一つだけの計画。

直し方：方法ごとに規格と実測値を分けて示す。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.rules import Confidence, Evidence, Finding, Outcome

from .amounts import Amount, Method, Role, amounts

_TOGETHER = re.compile(r"平均|合算|足し合わせ|合計|まとめて")
_APART = re.compile(r"用いない|用いず|しない|せず|それぞれ|別々|区別|分けて|各方法|参考")
_LOT_BY_METHOD = re.compile(
    r"((?:Lot|LOT|ロット|バッチ|試作)?\s?(?:No\.?)?\s?[A-Z0-9][A-Z0-9-]{0,11})\s?[（(][^）)]{0,8}(?:PCR|蛍光|PicoGreen|Qubit)"
)
_ONE_ONLY = re.compile(
    r"(?:Lot|ロット|バッチ)[^、。（(]{0,6}(?:のみ|だけ)[^、。]{0,4}(?:蛍光|PicoGreen|qPCR|PCR|ddPCR)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Report values of two methods that are treated as one."""
    pcr = {(h.passage.number, h.passage.sentence(h.start)) for h in ctx.hits("dna.by_pcr")}
    light = {(h.passage.number, h.passage.sentence(h.start)): h for h in ctx.hits("dna.by_fluorescence")}
    about = _about(ctx)
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
    mixed_rows = _lots_by_different_methods(found)
    if mixed_rows is not None:
        a, b = mixed_rows
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{a.text}」と「{b.text}」：ロットにより測定の方法が異なる値が一つの欄に並べられています",
            f"“{a.text}” and “{b.text}”: one column holds values of lots measured by different methods",
            b.anchor,
            related=(a.anchor,),
        )
        return
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


def _about(ctx: Context) -> set[int]:
    """The passages that speak of residual DNA, or whose heading does."""
    hits = ctx.hits("dna.residual")
    sections = {(h.passage.document, h.passage.section) for h in hits if h.passage.place is Place.HEADING}
    return {h.passage.number for h in hits}.union(*(ctx.reading.index.section_set(*s) for s in sections if s[1] >= 0))


def _lots_by_different_methods(found: Iterable[Amount]) -> tuple[Amount, Amount] | None:
    """Two rows of lots in one table, each measured by another method and only by that one."""
    rows: dict[tuple[str, int], dict[str, list[Amount]]] = {}
    for a in found:
        first = a.passage.text.split(" | ", 1)[0]
        lot = _LOT_BY_METHOD.match(first)
        if lot and _in_table(a) and a.method is not Method.UNSAID:
            rows.setdefault((a.passage.document, a.passage.table), {}).setdefault(lot[1], []).append(a)
    for lots in rows.values():
        single = [values[0] for values in lots.values() if len({v.method for v in values}) == 1]
        for a in single:
            other = next((b for b in single if b.method is not a.method), None)
            if other is not None:
                return a, other
    return None


def _in_table(a: Amount) -> bool:
    return a.passage.table >= 0
