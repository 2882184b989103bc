"""隠し文字・白い文字など、見えない文章がないかを見る。

何を見るか
    隠し文字、背景と同じ色や極小の文字、頁の外の文字、隠した行・列・シート。
なぜ
    見えない文章は審査されず、写し元の内容が残っていることがある。
見ないもの
    目次のための隠しフィールド、文字認識の透明文字、数文字の空白。
直し方
    必要な文は見えるようにし、不要な文は消す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome

from .files import count, facts_of, name_of, on_page, places, readable, whole

#: Fewer hidden characters than this are no text.
_FEW = 5


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding for a document that hides text."""
    fired = False
    for d in readable(ctx):
        number = count(d, "hidden-text")
        if number < _FEW:
            continue
        fired = True
        pages = [int(x) for x in facts_of(d).get("hidden-text-pages", "").split(",") if x.isdigit()]
        blocks = places(d, "hidden-text-at")
        at = whole(d, blocks[0]) if blocks else on_page(d, pages[0] if pages else None)
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"{name_of(d)}に見えない文字が{number}字あります",
            f"{name_of(d)} hides {number} characters",
            at,
        )
    if not fired:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")
