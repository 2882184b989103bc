"""計画に、委員会の審査に関する事項が書かれているかを見る。

何を見るか
    様式の審査日・審査結果などの欄。
なぜ
    省令27条6項1号が計画の審査に関する事項を記載事項としている。
見ないもの
    認定番号（CMT002）。意見書がまだない審査前の案。
直し方
    審査を受けた日と結果を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, best, days, labelled, says, short, unfilled

from .review import FORM, need_review, of_kind


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The fields of the review in the form."""
    need_documents(ctx)
    need_review(ctx)
    found = of_kind(ctx, FORM, "review_date", "review_result")
    found = found or [*labelled(ctx, "review_date"), *labelled(ctx, "review_result")]
    value = next((v for v in found if v.filled and days(v.text)), None) or best(found)
    if value is None:
        meant = [h for h in ctx.hits("cmt.result_label", FORM) if days(ctx.sentence(h))]
        if meant:
            yield ctx.evidence(meant[0])
        else:
            yield absent(ctx, "審査日・審査結果", "day and result of the review")
    elif value.fill is not Fill.FILLED:
        yield unfilled(ctx, value, "審査に関する事項", "the review")
    elif says(ctx, "cmt.pending", value.text) and not days(value.text):
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"審査がまだのこととされています「{short(value.text)}」",
            "the review is put off to the future",
            value.at,
        )
    else:
        yield Evidence(value.at, "value")
