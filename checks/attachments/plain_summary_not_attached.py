"""再生医療等の内容を平易な表現で記載したものが添付されているかを見る。

何を見るか
    平易な記載の文書、研究計画書・詳細書の中のその章。
なぜ
    様式の注記と省令8条の4第1項4号（研究）が平易な記載を求めている。
見ないもの
    文の平易さそのもの。
直し方
    専門語を言い換えた平易な資料を添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Confidence, Evidence, Finding, Outcome, Severity

from .enclosure import enclosed, missing

_WITHOUT = frozenset(
    {DocKind.FORM, DocKind.CHECKLIST, DocKind.OPINION, DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.ASSENT}
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A document of its own or a chapter of the protocol."""
    there = enclosed(ctx, "att.plain", DocKind.PLAIN_SUMMARY, without=_WITHOUT)
    inline = [h for h in ctx.hits("att.plain", DocKind.PROTOCOL) if h.start <= 2 and _opens(h)]
    if there or inline:
        yield Evidence(there or inline[0].anchor, "value")
    elif also := ctx.hits("att.also_plain", *DocKind):
        yield ctx.finding(
            Outcome.DEFICIENT,
            "説明文書が平易な記載を兼ねるとされています（別の資料の添付が望ましい）",
            "the consent document is said to serve as the plain summary",
            also[0],
            confidence=Confidence.LOW,
            severity=Severity.NOTE,
        )
    else:
        yield missing(ctx, "再生医療等の内容を平易な表現で記載したもの", "a summary in plain words")


def _opens(hit: Hit) -> bool:
    """Whether the words are the label of what follows: やさしい説明：…"""
    return hit.end <= hit.passage.label_end or hit.passage.text[hit.end : hit.end + 4].lstrip()[:1] in (
        "：",
        ":",
        "】",
        "］",
    )
