"""再生医療等の区分が一つに定まっているかを見る。

何を見るか
    分類の欄で第一種・第二種・第三種のうち一つだけが選ばれていること。
なぜ
    区分により、委員会、提出先、待機期間、基準が変わる。
見ないもの
    区分の当否（CLS006以下）、判断理由との食い違い（CLS003）。
直し方
    当てはまる区分一つに印を付ける。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, says, short, unfilled

from .grounds import KANJI, declared


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The fields of the class."""
    need_documents(ctx)
    found = declared(ctx)
    if not found:
        read = ctx.facts.fact("class")
        if read.value is not None and read.evidence:
            yield Evidence(read.evidence[0], "value")
        else:
            yield absent(ctx, "再生医療等の分類", "class of the therapy")
        return
    d = next((x for x in found if len(x.classes) == 1), found[0])
    if len(d.classes) == 1:
        yield Evidence(d.value.at, "value")
    elif len(d.classes) > 1:
        names = "と".join(KANJI[n] for n in d.classes)
        yield ctx.finding(
            Outcome.CONFLICTING if d.boxes else Outcome.DEFICIENT,
            f"分類に{names}が挙げられ、一つに定まっていません",
            "more than one class is declared",
            d.value.at,
        )
    elif d.boxes:
        yield ctx.finding(Outcome.EMPTY, "分類のどの区分にも印がありません", "no class is marked", d.value.at)
    elif d.value.fill is Fill.FILLED:
        later = says(ctx, "cls.undecided", d.value.text)
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"区分が{'後で決めるとされて' if later else '読み取れない書き方になって'}います「{short(d.value.text)}」",
            "the class is put off" if later else "the class cannot be told",
            d.value.at,
        )
    else:
        yield unfilled(ctx, d.value, "再生医療等の分類", "class of the therapy")
