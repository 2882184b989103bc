"""The evidence map as a file: a workbook with sheets by area and by article, or a Word document to be signed off."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from regenlint.labels import Lang
from regenlint.record import RunRecord
from regenlint.report.evidence_map import Item, applying, areas, by_article, items, overview
from regenlint.report.workbook import Column, Table, still, written
from regenlint.rules import Outcome

if TYPE_CHECKING:
    from docx.document import Document

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FONT = "游明朝"


def as_xlsx(run: RunRecord, titles: Mapping[str, str], lang: Lang) -> bytes:
    """A workbook: what was read, the requirements by area, the same by article, those that do not apply."""
    english = lang is Lang.EN
    found = [(d.path, items(d, lang)) for d in run.dossiers]
    several = len(found) > 1

    def rows(cells: Callable[[Item], Sequence[str]], of: Callable[[Sequence[Item]], Sequence[Item]]) -> list[list[str]]:
        return [[*([path] if several else ()), *cells(i)] for path, all_ in found for i in of(all_)]

    plan = (Column("Plan" if english else "計画", 24),) if several else ()
    names = ("Overview", "Requirements", "By article", "Not applicable") if english else (
        "概要", "要件", "条文順", "対象外",
    )  # fmt: skip
    articles = [
        [*([path] if several else ()), name, *_short(i)] for path, all_ in found for name, i in by_article(all_, lang)
    ]
    label, text = ("Item", "Content") if english else ("項目", "内容")
    tables = (
        Table(names[0], (Column(label, 20), Column(text, 100)), [o for d in run.dossiers for o in overview(d, lang)]),
        Table(names[1], (*plan, *_columns(english)), rows(lambda i: _cells(i, titles), applying)),
        Table(names[2], (*plan, *_article_columns(english)), articles),
        Table(
            names[3],
            (*plan, *_absent_columns(english)),
            rows(
                lambda i: (i.rule, i.requirement, i.note, i.basis),
                lambda all_: [i for i in all_ if i.outcome is Outcome.NOT_APPLICABLE],
            ),
        ),
    )
    return written(tables, run.as_of)


def _columns(english: bool) -> tuple[Column, ...]:
    heads = (
        ("Area", "Rule", "Requirement", "What it asks", "Outcome", "Document", "Page", "Place", "Quote",
         "What is said", "Note", "Further places", "Basis", "For a person to judge")
        if english
        else ("領域", "規則", "要件", "求めること", "結果", "書類", "頁", "場所", "引用", "記載の状態", "所見・理由",
              "ほかの場所", "根拠", "人が判断すること（記入欄）")
    )  # fmt: skip
    widths = (14, 9, 30, 44, 11, 22, 6, 26, 40, 14, 40, 34, 34, 30)
    return tuple(Column(h, w, open=h == heads[-1]) for h, w in zip(heads, widths, strict=True))


def _cells(i: Item, titles: Mapping[str, str]) -> Sequence[str]:
    area = f"{i.area} {titles.get(i.area, '')}".strip()
    return (
        area, i.rule, i.requirement, i.asks, i.result, i.document, i.page, i.place, i.quote, i.state, i.note,
        "\n".join(i.elsewhere), i.basis, "",
    )  # fmt: skip


def _article_columns(english: bool) -> tuple[Column, ...]:
    heads = (
        ("Article", "Rule", "Requirement", "Outcome", "Document", "Page", "Place", "Quote", "For a person to judge")
        if english
        else ("条文", "規則", "要件", "結果", "書類", "頁", "場所", "引用", "人が判断すること（記入欄）")
    )
    return tuple(Column(h, w) for h, w in zip(heads, (30, 9, 36, 11, 24, 6, 30, 44, 30), strict=True))


def _short(i: Item) -> Sequence[str]:
    return i.rule, i.requirement, i.result, i.document, i.page, i.place, i.quote, ""


def _absent_columns(english: bool) -> tuple[Column, ...]:
    heads = ("Rule", "Requirement", "Why", "Basis") if english else ("規則", "要件", "理由", "根拠")
    return tuple(Column(h, w) for h, w in zip(heads, (9, 50, 60, 50), strict=True))


def as_docx(run: RunRecord, titles: Mapping[str, str], lang: Lang) -> bytes:
    """A Word document, landscape: what was read, then a table for each area with a column left open."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    english = lang is Lang.EN
    document: Document = docx.Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(15)
    _faces(document, Pt(9))
    made = datetime.datetime.combine(run.as_of, datetime.time())
    properties = document.core_properties
    properties.author = properties.last_modified_by = "regenlint"
    properties.title = "Evidence map" if english else "要件と記載箇所の対応表"
    properties.comments = ""
    properties.created = properties.modified = made
    widths = [Mm(w) for w in (52, 22, 62, 60, 38, 33)]
    heads = (
        ("Requirement", "Outcome", "Document, page, place", "Quote", "Basis", "For a person to judge")
        if english
        else ("要件", "結果", "書類・頁・場所", "引用", "根拠", "人が判断すること（記入欄）")
    )
    document.add_heading(properties.title, level=0)
    for d in run.dossiers:
        document.add_heading(_plain(d.path), level=1)
        _table(document, None, [Mm(50), Mm(217)], list(overview(d, lang)))
        for title, found in areas(applying(items(d, lang)), titles):
            document.add_heading(_plain(title), level=2)
            _table(document, heads, widths, [_paper(i, english) for i in found])
    out = io.BytesIO()
    document.save(out)
    return still(out.getvalue(), made)


def _paper(i: Item, english: bool) -> Sequence[str]:
    page = (f"p.{i.page}" if english else f"{i.page}頁") if i.page else ""
    place = [x for x in (i.document, page, i.place) if x]
    said = [i.result, i.state] if i.state else [i.result]
    quote = [f"“{i.quote}”" if english else f"「{i.quote}」"] if i.quote else []
    if i.note and i.outcome is not Outcome.MET:
        quote.append(i.note)
    return f"{i.rule} {i.requirement}", "\n".join(said), "\n".join(place), "\n".join(quote), i.basis, ""


def _faces(document: Document, size: Any) -> None:
    from docx.oxml.ns import qn

    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), _FONT)
    document.styles["Normal"].font.size = size


def _table(
    document: Document, heads: Sequence[str] | None, widths: Sequence[Any], rows: Sequence[Sequence[str]]
) -> None:
    from docx.oxml import OxmlElement

    table = document.add_table(0, len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for k, texts in enumerate([*([heads] if heads else ()), *rows]):
        row = table.add_row()
        for cell, width, text in zip(row.cells, widths, texts, strict=True):
            cell.width = width
            cell.text = _plain(text)
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if heads and not k:
            properties.append(OxmlElement("w:tblHeader"))
            for cell in row.cells:
                for r in cell.paragraphs[0].runs:
                    r.bold = True


def _plain(text: str) -> str:
    return _ILLEGAL.sub(" ", text)
