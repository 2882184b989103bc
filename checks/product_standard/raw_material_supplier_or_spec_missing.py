"""原料・資材の供給者と品番・規格

何を見るか：標準書の原料・資材の表の各行に、供給者と品番・グレード・規格があるか（空欄の行を挙げる）。表がないときは、文中に供給者と
品番・規格を添えて挙げられた原料があるか。かっこが空のままの記載も挙げる。

なぜ：同じ名の原料でも、供給者と規格が違えば品質が違う。供給者・カタログ番号・規格の不記載は改善命令の例にもある。

見ないもの：患者から採った組織・血液、表に棒線（－）を引いた欄、受入れ時の確認の細かさ。

直し方：すべての原料・資材に供給者と品番・規格を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context, row_of
from regenlint.evidence import Place, State
from regenlint.index import Passage
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

_SUPPLIER = re.compile(
    r"供給|メーカー|製造元|製造販売|購入|販売元|製造会社|業者|製造者|入手|仕入|調達|会社|作っている|つくっている|企業|ベンダー"
    r"|[Ss]upplier|[Mm]anufacturer|[Vv]endor"
)
_GRADE = re.compile(r"品番|規格|カタログ|グレード|型番|型式|Cat|cat|製品番号|品質")
#: PRP-K20, MS-4410: what a catalogue calls an item.
_CODE = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,5}[-－][A-Z]{0,3}\d{1,6}|\d{3,6}[-－]\d{2,6})(?![A-Za-z0-9])")
_BLANK = re.compile(r"^[\s　]*(?:[（(][\s　]*[）)]|空欄|未定|未記入|要確認)?[\s　]*$")
#: No supplier by name.
_NOBODY = re.compile(
    r"市販品?|市販のもの|一般市販品|汎用品|各社|複数社|複数のメーカー|適宜|任意|指定なし|特に指定なし|問わない"
)
_BRACKETS = re.compile(
    r"(?:メーカー|供給者|供給元|製造元|品番|Cat\.?\s?No\.?|カタログ番号|規格)[：:]?\s?[（(][\s　]+[）)]"
)
_AWAY = frozenset({State.HANDED_ON, State.FUTURE, State.TEMPLATE, State.VAGUE})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Rows of the materials' tables first, else a sentence that gives both."""
    if not ctx.documents():
        raise NotJudged("標準書が提出物にありません", "the standard is not in the dossier")
    rows = [p for p in ctx.passages() if _is_materials(p)]
    for p in ctx.passages():
        m = _BRACKETS.search(p.text)
        if m:
            yield ctx.finding(
                Outcome.EMPTY, f"「{m.group()}」が空欄です", f"“{m.group()}” is blank", p.anchor(m.start(), m.end())
            )
            return
    blank = [(p, heads) for p in rows if (heads := _blanks(p))]
    for p, heads in blank[:5]:
        name = row_of(p).cells[0]
        yield ctx.finding(
            Outcome.EMPTY,
            f"「{name}」の{'、'.join(heads)}が空欄です",
            f"{len(heads)} cells of “{name}” are blank",
            p.anchor(0, max(1, len(name))),
        )
    nobody = [p for p in rows if _from_nobody(p)]
    for p in nobody[:5]:
        name = row_of(p).cells[0]
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{name}」の供給者が特定されていません",
            f"the supplier of “{name}” is not named",
            p.anchor(0, max(1, len(name))),
        )
    if rows and not nobody:
        yield Evidence(rows[0].whole(), "value")
    if rows:
        return
    yield from _prose(ctx)


def _is_materials(p: Passage) -> bool:
    if p.table < 0 or not p.header or p.cited:
        return False
    return bool(_SUPPLIER.search(p.header)) and not re.search(
        r"機器|校正|試験項目|検査項目|委託|業務|役割|職|担当", p.header.split(" | ")[0]
    )


def _blanks(p: Passage) -> list[str]:
    row = row_of(p)
    if not row.cells[0] or re.search(r"組織|末梢血|血液|脂肪|骨髄|臍帯|患者", row.cells[0]):
        return []
    return [
        h
        for h, c in zip(row.header, row.cells, strict=False)
        if (_SUPPLIER.search(h) or _GRADE.search(h)) and _BLANK.match(c)
    ]


def _from_nobody(p: Passage) -> bool:
    """Whether the supplier's cell of a row names nobody: 市販品, 各社."""
    row = row_of(p)
    return any(
        _SUPPLIER.search(h) and _NOBODY.fullmatch(c.strip("　 ")) for h, c in zip(row.header, row.cells, strict=False)
    )


def _prose(ctx: Context) -> Iterator[Finding | Evidence]:
    materials = {h.passage.number: h for h in ctx.hits("std.material") if h.passage.place is not Place.HEADING}
    grades = {h.passage.number for h in ctx.hits("std.grade")}
    grades |= {n for n, h in materials.items() if h.end <= h.passage.label_end and _CODE.search(h.passage.text)}
    suppliers = [h for h in ctx.hits("std.supplier") if h.passage.number in materials and h.passage.number in grades]
    good = [h for h in suppliers if ctx.state(h).state not in _AWAY]
    if good:
        yield ctx.evidence(good[0])
        return
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
    hit = next(iter(materials.values()), None)
    if hit is not None:
        yield ctx.finding(
            Outcome.DEFICIENT,
            "原料・資材の供給者と品番・規格が見当たりません",
            "supplier and item number or grade of the materials were not found",
            hit,
            searched=("供給者", "品番・規格"),
        )
        return
    yield ctx.finding(
        Outcome.MISSING,
        "原料・資材の供給者と品番・規格の記載が見当たりません",
        "nothing was found about the materials' suppliers and grades",
        ctx.expected_place(),
        searched=("供給者", "品番・規格"),
    )
