"""管理者・実施責任者の氏名が文書によって異ならないかを見る。

何を見るか
    管理者（病院長）・実施責任者という役割のすぐそばに書かれた氏名。異体字・空白・肩書の違いは同じとみる。
なぜ
    計画を提出する者と、研究計画書・説明文書・概要書に責任者として書かれた者が違えば、だれの責任で行うのかが定まらない。
見ないもの
    施設管理者、品質部門等の責任者、多施設共同研究の各機関、交代の経緯を述べた旧任者。
直し方
    現在の氏名に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.said import Item
from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .disagreement import disagreements, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare each role's names between documents; several institutions have several administrators."""
    for item in (Item.MANAGER, Item.RESPONSIBLE):
        if item is Item.MANAGER and ctx.facts.has("multi_site", True):
            continue
        found = said(ctx, item)
        # A family name alone is the same person's.
        full = [s for s in found if len(str(s.value)) > 2]
        yield from disagreements(ctx, item, found=full, alone=True)
