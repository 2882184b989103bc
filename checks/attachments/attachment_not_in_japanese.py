"""日本語でない書類に翻訳文が添えられているかを見る。

何を見るか
    本文の仮名・漢字の割合が1割未満の書類と、和訳・翻訳文の有無。
なぜ
    省令119条は、大臣に提出する書類を邦文で記載するか、翻訳文を添えることを求めている。
見ないもの
    固有名詞・略語・表の数値。論文の写し。日本語版のある外国語の説明文書。
直し方
    翻訳文を添える。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import Anchor, DocKind, Document
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.text import folded
from regenlint.values import says

_JAPANESE = re.compile(r"[ぁ-んァ-ヴ一-鿿]")
_FOREIGN = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff\uac00-\ud7af]")
_SHARE = 0.1
_FEWEST = 150
_SHARED = 4


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each document by the letters it is written in."""
    need_documents(ctx, *DocKind)
    found = False
    for d in ctx.dossier.documents:
        if not _foreign(d) or _article(ctx, d) or _translated(ctx, d):
            continue
        found = True
        yield ctx.finding(
            Outcome.MISSING,
            "日本語でない書類に翻訳文が見当たりません",
            "no translation of this document was found",
            Anchor(d.id, 0),
        )
    if not found and ctx.dossier.documents:
        yield Evidence(Anchor(ctx.dossier.documents[0].id, 0), "value")


def _foreign(d: Document) -> bool:
    text = "".join(b.text for b in d.body())
    own, other = len(_JAPANESE.findall(text)), len(_FOREIGN.findall(text))
    return own + other >= _FEWEST and own < _SHARE * (own + other)


def _article(ctx: Context, d: Document) -> bool:
    text = "\n".join(b.text for b in d.body())
    marks = sum(word in text for word in ("Abstract", "ABSTRACT", "References", "REFERENCES", "Introduction", "doi"))
    return marks >= 2 or says(ctx, "att.article", d.path.rsplit("/", 1)[-1])


def _translated(ctx: Context, d: Document) -> bool:
    """A translation in the dossier: a file or heading that says so, or the same kind in Japanese."""
    others = [o for o in ctx.dossier.documents if o.id != d.id and not _foreign(o)]
    mine = folded(d.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    for o in others:
        told = says(ctx, "att.translation", o.path.rsplit("/", 1)[-1]) or says(ctx, "att.translation", o.title)
        if told and (o.kind is d.kind or _alike(mine, folded(o.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]))):
            return True
    inside = any(says(ctx, "att.translation", d.blocks[s.heading].text) for s in d.sections)
    headed = any(
        says(ctx, "att.translation", o.blocks[s.heading].text) and _alike(mine, folded(o.blocks[s.heading].text))
        for o in others
        for s in o.sections
        if o.kind is not DocKind.FORM
    )
    twin = d.kind in (DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.ASSENT) and any(d.kind in o.kinds for o in others)
    return inside or headed or twin


def _alike(a: str, b: str) -> bool:
    """Whether two names share a stretch long enough to be about the same thing."""
    m = SequenceMatcher(None, a, b).find_longest_match()
    return m.size >= _SHARED and not a[m.a : m.a + m.size].isdigit()
