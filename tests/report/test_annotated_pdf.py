"""PDF highlights at the very words and summary pages: the pages of the plan keep every character."""

from __future__ import annotations

import ctypes
import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from regenlint.errors import AnnotationError
from regenlint.model import Document, Role
from regenlint.parse import from_pdf
from regenlint.report.annotate_pdf import annotated
from regenlint.report.notes import Note
from regenlint.report.summary_pages import summary_pages
from regenlint.rules import Severity
from tests.parse.drawn import Drawing, with_annotation, with_fields, with_to_unicode

DAY = datetime.date(2026, 11, 1)
SAMPLES = sorted((Path(__file__).parent.parent.parent / "sample_plans").rglob("files/*.pdf"))


def note(d: Document, words: str, *, whole: bool = False) -> Note:
    block = next(b for b in d.blocks if words in b.text)
    start = block.text.index(words)
    end = start + len(words)
    return Note(block.number, 0 if whole else start, 0 if whole else end, Severity.ERROR, words, ("所見の文",))


def annotate(data: bytes, *words: str, summary: Sequence[str] = ("要約",)) -> bytes:
    d = from_pdf.read(data, "見本.pdf")
    made, placed = annotated(data, d, [note(d, w) for w in words], summary, DAY)
    assert placed == len(words)
    return made


def marks(data: bytes) -> list[tuple[int, dict[str, Any]]]:
    """Our annotations with their pages, from 1."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [
        (k, a.get_object())
        for k, page in enumerate(reader.pages, 1)
        for a in page.get("/Annots", [])
        if a.get_object().get("/T") == "regenlint"
    ]


def under(data: bytes, number: int, mark: dict[str, Any]) -> str:
    """The characters of a page whose middle lies in one of a highlight's quadrilaterals."""
    quads = [float(v) for v in mark["/QuadPoints"]]
    boxes = [(quads[k], quads[k + 5], quads[k + 2], quads[k + 1]) for k in range(0, len(quads), 8)]
    document = pdfium.PdfDocument(data)
    page = document[number - 1]
    text = page.get_textpage()
    out = []
    values = [ctypes.c_double() for _ in range(4)]
    for i in range(text.count_chars()):
        if pdfium_c.FPDFText_IsGenerated(text.raw, i):  # a line end of PDFium's own
            continue
        pdfium_c.FPDFText_GetCharBox(text.raw, i, *values)
        left, right, bottom, top = (v.value for v in values)
        x, y = (left + right) / 2, (bottom + top) / 2
        if any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in boxes):
            out.append(chr(pdfium_c.FPDFText_GetUnicode(text.raw, i)))
    text.close()
    page.close()
    document.close()
    return "".join(out).strip()


def highlighted(data: bytes) -> dict[str, str]:
    out: dict[str, str] = {}
    for number, mark in marks(data):
        if mark["/Subtype"] == "/Highlight":
            head = mark["/Contents"].split("\n")[0]
            out[head] = out.get(head, "") + under(data, number, mark)
    return out


def test_a_highlight_lies_over_the_very_words_and_tells_the_finding() -> None:
    data = Drawing().text(60, 700, "ドナーの血液検査を行い、合格した細胞を使う。").bytes()

    made = annotate(data, "血液検査", "合格した")

    assert highlighted(made) == {"血液検査": "血液検査", "合格した": "合格した"}
    _, mark = marks(made)[0]
    assert mark["/Contents"] == "血液検査\n所見の文"
    assert mark["/M"] == "D:20261101000000Z"


def test_words_over_a_line_break_get_one_box_a_line() -> None:
    first = "再生医療等の提供に当たっては、あらかじめ書面により説明し同意を得るものとして行う"
    data = Drawing().lines(60, 700, first, first, "ものとする。以上である。").bytes()

    made = annotate(data, "として行うものとする")

    assert highlighted(made) == {"として行うものとする": "として行うものとする"}
    ((_, mark),) = marks(made)
    ys = {round(float(y)) for y in mark["/QuadPoints"][1::8]}
    assert len(ys) == 2


def test_words_over_a_page_break_are_marked_on_both_pages() -> None:
    drawing = Drawing()
    line = "再生医療等の提供に当たっては、あらかじめ書面により説明し同意を得るものとして行う"
    drawing.lines(60, 760, *[line] * 44)
    drawing.page().lines(60, 760, "最後の言葉である。", "別の段落である。")
    data = drawing.bytes()
    d = from_pdf.read(data, "見本.pdf")
    assert any("行う最後の言葉" in b.text for b in d.blocks)
    block = next(b for b in d.blocks if "行う最後の言葉" in b.text)
    start = block.text.index("行う最後の言葉")
    over = Note(block.number, start, start + 7, Severity.ERROR, "行う最後の言葉", ())

    made, _ = annotated(data, d, [over], (), DAY)

    assert [number for number, _ in marks(made)] == [1, 2]
    assert highlighted(made) == {"行う最後の言葉": "行う最後の言葉"}


def test_the_same_words_elsewhere_on_the_page_are_left_alone() -> None:
    data = Drawing().text(60, 700, "1　陰性である。").text(60, 600, "2　陰性であると確認する。").bytes()
    d = from_pdf.read(data, "見本.pdf")
    block = next(b for b in d.blocks if "確認する" in b.text)
    start = block.text.index("陰性")

    made, _ = annotated(data, d, [Note(block.number, start, start + 2, Severity.NOTE, "二つ目", ())], (), DAY)

    ((_, mark),) = marks(made)
    assert 590 < float(mark["/Rect"][1]) < 620


