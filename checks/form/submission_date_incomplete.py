"""提出日に年・月・日がそろい、暦にある日であるかを見る。

何を見るか
    提出日の欄、又は様式の頭に一行で書かれた日付。
なぜ
    提出日は様式の記載事項で、意見の日付や提供開始との前後はこの日で決まる。
見ないもの
    意見書がまだない審査前の案で空欄のもの。
直し方
    提出する日を年・月・日まで書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.dates import Precision, blank_dates, dates
from regenlint.fill import Fill
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import absent, best, reviewed, short, unfilled, values


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The field of the submission date, else a date of its own above the addressee."""
    need_documents(ctx)
    value = best(values(ctx, "submitted"))
    text, at = (value.text, value.at) if value else _head(ctx)
    found = dates(text)
    if any(d.faults for d in found):
        yield ctx.finding(
            Outcome.DEFICIENT, f"提出日「{short(text)}」は暦にありません", f"there is no such day: “{short(text)}”", at
        )
        return
    if any(d.precision is Precision.DAY and d.year for d in found):
        if at:
            yield Evidence(at, "value")
        return
    if not reviewed(ctx):
        raise NotApplicable(
            "審査前の案のため提出日は問いません", "a draft before the committee's opinion needs no date of submission"
        )
    if value is None and not text:
        yield absent(ctx, "提出日", "date of submission")
    elif value is not None and (value.fill is not Fill.FILLED or blank_dates(text)):
        yield unfilled(ctx, value, "提出日", "date of submission")
    elif blank_dates(text):
        yield ctx.finding(Outcome.EMPTY, "提出日が空欄です", "the date of submission is blank", at)
    else:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"提出日「{short(text)}」に年月日がそろっていません",
            f"“{short(text)}” lacks the year, the month or the day",
            at,
        )


def _head(ctx: Context) -> tuple[str, Anchor | None]:
    """A line that is nothing but a date, filled in or not, among the first blocks of the form."""
    for document in ctx.documents(DocKind.FORM):
        for b in document.blocks[:14]:
            spans = [(d.start, d.end) for d in dates(b.text)] or list(blank_dates(b.text))
            for start, end in spans[:1]:
                if len(b.text.strip()) <= end - start + 6:
                    return b.text, Anchor(document.id, b.number, start, end)
    return "", None
