"""第一種使用規程の承認が提供開始に間に合っているかをみる。

何を見るか：提供開始（予定）日と第一種使用規程の承認日の前後、申請中・審査中のまま開始日が
書かれていること、承認を開始後に受けるとする記載。
なぜ：カルタヘナ法4条1項の承認は、第一種使用等（体内への投与）をする前に受けなければならない。
見ないもの：承認を受けるまで投与しないとし、開始日を定めていないもの。日の分からない日付どうしの前後。
直し方：開始日を承認日より後にするか、承認を受けるまで投与を行わない旨と開始日未定を書く。
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.dates import Date, dates
from regenlint.index import Hit
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, NotJudged, Outcome


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict of dates or of state; evidence where the order is right."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    late = ctx.hits("car.late")
    if late:
        yield ctx.finding(
            Outcome.CONFLICTING,
            "第一種使用規程の承認を提供開始後に受けるとしています",
            "the type 1 approval is to come after the start",
            late[0],
        )
        return
    starts = list(_starts(ctx))
    approvals = [(h, d) for h in ctx.hits("car.approved") if (d := _last(h, ctx)) is not None]
    waits = ctx.hits("car.waits")
    if not starts:
        if waits:
            yield ctx.evidence(waits[0])
            return
        if not approvals:
            raise NotJudged("提供開始日も承認日も読み取れません", "neither a start nor an approval date was read")
        yield from (ctx.evidence(h) for h, _ in approvals[:1])
        return
    anchor, start = min(starts, key=lambda x: x[1])
    for hit, approval in approvals:
        if approval.first is not None and approval.first > start and not ctx.shares_sentence(hit, "car.pending"):
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"第一種使用規程の承認（{approval.first.isoformat()}）が提供開始日（{start.isoformat()}）より後です",
                f"the type 1 approval ({approval.first.isoformat()}) is later than the start ({start.isoformat()})",
                hit,
                related=[anchor],
            )
            return
    done = [h for h, d in approvals if not ctx.shares_sentence(h, "car.pending")]
    pending = [
        h
        for h in ctx.hits("car.pending")
        if ctx.shares_sentence(h, "car.type1") or ctx.shares_sentence(h, "car.approved")
    ]
    if pending and not done:
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"第一種使用規程の承認が未了のまま、提供開始日（{start.isoformat()}）が定められています",
            f"the start is set ({start.isoformat()}) while the type 1 approval is pending",
            pending[0],
            related=[anchor],
        )
        return
    yield from (ctx.evidence(h) for h in done[:1])


def _starts(ctx: Context) -> Iterator[tuple[Anchor, datetime.date]]:
    # Only the first date of the field is the start; what follows explains it.
    written = [
        (v.anchor, d.last) for v in ctx.form("first_dose_planned") for d in dates(v.text)[:1] if d.last is not None
    ]
    if written:
        yield from written
        return
    for hit in ctx.hits("car.start"):
        _, end = hit.passage.sentence(hit.start)
        found = dates(hit.passage.text[hit.end : end])
        if found and found[0].last is not None and found[0].start <= 12:
            yield hit.anchor, found[0].last


def _last(hit: Hit, ctx: Context) -> Date | None:
    found = [d for d in dates(ctx.sentence(hit)) if d.first is not None]
    if ctx.shares_sentence(hit, "car.start"):
        # 承認日と開始日が一つの文にあるときは、語の直後の日付がその語のもの。
        _, end = hit.passage.sentence(hit.start)
        found = [d for d in dates(hit.passage.text[hit.end : end]) if d.first is not None and d.start <= 12]
    return found[0] if found else None
