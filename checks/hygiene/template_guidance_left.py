"""ひな形の説明文・記載例が残っていないかを見る。

何を見るか
    「記載してください」「記載例」「不要な場合は本項を削除」「実態に合わせて修正」などの書き手への指示と、例のしるしの付いた色文字。
なぜ
    ひな形の指示が残った書類は、書き手が確かめたものかどうかが分からない。
見ないもの
    受ける者に記入を求める説明、様式に印刷された注記、記録への記載を定める手順、委員会の指摘、色だけの強調や見出し。
直し方
    指示の文を消し、自施設の内容に書き換える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.model import DocKind, MarkKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import short

from .files import readable, whole

#: Kinds in which instructions are somebody else's words to the writer, or to the reader.
_OTHERS = frozenset({DocKind.OPINION, DocKind.CHECKLIST, DocKind.CONTRACT, DocKind.PRODUCT_INSERT})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each instruction once a block; in documents of no known kind only those that can be nothing else."""
    seen: set[tuple[str, int]] = set()
    for h in (*ctx.hits("doc.guidance"), *ctx.hits("doc.guidance_strong")):
        key = (h.passage.document, h.anchor.block)
        if key in seen or h.passage.kinds & _OTHERS or not _to_the_writer(ctx, h):
            continue
        seen.add(key)
        start, end = h.passage.sentence(h.start)
        yield ctx.finding(
            Outcome.EMPTY,
            f"書き手への指示が残っています（「{short(h.passage.text[start:end])}」）",
            f"an instruction to the writer is left (“{h.text}”)",
            h,
        )
    for h in ctx.hits("doc.example"):
        key = (h.passage.document, h.anchor.block)
        if key in seen or h.passage.kinds & _OTHERS or not _coloured(ctx, h):
            continue
        seen.add(key)
        yield ctx.finding(Outcome.EMPTY, "色文字の例が残っています", "an example in coloured letters is left", h)
    if not seen:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


def _to_the_writer(ctx: Context, h: Hit) -> bool:
    p = h.passage
    if any(x.start < h.end and h.start < x.end for x in ctx.beside(h, "doc.guidance_strong")):
        return True
    if p.kinds == {DocKind.OTHER}:
        return _coloured(ctx, h)
    if ctx.shares_sentence(h, "doc.guidance_not"):
        return _coloured(ctx, h)
    if h.text in ("記載例", "記入例", "文例"):
        # 記載例を参照して is a reader's aid; a label or a colon makes it a template's.
        after = p.text[h.end : h.end + 1]
        before = p.text[max(0, h.start - 1) : h.start]
        return after in "：:）)】］」、\n" or before in "（(【［※" or _coloured(ctx, h)
    return True


def _coloured(ctx: Context, h: Hit) -> bool:
    """Whether the hit is set in colour or italics in its file."""
    block = ctx.dossier.document(h.anchor.document).blocks[h.anchor.block]
    return any(
        m.kind in (MarkKind.COLOURED, MarkKind.ITALIC, MarkKind.PLACEHOLDER)
        and m.start < h.anchor.end
        and h.anchor.start < m.end
        for m in block.marks
    )
