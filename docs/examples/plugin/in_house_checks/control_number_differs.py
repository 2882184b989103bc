"""書類の管理番号が一つの計画の中でそろっているかを見る。

何を見るか
    「管理番号」に続く番号（RM-2026-012 の形）。本文、欄、頁の上下のどこにあってもよい。全角と半角は同じとみる。
なぜ
    別の計画の書類や、古い版の書類が混ざったことは、番号の違いに現れる。
見ないもの
    管理番号のない書類、「旧管理番号」、製造や検体の番号。
直し方
    この計画の番号にそろえる。別の計画の書類なら差し替える。
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome

#: Full-width letters, digits and hyphens too: places are those of the text as written.
_NUMBER = re.compile(r"(?<!旧)管理番号[\s:：]*([A-ZＡ-Ｚ]{2}[-－‐−][0-9０-９]{4}[-－‐−][0-9０-９]{3})")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding at each number that is not the one most documents carry."""
    found = [
        (_same(m[1]), Anchor(document.id, block.number, m.start(1), m.end(1)))
        for document in ctx.documents()
        for block in document.blocks
        for m in _NUMBER.finditer(block.text)
    ]
    carried = Counter(number for number, _ in {(number, at.document) for number, at in found})
    if len(carried) < 2 and ctx.blind():
        raise NotJudged("読めない頁があり、管理番号がそろっているか分かりません", "pages could not be read")
    if not found:
        raise NotApplicable("管理番号のある書類がありません", "no document carries a control number")
    usual = max(carried, key=lambda number: (carried[number], number == found[0][0]))
    first = next(at for number, at in found if number == usual)
    for number, at in found:
        if number != usual:
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"管理番号が {number} です（ほかの書類は {usual}）",
                f"the control number is {number} (elsewhere {usual})",
                at,
                related=(first,),
            )
    yield Evidence(first, "value")


def _same(number: str) -> str:
    return re.sub(r"[‐−]", "-", unicodedata.normalize("NFKC", number))
