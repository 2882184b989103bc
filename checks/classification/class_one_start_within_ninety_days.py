"""第一種の提供開始が、提出から九十日の制限期間の中に予定されていないかを見る。

何を見るか
    提供（投与）の開始予定日と提出日。「受理され次第開始する」という記載。
なぜ
    法9条は、提出の日から起算して九十日を経過した後でなければ提供してはならないとする。
見ないもの
    期間短縮の通知（法8条3項）を受けた、又は条件とするもの。症例登録・採取の開始日。
直し方
    開始予定日を提出から九十日を過ぎた日にする。短縮を見込むときはその旨を書く。
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.values import days, says, submitted, values

_DAYS = datetime.timedelta(days=90)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The day the first dose is planned, counted from the day of submission."""
    need_documents(ctx)
    shortened = ctx.hits("cls.shortened")
    filed = submitted(ctx) or _dated(ctx, "cls.filing")
    starts = list(_starts(ctx))
    if filed:
        for day, at in starts:
            if day < filed[0] + _DAYS and not shortened:
                passed = (day - filed[0]).days
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"提供開始の予定（{day.isoformat()}）が提出日（{filed[0].isoformat()}）から{passed}日後で、"
                    "九十日の制限期間の中です",
                    f"provision is planned {passed} days after submission; class I has to wait 90 days",
                    at,
                    related=[filed[1]] if filed[1] else [],
                )
                return
    for hit in ctx.hits("cls.dose_at_once"):
        sentence = ctx.sentence(hit)
        if says(ctx, "cls.begin_words", sentence) and not shortened:
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"提出・受理の後すぐに開始するとしています「{hit.text}」",
                "provision is to begin right after submission; class I has to wait 90 days",
                hit,
            )
            return
    if shortened:
        yield ctx.evidence(shortened[0])
    elif starts and filed:
        yield Evidence(starts[0][1], "value")
    else:
        raise NotJudged(
            "提出日又は提供の開始予定日が読み取れません", "the day of submission or of the first dose was not read"
        )


def _starts(ctx: Context) -> Iterator[tuple[datetime.date, Anchor]]:
    for v in values(ctx, "first_dose_planned"):
        for d in days(v.text)[:1]:
            if d.first:
                yield d.first, v.at
    for hit in ctx.hits("cls.dose_start"):
        tail = hit.passage.text[hit.end : hit.end + 26]
        found = days(tail)
        if found and found[0].start <= 10 and found[0].first:
            yield found[0].first, hit.passage.anchor(hit.end + found[0].start, hit.end + found[0].end)


def _dated(ctx: Context, term: str) -> tuple[datetime.date, Anchor | None] | None:
    for hit in ctx.hits(term):
        found = days(hit.passage.text[hit.end : hit.end + 20])
        if found and found[0].start <= 4 and found[0].first:
            return found[0].first, hit.anchor
    return None
