"""再生医療等を提供する医療機関の名称が書かれているかを見る。

何を見るか
    医療機関の名称の欄に、病院・診療所としての名があること。
なぜ
    法4条1項1号は病院又は診療所の名称を求めている。法人名や屋号では提供する場所が決まらない。
見ないもの
    法人名の有無、他の文書との食い違い（XDC）。往診のみを行う医師が住所をもって提出するもの。
直し方
    開設許可・届出のとおりの病院又は診療所の名称を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, left_over
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import absent, best, of_form, says, short, unfilled, values


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The field of the institution's name."""
    need_documents(ctx)
    fields = [of_form(v) for k in ("institution", "institution_short") for v in ctx.form(k)]
    # A field that runs on into the address says less than the one that holds the name alone.
    fields.sort(key=lambda v: "\n" in v.text)
    value = best(fields or values(ctx, "institution"))
    if visiting := ctx.hits("frm.visiting_only"):
        raise NotApplicable(
            "往診のみを行う医師とされています", "a physician who only makes house calls", (ctx.evidence(visiting[0]),)
        )
    if value is None:
        yield absent(ctx, "医療機関の名称", "name of the institution")
    elif value.fill is not Fill.FILLED or (left_over(value.text) and len(value.text) < 20):
        yield unfilled(ctx, value, "医療機関の名称", "name of the institution")
    elif reason := _not_a_name(ctx, value.text):
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{short(value.text)}」は{reason[0]}で、病院・診療所の名称がありません",
            f"“{short(value.text)}” is {reason[1]}, not the name of a hospital or clinic",
            value.at,
        )
    else:
        yield Evidence(value.at, "value")


def _not_a_name(ctx: Context, text: str) -> tuple[str, str] | None:
    if says(ctx, "frm.facility_word", text) and not says(ctx, "frm.brand", text):
        return None
    if says(ctx, "frm.self_word", text) and len(text) < 12:
        return "「当院」など", "“our clinic”"
    if says(ctx, "frm.facility_word", text):
        return None
    if says(ctx, "frm.brand", text):
        return "屋号・商標", "a brand"
    words = text.replace("\u3000", " ").split()
    if len(words) == 1 and says(ctx, "frm.corporation", text):
        return "法人名", "the name of a corporation"
    return None
