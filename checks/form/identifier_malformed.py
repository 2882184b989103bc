"""計画番号・施設番号・委員会の認定番号の書式が崩れていないかを見る。

何を見るか
    計画番号（P[ABC]＋7桁）、施設番号（F[ABC]＋7桁）、認定番号（N[AB]＋7桁）として書かれた値。
なぜ
    番号は台帳や公表された情報と照らし合わせる手掛かりで、一字違うと別の施設・委員会になる。
見ないもの
    番号がないこと自体。法施行前の番号、他の法令の番号と明示されたもの。文書どうしの食い違い（XDC）。
直し方
    通知・台帳のとおりの英字2字と数字7桁を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.identifier import Identifier, IdentifierKind, identifiers
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.numeral import plain
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says

_NUMBERS = (IdentifierKind.PLAN, IdentifierKind.FACILITY, IdentifierKind.COMMITTEE)
_EXPECTED = {
    "frm.plan_number": (IdentifierKind.PLAN,),
    "frm.facility_number": (IdentifierKind.FACILITY,),
    "frm.committee_number": (IdentifierKind.COMMITTEE, IdentifierKind.FACILITY),
}
_FORMS = {
    "frm.plan_number": "P[ABC]と7桁",
    "frm.facility_number": "F[ABC]と7桁",
    "frm.committee_number": "N[AB]と7桁",
}
_AFTER = re.compile(
    r"^(?:[（(][^）)]{0,12}[）)])?\s*(?:[：:＝=]|は|が|「|\s|\|)?\s*(?P<value>[A-Za-z][A-Za-z0-9 \-]{4,14})"
)
_LOOKS_LIKE_ONE = re.compile(r"^[A-Z]{1,3}[ \-]?[0-9O]{4,10}$")
_SEVEN_ZEROS = re.compile(r"0{7}$|1234567$")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """What stands behind the words for a number, in every document."""
    need_documents(ctx)
    reported: set[str] = set()
    for term in _EXPECTED:
        for hit in ctx.hits(term):
            if says(ctx, "frm.old_number", ctx.sentence(hit)):
                continue
            said = _said(ctx, hit, term)
            if said is None:
                continue
            if isinstance(said, Evidence):
                yield said
            elif said.message not in reported:
                reported.add(said.message)
                yield said


def _said(ctx: Context, hit: Hit, term: str) -> Finding | Evidence | None:
    """The finding or evidence of one mention of a number; None where no value stands behind it."""
    reach = len(hit.passage.text) if hit.end <= hit.passage.label_end else hit.end + 40
    tail = hit.passage.text[hit.end : reach]
    found = [i for i in identifiers(tail) if i.kind in _NUMBERS]
    if found and (found[0].start <= 16 or hit.end <= hit.passage.label_end):
        at = hit.passage.anchor(hit.end + found[0].start, hit.end + found[0].end)
        return _of_number(ctx, hit, term, found[0], at)
    m = _AFTER.match(plain(tail))
    if m and _LOOKS_LIKE_ONE.match(value := m["value"].strip().upper()):
        at = hit.passage.anchor(hit.end + m.start("value"), hit.end + m.end("value"))
        return _wrong(ctx, at, value, f"書式（{_FORMS[term]}）に合いません")
    if DocKind.FORM in hit.passage.kinds and hit.end <= hit.passage.label_end and says(ctx, "frm.pending_number", tail):
        return ctx.finding(
            Outcome.DEFICIENT,
            f"「{hit.text}」が取得前のままです「{tail.strip(' ：:　')[:24]}」",
            f"“{hit.text}” is still pending",
            hit,
        )
    return None


def _of_number(ctx: Context, hit: Hit, term: str, number: Identifier, at: Anchor) -> Finding | Evidence:
    if not number.well_formed:
        return _wrong(ctx, at, number.value, f"書式（{_FORMS[term]}）に合いません")
    if number.kind not in _EXPECTED[term]:
        return _wrong(ctx, at, number.value, f"「{hit.text}」の番号の書式ではありません")
    if _SEVEN_ZEROS.search(number.value):
        return _wrong(ctx, at, number.value, "仮の番号とみられます")
    return Evidence(at, "value")


def _wrong(ctx: Context, at: Anchor, value: str, why: str) -> Finding:
    return ctx.finding(
        Outcome.DEFICIENT, f"番号「{value}」：{why}", f"the number “{value}” does not have the form asked for", at
    )
