"""認定再生医療等委員会の認定番号が書かれているかを見る。

何を見るか
    様式の認定番号の欄、又は委員会の名称に添えた番号。
なぜ
    省令27条6項1号が計画の記載事項としている。
見ないもの
    書式の誤り（FRM016）。
直し方
    認定証の番号（英字2字と数字7桁）を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, best, labelled, says, short, unfilled

from .review import FORM, committee_numbers, of_kind


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Any number of a committee in the form."""
    need_documents(ctx)
    for _, at in committee_numbers(ctx, FORM):
        yield Evidence(at, "value")
        return
    value = best(of_kind(ctx, FORM, "committee_number") or labelled(ctx, "committee_number"))
    if value is None:
        yield absent(ctx, "委員会の認定番号", "number of the committee")
    elif value.fill is not Fill.FILLED:
        yield unfilled(ctx, value, "認定番号", "number of the committee")
    else:
        later = says(ctx, "cmt.pending", value.text)
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"認定番号が{'後日の記載とされて' if later else '英字2字と数字7桁で書かれて'}います「{short(value.text)}」"
            if later
            else f"「{short(value.text)}」は委員会の認定番号（英字2字と数字7桁）ではありません",
            "the committee's number is put off" if later else f"“{short(value.text)}” is not a committee's number",
            value.at,
        )
