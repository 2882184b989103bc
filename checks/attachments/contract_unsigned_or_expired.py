"""委託契約書の写しに日付・当事者の記名があり、期限が切れていないかを見る。

何を見るか
    契約日、甲乙の記名、有効期間と更新の定め、当事者が計画の医療機関であること。
なぜ
    署名のない案や期限の切れた契約では、製造を委託できる状態にあるか分からない。
見ないもの
    印影の墨消し。救急の覚書。
直し方
    締結した契約書の写しを添える。期限が切れていれば更新の書面を添える。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.dates import blank_dates, dates
from regenlint.fill import Fill, fill_of, left_over
from regenlint.index import Passage
from regenlint.model import DocKind, Document
from regenlint.rules import Confidence, Evidence, Finding, NotJudged, Outcome, Severity
from regenlint.text import folded
from regenlint.values import days, says, short, submitted, values

_PARTY = re.compile(r"^[\s　]*(?:[（(]?(?P<side>[甲乙])[）)]?)(?:[：:\s　]|$)(?P<rest>.*)$")
_DEFINED = re.compile(r"以下[「『“\"]?(?P<side>[甲乙])")
_RANGE = re.compile(r"から|より|～|~|－|ー|-")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every contract of manufacture."""
    contracts = [d for d in ctx.documents(DocKind.CONTRACT) if _of_making(ctx, d)]
    if not contracts:
        raise NotJudged("製造の委託契約書が読み取れません", "no contract of manufacture was read")
    for d in contracts:
        passages = [p for p in ctx.passages(DocKind.CONTRACT) if p.document == d.id]
        findings = [
            *_undated(ctx, passages),
            *_unsigned(ctx, passages),
            *_expired(ctx, passages),
            *_other_party(ctx, passages),
        ]
        if any(says(ctx, "att.draft", p.text) for p in passages[:6]):
            findings = [_milder(ctx, f) for f in findings[:1]]
        yield from findings[:3]
        if not findings:
            yield Evidence(passages[0].whole(), "value")


def _of_making(ctx: Context, d: Document) -> bool:
    return any(says(ctx, "att.contract_made", t) for t in (d.title, d.path, *(b.text for b in d.blocks[:12])))


def _milder(ctx: Context, f: Finding) -> Finding:
    return ctx.finding(
        f.outcome,
        "契約書案のため締結した契約書の写しを確かめてください",
        "a draft: enclose the contract once made",
        f.at,
        confidence=Confidence.LOW,
        severity=Severity.NOTE,
    )


def _undated(ctx: Context, passages: list[Passage]) -> Iterator[Finding]:
    if any(days(p.text) for p in passages):
        return
    blank = next((p for p in passages if blank_dates(p.text)), None)
    yield ctx.finding(
        Outcome.EMPTY if blank else Outcome.MISSING,
        "契約日が空欄です" if blank else "契約日がありません",
        "the contract is not dated",
        (blank or passages[0]).whole(),
    )


def _unsigned(ctx: Context, passages: list[Passage]) -> Iterator[Finding]:
    """Lines 甲 and 乙 with nobody behind them; a party defined in the text counts as named."""
    defined = {m["side"] for p in passages for m in _DEFINED.finditer(p.text)}
    for side in "甲乙":
        lines = [(p, m["rest"]) for p in passages for m in [_PARTY.match(p.text)] if m and m["side"] == side]
        blank = [p for p, rest in lines if fill_of(rest) in (Fill.BLANK, Fill.PLACEHOLDER) or left_over(rest)]
        inline = [
            p for p in passages for part in re.split(r"[\s　]{2,}", p.text) if re.fullmatch(rf"{side}[：:]?", part)
        ]
        if lines and len(blank) == len(lines):
            yield ctx.finding(Outcome.EMPTY, f"「{side}」の記名が空欄です", f"party {side} is blank", blank[0].whole())
        elif not lines and side not in defined and inline:
            yield ctx.finding(Outcome.EMPTY, f"「{side}」の記名が空欄です", f"party {side} is blank", inline[0].whole())


def _expired(ctx: Context, passages: list[Passage]) -> Iterator[Finding]:
    if any(says(ctx, "att.renewal", p.text) for p in passages):
        return
    filed = submitted(ctx)
    day = filed[0] if filed else ctx.as_of
    for p in passages:
        if not says(ctx, "att.term", p.text):
            continue
        found = [d for d in dates(p.text) if d.last]
        last = max((d.last for d in found if d.last), default=None)
        ranged = len(found) >= 2 and _RANGE.search(folded(p.text[found[0].end : found[-1].start]))
        if last and last < day and (ranged or "まで" in p.text):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"契約の期間が切れています「{short(p.text, 36)}」",
                f"the contract has ended: “{short(p.text, 36)}”",
                p.whole(),
            )
            return


def _other_party(ctx: Context, passages: list[Passage]) -> Iterator[Finding]:
    """甲 is neither the institution of the plan nor its corporation."""
    own = next((v for v in values(ctx, "institution", "institution_short") if v.filled), None)
    if own is None:
        return
    words = [folded(w) for w in re.split(r"[\s　]+", own.text) if len(w) >= 4] or [folded(own.text)]
    text = folded("".join(p.text for p in passages))
    if not any(w in text for w in words):
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"契約書に計画の医療機関「{short(own.text, 24)}」が見当たりません",
            f"the institution “{short(own.text, 24)}” is not a party to the contract",
            passages[0].whole(),
            related=[own.at],
            confidence=Confidence.LOW,
        )
