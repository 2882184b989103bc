"""定期報告の起算日・周期・期限

何を見るか：定期報告について述べる文の日数と起算。提供機関は計画の提出日から1年ごと・満了後90日以内、製造事業者は許可・認定・
届出の日から1年ごと・満了後60日以内。

なぜ：省令37条3項・38条4項（提供機関）、112条2項（製造事業者）が期限を定めている。両者は取り違えられやすい。

見ないもの：書かれていないこと（別の規則で見る）、法定より短い自主的な報告、院内の点検、疾病等の60日ごとの報告。

直し方：提供機関の定期報告は計画の提出日から1年ごと満了後90日以内、製造事業者の定期報告は許可・届出等の日から1年ごと満了後60日以内に直す。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.deadline import Deadline, days, deadlines
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import says, where

_PROVIDER, _MAKER = Fraction(90), Fraction(60)
_YEAR = Fraction(360)
#: Three months are ninety days, by the calendar up to two more.
_SLACK = Fraction(3)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every sentence on periodic reports once."""
    need_documents(ctx)
    seen: set[tuple[int, tuple[int, int]]] = set()
    first: Hit | None = None
    found = False
    for hit in ctx.hits("adm.periodic"):
        p = hit.passage
        if p.place is Place.HEADING:
            continue
        sentence = p.sentence(hit.start)
        if (p.number, sentence) in seen:
            continue
        seen.add((p.number, sentence))
        first = first or hit
        for finding in _faults(ctx, hit, sentence):
            found = True
            yield finding
    if found:
        return
    if first is None:
        raise NotApplicable("定期報告の期限が書かれていません", "no deadline of a periodic report is given")
    yield Evidence(first.anchor, "value")


def _faults(ctx: Context, hit: Hit, sentence: tuple[int, int]) -> Iterator[Finding]:
    p = hit.passage
    text = p.text[slice(*sentence)]
    last = sentence[0]
    for d in deadlines(p.text):
        if not sentence[0] <= d.quantity.start < sentence[1] or d.quantity.unit not in ("day", "month"):
            continue
        clause, last = p.text[last : d.end], d.end
        who = _who(ctx, clause, d) or _who(ctx, p.text[sentence[0] : d.end], d)
        long = days(d.quantity)[1]
        if d.recurring or who is None or long is None or d.before:
            continue
        if who == "provider" and ((d.quantity.unit == "day" and long == _MAKER) or long > _PROVIDER + _SLACK):
            yield _said(ctx, p, d, "提供機関の定期報告", "満了後90日以内", "the provider's periodic report", "90")
        elif who == "maker" and long > _MAKER + _SLACK:
            yield _said(ctx, p, d, "製造事業者の定期報告", "満了後60日以内", "the manufacturer's periodic report", "60")
    year_end = where(ctx, "adm.year_end", text)
    if (
        year_end
        and not says(ctx, "adm.submission_day", text)
        and (says(ctx, "adm.authority", text) or says(ctx, "adm.provider_report", text))
    ):
        at = p.anchor(sentence[0] + year_end[0], sentence[0] + year_end[1])
        word = text[year_end[0] : year_end[1]]
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"定期報告が「{word}」を区切りとしており、計画を提出した日から1年ごとになっていません",
            f"the periodic report is counted by “{word}”, not by years from the submission of the plan",
            at,
        )
    yield from _period(ctx, p, sentence, text)


def _period(ctx: Context, p: Passage, sentence: tuple[int, int], text: str) -> Iterator[Finding]:
    every = [
        d
        for d in deadlines(p.text)
        if sentence[0] <= d.quantity.start < sentence[1] and d.recurring and d.quantity.unit in ("month", "year")
    ]
    spans = [s for d in every if (s := days(d.quantity)[1]) is not None]
    if spans and min(spans) > _YEAR + 20 and says(ctx, "adm.authority", text):
        d = every[0]
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"定期報告の周期が「{p.text[d.quantity.start : d.end]}」で、1年ごとになっていません",
            "the periodic report is not yearly",
            p.anchor(d.quantity.start, d.end),
        )


def _who(ctx: Context, clause: str, d: Deadline) -> str | None:
    maker, provider = says(ctx, "adm.maker_report", clause), says(ctx, "adm.provider_report", clause)
    if maker and provider:
        # Both are named: the event decides, then whether the sentence begins with the manufacturer.
        first = says(ctx, "adm.maker_report", clause.split("、", maxsplit=1)[0])
        submitted = says(ctx, "adm.submission_day", clause)
        if says(ctx, "adm.maker_report", d.event):
            return "maker"
        if submitted != first:
            return "provider" if submitted else "maker"
        return None
    if maker:
        return "maker"
    return "provider" if provider or says(ctx, "adm.periodic", clause) else None


def _said(ctx: Context, p: Passage, d: Deadline, who: str, wanted: str, who_en: str, wanted_en: str) -> Finding:
    said = p.text[d.start : d.end]
    return ctx.finding(
        Outcome.DEFICIENT,
        f"{who}の期限が「{said}」で、{wanted}になっていません",
        f"{who_en} is due “{said}”, not within {wanted_en} days",
        p.anchor(d.start, d.end),
    )
