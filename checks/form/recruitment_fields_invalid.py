"""研究の症例登録の日付と進捗状況の欄が、順序と選択肢に合うかを見る。

何を見るか
    ①症例登録開始予定日が実施期間の中にあること、②第1症例登録日が提出日より前でないこと、
    ③進捗状況が選択肢のどれかで、第1症例登録日の有無と合うこと。
なぜ
    届け出る前に登録した症例があれば、計画の提出前の実施になる。
見ないもの
    新規計画で第1症例登録日が空欄であること。
直し方
    日付の順序を確かめ、進捗状況を選択肢から選び直す。
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.dates import Date, dates
from regenlint.fill import Fill
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import Value, best, days, says, short, submitted, values


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The dates and the status of recruitment in the form of a study."""
    need_documents(ctx)
    entry, planned, status = (best(values(ctx, k)) for k in ("first_entry", "entry_planned", "status"))
    findings = [f for f in (_early(ctx, entry), _outside(ctx, planned), _status(ctx, status, entry)) if f]
    yield from findings
    if not findings:
        yield from (Evidence(v.at, "value") for v in (planned, status) if v and v.fill is Fill.FILLED)


def _day(value: Value | None) -> datetime.date | None:
    found = days(value.text) if value else ()
    return found[0].first if found else None


def _early(ctx: Context, entry: Value | None) -> Finding | None:
    day, filed = _day(entry), submitted(ctx)
    if entry is None or day is None or filed is None or day >= filed[0]:
        return None
    return ctx.finding(
        Outcome.CONFLICTING,
        f"第1症例登録日「{short(entry.text)}」が提出日（{filed[0].isoformat()}）より前です",
        f"the first participant was entered ({day.isoformat()}) before the submission ({filed[0].isoformat()})",
        entry.at,
        related=[filed[1]] if filed[1] else [],
    )


def _outside(ctx: Context, planned: Value | None) -> Finding | None:
    day, period = _day(planned), best(values(ctx, "period"))
    if planned is None or day is None or period is None:
        return None
    ends: list[Date] = [d for d in dates(period.text) if d.first and d.last]
    if len(ends) != 2 or ends[0].first is None or ends[1].last is None:
        return None
    if ends[0].first <= day <= ends[1].last:
        return None
    return ctx.finding(
        Outcome.CONFLICTING,
        f"症例登録開始予定日「{short(planned.text)}」が実施期間「{short(period.text)}」の外です",
        "recruitment is planned to begin outside the period of the study",
        planned.at,
        related=[period.at],
    )


def _status(ctx: Context, status: Value | None, entry: Value | None) -> Finding | None:
    if status is None or status.fill is not Fill.FILLED:
        return None
    chosen = status.chosen()
    if not chosen:
        return None
    if not says(ctx, "frm.recruit_status", chosen):
        return ctx.finding(
            Outcome.DEFICIENT,
            f"進捗状況「{short(chosen)}」は選択肢（募集前・募集中・募集中断・募集終了・研究終了）にありません",
            f"“{short(chosen)}” is none of the choices for the status of recruitment",
            status.at,
        )
    if says(ctx, "frm.before_entry", chosen) and entry is not None and _day(entry):
        return ctx.finding(
            Outcome.CONFLICTING,
            f"進捗状況は「{short(chosen)}」ですが第1症例登録日「{short(entry.text)}」があります",
            "the status says recruitment has not begun, but a first entry is dated",
            status.at,
            related=[entry.at],
        )
    return None
