"""用いる細胞に関連する研究を記載した書類が添付されているかを見る。

何を見るか
    細胞に関連する研究の文書、又は詳細書・研究計画書のその章。
なぜ
    省令27条8項4号が、特定細胞加工物を用いる場合の添付を求めている。
見ないもの
    国内外の実施状況との重なり（ATT007）。
直し方
    用いる細胞の性質・安全性・非臨床・臨床の研究を記載した書類を添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding

from .enclosure import enclosed, missing


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The document itself, a part of a file, or a chapter with its title."""
    there = enclosed(ctx, "att.cell_research", DocKind.RESEARCH_BASIS)
    if there:
        yield Evidence(there, "value")
    else:
        yield missing(ctx, "用いる細胞に関連する研究を記載した書類", "the document on research into the cells")
