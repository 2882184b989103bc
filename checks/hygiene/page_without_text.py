"""文字として読めない頁がないかを見る。

何を見るか
    画像だけの頁、文字の取り出せないフォントだけの頁、読取りを打ち切った部分。記載が「ない」のではなく「判定できない」頁として示す。
なぜ
    読めない頁に書かれたものは、どの規則でも判定できない。
見ないもの
    白紙。契約書・許可証などの写しの画像は弱く示す。
直し方
    文字として読める形（ワープロからの出力、文字認識済み）の書類に差し替える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import LossKind
from regenlint.rules import Evidence, Finding, Outcome, Severity

from .files import COPIES, name_of, on_page, whole

_UNREAD = frozenset({LossKind.IMAGE_PAGE, LossKind.XFA, LossKind.LIMIT})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding for a document, with the pages that could not be read."""
    sound: Evidence | None = None
    for d in ctx.documents():
        losses = [x for x in d.losses if x.kind in _UNREAD]
        if not losses:
            if sound is None and d.blocks:
                sound = Evidence(whole(d), "value")
            continue
        pages = sorted({x.page for x in losses if x.page is not None})
        shown = "、".join(f"{p}" for p in pages[:12])
        where = f"{shown}頁" if pages else "一部"
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"{name_of(d)}の{where}は文字として読めず、判定できません",
            f"{name_of(d)}: {'page ' + shown if pages else 'a part'} cannot be read as text and was not judged",
            on_page(d, pages[0] if pages else None),
            severity=Severity.NOTE if d.kind in COPIES else None,
        )
    if sound and not any(x.kind in _UNREAD for d in ctx.documents() for x in d.losses):
        yield sound
