"""形容だけの規格

何を見るか：規格・判定基準の欄（表の列、試験項目の欄の値）に、数値・範囲・「陰性」「認めない」等の判定できる基準がなく、「適合」
「良好」「基準内」「合格」「十分」等の語だけが書かれている項目。空欄のかっこも挙げる。

なぜ：判定する人によって合否が変わる（省令97条3項：試験検査結果の判定方法）。

見ないもの：公定書・試験法・別表の名を添えた「適合」、外観の具体的な記述、原料の品番の欄。「検査に合格したもののみを使用する」と
いう文は、規格の表がどこにもないときだけ挙げる。

直し方：判定できる基準を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context, row_of
from regenlint.evidence import Place
from regenlint.index import Passage
from regenlint.rules import Evidence, Finding, Outcome

_HEAD = re.compile(r"規格|判定基準|合格基準|基準値|限度|管理値|^基準$|^判定$|許容")
_NOT_HEAD = re.compile(r"品番|供給|メーカー|製造元|購入|カタログ|グレード|試験方法$|法$|根拠|番号")
_VAGUE = re.compile(
    r"適合|良好|問題(?:な|の?ない)|基準内|規格内|範囲内|合格|十分|異常な(?:し|い)|適切|正常|満た(?:す|している)|社内基準|安定し|高い|優れ"
)
_CRITERION = re.compile(
    r"[0-9０-９一二三四五六七八九十百①-⑳⁰-⁹]|陰性|陽性|認め(?:ない|られない|ず)|検出(?:され|しない|せず|限界)|一致|否定|澄明|白色|無色|黄色|透明|懸濁|均一"
    r"|発育し?ない|増殖を?認め|凝集|異物|沈殿|形態|紡錘|敷石|バンド|照合|以上|以下|未満|薬局方|日局|局方|公定書|JP|USP|EP|ISO|別表|別紙|別添|参照|SOP|試験法に|法に適合|添付文書|承認|なし$|無$"
)
#: 適合・不適合, 合・否: the outcomes to choose from.
_OUTCOMES = re.compile(
    r"[☐□☑]|適合?\s?[・/／、,又はか]+\s?(?:不適合?|否)|合格?\s?[・/／、,又はか]+\s?(?:不合格|否)|良好?\s?[・/／、,]\s?(?:不良|否)"
)
_BLANK = re.compile(r"^[\s　]*(?:[（(][\s　]*[）)]|[_＿]{2,}|[\s　]*(?:％|%|個|EU/mL|℃)?(?:以上|以下|未満))[\s　]*$")
_BLANK_AFTER = re.compile(r"(?:規格|基準|限度|判定基準)[^（(。]{0,6}[（(][\s　]{2,}[）)]")
_PASSED = re.compile(
    r"(?:検査|試験|品質)[^。]{0,8}に(?:合格|適合)した(?:もの|細胞|製品|ロット|製剤)?[^。]{0,6}(?:のみ|だけ|に限)"
)
_ATTRIBUTES = (
    "qbd.attribute.viability",
    "qbd.attribute.endotoxin",
    "qbd.attribute.sterility",
    "qbd.attribute.mycoplasma",
    "qbd.attribute.count",
    "qbd.attribute.purity",
    "qbd.attribute.appearance",
    "qbd.attribute.potency",
    "qbd.attribute.other",
    "qbd.attribute.full_length",
    "qbd.attribute.encapsulation",
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Report criteria that cannot be judged."""
    named = {(h.passage.number, h.start) for key in _ATTRIBUTES for h in ctx.hits(key)}
    items = {number for number, _ in named}
    judged: list[Passage] = []
    for p in ctx.passages():
        if p.cited or p.place is Place.HEADING:
            continue
        if p.table >= 0 and p.header:
            yield from _row(ctx, p, items, judged)
        elif p.label_end and any(n == p.number and s < p.label_end for n, s in named):
            yield from _value(ctx, p, p.text[p.label_end + 1 :], judged)
        else:
            yield from _prose(ctx, p, named, judged)
    if judged:
        yield Evidence(judged[0].whole(), "value")
        return
    for p in ctx.passages():
        m = _PASSED.search(p.text) if not p.cited and p.place is not Place.HEADING else None
        if m and not _CRITERION.search(p.text[slice(*p.sentence(m.start()))]):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{m.group()}」とありますが、判定の基準がどこにもありません",
                f"“{m.group()}”, but no criterion is given anywhere",
                p.anchor(m.start(), m.end()),
            )
            return


