"""製造施設の標準書・基準書・手順書に、制定又は改訂の日付があるかを見る。

何を見るか
    表紙・ヘッダー・改訂履歴にある、制定・改訂・施行の日付。
なぜ
    手順書等を作成し又は改訂するときは日付を記載する（省令110条1項2号）。
見ないもの
    提供機関側の手順書（苦情対応、モニタリング等）、文書を引く中の日付。
直し方
    制定日・改訂日を記載する。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.dates import blank_dates, dates
from regenlint.model import DocKind, Document, Role
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.text import folded

from .files import name_of, whole

_KINDS = (
    DocKind.STANDARD,
    DocKind.HYGIENE_STANDARD,
    DocKind.MANUFACTURING_STANDARD,
    DocKind.QUALITY_STANDARD,
    DocKind.SOP,
)
_SITE = ("製造", "細胞", "培養", "加工", "調製", "無菌", "衛生", "品質", "原料", "出荷", "標準書", "基準書")
_WORDS = ("制定", "改訂", "改定", "施行", "作成", "発行", "発効", "改正", "承認", "版", "適用", "日付", "年月日")
_COVER = 16


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding for each such document, or part of a binder, without a date of its own."""
    looked = False
    for d in ctx.documents(*_KINDS):
        if not _of_the_site(d) or not d.blocks:
            continue
        if any(x.blinds for x in d.losses):
            raise NotJudged(
                f"読み取れない頁があるため判定できません（{name_of(d)}）", f"pages of {name_of(d)} could not be read"
            )
        looked = True
        at = _dated(d)
        if at is not None:
            yield Evidence(whole(d, at), "value")
            continue
        blank = next(
            (b for b in d.blocks[:40] if blank_dates(b.text) and any(w in folded(b.text) for w in _WORDS)), None
        )
        if blank is not None:
            yield ctx.finding(
                Outcome.EMPTY,
                f"{name_of(d)}の制定・改訂の日付が空欄です",
                f"the date of {name_of(d)} is blank",
                whole(d, blank.number),
            )
        else:
            yield ctx.finding(
                Outcome.MISSING,
                f"{name_of(d)}に制定・改訂の日付がありません",
                f"{name_of(d)} has no date of issue",
                whole(d),
            )
    if not looked:
        raise NotJudged(
            "製造施設の基準書・手順書が提出物にありません", "no standard or procedure of the facility is in the dossier"
        )


def _of_the_site(d: Document) -> bool:
    """Whether a procedure is the manufacturing facility's; standards always are."""
    if d.kind is not DocKind.SOP:
        return d.kind in _KINDS
    text = folded(d.title + name_of(d) + "".join(b.text for b in d.blocks[:4]))
    return any(w in text for w in _SITE) and not any(
        w in text for w in ("苦情", "報告手順", "疾病等", "投与手順", "個人情報", "モニタリング", "監査")
    )


def _dated(d: Document) -> int | None:
    """The block with a date of issue: on the cover, in a header or footer, or beside a word for it."""
    firsts = {0, *(p.first for p in d.parts)}
    for b in d.blocks:
        # A date at odds with itself is a date all the same; that it is at odds is another rule's to say.
        if not any(x.year and x.month for x in dates(b.text)):
            continue
        near = any(f <= b.number <= f + _COVER for f in firsts)
        if b.role in (Role.HEADER, Role.FOOTER) or (near and len(b.text) <= 120):
            return b.number
        row = [x.text for x in d.blocks[max(0, b.number - 4) : b.number + 1]]
        if len(b.text) <= 90 and any(w in folded("".join(row)) for w in _WORDS[:8]):
            return b.number
    return None
