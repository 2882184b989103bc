"""提供しないこと・撤回により不利益を受けない旨が提供者向け説明文書にあるか。

何を見るか：不利益な取扱いを受けないとする文が、提供を断ることと、同意の撤回・取りやめの両方にかかっているか。
なぜ：省令7条6号チ。
見ないもの：任意である旨（別の規則が見る）。
直し方：「提供をお断りになっても、途中で取りやめられても、不利益を受けることはありません」と書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.consent.assurance import both_assured
from regenlint.context import Context
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names which of the two is not covered."""
    yield from both_assured(ctx)
