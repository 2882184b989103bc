"""感染症検査の項目が文書によって異ならないかを見る。

何を見るか
    提供者（患者本人を含む）の感染症検査として並べた項目の組。病原体名と検査名は同じとみる。
なぜ
    説明文書にだけある検査や、標準書にだけない検査があると、何を確かめて受け入れるのかが定まらない。
見ないもの
    「など」を付けて一部を挙げる記載、原料・セルバンクの検査、再検査。
直し方
    検査項目をそろえる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, NotApplicable

from .disagreement import conflict, odd, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Sets by document: the fullest of each."""
    best: dict[str, Said] = {}
    for s in said(ctx, Item.INFECTION):
        kept = best.get(s.speaker)
        if kept is None or (
            isinstance(s.value, frozenset) and isinstance(kept.value, frozenset) and len(s.value) > len(kept.value)
        ):
            best[s.speaker] = s
    found = tuple(best.values())
    if not found:
        raise NotApplicable("感染症検査の項目の記載がありません", "no infection tests are listed")
    against = odd(found, _same)
    if against is not None:
        yield conflict(ctx, Item.INFECTION, against.one, against.other)
    elif len(found) > 1:
        yield Evidence(found[0].at, "value")


def _same(a: Said, b: Said) -> bool | None:
    """Whether two lists agree; one that is left open must only lie within the other."""
    if not isinstance(a.value, frozenset) or not isinstance(b.value, frozenset):
        return None
    if a.note and b.note:
        return None
    if a.note:
        return a.value <= b.value
    if b.note:
        return b.value <= a.value
    return a.value == b.value
