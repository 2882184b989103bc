"""Whether a dossier holds both an explanation and the form on which consent is given to it."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, stop_if_untold
from regenlint.context import Context
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.text import folded

#: So many different words of the chief topics make a text an explanation.
_LEAST = 6


def enclosed(ctx: Context, kind: DocKind, whom: str, whom_en: str) -> Iterator[Finding | Evidence]:
    """A finding where the documents of the kind are absent or only one of the two is there.

    Raises NotJudged for a lone document and where an unread file may be the one sought.
    """
    documents = ctx.documents(kind)
    if not documents:
        stop_if_untold(ctx)
        yield ctx.finding(
            Outcome.MISSING,
            f"{whom}に対する説明文書・同意文書が提出物に見当たりません",
            f"no explanation and consent document for {whom_en} is in the dossier",
            None,
            searched=("説明文書", "同意文書"),
        )
        return
    there = Anchor(documents[0].id, 0)
    topics = {folded(h.text) for h in ctx.hits("icf.explained", kind)}
    if len(topics) < _LEAST:
        yield lacking(ctx, ["説明文書の本文"], ["the explanation itself"], there)
    elif not ctx.hits("icf.consent_form", kind):
        yield lacking(ctx, ["同意文書（同意書）の様式"], ["the consent form"], there)
    else:
        yield Evidence(there, "value")
