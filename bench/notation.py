"""The sources of the sample plans as files: Word for what is text, a workbook or plain text where the name says so.

One block a line; an empty line parts paragraphs:

    # 見出し … #### 見出し      a heading of that level
    - 項目                      a list item
    | a | b |                   a table row; `//` in a cell begins a new paragraph, a cell `<` is
                                one with the cell to its left, `^` with the one above
    :: ラベル :: 値             a row of a form
    === 表の題                  a caption
    ---                         a page break
    [x] / [ ]                   a ticked and an empty box
    {sup:8}                     a superscript

What is handed in as PDF is made as Word here: the reading of PDF has tests of its own, and only
LibreOffice could print it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_SUPERSCRIPT = re.compile(r"\{sup:([^{}]*)\}")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NOT_IN_A_SHEET_NAME = str.maketrans("", "", "[]:*?/\\")


def made(source: str, name: str, style: Mapping[str, object]) -> tuple[str, bytes]:
    """The file that a source makes: its name (`.docx` in place of `.pdf`) and its bytes.

    `style` is that of dossier.yaml: headings (styles, bold, plain, auto), boxes (round, square),
    width (full: wide digits), cells (merged: label and value in one cell), header, footer.
    """
    if name.endswith(".xlsx"):
        return name, _workbook(source)
    if name.endswith((".txt", ".md")):
        return name, source.encode("utf-8")
    file = io.BytesIO()
    _Writer(style).document(source).save(file)
    return re.sub(r"\.pdf$", ".docx", name), file.getvalue()


def _workbook(source: str) -> bytes:
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has a sheet")
    sheet.title = "項目1"
    for line in source.splitlines():
        if line.startswith("# ") and sheet.max_row > 1:
            sheet = book.create_sheet(line[2:][:28].translate(_NOT_IN_A_SHEET_NAME))
        if line.startswith("::"):
            _, label, value = f"{line} ".split("::", 2)
            sheet.append([label.strip(), value.strip().replace("[x]", "■").replace("[ ]", "□")])
        elif line.startswith("|"):
            sheet.append([c.strip() for c in line.strip("|").split("|")])
        elif line.strip():
            sheet.append([line.lstrip("# ")])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Writer:
    def __init__(self, style: Mapping[str, object]) -> None:
        self.style = style
        self.doc: Document = docx.Document()
        self.doc.core_properties.author = ""
        self.doc.core_properties.comments = ""
        section = self.doc.sections[0]
        if style.get("header"):
            section.header.paragraphs[0].text = str(style["header"])
        if style.get("footer"):
            _page_number(section.footer.paragraphs[0])
        self.rows: list[list[str]] = []
        self.form: list[list[str]] = []

    def document(self, source: str) -> Document:
        for line in map(str.rstrip, source.splitlines()):
            if line.startswith("|"):
                self._close(self.form)
                self.rows.append([c.strip() for c in line.strip("|").split("|")])
            elif line.startswith("::"):
                self._close(self.rows)
                _, label, value = f"{line} ".split("::", 2)
                cells = [label.strip(), value.strip()]
                self.form.append(["//".join(cells)] if self.style.get("cells") == "merged" else cells)
            else:
                self._close(self.rows)
                self._close(self.form)
                if line:
                    self._paragraph(line)
        self._close(self.rows)
        self._close(self.form)
        return self.doc

    def _paragraph(self, line: str) -> None:
        heading = re.match(r"(#{1,4}) (.*)", line)
        if heading:
            self._heading(len(heading.group(1)), heading.group(2))
        elif line == "---":
            self.doc.add_page_break()  # type: ignore[no-untyped-call]  # python-docx has no types here
        elif line.startswith("=== "):
            self._fill(self.doc.add_paragraph(), line[4:])
        elif line.startswith("- "):
            self._fill(self.doc.add_paragraph(style="List Bullet"), line[2:])
        else:
            self._fill(self.doc.add_paragraph(), line)

    def _heading(self, level: int, text: str) -> None:
        how = self.style.get("headings", "styles")
        named = {"styles": f"Heading {level}", "auto": f"List Number {level}".removesuffix(" 1")}
        paragraph = self._fill(self.doc.add_paragraph(style=named.get(str(how))), text)
        for run in paragraph.runs if how == "bold" else ():
            run.bold = True

    def _close(self, rows: list[list[str]]) -> None:
        if not rows:
            return
        columns = max(map(len, rows))
        table = self.doc.add_table(rows=len(rows), cols=columns, style="Table Grid")
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                cell = table.cell(i, j)
                if (text == "<" and j) or (text == "^" and i):
                    (table.cell(i, j - 1) if text == "<" else table.cell(i - 1, j)).merge(cell)
                    continue
                first, *others = text.split("//")
                self._fill(cell.paragraphs[0], first.strip())
                for other in others:
                    self._fill(cell.add_paragraph(), other.strip())
        self.doc.add_paragraph()
        rows.clear()

    def _fill(self, paragraph: Paragraph, text: str) -> Paragraph:
        boxes = "■□" if self.style.get("boxes") == "square" else "☑☐"
        text = text.replace("[x]", boxes[0]).replace("[ ]", boxes[1])
        if self.style.get("width") == "full":
            text = text.translate(_WIDE)
        for k, piece in enumerate(_SUPERSCRIPT.split(text)):
            if piece:
                run = paragraph.add_run(piece)
                run.font.superscript = True if k % 2 else None
        return paragraph


def _page_number(paragraph: Paragraph) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        paragraph.add_run()._r.append(element)
