"""再生医療等を行う医師・歯科医師の氏名が書かれているかを見る。

何を見るか
    様式の欄、医師の一覧、略歴の書類の氏名。
なぜ
    法4条1項3号・省令27条8項2号が、行う者の氏名・所属・役職を求めている。
見ないもの
    他の文書に名があるのに一覧にない者（XDC）。
直し方
    非常勤を含む全員の氏名・所属・役職を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, left_over
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, best, of_form, says, short, unfilled

from .staff import of_cv, physicians


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Physicians named in the form, else in the careers."""
    need_documents(ctx)
    listed = next((p for p in physicians(ctx)), None)
    value = best(of_form(v) for v in ctx.form("physicians"))
    if value is not None and value.filled and left_over(value.text):
        yield unfilled(ctx, value, "再生医療等を行う医師", "physicians")
        return
    if listed:
        yield Evidence(listed.at, "value")
        return
    if value is not None and value.fill is Fill.BLANK:
        yield unfilled(ctx, value, "再生医療等を行う医師", "physicians")
        return
    careers = of_cv(ctx)
    if careers and (value is None or ctx.facts.has("class", 3) or not ctx.documents(DocKind.FORM)):
        yield Evidence(careers[0].at, "value")
    elif value is None:
        only = ctx.hits("ppl.only_count")
        if only:
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"医師の氏名がありません「{short(ctx.sentence(only[0]), 30)}」",
                "no physician is named",
                only[0],
            )
        else:
            yield absent(ctx, "再生医療等を行う医師・歯科医師", "physicians")
    elif value.fill is not Fill.FILLED:
        yield unfilled(ctx, value, "再生医療等を行う医師", "physicians")
    elif says(ctx, "ppl.only_count", value.text) or len(value.text) < 40:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"再生医療等を行う医師の氏名がありません「{short(value.text)}」",
            f"no physician is named: “{short(value.text)}”",
            value.at,
        )
    else:
        yield Evidence(value.at, "value")
