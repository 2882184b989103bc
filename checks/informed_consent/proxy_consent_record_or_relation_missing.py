"""代諾者の同意と、本人との関係（続柄）の記録が残るか。

何を見るか：同意文書に代諾者の署名欄と続柄の欄があるか、又は代諾者の同意と本人との関係を記録する定めが
計画書・手順書にあるか。
なぜ：省令14条2項。
見ないもの：代諾の要件（別の規則が見る）。「保護者印」だけ、緊急連絡先の欄は数えない。
直し方：代諾者の署名・同意日・本人との続柄の欄を設ける。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.consent.proxy import recorded
from regenlint.context import Context
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names what is not recorded."""
    need_documents(ctx)
    yield from recorded(ctx, "本人", "the person")
