"""標準書の品質部門の承認

何を見るか：標準書の承認欄に、品質部門（品質管理責任者、品質保証責任者等）の者の氏名、日付又は署名・押印があるか。

なぜ：標準書は品質部門の承認を受ける（省令96条）。製造部門や施設管理者だけの承認では、独立した確認にならない。

見ないもの：電子承認の記録、氏名を伏せた写しの日付。「品質部門の承認を受ける」という手順の文は承認の表示とみなさない。

直し方：品質部門の承認者の氏名と承認日を記入する。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.dates import dates
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

_APPROVAL = re.compile(r"承認|決裁|制定|審査|確認印|署名|捺印|押印|印$|(?i:approv|review|signature)")
_ROLE = re.compile(
    r"品質(?:部門|管理|保証)?(?:責任者|部長|課長|部門長|室長|担当者?|部門|部|課|室)?|製造(?:部門|管理)?(?:責任者|部長|部門)?"
    r"|施設管理者|業務責任者|責任者|部門長?|部長"
    r"|承認者?|作成者?|確認者?|審査|制定|決裁|署名|押印|捺印|氏名|日付|年月日|職名|役職|印"
    r"|(?i:\b(?:approved|approval|reviewed|prepared|by|signature|date|name|title|head|manager|department|dept|of|and"
    r"|quality|assurance|control|unit|qa|qc|manufacturing|production)\b)"
    r"|[年月日：:／/|（）()\s　・.、,\-－―_＿→]"
)
_MARK = re.compile(r"署名|signed|㊞|押印済|電子承認|電子署名|承認済|印影|[（(]印[)）]")
_PENDING = re.compile(r"(?:承認|署名|押印|捺印|決裁)(?:を受ける|の|)(?:予定|待ち|未了|未済)|未承認|未署名|未押印")
_POLICY = re.compile(
    r"(?:承認|確認)を(?:受け|得て|得る|要す|経て)|承認(?:する|し、|した上|しなければ|を行う)|承認の後|承認後"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Look for a filled approval of the quality section in the standard."""
    if not ctx.documents(DocKind.STANDARD):
        raise NotJudged("標準書が提出物にありません", "the standard is not in the dossier")
    blank: Hit | None = None
    for hit in ctx.hits("std.quality_section", DocKind.STANDARD):
        filled = _filled(hit, ctx)
        if filled:
            yield ctx.evidence(hit)
            return
        if filled is False and blank is None:
            blank = hit
    if any(x.blinds for d in ctx.documents(DocKind.STANDARD) for x in d.losses):
        raise NotJudged("標準書に読み取れない頁があるため判定できません", "pages of the standard could not be read")
    if blank is not None:
        yield ctx.finding(
            Outcome.EMPTY,
            "品質部門の承認欄が記入されていません",
            "the approval of the quality section is not filled in",
            blank,
        )
        return
    others = [h for h in ctx.hits("std.approval", DocKind.STANDARD) if _display(h.passage) and _named(h.passage.text)]
    if others:
        yield ctx.finding(
            Outcome.DEFICIENT,
            "承認の表示に品質部門の者が見当たりません",
            "nobody of the quality section is among those who approved",
            others[0],
            searched=("品質部門の承認",),
        )
        return
    yield ctx.finding(
        Outcome.MISSING,
        "標準書に品質部門の承認の表示が見当たりません",
        "no approval by the quality section was found in the standard",
        ctx.expected_place(),
        searched=("品質部門の承認",),
    )


def _filled(hit: Hit, ctx: Context) -> bool | None:
    """Whether this place is a filled approval; False for a blank one, None where it is no approval at all."""
    p = hit.passage
    if _PENDING.search(p.text):
        return False
    if p.table >= 0 and p.header:
        head = p.header.split(" | ")
        if not _APPROVAL.search(p.header + p.before + _heading(p, ctx)) and not re.search(
            r"日付|年月日|氏名", p.header
        ):
            return None
        if not re.search(r"承認|確認|署名|印|日|氏名", p.header):
            return None
        cells = p.text.split(" | ")
        rest = (
            " ".join(c for c, h in zip(cells, head, strict=False) if hit.text not in c)
            if len(cells) == len(head)
            else p.text
        )
        return _named(rest) or bool(dates(p.text))
    if p.place is Place.CELL:
        return _column(hit, ctx)
    if not _display(p):
        return None
    start = max(0, hit.start - 16)
    window = p.text[start : hit.end + 40]
    return _named(window) or bool(dates(window)) or bool(_MARK.search(window) and not re.search(r"[　 ]{2,}", window))


def _display(p: Passage) -> bool:
    """Whether a passage shows an approval rather than telling of one."""
    if p.place is Place.HEADING or _POLICY.search(p.text):
        return False
    return bool(_APPROVAL.search(p.text) or _APPROVAL.search(p.before)) and (len(p.text) <= 160 or bool(dates(p.text)))


def _named(text: str) -> bool:
    """Whether a person's name (or any word that is no role) is left."""
    rest = _ROLE.sub("", re.sub(r"[0-9０-９]|令和|平成", "", text))
    return len(re.findall(r"[一-龥ァ-ヶーぁ-んA-Za-z]", rest)) >= 2


def _column(hit: Hit, ctx: Context) -> bool | None:
    """A head row of roles: 製造部門 | 品質部門 with names below."""
    p = hit.passage
    column = p.text[: hit.start].count(" | ")
    below = [
        q for q in ctx.reading.index.passages if q.document == p.document and q.table == p.table and q.header == p.text
    ]
    if not below or not _APPROVAL.search(p.text + p.before + _heading(p, ctx) + "".join(q.text for q in below)):
        return None
    values = [c[column] for q in below if len(c := q.text.split(" | ")) > column]
    return any(_named(v) or dates(v) for v in values)


def _heading(p: Passage, ctx: Context) -> str:
    path = ctx.dossier.document(p.document).section_path(p.pieces[0].block)
    return path[-1] if path else ""
