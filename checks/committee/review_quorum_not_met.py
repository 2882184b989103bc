"""議事録の出席者が審査の成立要件を満たしているかを見る。

何を見るか
    出席委員の数、男女の数、必要な区分の者。
なぜ
    省令63条・64条が審査等業務の要件を定めている。
見ないもの
    簡便な審査・緊急の審査。出席委員が挙げられていない記録。利害関係の要件。
直し方
    要件を満たす出席で審査を受け直す。記録の誤りなら委員会に訂正を求める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.index import Passage
from regenlint.rules import Confidence, Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.text import folded
from regenlint.values import says

from .review import Member, attendees

_COUNT = re.compile(
    r"(?:出席(?:した)?(?:委員|者)?)[^。0-9]{0,6}?(?P<n>[0-9]{1,2})名|以上(?P<m>[0-9]{1,2})名|[、の](?P<k>[0-9]{1,2})名(?:[（(]|。|$)"
)
_GENDER = re.compile(r"男性?[^0-9女]{0,3}(?P<men>[0-9]{1,2})(?:名|人)?[^0-9]{0,6}女性?[^0-9]{0,3}(?P<women>[0-9]{1,2})")
_CLASS = re.compile(r"第?([一二三1-3])種")
_LEAST = 5


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Counts said and counted in the record of the review."""
    need_documents(ctx)
    if simple := ctx.hits("cmt.simple_review"):
        raise NotApplicable(
            "簡便又は緊急の審査とされています", "a simplified or urgent review", (ctx.evidence(simple[0]),)
        )
    members = [m for m in attendees(ctx) if m.taking_part]
    said = [(p, folded(p.text)) for p in ctx.passages() if says(ctx, "cmt.attendance", p.text) and not p.cited]
    if not members and not any(_COUNT.search(t) or _GENDER.search(t) for _, t in said):
        raise NotJudged("出席委員が読み取れません", "those present could not be read")
    findings = [*_count(ctx, members, said), *_genders(ctx, members, said), *_seats(ctx, members)]
    yield from findings[:2]
    if not findings:
        yield Evidence(members[0].at if members else said[0][0].whole(), "value")


def _count(ctx: Context, members: Sequence[Member], said: Sequence[tuple[Passage, str]]) -> Iterator[Finding]:
    counts = [(int(m["n"] or m["m"] or m["k"]), p) for p, t in said for m in _COUNT.finditer(t)]
    number, place = max(counts, key=lambda c: c[0]) if counts else (len({m.name.key for m in members}), None)
    if number >= _LEAST or (not counts and number < 3):
        return
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"出席委員が{number}名で、5名に足りません",
        f"{number} members were present; five are needed",
        place.whole() if place else members[0].at,
        confidence=Confidence.HIGH if counts else Confidence.LOW,
    )


def _genders(ctx: Context, members: Sequence[Member], said: Sequence[tuple[Passage, str]]) -> Iterator[Finding]:
    told = [(int(m["men"]), int(m["women"]), p) for p, t in said for m in _GENDER.finditer(t)]
    if told:
        men, women, p = told[-1]
        at = p.whole()
    else:
        men = sum(bool(re.search(r"[（(、・\s|]男", m.text)) for m in members)
        women = sum(bool(re.search(r"[（(、・\s|]女", m.text)) for m in members)
        if men + women < len(members) or not members:
            return
        at = members[0].at
    number = ctx.facts.value("class")
    if not isinstance(number, int):
        named = {"一二三123".index(n) % 3 + 1 for _, t in said for n in _CLASS.findall(t)}
        number = named.pop() if len(named) == 1 else None
    least = 1 if number in (3, None) else 2
    if men < least or women < least:
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"出席委員が男性{men}名・女性{women}名で、それぞれ{least}名に足りません",
            f"{men} men and {women} women were present; {least} of each are needed",
            at,
        )


def _seats(ctx: Context, members: Sequence[Member]) -> Iterator[Finding]:
    """Categories, where every member's is written."""
    if len(members) < _LEAST or ctx.facts.value("class") not in (1, 2):
        return
    if not all(says(ctx, "cmt.category", m.text) for m in members):
        return
    lacking = [
        name
        for term, name in (
            ("cmt.cat_medicine", "再生医療"),
            ("cmt.cat_maker", "製造"),
            ("cmt.cat_law", "法律・生命倫理"),
            ("cmt.cat_lay", "一般の立場"),
        )
        if not any(says(ctx, term, m.text) for m in members)
    ]
    if lacking:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"出席委員に{'、'.join(lacking)}の区分の者が見当たりません",
            f"nobody of these categories was present: {', '.join(lacking)}",
            members[0].at,
            confidence=Confidence.LOW,
        )
