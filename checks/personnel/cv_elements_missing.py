"""略歴の書類に氏名・所属・役職・略歴がそろうかを見る。

何を見るか
    各人の氏名、所属、役職、年次を伴う学歴・職歴。
なぜ
    省令27条8項2号がこれらを記載した書類の添付を求めている。
見ないもの
    免許番号・生年月日・写真。研究の実績がないこと。
直し方
    欠けている項目を書く。略歴は年次を添えて書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents, stop_if_blind
from regenlint.context import Context
from regenlint.dates import dates
from regenlint.fill import Fill, fill_of, left_over
from regenlint.model import Anchor, DocKind, Document
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says, short

from .staff import of_cv

_ASKED = re.compile(r"氏名|所属|役職|職名|職位|略歴|経歴|学歴|職歴")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}|(?:昭和|平成|令和|[SHR])\s*(?:元|[0-9]{1,2})|[0-9]{1,2}年")


#: A career that opens with the name and, in brackets, where the person works.
_NAMED = re.compile(
    r"^[ \t　■●○◆・]*[一-鿿々]{2,6}[ 　]*[（(][^（）()\n]*(?:病院|大学|クリニック|医院|診療所|センター|科)",
    re.MULTILINE,
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Fields left blank, then what no career holds at all."""
    need_documents(ctx)
    documents = ctx.documents(DocKind.CV)
    found = False
    for d in documents:
        for finding in _blank(ctx, d):
            found = True
            yield finding
    if found:
        return
    text = "\n".join(p.text for p in ctx.passages(DocKind.CV))
    lacking = [
        (ja, en)
        for there, ja, en in (
            (bool(of_cv(ctx)) or "氏名" in text or bool(_NAMED.search(text)), "氏名", "names"),
            (says(ctx, "ppl.cv_body", text), "所属", "affiliations"),
            (says(ctx, "ppl.cv_post", text), "役職", "positions"),
            (says(ctx, "ppl.cv_history", text) and _dated(text), "年次を伴う略歴", "careers with years"),
        )
        if not there
    ]
    place = ctx.expected_place()
    if not lacking:
        if place:
            yield Evidence(place, "value")
        return
    stop_if_blind(ctx)
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"略歴の書類に{'、'.join(x for x, _ in lacking)}がありません",
        f"the careers lack {', '.join(x for _, x in lacking)}",
        place,
        searched=tuple(x for x, _ in lacking),
    )


def _dated(text: str) -> bool:
    return bool(dates(text)) or bool(_YEAR.search(text))


def _blank(ctx: Context, d: Document) -> Iterator[Finding]:
    for f in d.fields:
        first = (f.label_blocks or f.value_blocks)[0]
        if DocKind.CV not in d.kinds_of(first) or not _ASKED.search(f.label) or len(f.label) > 16:
            continue
        text = "\n".join(
            d.blocks[b].text[f.value_start if b in f.label_blocks else 0 :] for b in f.value_blocks
        ).strip()
        at = Anchor(d.id, f.value_blocks[0] if f.value_blocks else first)
        if fill_of(text) in (Fill.BLANK, Fill.PLACEHOLDER) or left_over(text):
            yield ctx.finding(
                Outcome.EMPTY,
                f"略歴の「{short(f.label, 16)}」が{'空欄' if not text else '仮の記載のまま'}です",
                f"“{short(f.label, 16)}” of a career is blank or a placeholder",
                at,
            )
        elif re.search(r"略歴|経歴", f.label) and not _dated(text) and len(f.value_blocks) == 1:
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"略歴「{short(text, 30)}」に年次がありません",
                f"the career “{short(text, 30)}” has no years",
                at,
            )
