"""細胞に関連する研究の書類が、国内外の実施状況の書類と同じ内容でないかを見る。

何を見るか
    二つの書類の本文の段落が9割以上同じでないこと。
なぜ
    二つの書類はそれぞれ別の事項を求められている。
見ないもの
    文献一覧だけが共通であること。一つのファイルの二つの章。
直し方
    用いる細胞そのものの研究を書き直す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import Anchor, DocKind, Document
from regenlint.rules import Confidence, Evidence, Finding, NotJudged, Outcome
from regenlint.text import folded

_SAME = 0.9
_FEWEST = 4
_SHORTEST = 20


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The paragraphs the two documents share."""
    first = _texts(ctx, DocKind.RESEARCH_BASIS)
    second = _texts(ctx, DocKind.PRECEDENTS)
    if first is None or second is None or first[0].id == second[0].id:
        raise NotJudged("二つの書類が別々に提出されていません", "the two documents are not enclosed apart")
    a, b = first[1], second[1]
    if len(a) < _FEWEST or len(b) < _FEWEST:
        raise NotJudged("比べるだけの本文がありません", "there is too little text to compare")
    shared = len(a & b) / min(len(a), len(b))
    if shared < _SAME:
        yield Evidence(Anchor(first[0].id, 0), "value")
        return
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"細胞に関連する研究の書類の段落の{round(shared * 100)}％が国内外の実施状況と同じです",
        f"{round(shared * 100)}% of its paragraphs are those of the document on precedents",
        Anchor(first[0].id, 0),
        related=[Anchor(second[0].id, 0)],
        confidence=Confidence.LOW,
    )


def _texts(ctx: Context, kind: DocKind) -> tuple[Document, frozenset[str]] | None:
    for d in ctx.dossier.of_kinds(frozenset({kind})):
        blocks = [b for b in d.body() if kind in d.kinds_of(b.number) and len(b.text) >= _SHORTEST]
        return d, frozenset(folded(b.text) for b in blocks)
    return None
