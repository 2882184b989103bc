"""実施責任者・医師の略歴の書類が添付されているかを見る。

何を見るか
    略歴・履歴書の文書又は部分。
なぜ
    省令27条8項2号が添付を求めている。
見ないもの
    一部の者の分だけがない場合（XDC）。内容（PPL007）。
直し方
    実施責任者と医師の氏名・所属・役職・略歴の書類を添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding

from .enclosure import enclosed, missing


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The document itself, a part of a file, or a chapter with its title."""
    there = enclosed(ctx, "att.cv", DocKind.CV)
    if there:
        yield Evidence(there, "value")
    else:
        yield missing(ctx, "実施責任者・医師の略歴の書類", "the careers of responsible person and physicians")
