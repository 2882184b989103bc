"""本人以外の提供者に対する説明文書と同意文書が一式にあるか。

何を見るか：提供者向けの説明文書・同意文書に当たる文書が一式にあり、説明の本文と同意書の様式の両方があるか。
採取済みの保管細胞について説明を省く理由と委員会の意見が計画にあれば求めない。
なぜ：法14条2項、省令7条6号。
見ないもの：説明の中身（それぞれの規則が見る）。本人の細胞を用いる計画には用いない。
直し方：提供者（又は代諾者）に対する説明文書と同意文書の様式、又は入手元の様式の写しを添付する。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.consent.enclosure import enclosed
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding where both or one of the two are not there."""
    if not ctx.documents(DocKind.DONOR_CONSENT):
        reasoned = ctx.hits("dnr.not_explained", DocKind.FORM, DocKind.PROTOCOL)
        if reasoned:
            yield Evidence(reasoned[0].anchor, "na_reasoned")
            return
    yield from enclosed(ctx, DocKind.DONOR_CONSENT, "細胞提供者", "the donor")
