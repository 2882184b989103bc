"""製造施設の施設番号と、許可・認定・届出の別が書かれているかをみる。

何を見るか：計画書・契約書・概要書・標準書の施設番号（FA・FB・FCと7桁）、「申請中」「取得予定」の語、許可・認定の有効期間の末日と提出日。
なぜ：製造は許可・認定を受け又は届出をした施設で行う（法12条、35条、39条、40条）。有効期間は5年（施行令5条）。
見ないもの：番号の英字と施設の種類の食い違い（文書間照合と区分の規則で見る）、特許や委員会の申請中。
直し方：取得した施設番号と区分・有効期間を書く。申請中の施設では取得してから計画を出す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.dates import dates
from regenlint.evidence import Place
from regenlint.fill import Fill
from regenlint.find import find_all
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.index import Hit
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.values import submitted


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Findings for what is pending, expired, blank or no facility number; evidence of a number."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    pending = _pending(ctx)
    if pending is not None:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"製造施設の許可・認定・届出が「{pending.text}」です",
            f"the facility's licence is not there yet (“{pending.text}”)",
            pending,
        )
        return
    expired = _expired(ctx)
    if expired is not None:
        yield ctx.finding(
            Outcome.DEFICIENT,
            "製造施設の許可・認定の有効期間が提出日より前に切れています",
            "the facility's licence had expired when the plan was submitted",
            expired,
        )
        return
    number = _number(ctx)
    if number is not None:
        yield Evidence(number, "value")
        return
    for value in ctx.form("facility_number"):
        blank = value.fill in (Fill.BLANK, Fill.PLACEHOLDER) or len(value.text.strip()) <= 2
        yield ctx.finding(
            Outcome.EMPTY if blank else Outcome.DEFICIENT,
            "施設番号が記入されていません"
            if blank
            else f"「{value.text.strip()[:30]}」は施設番号（FA・FB・FCと7桁）ではありません",
            "the facility number is not filled in" if blank else "this is no facility number",
            value.anchor,
        )
        return
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
    yield ctx.finding(
        Outcome.MISSING,
        "製造施設の施設番号（許可・認定・届出の別）が見当たりません",
        "no facility number was found",
        ctx.expected_place(),
        searched=("施設番号",),
    )


def _number(ctx: Context) -> Anchor | None:
    for p in ctx.passages():
        for found in identifiers(p.text):
            if found.kind is IdentifierKind.FACILITY:
                return p.anchor(found.start, found.end)
    return None


def _pending(ctx: Context) -> Hit | None:
    of, others = ctx.reading.terms["mfg.pending_of"].concept, ctx.reading.terms["mfg.pending_not"].concept
    for hit in ctx.hits("mfg.pending"):
        text = ctx.sentence(hit)
        if hit.passage.place is Place.HEADING or find_all(others, text):
            continue
        start = hit.start - hit.passage.sentence(hit.start)[0]
        if find_all(of, text[max(0, start - 16) : start + 20]):
            return hit
    return None


def _expired(ctx: Context) -> Anchor | None:
    day = submitted(ctx)
    if day is None:
        return None
    for hit in ctx.hits("mfg.licence"):
        text = ctx.sentence(hit)
        found = [d for d in dates(text) if d.last is not None and not d.faults]
        numbered = any(i.kind is IdentifierKind.FACILITY for i in identifiers(text))
        if numbered and len(found) == 2 and found[1].last is not None and found[1].last < day[0]:
            start, _ = hit.passage.sentence(hit.start)
            return hit.passage.anchor(start + found[1].start, start + found[1].end)
    return None
