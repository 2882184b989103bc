"""説明と同意が、細胞の採取・投与より前に置かれているか。

何を見るか：（1）「→」で手順を並べた文や表で、同意の取得より先に細胞の採取が来て、その前に同意がないもの。
（2）「採取後に同意書を…」のように、採取の後で説明・同意を行うとする文。
なぜ：法14条1項、省令13条1項・7条6号（行うに当たって・提供を受ける際に同意を得る）。
見ないもの：検査のための採血、採取後に改めて意思を確かめること、撤回、日付の前後。
直し方：説明文書による説明と同意の取得を、採取の前に置く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, Outcome


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Findings at the words that put consent after collection."""
    need_documents(ctx)
    collections = [h for h in ctx.hits("icf.collection") if not _of_test(h, ctx)]
    consents = ctx.hits("icf.consent_act")
    arrows = ctx.hits("icf.arrow")
    for number in sorted({a.passage.number for a in arrows}):
        here = [c for c in consents if c.passage.number == number]
        first = min((c.start for c in collections if c.passage.number == number), default=None)
        marks = [a.start for a in arrows if a.passage.number == number]
        if first is None or not here or any(c.start < first for c in here):
            continue
        late = here[0]
        if (
            any(first < m < late.start for m in marks)
            and not ctx.shares_sentence(late, "icf.again")
            and not _consented_before(late, consents)
        ):
            yield _finding(late, ctx)
            return
    for after in ctx.hits("icf.after"):
        late_one = next((c for c in ctx.hits("icf.consent_taken") if _follows(after, c)), None)
        if late_one is not None and not _of_test(after, ctx) and not ctx.shares_sentence(after, "icf.again"):
            yield _finding(late_one, ctx)
            return


def _finding(late: Hit, ctx: Context) -> Finding:
    return ctx.finding(
        Outcome.CONFLICTING,
        f"説明・同意（「{late.text}」）が細胞の採取又は投与の後に置かれています",
        "explanation or consent is placed after the cells are collected or given",
        late,
    )


def _follows(after: Hit, consent: Hit) -> bool:
    p = after.passage
    if consent.passage.number != p.number:
        return False
    start, end = p.sentence(after.start)
    inside = start <= consent.start < end
    return inside and after.start <= consent.start and consent.end >= after.end


def _of_test(hit: Hit, ctx: Context) -> bool:
    """Whether the collection is of blood for a test."""
    return any(hit.start - 12 <= h.start <= hit.end + 6 for h in ctx.beside(hit, "icf.collection.test"))


def _consented_before(late: Hit, consents: tuple[Hit, ...]) -> bool:
    """A step of consent in an earlier row of the same table."""
    p = late.passage
    return p.table >= 0 and any(
        c.passage.document == p.document and c.passage.table == p.table and c.passage.number < p.number
        for c in consents
    )
