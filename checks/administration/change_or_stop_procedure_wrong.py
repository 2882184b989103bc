"""変更・軽微な変更・中止・終了の手続

何を見るか：計画の変更等の手続に触れる文。軽微な変更・中止の届出の日数（10日）、変更した後に届け出るとする記載、届出だけで変更する、
委員会へ通知しない、定期報告で済ませるという記載。

なぜ：法5条1項・2項は変更の前に委員会の意見を聴いて変更後の計画を提出すること、5条3項・6条は十日以内の通知と届出、省令31条の2は
終了後遅滞ない通知と届出を求めている。

見ないもの：手続に触れていないこと、製造方法の変更管理、試験や服薬の中止、研究の終了（総括報告書の手続）。

直し方：変更は先に委員会の意見を聴いて変更後の計画を提出し、軽微な変更と中止は10日以内に委員会へ通知し大臣（地方厚生局長）へ届け出ると書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.deadline import Deadline, days, deadlines
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import says

from .reporting import TEN

_SAYS = {
    "adm.only_filing": (
        "変更の前に委員会の意見を聴いて変更後の計画を提出する手続と異なります",
        "a change needs the committee's opinion and a new plan beforehand",
    ),
    "adm.no_notice": ("委員会への通知も要ります", "the committee must be notified too"),
    "adm.stop_by_periodic": (
        "定期報告によらず、十日以内（終了は遅滞なく）に通知・届出が要ります",
        "notice and filing are due at once, not with the periodic report",
    ),
}


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Wrong wording, then wrong spans of days."""
    need_documents(ctx)
    found = False
    seen: set[int] = set()
    for term, (ja, en) in _SAYS.items():
        for hit in ctx.hits(term):
            if hit.passage.place is Place.HEADING or hit.passage.number in seen or _both(ctx, hit):
                continue
            seen.add(hit.passage.number)
            found = True
            yield ctx.finding(Outcome.DEFICIENT, f"「{hit.text[:40]}」：{ja}", f"“{hit.text[:40]}”: {en}", hit)
    for p in ctx.passages():
        if p.cited or p.place is Place.HEADING or p.number in seen:
            continue
        for d in _late(ctx, p):
            found = True
            said = p.text[d.start : d.end]
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"変更・中止の届出の期限が「{said}」となっており、法定の手続と異なります",
                f"the filing of a change or stop within “{said}” is not what the act asks for",
                p.anchor(d.start, d.end),
            )
    if found:
        return
    first = next((h for h in ctx.hits("adm.change")), None)
    if first is None:
        raise NotApplicable("変更・中止の手続に触れていません", "the plan does not speak of changes or stops")
    yield Evidence(first.anchor, "policy")


def _both(ctx: Context, hit: Hit) -> bool:
    """届出のみ as what must not be done, or a sentence that also has the committee notified."""
    return says(ctx, "adm.not_only", ctx.sentence(hit))


def _late(ctx: Context, p: Passage) -> Iterator[Deadline]:
    last = 0
    for d in deadlines(p.text):
        start, end = p.sentence(d.quantity.start)
        clause = p.text[max(start, last) : min(end, d.end + 24)]
        before = p.text[max(start, last) : d.end]
        last = d.end
        long = days(d.quantity)[1]
        if d.recurring or d.before or long is None or d.quantity.unit not in ("day", "month", "week"):
            continue
        if not says(ctx, "adm.to_authority", clause) or not says(ctx, "adm.authority", p.text[start:end]):
            continue
        minor = says(ctx, "adm.minor_or_stop", before)
        changed = says(ctx, "adm.change", before) and says(ctx, "adm.after_change_filing", before)
        if long > TEN and (minor or changed):
            yield d
