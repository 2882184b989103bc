"""委員会の意見が、計画の提出より前に述べられているかを見る。

何を見るか
    意見書の審査日・意見の日付と、様式の提出日。「提出後に意見を聴く」という記載。
なぜ
    法4条2項は、あらかじめ委員会の意見を聴くことを求めている。
見ないもの
    意見書の発行日だけが提出日より後のもの。提出日が空欄の案。
直し方
    委員会の意見を聴いた後に提出し、日付を正しく書く。
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.values import days, says, submitted

from .review import Day, review_days

#: So many blocks at the top of an opinion hold its date, addressee, sender and title.
_HEAD = 10


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The last day of the review against the day of submission."""
    need_documents(ctx)
    if later := ctx.hits("cmt.opinion_later"):
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"意見を提出の後に聴くとしています「{later[0].text}」",
            "the opinion is to be heard after the submission",
            later[0],
        )
        return
    filed = submitted(ctx) or _written(ctx)
    if filed is None:
        raise NotApplicable("提出日が書かれていません", "the day of submission is not written")
    met = [*review_days(ctx), *_dated(ctx)]
    if not met:
        raise NotJudged("審査日が読み取れません", "the day of the review could not be read")
    last = max(met, key=lambda d: d.day)
    if last.day <= filed[0]:
        yield Evidence(last.at, "value")
        return
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"審査日（{last.day.isoformat()}）が提出日（{filed[0].isoformat()}）より後です",
        f"the review ({last.day.isoformat()}) is later than the submission ({filed[0].isoformat()})",
        last.at,
        related=[filed[1]] if filed[1] else [],
    )


def _dated(ctx: Context) -> list[Day]:
    """The day an opinion bears: a line of its own above its title."""
    out: list[Day] = []
    for document in ctx.documents(DocKind.OPINION):
        top = [b for b in document.body() if b.text.strip()][:_HEAD]
        title = next((b.number for b in top if says(ctx, "att.opinion", b.text)), -1)
        for block in (b for b in top if b.number < title):
            found = days(block.text)
            if found and found[0].first and len(block.text.strip()) <= found[0].end - found[0].start + 4:
                out.append(Day(found[0].first, Anchor(document.id, block.number, found[0].start, found[0].end)))
    return out


def _written(ctx: Context) -> tuple[datetime.date, Anchor | None] | None:
    """A day right behind the words 提出日 in a line of prose."""
    for hit in ctx.hits("cls.filing"):
        found = days(hit.passage.text[hit.end : hit.end + 20])
        if found and found[0].start <= 3 and found[0].first:
            return found[0].first, hit.anchor
    return None
