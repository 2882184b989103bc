"""説明文書の専門用語・略語に言い換えがあるか。

何を見るか：英字の略語と医学・製造の専門語（辞書 icf.jargon）のそれぞれについて、最初に出る文に括弧書き・
「とは」「という」などの説明があるか、文書のどこかに用語の説明（用語集、括弧による言い換え）があるか。
説明のない語が異なり語で五つ以上あるとき、最初の語の所に示す。
なぜ：省令13条2項柱書「できる限り平易な表現を用い」。程度の問題なので警告とする。
見ないもの：辞書にない語、固有名詞、単位、番号、薬品名、文の長さ。
直し方：初めて使う所で括弧書きや言い換えを添えるか、用語集を付ける。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.text import folded

_MOST = 4
_OPENING = re.compile(r"^[」』”\"]?[\s　]*[（(：:＝=|]")
_READING = re.compile(r"^[ァ-ヶー・]+$")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding at the first unexplained term, the others named and related."""
    need_documents(ctx)
    for document in ctx.documents():
        first: dict[str, Hit] = {}
        explained: set[str] = set()
        for hit in ctx.hits("icf.jargon"):
            if hit.passage.document != document.id:
                continue
            word = folded(hit.text)
            first.setdefault(word, hit)
            if _explained(hit, ctx):
                explained.add(word)
        bare = [h for w, h in first.items() if w not in explained]
        if len(bare) > _MOST:
            words = "、".join(h.text for h in bare[:8])
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"言い換えのない専門語・略語が{len(bare)}語あります：{words}",
                f"{len(bare)} technical terms are left without plain words",
                bare[0],
                related=bare[1:4],
            )


def _explained(hit: Hit, ctx: Context) -> bool:
    """A bracket after the word, the word itself in a bracket after other words, or words that explain."""
    text = hit.passage.text
    after, before = text[hit.end :], text[: hit.start]
    if _OPENING.match(after) and not _READING.match(re.split(r"[）)]", after.lstrip("」』 　")[1:], maxsplit=1)[0]):
        return True
    if re.search(r"[ぁ-んァ-ヶー一-龥][」』]?[（(][^（()）]{0,20}$", before):
        return True
    start, end = hit.passage.sentence(hit.start)
    return any(start <= g.start < end and abs(g.start - hit.end) <= 40 for g in ctx.beside(hit, "icf.gloss"))
