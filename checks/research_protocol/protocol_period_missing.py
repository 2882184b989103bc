"""研究の実施期間

何を見るか：研究計画書の実施期間（研究期間）の記載に、開始と終了の両方が日付又は「jRCT公表日」等の起算点と年月で示されていること。

なぜ：省令8条の4第1項16号は、研究計画書に研究の実施期間を記載することを求めている。

見ないもの：期間の長さの当否、計画書（様式）との食い違い（別の規則）、各参加者の観察期間。

直し方：「令和8年4月1日から令和11年3月31日まで」「jRCT公表日から2029年6月30日まで」のように開始と終了を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, need_documents
from regenlint.context import Context
from regenlint.dates import blank_dates, dates
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Any place with both ends is enough; else the best place is shown."""
    need_documents(ctx)
    seen: list[tuple[Hit, str]] = []
    for term in ("prt.period_label", "prt.period_sentence", "prt.period_heading"):
        for hit in ctx.hits(term):
            if term == "prt.period_heading" and hit.passage.place is not Place.HEADING:
                continue
            text = _said(ctx, hit)
            if _both_ends(ctx, text):
                yield Evidence(hit.anchor, "value")
                return
            seen.append((hit, text))
    if not seen:
        yield lacking(ctx, ["研究の実施期間（開始と終了）"], ["the period of the study"])
        return
    hit, text = max(seen, key=lambda x: (len(dates(x[1])), bool(blank_dates(x[1]))))
    if blank_dates(text) and not dates(text):
        yield ctx.finding(
            Outcome.EMPTY, "研究の実施期間の日付が空いています", "the dates of the study's period are blank", hit
        )
        return
    yield ctx.finding(
        Outcome.DEFICIENT,
        "研究の実施期間に、開始と終了の両方が日付で示されていません",
        "the period of the study lacks its start or its end",
        hit,
        searched=("開始と終了",),
    )


def _said(ctx: Context, hit: Hit) -> str:
    p = hit.passage
    if p.place is Place.HEADING:
        under = ctx.reading.index.passages[p.number + 1 : p.number + 4]
        return "\n".join(q.text for q in under if q.document == p.document and q.section == p.section)
    start, end = p.sentence(hit.start)
    text = p.text[start:end]
    if p.label_end or p.place is Place.CELL:
        return p.text
    if len(p.text) <= 30:
        text += "\n" + "\n".join(
            q.text
            for q in ctx.reading.index.passages[p.number + 1 : p.number + 3]
            if q.document == p.document and q.section == p.section
        )
    return text


def _both_ends(ctx: Context, text: str) -> bool:
    found = [d for d in dates(text) if d.first is not None]
    if len({(d.year, d.month, d.day) for d in found}) >= 2:
        return True
    return len(found) == 1 and says(ctx, "prt.start_point", text) and not says(ctx, "prt.undecided", text)
