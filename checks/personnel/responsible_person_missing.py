"""第一種・第二種の計画に実施責任者の氏名が書かれているかを見る。

何を見るか
    実施責任者の氏名の欄、又は詳細を記した書類・研究計画書の記載。
なぜ
    省令5条1項は、第一種・第二種を提供する医療機関に実施責任者を置くことを求めている。
見ないもの
    管理者が兼ねること。第三種の計画。
直し方
    実施責任者の姓名を書く。管理者が兼ねるときはその旨を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, left_over
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, best, labelled, says, short, unfilled

from .staff import people, responsible, responsible_values

#: What follows when somebody is named, not when the person is spoken of: 実施責任者に報告する.
_BEGINS_WITH_NAME = re.compile(r"(?![とにへのもがを]|及び|又は|並びに|・|等|、)")
_FIRST = re.compile(r"[、。]")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The responsible person's name."""
    need_documents(ctx)
    values = responsible_values(ctx)
    placeholder = next((v for v in values if v.filled and left_over(v.text)), None)
    named = responsible(ctx)
    if named and not placeholder:
        yield Evidence(named[0].at, "value")
        return
    value = placeholder or best(values)
    if value is None:
        other = [v for v in labelled(ctx, "principal_investigator", DocKind.PROTOCOL) if people(v.text)]
        if other:
            yield Evidence(other[0].at, "value")
        else:
            yield from _in_prose(ctx)
    elif placeholder or value.fill is not Fill.FILLED:
        yield unfilled(ctx, value, "実施責任者の氏名", "responsible person's name")
    else:
        refused = says(ctx, "ppl.not_placed", value.text)
        later = says(ctx, "ppl.later", value.text)
        why, english = (
            ("置かないとされています", "is said not to be placed")
            if refused
            else ("後で決めるとされています", "is to be named later")
            if later
            else ("氏名が読み取れません", "is not named")
        )
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"実施責任者「{short(value.text)}」：{why}",
            f"the responsible person {english}: “{short(value.text)}”",
            value.at,
        )


def _in_prose(ctx: Context) -> Iterator[Finding | Evidence]:
    """A sentence that names the person, where the form has no field."""
    for hit in ctx.hits("ppl.responsible"):
        sentence = ctx.sentence(hit)
        rest = sentence[sentence.find(hit.text) + len(hit.text) :].lstrip("は：:　 ")
        if _BEGINS_WITH_NAME.match(rest) and people(_FIRST.split(rest)[0]) and not says(ctx, "ppl.later", sentence):
            yield ctx.evidence(hit)
            return
        if says(ctx, "ppl.later", sentence):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"実施責任者を後で決めるとしています「{short(sentence, 30)}」",
                "the responsible person is to be named later",
                hit,
            )
            return
    yield absent(ctx, "実施責任者の氏名", "responsible person")
