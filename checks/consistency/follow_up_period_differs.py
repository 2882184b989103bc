"""提供終了後の追跡の期間・来院時期が文書によって異ならないかを見る。

何を見るか
    投与後の診察・来院・追跡の時期を文書ごとに集め、その最も遅い時期（追跡の終わり）と、並べて書かれた来院時期を比べる。
なぜ
    いつまで、いつ来院するのかは、受ける者の負担と安全の確認に関わる。
見ないもの
    主な来院日だけを挙げる省略、単位の換算（12か月と1年）、登録事業の追跡期間、効果の評価時期だけの記載。
直し方
    計画の追跡期間に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from regenlint.comparison.agree import rank
from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.quantity import Quantity
from regenlint.rules import Evidence, Finding

from .disagreement import conflict, said

_DAYS = {"day": Decimal(1), "week": Decimal(7), "month": Decimal("30.4"), "year": Decimal(365)}
#: How far apart two ways of writing one time may be: 4週 and 1か月, 52週 and 12か月.
_NEAR = Decimal("0.09")


@dataclass(frozen=True, slots=True)
class _End:
    said: Said
    days: Decimal


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The end of follow-up by document, then times in lists that no other document knows."""
    visits = said(ctx, Item.VISIT)
    ends = _ends(visits)
    odd = _odd(ends)
    if odd is not None:
        one, other = odd
        yield conflict(ctx, Item.FOLLOW_UP, one.said, other.said)
        return
    changed = _changed(visits)
    if changed is not None:
        yield conflict(ctx, Item.VISIT, *changed)
        return
    if len(ends) > 1:
        yield Evidence(next(iter(ends.values())).said.at, "value")


def _days(s: Said) -> Decimal | None:
    q = s.value
    if not isinstance(q, Quantity) or q.unit not in _DAYS:
        return None
    most = q.high if q.high is not None else q.low
    return None if most is None else most * _DAYS[q.unit]


def _ends(visits: Sequence[Said]) -> dict[str, _End]:
    """The latest time of follow-up each document gives, as far as it is weeks away at least."""
    out: dict[str, _End] = {}
    for s in visits:
        days = _days(s)
        if days is not None and days >= 28 and (s.speaker not in out or days > out[s.speaker].days):
            out[s.speaker] = _End(s, days)
    return out


def _near(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= max(a, b) * _NEAR


def _odd(ends: dict[str, _End]) -> tuple[_End, _End] | None:
    if len(ends) < 2:
        return None
    listed = list(ends.values())
    lonely = [e for e in listed if not any(_near(e.days, o.days) for o in listed if o is not e)]
    if not lonely:
        return None
    # Of two documents the later one is at fault; of more the one without company.
    one = max(lonely, key=lambda e: rank(e.said.kind))
    other = min((e for e in listed if e is not one), key=lambda e: rank(e.said.kind))
    return one, other


def _changed(visits: Sequence[Said]) -> tuple[Said, Said] | None:
    """Two lists of as many visits in one unit that differ in one time no other document knows."""
    lists: dict[tuple[str, str], dict[Decimal, Said]] = {}
    for s in visits:
        days = _days(s)
        if s.note and days is not None and isinstance(s.value, Quantity):
            lists.setdefault((s.speaker, f"{s.note} {s.value.unit}"), {})[days] = s
    listed = [(k[0], v) for k, v in lists.items() if len(v) >= 3]
    for n, (speaker, mine) in enumerate(listed):
        for other, theirs in listed[n + 1 :]:
            if speaker == other or len(mine) != len(theirs):
                continue
            left, right = mine.keys() - theirs.keys(), theirs.keys() - mine.keys()
            if len(left) == len(right) == 1:
                a, b = mine[left.pop()], theirs[right.pop()]
                return (b, a) if rank(b.kind) >= rank(a.kind) else (a, b)
    return None
