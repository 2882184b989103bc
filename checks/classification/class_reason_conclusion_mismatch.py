"""判断理由の結論と、選択した区分が同じかを見る。

何を見るか
    判断理由の最後に結論として述べる区分と、分類の欄の区分。
なぜ
    食い違えば、どちらの区分の計画として審査されたのか分からない。
見ないもの
    途中の「第一種には該当しない」などの否定・仮定。
直し方
    判断理由の結論か、分類の選択を正しく改める。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.values import short

from .grounds import KANJI, conclusions, one_class, reasons


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The last conclusion of the reason against the class declared."""
    need_documents(ctx)
    own = one_class(ctx)
    found = list(conclusions(ctx, reasons(ctx) or ctx.passages(DocKind.FORM)))
    if own is None or not found:
        raise NotJudged(
            "分類の選択又は判断理由の結論が読み取れません", "the class declared or the conclusion could not be read"
        )
    last = found[-1]
    if last.number == own[0]:
        yield Evidence(last.at, "value")
        return
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"判断理由の結論は{KANJI[last.number]}「{short(last.text, 30)}」ですが、分類は{KANJI[own[0]]}です",
        f"the reason concludes on class {last.number}, but class {own[0]} is declared",
        last.at,
        related=[own[1]],
    )
