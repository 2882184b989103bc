"""様式の欄に、実際の値に置き換えるべき印や記入例が残っていないかを見る。

何を見るか
    様式の欄と表の中の「○○」「XXX」「＊＊＊」「（記入例）」「【要記入】」「{{…}}」。
なぜ
    仮の記載は記載がないのと同じで、そのまま公表されることもある。
見ないもの
    伏せ字で公表する控え。選択の印としての○。様式の外の文書（DOC）。
直し方
    実際の値に置き換える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.fill import left_over
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import short


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every row, field and labelled line of the form."""
    need_documents(ctx)
    if masked := ctx.hits("frm.masked_copy"):
        raise NotApplicable("伏せ字で公表する控えです", "a masked copy for publication", (ctx.evidence(masked[0]),))
    found = False
    seen: set[tuple[str, int, int]] = set()
    for p in ctx.passages():
        if p.place is Place.NOTE or not (p.table >= 0 or p.label_end or "：" in p.text or ":" in p.text):
            continue
        span = left_over(p.text[p.label_end :])
        if span is None:
            continue
        at = p.anchor(span[0] + p.label_end, span[1] + p.label_end)
        if (at.document, at.block, at.start) in seen:
            continue
        seen.add((at.document, at.block, at.start))
        found = True
        quote = short(p.text[max(0, p.label_end + span[0] - 12) : p.label_end + span[1] + 12])
        yield ctx.finding(
            Outcome.EMPTY,
            f"仮の記載が残っています「{quote}」",
            f"a placeholder or an example is left: “{quote}”",
            at,
        )
    place = ctx.expected_place()
    if not found and place:
        yield Evidence(place, "value")
