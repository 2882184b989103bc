"""再検査・隔離の期間が終わる前に使う日程になっていないかをみる。

何を見るか：採取からの再検査の時期・隔離の期間（日数に換算）と、採取から投与・出荷までの日数、又は
凍結せずに用いる製品の培養期間、採取してすぐ培養する製品の培養期間と有効期間の和。
なぜ：省令7条4号は、感染しても検査で証明できない期間を考えて適切な時期に再検査を求める。再検査の前に
使うなら、その理由と後日陽性となったときの措置が要る。
見ないもの：再検査で陰性を確認してから使うとするもの、早く使う理由と後日の措置を示すもの、起点の
分からない日数、凍結して保管する製品の培養期間。
直し方：日程を改めるか、個別の核酸増幅検査を併せて行う等の理由と、後日陽性のときの連絡・追跡を書く。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.quantity import Quantity, in_unit, quantities
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome

#: Characters between the word and its period.
NEAR = 16
#: Months and years are compared as so many days; a difference of a few days is nobody's contradiction.
ROUGH = {"month": Decimal(30), "year": Decimal(365)}


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict where the earliest use lies before the retest; evidence for the periods read."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    early = next((h for h in ctx.hits("vir.before_retest")), None)
    if early is not None:
        yield ctx.finding(
            Outcome.CONFLICTING,
            "再検査の結果を待たずに使用・出荷することになっています",
            "the cells are used or released before the result of the retest",
            early,
        )
        return
    retests = [(h, d) for h in ctx.hits("vir.retest") if (d := _days(h, ctx, first=True)) is not None and d > 0]
    if not retests:
        raise NotApplicable("再検査・隔離の期間が書かれていません", "no retest or quarantine period is given")
    if ctx.hits("vir.early_use"):
        yield from (ctx.evidence(h) for h in ctx.hits("vir.early_use")[:1])
        return
    retest, wait = max(retests, key=lambda x: x[1])
    for use, days in _uses(ctx):
        if days < wait:
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"再検査・隔離は{wait:f}日ですが、{days:f}日で使用することになっています",
                f"the retest or quarantine takes {wait:f} days, yet the cells are used within {days:f} days",
                use,
                related=[retest],
            )
            return
    yield ctx.evidence(retest)


def _uses(ctx: Context) -> Iterator[tuple[Hit, Decimal]]:
    """Days from taking the cells to their use, where the plan says so."""
    for hit in ctx.hits("vir.using"):
        start, _ = hit.passage.sentence(hit.start)
        same = [t for t in ctx.beside(hit, "vir.taking") if start <= t.start < hit.start]
        if same and not ctx.shares_sentence(hit, "vir.retest"):
            days = _between(hit.passage.text, same[-1].end, hit.start)
            if days is not None:
                yield hit, days
    if ctx.hits("vir.fresh"):
        for hit in ctx.hits("vir.culture_period"):
            days = _days(hit, ctx, first=False)
            if days is not None and days > 0:
                yield hit, days
    elif ctx.hits("vir.cultured_at_once"):
        # What may be kept no longer than this after its culture has to be used by then, frozen or not.
        cultured = _longest("vir.culture_period", ctx)
        usable = _longest("vir.usable", ctx)
        if cultured is not None and usable is not None:
            yield usable[0], cultured[1] + usable[1]


def _longest(term: str, ctx: Context) -> tuple[Hit, Decimal] | None:
    """The longest period said of a term, None where none is."""
    found = [(h, d) for h in ctx.hits(term) if (d := _days(h, ctx, first=False)) is not None and d > 0]
    return max(found, key=lambda x: x[1], default=None)


def _between(text: str, start: int, end: int) -> Decimal | None:
    found = [d for q in quantities(text[start:end]) if (d := _upper(q)) is not None]
    return found[0] if len(found) == 1 else None


def _days(hit: Hit, ctx: Context, *, first: bool) -> Decimal | None:
    """The period that stands beside a hit in its sentence, in days: its lower end, or its upper one."""
    start, _ = hit.passage.sentence(hit.start)
    sentence = ctx.sentence(hit)
    at, stop = hit.start - start, hit.end - start
    near: list[tuple[int, Decimal]] = []
    for q in quantities(sentence):
        value = _lower(q) if first else _upper(q)
        gap = max(at - q.end, q.start - stop, 0)
        if value is not None and gap <= NEAR:
            near.append((gap, value))
    return min(near)[1] if near else None


def _upper(q: Quantity) -> Decimal | None:
    days = _in_days(q)
    return None if days is None else days[1] if days[1] is not None else days[0]


def _lower(q: Quantity) -> Decimal | None:
    days = _in_days(q)
    return None if days is None else days[0] if days[0] is not None else days[1]


def _in_days(q: Quantity) -> tuple[Decimal | None, Decimal | None] | None:
    if q.unit in ROUGH:
        size = ROUGH[q.unit]
        return (None if q.low is None else q.low * size, None if q.high is None else q.high * size)
    days = in_unit(q, "day")
    return None if days is None else (days.low, days.high)
