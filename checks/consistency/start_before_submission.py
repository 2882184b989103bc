"""提供の開始・登録の開始が計画の提出より前になっていないかを見る。

何を見るか
    提出日と、提供開始日・初回投与日・症例登録開始日として書かれた日付。「すでに実施している」という記載の年月も見る。
なぜ
    計画はあらかじめ提出しなければならない（法4条1項）。
見ないもの
    先行する研究・治験・他施設の実績、試作、施設や登録事業の登録、適格性検査、変更計画、経過措置の期間内の提供。
直し方
    日付を確かめ、提供は計画の提出・受理の後に始める。
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.dates import Date, dates
from regenlint.index import Passage
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.values import submitted

from .disagreement import whole

_FIELDS = ("first_dose_planned", "entry_planned", "first_entry")
_CHANGE = re.compile(r"変更(?:計画|届|後の計画)|計画の変更|変更年月日|当初の提出")
_ALREADY = re.compile(
    r"(?:から|より)(?:すでに|既に|、すでに|、既に)?[^。]{0,24}(?:提供して|実施して|行って|投与して|受けられ|実施した|投与した|行った)"
)
_NEAR = 24


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each date of a beginning against the day of submission."""
    day = _submitted(ctx)
    if day is None:
        raise NotJudged("提出日を読み取れません", "the day of submission could not be read")
    when, at = day
    if any(_CHANGE.search(v.text) for v in ctx.form("name_of_therapy")) or ctx.form("plan_number"):
        return
    seen: set[str] = set()
    sound: Evidence | None = None
    for d, start, anchor in (*_in_fields(ctx), *_in_text(ctx)):
        if start >= when:
            sound = sound or Evidence(anchor, "value")
            continue
        if anchor.document in seen:
            continue
        seen.add(anchor.document)
        shown = f"{d.year}年{d.month}月" + (f"{d.day}日" if d.day else "")
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"提供等の開始（{shown}）が計画の提出日（{when.isoformat()}）より前です",
            f"the beginning ({start.isoformat()}) lies before submission ({when.isoformat()})",
            anchor,
            related=(at,) if at else (),
        )
    if sound and not seen:
        yield sound


_SUBMITTED = re.compile(r"提出日[：: 　]*")


def _submitted(ctx: Context) -> tuple[datetime.date, Anchor | None] | None:
    found = submitted(ctx)
    if found is not None:
        return found
    for p in ctx.passages():
        if m := _SUBMITTED.search(p.text):
            for d in dates(p.text):
                if m.end() <= d.start <= m.end() + 3 and d.first:
                    return d.first, p.anchor(d.start, d.end)
    return None


def _in_fields(ctx: Context) -> Iterator[tuple[Date, datetime.date, Anchor]]:
    for key in _FIELDS:
        for v in ctx.form(key):
            for d in dates(v.text)[:1]:
                if d.last:
                    yield d, d.last, v.anchor


def _in_text(ctx: Context) -> Iterator[tuple[Date, datetime.date, Anchor]]:
    lens = whole(ctx).lens
    for s in lens.own(*ctx.kinds):
        p = s.passage
        labelled = lens.says("xdc.start", s.label) and not lens.says("xdc.start_other", s.label)
        if not (lens.has("xdc.start", s) or labelled) or lens.elsewhere(s) or lens.has("xdc.start_other", s):
            continue
        for d in dates(p.text):
            if not (s.start <= d.start and d.end <= s.end) or d.last is None or d.year is None:
                continue
            first = labelled and d.start - s.start <= 2
            if first or _of_beginning(lens.inside("xdc.start", p, s.start, s.end), d, p):
                yield d, d.last, p.anchor(d.start, d.end)


def _of_beginning(hits: tuple[tuple[int, int], ...], d: Date, p: Passage) -> bool:
    """Whether a date is the beginning's: right behind the word, or the start of something under way."""
    if re.match(
        r"\s*(?:付け|付|の審査|審査|に審査|発行|現在|作成|制定|改訂|までに?|の委員会)", p.text[d.end : d.end + 6]
    ):
        return False
    after = any(0 <= d.start - b <= _NEAR and not re.search(r"[。；]", p.text[b : d.start]) for _, b in hits)
    under_way = bool(_ALREADY.match(p.text[d.end : d.end + 44])) and any(
        0 <= a - d.end <= 30 or a <= d.end + 2 for a, _ in hits
    )
    before = any(0 <= a - d.end <= 12 and not re.search(r"[。、]", p.text[d.end : a]) for a, _ in hits)
    return after or under_way or before
