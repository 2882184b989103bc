"""受ける者への説明文書と同意文書が一式にあるか。

何を見るか：説明文書・同意文書に当たる文書が一式にあり、その中に説明の本文（費用・不利益・個人情報・撤回
など主な事項の四つ以上）と、同意書の様式（同意する旨の文言又は署名欄）の両方があるか。
なぜ：省令13条1項・2項（説明と同意は文書による）、31条の3第1項4号（様式は公表の対象）、法14条1項。
見ないもの：説明の中身の足り不足り（それぞれの規則が見る）。
直し方：説明文書と同意書の様式を両方添付する。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.consent.enclosure import enclosed
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding where both or one of the two are not there."""
    yield from enclosed(ctx, DocKind.CONSENT, "受ける者", "the recipient")
