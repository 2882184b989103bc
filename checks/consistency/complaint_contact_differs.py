"""苦情・問合せの窓口の電話番号が文書によって異ならないかを見る。

何を見るか
    苦情・問合せ・相談の窓口として書かれた電話番号（数字だけを比べる）。
なぜ
    番号が違えば、受ける者の申出が届かない。
見ないもの
    夜間・緊急の連絡先、委員会の事務局、提供者用の窓口、FAX。
直し方
    つながる番号にそろえる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.said import Item
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, NotApplicable

from .disagreement import disagreements, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Telephone numbers of the desk."""
    if not said(ctx, Item.CONTACT):
        raise NotApplicable("窓口の電話番号の記載がありません", "no telephone number of a desk is given")
    yield from disagreements(ctx, Item.CONTACT)
