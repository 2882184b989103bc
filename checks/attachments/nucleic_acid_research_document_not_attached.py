"""用いる核酸等に関連する研究を記載した書類が添付されているかを見る。

何を見るか
    核酸等に関連する研究の文書、又は詳細書・研究計画書のその章。
なぜ
    省令27条8項5号が、特定核酸等を用いる場合の添付を求めている。
見ないもの
    細胞に関連する研究の書類（代えられない）。
直し方
    導入遺伝子・ベクター・製剤の研究を記載した書類を添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding

from .enclosure import enclosed, missing, speaking


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The document itself, a part of a file, or a chapter with its title."""
    there = enclosed(ctx, "att.nucleic_research") or speaking(ctx, DocKind.RESEARCH_BASIS, "att.nucleic_word")
    if there:
        yield Evidence(there, "value")
    else:
        yield missing(
            ctx, "用いる核酸等に関連する研究を記載した書類", "the document on research into the nucleic acids"
        )
