"""研究計画書の添付

何を見るか：「研究計画書」（実施計画書、プロトコルの名称でもよい）の題名をもつ文書。題名がなくても、研究計画書の事項の半数以上が読み取れる
文書があればよい。

なぜ：省令8条の4第1項は研究計画書の作成を、27条8項1号は添付を求めている。

見ないもの：個々の事項の有無（それぞれの規則）。

直し方：省令8条の4第1項の18事項を書いた研究計画書を添付する。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import stop_if_untold
from regenlint.context import Context
from regenlint.model import Anchor, DocKind, Document
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.text import folded
from regenlint.values import says

_HALF = 9


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A titled document, or one with half the items."""
    there = ctx.documents(DocKind.PROTOCOL)
    for d in there:
        if _titled(ctx, d):
            yield Evidence(Anchor(d.id, 0), "value")
            return
    items = {folded(h.text) for h in ctx.hits("prt.items", DocKind.PROTOCOL)}
    if len(items) >= _HALF:
        yield Evidence(Anchor(there[0].id, 0), "value")
        return
    stop_if_untold(ctx)
    if there:
        yield ctx.finding(
            Outcome.DEFICIENT,
            "研究計画書の題名がなく、研究計画書の事項の半数が読み取れません",
            "the document is not titled a protocol and has not half of its items",
            Anchor(there[0].id, 0),
        )
        return
    yield ctx.finding(
        Outcome.MISSING,
        "研究計画書が提出物に見当たりません",
        "no protocol is in the dossier",
        None,
        searched=("研究計画書",),
    )


def _titled(ctx: Context, d: Document) -> bool:
    first = next((p.first for p in d.parts if p.kind is DocKind.PROTOCOL), 0) if d.kind is not DocKind.PROTOCOL else 0
    opening = [b.text for b in d.blocks[first : first + 8] if len(b.text) <= 60]
    return any(says(ctx, "prt.protocol_title", t) for t in (*opening, d.path.rsplit("/", 1)[-1]))
