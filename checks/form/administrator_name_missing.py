"""医療機関の管理者の氏名が書かれているかを見る。

何を見るか
    管理者の氏名の欄に姓名があり、肩書が理事長・開設者などだけでないこと。
なぜ
    法4条1項1号の管理者は病院・診療所の管理者で、開設者や法人の代表とは別のことがある。
見ないもの
    旧字体、姓名の間の空白、他の文書との食い違い（XDC）。
直し方
    管理者（院長・病院長など）の姓名を書く。開設者が管理者を兼ねるときはその旨を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, left_over
from regenlint.person import names
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, best, of_form, says, short, unfilled, values


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The field of the administrator's name."""
    need_documents(ctx)
    fields = [of_form(v) for k in ("manager", "manager_short") for v in ctx.form(k)]
    value = best(fields or values(ctx, "manager"))
    if value is None:
        yield absent(ctx, "管理者の氏名", "administrator's name")
    elif value.fill is not Fill.FILLED or left_over(value.text):
        yield unfilled(ctx, value, "管理者の氏名", "administrator's name")
    elif not names(value.text, least=2):
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"管理者「{short(value.text)}」に姓名がありません",
            f"“{short(value.text)}” holds no name of the administrator",
            value.at,
        )
    elif says(ctx, "frm.other_office", value.text) and not says(ctx, "frm.manager_office", value.text):
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{short(value.text)}」の肩書からは管理者を兼ねることが分かりません",
            f"the title in “{short(value.text)}” is not that of the administrator",
            value.at,
        )
    else:
        yield Evidence(value.at, "value")
