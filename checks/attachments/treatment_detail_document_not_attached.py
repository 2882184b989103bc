"""提供する再生医療等の詳細を記した書類が添付されているかを見る。

何を見るか
    詳細を記した書類・治療計画書などの文書。
なぜ
    省令27条8項1号が添付を求めている。
見ないもの
    書式・表題。研究の計画（研究計画書による）。
直し方
    対象・採取・製造・投与・安全管理・追跡を書いた詳細の書類を添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding

from .enclosure import LAY, enclosed, missing


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The document itself, a part of a file, or a chapter with its title."""
    there = enclosed(ctx, "att.detail", DocKind.PROTOCOL, without=LAY)
    if there:
        yield Evidence(there, "value")
    else:
        yield missing(ctx, "提供する再生医療等の詳細を記した書類", "the detailed document")
