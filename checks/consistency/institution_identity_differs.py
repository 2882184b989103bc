"""医療機関の名称・住所が文書によって異ならないかを見る。

何を見るか
    提供する医療機関として書かれた名称と、その住所の番地。法人名、ビル名、丁目・番地の書き方の違いは同じとみる。
なぜ
    説明文書の医療機関が計画の医療機関と違えば、どこで受けるのかが分からない。
見ないもの
    連携病院、細胞の採取機関、製造施設、共同研究機関、医師の本務先。
直し方
    計画の名称・住所に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.bodies import same_address, same_body
from regenlint.comparison.said import Item
from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .disagreement import disagreements


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Names, then addresses; where several institutions take part, nothing is compared."""
    if ctx.facts.has("multi_site", True):
        return
    yield from disagreements(ctx, Item.INSTITUTION, same_body, alone=True)
    yield from disagreements(ctx, Item.ADDRESS, same_address)
