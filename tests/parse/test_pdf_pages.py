"""What goes over the pages of a PDF: headers, footers, page numbers, cut paragraphs and rows, footnotes."""

from __future__ import annotations

from collections.abc import Callable

from regenlint.model import Document, Role
from tests.parse.drawn import Drawing, rows, texts

LINE = "再生医療等の提供に当たっては、あらかじめ書面により説明し同意を得るものとして行う"


def pages(count: int, draw: Callable[[Drawing, int], object]) -> Document:
    drawing = Drawing()
    for number in range(1, count + 1):
        if number > 1:
            drawing.page()
        draw(drawing, number)
    return drawing.read()


def of_role(d: Document, role: Role) -> list[str]:
    return [b.text for b in d.blocks if b.role == role]


def test_what_stands_at_the_head_and_foot_of_every_page_is_header_and_footer() -> None:
    def draw(drawing: Drawing, number: int) -> None:
        drawing.text(60, 800, "資料5　標準書　第2版").text(290, 30, f"- {number} -")
        drawing.lines(60, 740, f"{number}頁目の本文である。", "続きの文である。")

    d = pages(4, draw)

    assert of_role(d, Role.HEADER) == ["資料5　標準書　第2版"]
    assert of_role(d, Role.FOOTER) == ["- 1 -"]
    assert dict(d.hygiene)["page-numbers"] == "yes"


def test_pages_without_numbers_are_said_to_have_none() -> None:
    d = pages(3, lambda drawing, number: drawing.lines(60, 740, f"第{number}の文である。"))

    assert dict(d.hygiene)["page-numbers"] == "no"


def test_a_header_in_a_ruled_box_on_every_page_is_no_table() -> None:
    def draw(drawing: Drawing, number: int) -> None:
        drawing.grid([55, 300, 540], [820, 800]).text(60, 806, "手順書 SOP-01").text(305, 806, f"{number}/3頁")
        drawing.lines(60, 740, f"第{number}の文である。")

    d = pages(3, draw)

    assert not d.tables
    assert "手順書 SOP-01" in of_role(d, Role.HEADER)


def test_a_paragraph_cut_by_a_page_break_is_joined_over_header_and_footer() -> None:
    def draw(drawing: Drawing, number: int) -> None:
        drawing.text(60, 800, "資料5").text(290, 30, str(number))
        if number == 1:
            drawing.lines(60, 120, LINE, LINE, LINE, LINE)
        else:
            drawing.lines(60, 740, "ものである。", "次の文。")

    d = pages(2, draw)

    assert LINE * 4 + "ものである。" in texts(d)


def test_a_sentence_that_ends_with_the_page_ends_its_paragraph() -> None:
    def draw(drawing: Drawing, number: int) -> None:
        if number == 1:
            drawing.lines(60, 120, LINE, LINE, "確認した。")
        else:
            drawing.lines(60, 740, LINE, LINE, "報告した。")

    assert texts(pages(2, draw)) == [LINE * 2 + "確認した。", LINE * 2 + "報告した。"]


def test_a_table_goes_on_over_a_page_and_a_head_drawn_again_is_dropped() -> None:
    def draw(drawing: Drawing, number: int) -> None:
        top = 100 if number == 1 else 760
        drawing.grid([55, 200, 540], [top, top - 20, top - 40])
        drawing.text(60, top - 14, "項目").text(205, top - 14, "基準")
        drawing.text(60, top - 34, f"試験{number}").text(205, top - 34, "陰性")

    d = pages(2, draw)

    assert rows(d) == [["項目", "基準"], ["試験1", "陰性"], ["試験2", "陰性"]]
    assert d.tables[0].header_rows == 1


def test_a_row_cut_by_a_page_break_is_whole() -> None:
    value = "細胞の種類及び投与方法に照らし、政令に定め"

    def draw(drawing: Drawing, number: int) -> None:
        if number == 1:
            drawing.grid([55, 150, 376], [100, 55])
            drawing.text(60, 86, "判断理由").lines(155, 86, value, value, step=14)
        else:
            drawing.grid([55, 150, 376], [760, 740, 720])
            drawing.text(155, 746, "る第二種とした。").text(60, 726, "備考").text(155, 726, "なし")

    d = pages(2, draw)

    assert rows(d) == [["判断理由", value * 2 + "る第二種とした。"], ["備考", "なし"]]


def test_a_footnote_is_a_note_and_does_not_part_the_paragraph_over_the_page() -> None:
    def draw(drawing: Drawing, number: int) -> None:
        if number == 1:
            drawing.lines(60, 150, LINE, LINE, LINE)
            drawing.line(60, 90, 200, 90).text(60, 78, "1) 令和七年の通知による。", 8)
        else:
            drawing.lines(60, 740, "ものである。", "次の文。")

    d = pages(2, draw)

    assert of_role(d, Role.NOTE) == ["1) 令和七年の通知による。"]
    assert LINE * 3 + "ものである。" in texts(d)
