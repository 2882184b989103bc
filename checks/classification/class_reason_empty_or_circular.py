"""区分の判断理由に、事実と当てはめと結論がそろっているかを見る。

何を見るか
    ①用いる細胞・核酸等や培養の有無など判断のもとになる事実、②省令2条・3条又は図2のどこに当たるか、③結論の区分。
なぜ
    結論の言い換えだけでは、区分の当否を委員会が確かめられない。
見ないもの
    各段階を順に追っているか（CLS004）、結論と選択の食い違い（CLS003）。
直し方
    用いる細胞・核酸等の事実を述べ、省令2条・3条の各号に照らした結果と結論を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, says, short, unfilled

from .grounds import blank_reason, body, classes_in, reasons


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The reason for the class."""
    need_documents(ctx)
    if (blank := blank_reason(ctx)) is not None:
        yield unfilled(ctx, blank, "判断理由", "reason for the class")
        return
    passages = reasons(ctx)
    text = "\n".join(body(p)[0] for p in passages)
    if not passages:
        yield absent(ctx, "判断理由", "reason for the class")
        return
    lacking = []
    if not says(ctx, "cls.ground", text):
        lacking.append(("判断のもとになる事実", "the facts it rests on"))
    if not says(ctx, "cls.placement", text):
        lacking.append(("省令2条・3条又は図2への当てはめ", "where articles 2 and 3 or figure 2 place it"))
    if not classes_in(text):
        lacking.append(("結論の区分", "the class it ends in"))
    if not lacking:
        yield Evidence(passages[0].whole(), "value")
        return
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"判断理由に{'、'.join(x for x, _ in lacking)}がありません「{short(text, 24)}」",
        f"the reason lacks {', '.join(x for _, x in lacking)}",
        passages[0].whole(),
        searched=tuple(x for x, _ in lacking),
    )
