"""利益相反管理基準と利益相反管理計画の添付

何を見るか：利益相反に関する書類の題名・見出しに、利益相反管理基準と利益相反管理計画の両方があること。計画が未記入でないこと。

なぜ：省令8条の8第1項・3項は両者の作成を、27条8項10号は添付を求めている。

見ないもの：基準の当否、申告の内容と他の文書との食い違い（別の規則）。

直し方：利益相反管理基準（様式A）と、確認した関与ごとの取扱いを書いた利益相反管理計画（様式E）を添付する。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.values import says

_WANTED = (
    ("prt.coi_standard", "利益相反管理基準", "the standard of managing conflicts of interest"),
    ("prt.coi_plan", "利益相反管理計画", "the plan of managing conflicts of interest"),
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Both titles in the documents on conflicts of interest."""
    there = ctx.documents(DocKind.COI)
    if not there and len(ctx.dossier.documents) < 2:
        raise NotJudged(
            "一つの文書だけでは添付の有無を判定できません", "a lone document does not tell what is attached"
        )
    if ctx.dossier.unread:
        raise NotJudged("読めないファイルがあるため添付の有無を判定できません", "an unread file may be the attachment")
    lacking = [(ja, en) for term, ja, en in _WANTED if not _titled(ctx, term)]
    at = Anchor(there[0].id, 0) if there else None
    if lacking:
        yield ctx.finding(
            Outcome.MISSING,
            f"{'、'.join(j for j, _ in lacking)}が提出物に見当たりません",
            f"not in the dossier: {', '.join(e for _, e in lacking)}",
            at,
            searched=tuple(j for j, _ in lacking),
        )
        return
    blank = ctx.hits("prt.coi_blank", DocKind.COI)
    if blank:
        yield ctx.finding(
            Outcome.EMPTY,
            "利益相反管理計画が未記入です",
            "the plan of managing conflicts of interest is blank",
            blank[0],
        )
        return
    if at is not None:
        yield Evidence(at, "value")


def _titled(ctx: Context, term: str) -> bool:
    if any(_is_title(h) for h in ctx.hits(term, DocKind.COI)):
        return True
    return any(
        says(ctx, term, d.path.rsplit("/", 1)[-1]) and says(ctx, "prt.coi_word", d.path.rsplit("/", 1)[-1])
        for d in ctx.documents(DocKind.COI)
    )


def _is_title(hit: Hit) -> bool:
    """A heading, a line of its own, or one of the first lines of the document."""
    p = hit.passage
    if p.place is Place.HEADING:
        return True
    brief = len(p.text) <= 46 and not p.text.rstrip().endswith(("。", "る", "た"))
    return (brief and p.place is not Place.LIST) or (p.pieces[0].block <= 2 and "。" not in p.text)
