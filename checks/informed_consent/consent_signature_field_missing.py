"""同意書に本人の署名欄があるか。

何を見るか：同意文書の中の短い行・表の欄で、署名・自署・氏名などの言葉があり、医師・代諾者・看護師など
本人以外の欄でないもの。
なぜ：省令13条1項（文書による同意の主体を示す欄）。
見ないもの：欄が空欄であること（様式として当然）、同意撤回書の署名欄。
直し方：「再生医療等を受ける方の署名」の欄を設ける。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, need_documents
from regenlint.consent.signing import fields
from regenlint.context import Context
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding at the consent form, or where it should stand."""
    need_documents(ctx)
    for hit in fields(ctx, "icf.signature"):
        if ctx.beside(hit, "icf.signature.patient") or not ctx.beside(hit, "icf.signature.other"):
            yield Evidence(hit.anchor, "value")
            return
    form = ctx.hits("icf.consent_form")
    yield lacking(ctx, ["同意する本人の署名欄"], ["the person's signature field"], form[-1] if form else None)
