"""様式の欄が、入力画面の字数の上限を超えていないか、途中で切れていないかを見る。

何を見るか
    治療の様式の名称・住所・氏名・判断理由・内容などの欄の字数。改行は2字と数える。
なぜ
    上限を超えた文は入力の際に切れ、届いた計画では読めなくなる。
見ないもの
    研究の様式（jRCT）。上限の分からない欄。
直し方
    上限に収め、あふれる内容は詳細を記した書類に書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.form import FormValue
from regenlint.lexicon import dictionary
from regenlint.rules import Confidence, Evidence, Finding, NotJudged, Outcome
from regenlint.text import folded

_CLOSED = "。．.」』）)】］]！？!?"


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every field with a known limit."""
    need_documents(ctx)
    duties = dictionary("form_duties")
    seen = False
    for value, limit in _limited(ctx, duties["limits"], duties["contact_limits"]):
        seen = True
        length = len(value.text) + value.text.count("\n")
        if length > limit:
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{value.label}」が{length}字あり、上限{limit}字を超えています",
                f"“{value.label}” has {length} characters; the limit is {limit}",
                value.anchor,
            )
        elif limit >= 1000 and length > limit - 30 and value.text.rstrip()[-1:] not in _CLOSED:
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{value.label}」が上限{limit}字の近くで文の途中のまま終わっています（途中切れの可能性）",
                f"“{value.label}” ends in mid-sentence near the limit of {limit}; it may be cut off",
                value.anchor,
                confidence=Confidence.LOW,
            )
        else:
            yield Evidence(value.anchor, "value")
    if not seen:
        raise NotJudged("字数の上限が分かる欄が読めません", "no field with a known limit was read")


def _limited(ctx: Context, limits: dict[str, int], contacts: dict[str, int]) -> Iterator[tuple[FormValue, int]]:
    for key, limit in limits.items():
        for value in ctx.form(key):
            if not value.inner:
                yield value, limit
    for group in ("@responsible", "@clerk"):
        for value in ctx.form(group):
            label = folded(value.label)
            for word, limit in contacts.items():
                if label == word and not value.inner:
                    yield value, limit
