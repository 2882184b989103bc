"""受ける者への説明文書と同意文書が一式にあるか。

何を見るか：説明文書・同意文書に当たる文書が一式にあり、その中に説明の本文（費用・不利益・個人情報・撤回
など主な事項の四つ以上）と、同意書の様式（同意する旨の文言又は署名欄）の両方があるか。
なぜ：省令13条1項・2項（説明と同意は文書による）、31条の3第1項4号（様式は公表の対象）、法14条1項。
見ないもの：説明の中身の足り不足り（それぞれの規則が見る）。
直し方：説明文書と同意書の様式を両方添付する。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking
from regenlint.context import Context
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.text import folded

#: So many different words of the chief topics make a text an explanation.
_LEAST = 4


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding where both or one of the two are not there."""
    documents = ctx.documents(DocKind.CONSENT)
    if not documents:
        if len(ctx.dossier.documents) < 2:
            raise NotJudged("一つの文書だけでは添付の有無を判定できません", "a lone document does not tell what is attached")
        if ctx.dossier.unread:
            raise NotJudged("読めないファイルがあるため添付の有無を判定できません", "an unread file may be the attachment")
        yield ctx.finding(
            Outcome.MISSING, "受ける者に対する説明文書・同意文書が提出物に見当たりません",
            "no explanation and consent document for the recipient is in the dossier", None, searched=("説明文書", "同意文書"),
        )
        return
    there = Anchor(documents[0].id, 0)
    form = ctx.hits("icf.consent_form", DocKind.CONSENT)
    topics = {folded(h.text) for h in ctx.hits("icf.explained", DocKind.CONSENT)}
    if len(topics) < _LEAST:
        yield lacking(ctx, ["説明文書の本文"], ["the explanation itself"], there)
        return
    if not form:
        yield lacking(ctx, ["同意文書（同意書）の様式"], ["the consent form"], there)
        return
    yield Evidence(there, "value")

