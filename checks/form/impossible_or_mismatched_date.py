"""暦にない日付、和暦と西暦が食い違う日付がないかを見る。

何を見るか
    すべての文書の日付。暦に実在すること、元号の期間に入ること、併記した和暦と西暦が同じ年であること。
なぜ
    誤った日付は、審査・提出・制定の前後を確かめられなくする。
見ないもの
    年度だけの表記、参考文献、通知の題名・文書番号の引用。
直し方
    正しい年月日に改める。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.dates import Date, Fault, dates
from regenlint.index import Passage
from regenlint.rules import Evidence, Finding, Outcome

_SAYS = {
    Fault.NO_SUCH_DAY: ("暦にない日付です", "no such day exists"),
    Fault.OUTSIDE_ERA: ("元号の期間に入らない日付です", "the date lies outside its era"),
    Fault.YEARS_DIFFER: ("和暦と西暦が合いません", "the two calendars name different years"),
}


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every date of every document; the same date in the same words is reported once a document."""
    need_documents(ctx)
    seen: set[tuple[str, str]] = set()
    sound: Evidence | None = None
    for p in ctx.passages():
        if p.cited:
            continue
        for d in dates(p.text):
            written = p.text[d.start : d.end]
            fault = next((f for f in d.faults if not _excused(f, d, p)), None)
            if fault is None:
                sound = sound or Evidence(p.anchor(d.start, d.end), "value")
                continue
            if (p.document, written) in seen:
                continue
            seen.add((p.document, written))
            ja, en = _SAYS[fault]
            yield ctx.finding(
                Outcome.CONFLICTING, f"「{written}」は{ja}", f"“{written}”: {en}", p.anchor(d.start, d.end)
            )
    if sound and not seen:
        yield sound


def _excused(fault: Fault, d: Date, p: Passage) -> bool:
    around = p.text[max(0, d.start - 2) : d.end + 24]
    if fault is Fault.YEARS_DIFFER:
        # A fiscal year holds the first months of the next one.
        return "年度" in p.text[d.start : d.end + 3] or d.fiscal or p.text[d.end : d.end + 1].isdigit()
    if fault is Fault.OUTSIDE_ERA:
        return d.fiscal or "号" in around or "通知" in around or "法律" in around
    return False
