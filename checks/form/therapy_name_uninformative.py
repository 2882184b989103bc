"""再生医療等の名称から、用いる細胞・核酸等と対象又は目的が読み取れるかを見る。

何を見るか
    名称に①細胞加工物又は核酸等の種類、②対象又は目的を表す語があること。
なぜ
    名称は公表され、委員会も患者もまず名称で何を行うかを知る。
見ないもの
    語順、書式、他の文書の名称との食い違い（XDC）。
直し方
    「（由来・種類）を用いた（対象疾患）の治療」のように書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, left_over
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, best, says, short, unfilled, values


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The field of the therapy's name."""
    need_documents(ctx)
    value = best(values(ctx, "name_of_therapy"))
    if value is None:
        yield absent(ctx, "再生医療等の名称", "name of the therapy")
        return
    if value.fill is not Fill.FILLED or (left_over(value.text) and len(value.text) < 12):
        yield unfilled(ctx, value, "再生医療等の名称", "name of the therapy")
        return
    lacking = [
        (ja, en)
        for term, ja, en in (
            ("frm.material_word", "用いる細胞・核酸等の種類", "what cells or nucleic acids are used"),
            ("frm.target_word", "対象又は目的", "what it is for"),
        )
        if not says(ctx, term, value.text)
    ]
    if lacking:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"名称「{short(value.text, 30)}」から{'と'.join(x for x, _ in lacking)}が読み取れません",
            f"the name “{short(value.text, 30)}” does not tell {' or '.join(x for _, x in lacking)}",
            value.at,
        )
    else:
        yield Evidence(value.at, "value")
