"""補償の有無・内容・保険会社が文書によって異ならないかを見る。

何を見るか
    受ける者に対する補償の有無、保険会社の名称、支払うもの（医療費・医療手当・補償金）の組。提供者の補償は分けて扱う。
なぜ
    健康被害が起きたときに受けられるものが、説明と計画で違ってはならない。
見ないもの
    治療の計画で様式を「該当しない」とし、説明文書で合併症の治療費の扱いを述べること、過失による賠償。
直し方
    保険証券・約款と計画に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, NotApplicable

from .disagreement import conflict, disagreements, odd, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Whether there is any, who insures it, and what it covers."""
    items = (Item.COMPENSATION, Item.INSURER, Item.RELIEF)
    if not any(said(ctx, i) for i in items):
        raise NotApplicable("補償の記載を比べられません", "nothing about compensation can be compared")
    yield from disagreements(ctx, Item.COMPENSATION)
    yield from disagreements(ctx, Item.INSURER, _same_insurer)
    reliefs = said(ctx, Item.RELIEF)
    against = odd(_widest(reliefs), _same_relief)
    if against is not None:
        yield conflict(ctx, Item.RELIEF, against.one, against.other)
    elif len({s.speaker for s in reliefs}) > 1:
        yield Evidence(reliefs[0].at, "value")


def _widest(found: tuple[Said, ...]) -> tuple[Said, ...]:
    """The fullest list of each document."""
    best: dict[str, Said] = {}
    for s in found:
        kept = best.get(s.speaker)
        if kept is None or (
            isinstance(s.value, frozenset) and isinstance(kept.value, frozenset) and len(s.value) > len(kept.value)
        ):
            best[s.speaker] = s
    return tuple(best.values())


def _same_relief(a: Said, b: Said) -> bool | None:
    if not isinstance(a.value, frozenset) or not isinstance(b.value, frozenset):
        return None
    # A form that says only that money is paid leaves the details to the protocol.
    if (len(a.value) == 1 and "medical" not in a.value) or (len(b.value) == 1 and "medical" not in b.value):
        return None
    return a.value == b.value


def _same_insurer(a: Said, b: Said) -> bool | None:
    one, two = str(a.value), str(b.value)
    return one in two or two in one
