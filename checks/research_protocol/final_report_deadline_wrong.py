"""主要評価項目報告書・総括報告書の期限

何を見るか：報告書の作成の期限（データ収集期間の終了から1年以内）、公表の期限（委員会が意見を述べた日から1月以内）、総括報告書の概要を
公表の前に厚生労働大臣へ提出する順序。

なぜ：省令8条の9第2項・4項・5項が定めている。

見ないもの：期限が書かれていないこと、法定より短い期限、「原則として1年以内」、論文・学会での発表、記録の保存期間。

直し方：作成は収集期間の終了から1年以内、公表は意見の日から1月以内とし、概要は公表の前に大臣へ提出すると書く。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.deadline import Deadline, days, deadlines
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.interval import Bound
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import says

_YEAR, _MONTH = Fraction(373), Fraction(31)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every passage that speaks of the reports."""
    need_documents(ctx)
    first: Hit | None = None
    found = False
    done: set[int] = set()
    for hit in ctx.hits("prt.final_report"):
        p = hit.passage
        if p.place is Place.HEADING or p.number in done:
            continue
        done.add(p.number)
        first = first or hit
        for finding in _late(ctx, p):
            found = True
            yield finding
    for hit in ctx.hits("prt.published_first"):
        found = True
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{hit.text[:40]}」：総括報告書の概要は、公表の前に厚生労働大臣へ提出します",
            f"“{hit.text[:40]}”: the summary goes to the Minister before it is published",
            hit,
        )
    for p in ctx.passages():
        if not p.cited and p.number not in done:
            for finding in _published_late(ctx, p):
                found = True
                yield finding
    if found:
        return
    if first is None:
        raise NotApplicable("報告書の期限が書かれていません", "no deadline of the reports is given")
    yield Evidence(first.anchor, "value")


def _late(ctx: Context, p: Passage) -> Iterator[Finding]:
    last = 0
    for d in deadlines(p.text):
        start, end = p.sentence(d.quantity.start)
        clause = p.text[max(start, last) : min(end, d.end + 40)]
        last = d.end
        long = days(d.quantity)[1]
        if (
            long is None
            or d.before
            or d.recurring
            or says(ctx, "adm.keep", clause)
            or d.quantity.bound is Bound.AT_LEAST
        ):
            continue
        report = says(ctx, "prt.final_report", clause)
        if (
            report
            and says(ctx, "prt.make", clause)
            and long > _YEAR
            and d.quantity.bound is Bound.AT_MOST
            and not _is_opinion(ctx, d)
        ):
            said = p.text[d.start : d.end]
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"報告書の作成の期限が「{said}」で、1年以内になっていません",
                f"the report is due “{said}”, not within one year",
                p.anchor(d.start, d.end),
            )
    yield from _published_late(ctx, p)


def _published_late(ctx: Context, p: Passage) -> Iterator[Finding]:
    for d in deadlines(p.text):
        _, end = p.sentence(d.quantity.start)
        long = days(d.quantity)[1]
        after = p.text[d.end : min(end, d.end + 30)]
        if (
            long is not None
            and long > _MONTH
            and _is_opinion(ctx, d)
            and d.quantity.bound is Bound.AT_MOST
            and says(ctx, "prt.publish", after)
        ):
            said = p.text[d.start : d.end]
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"公表の期限が「{said}」で、委員会の意見の日から1月以内になっていません",
                f"publication is due “{said}”, not within one month of the committee's opinion",
                p.anchor(d.start, d.end),
            )


def _is_opinion(ctx: Context, d: Deadline) -> bool:
    return says(ctx, "prt.opinion_day", d.event)
