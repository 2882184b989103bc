"""製造施設の施設管理者が一人、示されているかをみる。

何を見るか：施設管理者の氏名（役職名で一人に決まる書き方を含む）と、文書間の氏名の違い、二人以上の列記、空欄。
なぜ：施設管理者は一施設に一名を置く（法43条、省令90条）。
見ないもの：経歴の記載がないこと、「施設管理者に報告する」などの手順の文、複数の施設がある計画での氏名の違い。
直し方：施設管理者の氏名を一名、どの文書にも同じに書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

from .persons import Holder, holders

_POST = re.compile(
    r"[^。]{0,12}(?:院長|病院長|センター長|所長|室長|工場長|部長|教授)[^。]{0,16}(?:とする|が(?:務め|当た|兼ね|就く)|である|を充てる|をもって充て)"
)
_BOTH = re.compile(r"[:：は　 ][^。\n]{2,24}[、・及びと][^。\n]{2,16}(?:の)?(?:2名|二名|両名|2人)")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Evidence of one manager; conflicting for different or several names, empty for a blank."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    hits = ctx.hits("mfg.facility_manager", *DocKind)
    two = next((h for h in hits if _BOTH.match(h.passage.text[h.end :])), None)
    if two is not None:
        yield ctx.finding(
            Outcome.CONFLICTING, "施設管理者が二人以上書かれています", "more than one facility manager is named", two
        )
        return
    found = list(holders(ctx, "mfg.facility_manager", *DocKind))
    differing = _differing(ctx, found)
    if differing is not None:
        a, b = differing
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"施設管理者が文書により「{a.name}」と「{b.name}」で異なります",
            f"the facility manager is “{a.name}” in one place and “{b.name}” in another",
            b.role,
            related=[a.role],
        )
        return
    if found:
        yield ctx.evidence(found[0].role)
        return
    post = next((h for h in hits if _POST.match(h.passage.text[h.end :])), None)
    if post is not None:
        yield ctx.evidence(post)
        return
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
    blank = next((h for h in hits if _blank(h)), None)
    if blank is not None:
        yield ctx.finding(
            Outcome.EMPTY, "施設管理者が記入されていません", "the facility manager is not filled in", blank
        )
        return
    yield ctx.finding(
        Outcome.DEFICIENT if hits else Outcome.MISSING,
        "施設管理者の氏名（一施設に一名）が見当たりません",
        "no facility manager is named",
        hits[0] if hits else ctx.expected_place(),
        searched=("施設管理者",),
    )


def _differing(ctx: Context, found: list[Holder]) -> tuple[Holder, Holder] | None:
    """Two names that cannot be one person, in a dossier with one facility."""
    if not found:
        return None
    numbers = {
        i.value for p in ctx.reading.index.passages for i in identifiers(p.text) if i.kind is IdentifierKind.FACILITY
    }
    if len(numbers) > 1:
        return None
    first = found[0]
    for h in found[1:]:
        if not h.key.startswith(first.key) and not first.key.startswith(h.key):
            return first, h
    return None


def _blank(hit: Hit) -> bool:
    p = hit.passage
    if p.place is Place.HEADING:
        return False
    if p.label_end and hit.start < p.label_end:
        return not p.text[p.label_end + 1 :].strip(" 　_＿")
    return not p.text[hit.end :].strip(" 　：:_＿（）()|")
