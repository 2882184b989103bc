"""チェックリストの頭書き・確認欄・記載箇所が埋まっているかを見る。

何を見るか
    「用いるもの」「計画の種別」の記入、各項目の印、確認した文書と頁。旧い題名の様式でないこと。
なぜ
    埋まっていない確認欄では、委員会が何を確かめたのか分からない。
見ないもの
    記載箇所を求めない委員会の様式（弱く示すにとどめる）。
直し方
    現行の様式で、頭書き・確認欄・記載箇所を埋める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context, Row
from regenlint.fill import Fill, fill_of
from regenlint.model import DocKind, Document
from regenlint.rules import Confidence, Evidence, Finding, Outcome, Severity
from regenlint.values import says

_CHECKED = re.compile(r"[☑☒■✓✔●◯○〇レ適可有無]|該当(?:なし|せず|しない)|非該当|確認済|はい|いいえ|OK|N/A|対象外")
_EMPTY_BOX = re.compile(r"^[\s　□☐]*$")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The heading fields, the marks and the places of the checklist."""
    need_documents(ctx)
    for document in ctx.documents(DocKind.CHECKLIST):
        findings = [*_heading(ctx, document), *_marks(ctx), *_title(ctx)]
        yield from findings[:3]
        if not findings:
            place = ctx.expected_place()
            if place:
                yield Evidence(place, "value")
        return


def _heading(ctx: Context, document: Document) -> Iterator[Finding]:
    for term, name in (("cmt.used_things", "用いるもの"), ("cmt.plan_kind", "計画の種別")):
        hits = [h for h in ctx.hits(term, DocKind.CHECKLIST) if h.start <= 4]
        if not hits:
            continue
        texts = [h.passage.text[h.end :].strip(" ：:　|") for h in hits]
        if all(_EMPTY_BOX.match(t) or fill_of(t) in (Fill.BLANK, Fill.PLACEHOLDER) or _unticked(t) for t in texts):
            yield ctx.finding(
                Outcome.EMPTY,
                f"チェックリストの「{name}」が記入されていません",
                f"the checklist's heading “{name}” is not filled in",
                hits[0],
            )


def _unticked(text: str) -> bool:
    return bool(re.search(r"[□☐]", text)) and not re.search(r"[☑☒■✓✔●]", text)


def _marks(ctx: Context) -> Iterator[Finding]:
    rows = [r for r in ctx.rows(DocKind.CHECKLIST) if len(r.cells) >= 3 and len(r.cells[0] + r.cells[1]) >= 4]
    asked = [r for r in rows if r.header]
    if len(asked) < 3:
        return
    unmarked = [r for r in asked if not _CHECKED.search(" ".join(r.cells[1:])) or _unticked(" ".join(r.cells[1:]))]
    if unmarked:
        yield ctx.finding(
            Outcome.EMPTY,
            f"確認欄に印のない項目があります（{len(unmarked)}件）",
            f"{len(unmarked)} item(s) of the checklist are not marked",
            unmarked[0].passage.whole(),
        )
    if all(_no_place(r) for r in asked):
        yield ctx.finding(
            Outcome.DEFICIENT,
            "確認した文書名と頁・項を書く欄が、すべての項目で空いています",
            "no item names the document and page that was checked",
            asked[0].passage.whole(),
            confidence=Confidence.LOW,
            severity=Severity.NOTE,
        )


def _no_place(row: Row) -> bool:
    """Whether the last column, where it is one of places, is blank."""
    return bool(re.search(r"箇所|場所|文書|頁|ページ|書類", row.header[-1])) and fill_of(row.cells[-1]) is Fill.BLANK


def _title(ctx: Context) -> Iterator[Finding]:
    old = [h for h in ctx.hits("cmt.checklist_old", DocKind.CHECKLIST) if h.passage.pieces[0].block <= 4]
    if old and not says_heading(ctx):
        yield ctx.finding(
            Outcome.DEFICIENT,
            "頭書き（用いるもの・計画の種別）のない旧い様式のチェックリストです",
            "this is the old form of the checklist, without its heading",
            old[0],
        )


def says_heading(ctx: Context) -> bool:
    """Whether the heading fields of the present form are printed."""
    return any(
        says(ctx, "cmt.used_things", p.text) or says(ctx, "cmt.plan_kind", p.text)
        for p in ctx.passages(DocKind.CHECKLIST)
    )
