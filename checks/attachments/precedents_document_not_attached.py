"""国内外の実施状況を記載した書類が添付されているかを見る。

何を見るか
    国内外の実施状況の文書、又は詳細書・研究計画書のその章。
なぜ
    省令27条8項3号が添付を求めている。
見ないもの
    調べ方・出典（ATT005）。
直し方
    同種又は類似の再生医療等の国内・国外の実施状況を記載した書類を添える。ない場合は調べた結果を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.fill import Fill, fill_of
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, Outcome

from .enclosure import enclosed, missing


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The document or chapter, with something under its title."""
    there = enclosed(ctx, "att.precedents", DocKind.PRECEDENTS)
    if there is None:
        yield missing(
            ctx,
            "同種又は類似の再生医療等の国内外の実施状況を記載した書類",
            "the document on precedents at home and abroad",
        )
        return
    document = ctx.dossier.document(there.document)
    after = [b for b in document.body() if b.number > there.block][:12]
    if all(fill_of(b.text) is Fill.BLANK for b in after):
        yield ctx.finding(
            Outcome.EMPTY, "国内外の実施状況に中身がありません", "the document on precedents is empty", there
        )
    else:
        yield Evidence(there, "value")