def test_a_cell_of_a_table_is_marked_in_its_own_column() -> None:
    drawing = Drawing()
    drawing.grid([60, 200, 340], [720, 690, 660])
    for x, y, text in ((66, 700, "項目"), (206, 700, "規格"), (66, 670, "無菌試験"), (206, 670, "陰性")):
        drawing.text(x, y, text)

    assert highlighted(annotate(drawing.bytes(), "陰性", "無菌")) == {"陰性": "陰性", "無菌": "無菌"}


def test_radicals_and_repaired_fonts_are_found_under_the_characters_a_reader_sees() -> None:
    data = with_to_unicode(["⽇本の⼈の細胞を使う。"], {})

    made = annotate(data, "日本の人の細胞")

    assert highlighted(made) == {"日本の人の細胞": "⽇本の⼈の細胞"}


def test_what_cannot_be_found_among_the_characters_marks_its_block() -> None:
    data = with_fields(Drawing().text(60, 700, "氏名").bytes(), [("n", "氏名", (120, 690, 300, 710), "甲野太郎")])

    made = annotate(data, "太郎")

    ((_, mark),) = marks(made)
    left, bottom, right, top = (float(v) for v in mark["/Rect"])
    assert 60 <= left < right <= 300
    assert 685 <= bottom < top <= 715


def test_a_note_without_words_is_a_note_beside_its_block() -> None:
    data = Drawing().text(100, 700, "表題である").bytes()
    d = from_pdf.read(data, "見本.pdf")

    made, placed = annotated(data, d, [note(d, "表題", whole=True)], (), DAY)

    ((number, mark),) = marks(made)
    assert (number, mark["/Subtype"], placed) == (1, "/Text", 1)
    assert float(mark["/Rect"][2]) <= 100


def test_the_summary_comes_last_in_japanese_with_the_notes_and_their_pages() -> None:
    data = Drawing().text(60, 700, "ドナーの血液検査を行う。").bytes()

    made = annotate(data, "血液検査", summary=("所見の要約", "一行目", *["長い行" * 60] * 40))

    document = pdfium.PdfDocument(made)
    texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) > 2
    assert "所見の要約" in texts[1]
    assert any("p.1" in t and "血液検査" in t and "所見の文" in t for t in texts[1:])
    assert texts[0].strip() == "ドナーの血液検査を行う。"
    document.close()


def test_annotations_and_fields_that_were_there_stay() -> None:
    data = with_annotation(Drawing().text(60, 700, "血液検査を行う。").bytes(), "Text", "前のコメント", T="乙")

    made = annotate(data, "血液検査")

    kept: list[Any] = list(pypdf.PdfReader(io.BytesIO(made)).pages[0].annotations or [])
    assert [a.get_object()["/Contents"].split("\n")[0] for a in kept] == ["前のコメント", "血液検査"]


def test_a_turned_page_is_marked_where_its_words_are() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(Drawing().text(60, 700, "回した頁の血液検査である。").bytes()))
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)

    assert highlighted(annotate(out.getvalue(), "血液検査")) == {"血液検査": "血液検査"}


def test_a_file_protected_by_its_owner_is_annotated_too() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(Drawing().text(60, 700, "血液検査を行う。").bytes()))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    made = annotate(out.getvalue(), "血液検査")

    assert len(pdfium.PdfDocument(made)) == 2
    assert highlighted_plain(made) == ["血液検査"]


def highlighted_plain(data: bytes) -> list[str]:
    """Texts of highlights as the reader sees them."""
    d = from_pdf.read(data, "写し.pdf")
    return [b.text.split("\n")[0] for b in d.blocks if b.role is Role.COMMENT]


def test_a_file_that_is_none_is_refused() -> None:
    d = from_pdf.read(Drawing().text(60, 700, "文").bytes(), "見本.pdf")

    with pytest.raises(AnnotationError):
        annotated(b"%PDF-1.4 broken", d, [], (), DAY)


def test_summary_pages_are_a_sound_pdf_whatever_the_lines_hold() -> None:
    data = summary_pages(["題（)(\\", "", "𠮷野 a\x00b", "  下げた行" + "長" * 300])

    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    text = reader.pages[0].extract_text()
    assert "〓野" in text
    assert text.count("長") == 300


@pytest.mark.parametrize("path", SAMPLES[::3], ids=lambda p: p.name)
def test_the_words_of_real_files_are_found_again(path: Path) -> None:
    data = path.read_bytes()
    d = from_pdf.read(data, path.name)
    here = [b for b in d.blocks if b.role not in (Role.HEADER, Role.FOOTER, Role.COMMENT) and len(b.text) > 8]
    notes = [Note(b.number, 2, 7, Severity.NOTE, f"注{b.number}", ()) for b in here]

    made, placed = annotated(data, d, notes, ("要約",), DAY)

    assert placed == len(notes)
    found = highlighted(made)
    right = sum("".join(found[f"注{b.number}"].split()) == "".join(b.text[2:7].split()) for b in here)
    assert right >= 0.97 * len(here)
