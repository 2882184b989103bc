"""拒否しても撤回しても不利益を受けない旨が説明文書にあるか。

何を見るか：不利益な取扱いを受けない（これまでどおりの診療を受けられる）とする文が、受けないこと・断ること
と、同意の撤回・途中でやめることの両方にかかっているか。「その場合も」などで前の文を受ける書き方、
別々の文で一つずつ述べる書き方も数える。
なぜ：省令13条2項9号。
見ないもの：任意である旨・撤回できる旨（別の規則が見る）。
直し方：「お断りになっても、途中で同意を取り消されても、診療で不利益を受けることはありません」と書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.consent.assurance import both_assured
from regenlint.context import Context
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names which of the two is not covered."""
    yield from both_assured(ctx)
