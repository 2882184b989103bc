"""委員会の名称・認定番号が文書によって異ならないかを見る。

何を見るか
    認定再生医療等委員会の固有の名称と認定番号（NA・NB）。設置者名の有無、表記ゆれは同じとみる。
なぜ
    意見を述べた委員会、説明文書に書いた委員会、報告先が同じ委員会であることを確かめるため。
見ないもの
    過去の別の委員会の審査、院内の倫理委員会。
直し方
    意見書の委員会の名称・番号に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.bodies import near_number, same_committee
from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .disagreement import conflict, odd, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Numbers, then names."""
    numbers = said(ctx, Item.COMMITTEE_NUMBER)
    against = odd(numbers, alone=True)
    if against is not None and (
        _only(against.one, numbers) or near_number(str(against.one.value), str(against.other.value))
    ):
        yield conflict(ctx, Item.COMMITTEE_NUMBER, against.one, against.other)
    names = said(ctx, Item.COMMITTEE)
    named = odd(names, same_committee, alone=True)
    if named is not None:
        yield conflict(ctx, Item.COMMITTEE, named.one, named.other)
    elif against is None and len({s.speaker for s in (*names, *numbers)}) > 1:
        yield Evidence((names or numbers)[0].at, "value")


def _only(s: Said, numbers: tuple[Said, ...]) -> bool:
    mine = {n.value for n in numbers if n.speaker == s.speaker}
    return not mine & {n.value for n in numbers if n.speaker != s.speaker}
