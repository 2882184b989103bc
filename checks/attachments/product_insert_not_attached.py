"""用いる医薬品・再生医療等製品の注意事項等情報が添付されているかを見る。

何を見るか
    電子添文（注意事項等情報）の文書。
なぜ
    省令27条8項7号が添付を求めている。
見ないもの
    麻酔薬・培地など付随して使う薬剤の添付文書。
直し方
    用いる製品の最新の電子添文を添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding

from .enclosure import enclosed, missing


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The document itself, a part of a file, or a chapter with its title."""
    there = enclosed(ctx, "att.insert", DocKind.PRODUCT_INSERT)
    if there:
        yield Evidence(there, "value")
    else:
        yield missing(ctx, "用いる製品の注意事項等情報（電子添文）", "the product's current package insert")