def _row(ctx: Context, p: Passage, items: set[int], judged: list[Passage]) -> Iterator[Finding]:
    row = row_of(p)
    offset = 0
    criteria = [k for k, h in enumerate(row.header) if k and _HEAD.search(h) and h != "判定"]
    for k, cell in enumerate(p.text.split(" | ")):
        head = row.header[k] if k < len(row.header) else ""
        if k > 0 and _HEAD.search(head) and not _NOT_HEAD.search(head):
            if _OUTCOMES.search(cell) or (head == "判定" and criteria):
                pass  # where the outcome is ticked or written, beside the criteria
            elif _is_vague(cell) and p.number in items:
                yield _vague(ctx, p, offset, cell)
            elif _BLANK.match(cell) and p.number in items:
                yield ctx.finding(
                    Outcome.EMPTY,
                    f"「{row.cells[0]}」の基準が空欄です",
                    f"the criterion of “{row.cells[0]}” is blank",
                    p.anchor(0, max(1, len(row.cells[0]))),
                )
            elif _CRITERION.search(cell):
                judged.append(p)
        offset += len(cell) + 3


def _is_vague(text: str) -> bool:
    return bool(_VAGUE.search(text)) and not _CRITERION.search(text) and len(text) <= 40


def _value(ctx: Context, p: Passage, value: str, judged: list[Passage]) -> Iterator[Finding]:
    first = value.split("。", 1)[0]
    if _is_vague(first) and not _CRITERION.search(value):
        yield _vague(ctx, p, p.label_end + 1, first)
    elif _BLANK.match(value):
        label = p.text[: p.label_end]
        yield ctx.finding(
            Outcome.EMPTY,
            f"「{label}」の基準が空欄です",
            f"the criterion of “{label}” is blank",
            p.anchor(0, p.label_end),
        )
    elif re.search(r"以上|以下|未満|陰性|認めない|検出されない", value):
        judged.append(p)


def _prose(ctx: Context, p: Passage, named: set[tuple[int, int]], judged: list[Passage]) -> Iterator[Finding]:
    """項目：基準 written in a line, and blanks in brackets."""
    m = re.match(r"[・\-\s　（(0-9０-９）).．①-⑳]*(?P<label>[^：:。]{2,24})[：:](?P<value>[^。：:]{1,60})。?$", p.text)
    if m and any(n == p.number and s < m.end("label") for n, s in named):
        if _is_vague(m["value"]):
            yield _vague(ctx, p, m.start("value"), m["value"])
            return
        if _CRITERION.search(m["value"]):
            judged.append(p)
    blank = _BLANK_AFTER.search(p.text)
    if blank:
        yield ctx.finding(
            Outcome.EMPTY,
            "判定の基準が空欄です",
            "the criterion is blank",
            p.anchor(blank.start(), blank.end()),
        )
    elif any(n == p.number for n, _ in named) and re.search(r"以上|以下|未満|陰性", p.text):
        judged.append(p)


def _vague(ctx: Context, p: Passage, offset: int, text: str) -> Finding:
    shown = text.strip()
    return ctx.finding(
        Outcome.DEFICIENT,
        f"「{shown}」だけでは合否を判定できません",
        f"“{shown}” is no criterion that can be judged",
        p.anchor(offset, offset + len(text)),
    )
