"""製造事業者・製造施設の名称や施設番号が文書によって異ならないかを見る。

何を見るか
    施設番号（FA・FB・FC）と、製造施設・製造事業者として書かれた名称。法人格の表記、事業者名が付くか否かは同じとみる。
なぜ
    許可・届出を受けた施設で造られることを番号で確かめるため。
見ないもの
    工程の一部や試験を別の施設が行うと書き分けたもの。
直し方
    許可証・届出の受理の番号と名称に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.bodies import near_number, same_maker
from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .disagreement import conflict, odd, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Numbers, then names where a document's differ from all others'."""
    numbers = said(ctx, Item.FACILITY_NUMBER)
    against = odd(numbers, alone=True)
    if against is not None and (
        _only(against.one, numbers) or near_number(str(against.one.value), str(against.other.value))
    ):
        yield conflict(ctx, Item.FACILITY_NUMBER, against.one, against.other)
    elif len({s.speaker for s in numbers}) > 1:
        yield Evidence(numbers[0].at, "value")
    makers = said(ctx, Item.MANUFACTURER)
    named = odd(makers, same_maker)
    if named is not None:
        yield conflict(
            ctx, Item.MANUFACTURER, named.one, named.other, "製造施設・製造事業者", "the manufacturing facility"
        )
    elif len({s.speaker for s in makers}) > 1:
        yield Evidence(makers[0].at, "value")


def _only(s: Said, numbers: tuple[Said, ...]) -> bool:
    """Whether a document gives no number any other document has."""
    mine = {n.value for n in numbers if n.speaker == s.speaker}
    others = {n.value for n in numbers if n.speaker != s.speaker}
    return not mine & others
