"""その他の疾病等の六十日ごとの報告

何を見るか：七日・十五日に当たらない疾病等の報告の周期（六十日ごと）、期限（満了後十日以内）、起算（計画の提出日）。

なぜ：省令35条1項3号は、計画を提出した日から起算して六十日ごとに、期間満了後十日以内に委員会へ報告することを求めている。

見ないもの：起算が書かれていないことだけのもの、大臣へも報告するとするもの、製造事業者の六十日の定期報告。

直し方：計画を提出した日から起算して60日ごとに、その期間の満了後10日以内に委員会へ報告すると書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.deadline import Deadline, days, deadlines
from regenlint.evidence import Place
from regenlint.index import Passage
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says

from .reporting import FIFTEEN, SIXTY, TEN, Due, Group, dues, not_stated

_ONE_PERIOD = re.compile(r"^(?:間)?(?:を|の)?(?:一区切り|1区切り|区切り|単位|一期間|1期間|周期|間隔)")
_TEN_AFTER = re.compile(r"^[^。]{0,16}?(?:満了|経過|終了|区切り)[^。]{0,8}?10日")


#: Every two months is sixty days in other words; a longer span is none.
LONGER = 65


@dataclass(frozen=True, slots=True)
class _Sixty:
    passage: Passage
    deadline: Deadline
    sentence: tuple[int, int]

    @property
    def anchor(self) -> Anchor:
        return self.passage.anchor(self.deadline.start, self.deadline.end)

    @property
    def text(self) -> str:
        return self.passage.text[self.deadline.start : self.deadline.end]


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """What each place that speaks of sixty days lacks; what else other events are said to be reported in."""
    need_documents(ctx)
    places = list(_places(ctx))
    judged = [(s, _fault(ctx, s)) for s in places]
    whole = any(f is None for _, f in judged)
    # Where one place gives all of it, another that only names the sixty days says nothing wrong.
    faults = [f for s, f in judged if f is not None and not (whole and _only_incomplete(ctx, s))]
    faults.extend(_other_spans(ctx, {s.passage.number for s in places}))
    if faults:
        yield from faults[:3]
        return
    if places:
        yield Evidence(places[0].anchor, "value")
        return
    if by_law := ctx.hits("adm.by_law"):
        yield Evidence(by_law[0].anchor, "policy")
        return
    yield not_stated(
        ctx,
        "その他の疾病等を六十日ごとに報告すること",
        "the report of other events every sixty days",
        ("adm.event_talk",),
    )


def _places(ctx: Context) -> Iterator[_Sixty]:
    for p in ctx.passages():
        if p.cited or p.place is Place.HEADING:
            continue
        for d in deadlines(p.text):
            sentence = p.sentence(d.quantity.start)
            text = p.text[slice(*sentence)]
            if days(d.quantity)[1] != SIXTY or says(ctx, "adm.periodic", text):
                continue
            every = d.recurring or _ONE_PERIOD.match(p.text[d.end :])
            other = says(ctx, "adm.other_event", text) and says(ctx, "adm.report", text)
            if not every and not other:
                continue
            around = (
                text,
                p.text,
                p.header,
                p.before,
                *ctx.dossier.document(p.document).section_path(p.pieces[0].block),
            )
            if any(says(ctx, "adm.report_context", t) for t in around):
                yield _Sixty(p, d, sentence)


def _fault(ctx: Context, s: _Sixty) -> Finding | None:
    p, d = s.passage, s.deadline
    text = p.text[slice(*s.sentence)]
    start = d.event if d.event else text[: d.start - s.sentence[0]][-24:]
    wrong_start = says(ctx, "adm.wrong_start", d.event) and not says(ctx, "adm.submission", start)
    if not d.recurring and not _ONE_PERIOD.match(p.text[d.end :]):
        return ctx.finding(
            Outcome.DEFICIENT,
            f"その他の疾病等の報告が「{s.text}」とされ、計画の提出日から六十日ごとになっていません",
            f"other events are reported within “{s.text}”, not every sixty days from the submission of the plan",
            s.anchor,
        )
    if wrong_start:
        return ctx.finding(
            Outcome.DEFICIENT,
            f"六十日の起算が「{d.event}」とされ、計画を提出した日になっていません",
            f"the sixty days are counted from “{d.event}”, not from the submission of the plan",
            s.anchor,
        )
    after = [x for x in deadlines(p.text) if x.quantity.start >= d.end and x.quantity.unit == "day" and not x.recurring]
    closing = [
        x
        for x in after
        if says(ctx, "adm.expiry", x.event) or says(ctx, "adm.expiry", p.text[d.end : x.quantity.start])
    ]
    if any(days(x.quantity)[1] == TEN for x in after) or _TEN_AFTER.match(p.text[d.end :]):
        return None
    if closing:
        said = p.text[closing[0].start : closing[0].end]
        return ctx.finding(
            Outcome.DEFICIENT,
            f"六十日ごとの報告の期限が「{said}」とされ、期間満了後十日以内になっていません",
            f"the sixty-day report is due “{said}”, not within ten days after the period",
            s.anchor,
        )
    if _near_says_ten(ctx, p):
        return None
    return ctx.finding(
        Outcome.DEFICIENT,
        f"六十日ごとの報告「{s.text}」に、期間満了後十日以内の期限がありません",
        f"the sixty-day report “{s.text}” lacks the ten days after the period",
        s.anchor,
    )


def _only_incomplete(ctx: Context, s: _Sixty) -> bool:
    """No wrong start and no other deadline: the ten days are just not repeated."""
    p, d = s.passage, s.deadline
    every = d.recurring or bool(_ONE_PERIOD.match(p.text[d.end :]))
    wrong_start = says(ctx, "adm.wrong_start", d.event) and not says(ctx, "adm.submission", d.event)
    after = [x for x in deadlines(p.text) if x.quantity.start >= d.end and says(ctx, "adm.expiry", x.event)]
    return every and not wrong_start and not after


def _near_says_ten(ctx: Context, p: Passage) -> bool:
    passages = ctx.reading.index.passages
    return any(
        q.document == p.document
        and any(days(x.quantity)[1] == TEN and says(ctx, "adm.expiry", q.text) for x in deadlines(q.text))
        for q in passages[p.number + 1 : p.number + 3]
    )


def _other_spans(ctx: Context, sixty: set[int]) -> Iterator[Finding]:
    """Other events given a span of their own that is none of sixty days."""
    for d in dues(ctx):
        if d.groups == {Group.OTHER} and d.passage.number not in sixty and _replaces(ctx, d):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"その他の疾病等の報告が「{d.text}」とされ、計画の提出日から六十日ごとになっていません",
                f"other events are reported in “{d.text}”, not every sixty days",
                d.anchor,
            )
    for p in ctx.passages():
        if p.cited or p.place is Place.HEADING:
            continue
        for every in deadlines(p.text):
            sentence = p.text[slice(*p.sentence(every.quantity.start))]
            least = days(every.quantity)[0]
            if every.recurring and least is not None and least > LONGER and _on_others(ctx, sentence):
                said = p.text[every.start : every.end]
                yield ctx.finding(
                    Outcome.DEFICIENT,
                    f"その他の疾病等の報告が「{said}」とされ、六十日ごとになっていません",
                    f"other events are reported “{said}”, not every sixty days",
                    p.anchor(every.start, every.end),
                )


def _on_others(ctx: Context, sentence: str) -> bool:
    """Whether a sentence is on reporting other events to the authorities, and names no sixty days itself."""
    named = ("adm.other_event", "adm.report", "adm.authority")
    sixty = any(days(d.quantity)[1] == SIXTY for d in deadlines(sentence))
    return not sixty and not says(ctx, "adm.periodic", sentence) and all(says(ctx, name, sentence) for name in named)


def _replaces(ctx: Context, d: Due) -> bool:
    sentence = d.passage.text[slice(*d.sentence)]
    return d.days > FIFTEEN and says(ctx, "adm.report", sentence) and says(ctx, "adm.authority", sentence)
