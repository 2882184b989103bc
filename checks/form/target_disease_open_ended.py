"""対象疾患等が特定されているかを見る。

何を見るか
    対象疾患等の名称の欄に、病名・状態・部位が一つ以上書かれていること。
なぜ
    対象が開いていると、安全性・妥当性も選択の基準も確かめられない。
見ないもの
    列挙の末尾の「等」。他の文書の対象との食い違い（XDC）。
直し方
    対象とする疾患・病態を病名又は状態で列挙する。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.find import find_all
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, best, labelled, says, short, unfilled, values


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The field of the target disease."""
    need_documents(ctx, DocKind.FORM)
    value = best(values(ctx, "disease"))
    if value is None:
        other = best(labelled(ctx, "disease", DocKind.PROTOCOL))
        if other is not None and other.filled:
            yield Evidence(other.at, "value")
        else:
            yield absent(ctx, "対象疾患等の名称", "target disease")
    elif value.fill is not Fill.FILLED:
        yield unfilled(ctx, value, "対象疾患等の名称", "target disease")
    elif says(ctx, "frm.open_disease", value.text) and not _names_one(ctx, value.text):
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"対象疾患等「{short(value.text)}」では対象が特定されません",
            f"“{short(value.text)}” does not name what is treated",
            value.at,
        )
    else:
        yield Evidence(value.at, "value")


def _names_one(ctx: Context, text: str) -> bool:
    """Whether a disease is left when the open words are taken away."""
    rest = text
    for start, end in reversed(find_all(ctx.reading.terms["frm.open_disease"].concept, text)):
        rest = rest[:start] + "／" + rest[end:]
    rest = re.sub(r"[^／、。]*(?:に関連する|に伴う|に関する|による)／", "／", rest)
    rest = re.sub(r"[一-鿿ァ-ヴー]*(?:疾患|疾病|病気|症状|病態)(?=[／、。\s)）]|$)", "／", rest)
    return any(says(ctx, "frm.target_word", part) for part in re.split(r"[／、。\s（(）)]", rest) if len(part) > 1)
