"""添付書類に資料番号・頁番号があるかを見る（推奨）。

何を見るか
    2頁以上の添付書類の頁番号と、資料番号又は文書名（ヘッダー・フッター・表紙）。
なぜ
    審査のときに箇所を示せるようにするため。求める委員会がある。
見ないもの
    様式、1頁の書類、頁の数が分からない書類、契約書・許可証などの写し、表計算・テキストの書類。
直し方
    ヘッダーに資料番号と略称、フッターに頁番号を入れる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome

from .files import COPIES, facts_of, name_of, readable, whole

#: A Word file with more characters than this runs over one page.
_ONE_PAGE = 1800


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One note for a document of several pages without page numbers."""
    fired = False
    sound: Evidence | None = None
    for d in readable(ctx):
        if d.kind in COPIES or d.kind in (DocKind.FORM, DocKind.CV, DocKind.OTHER) or d.format not in ("docx", "pdf"):
            continue
        pages = d.pages or (2 if sum(len(b.text) for b in d.blocks) > _ONE_PAGE else 1)
        if pages < 2:
            continue
        if facts_of(d).get("page-numbers") == "no":
            fired = True
            yield ctx.finding(
                Outcome.MISSING, f"{name_of(d)}に頁番号がありません", f"{name_of(d)} has no page numbers", whole(d)
            )
        else:
            sound = sound or Evidence(whole(d), "value")
    if sound is None and not fired:
        raise NotApplicable("2頁以上の添付書類がありません", "no enclosed document runs over one page")
    if sound and not fired:
        yield sound
