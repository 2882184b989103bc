"""What becomes of the characters of a PDF: lines, paragraphs, weight, marks, reading order."""

from __future__ import annotations

from regenlint.model import Document, MarkKind
from regenlint.parse import from_pdf
from tests.parse.drawn import Drawing, texts, with_to_unicode

LONG = "本計画は、再生医療等の安全性の確保等に関する法律の規定に基づき、次のとおり提供する"


def marked(d: Document, kind: MarkKind) -> list[str]:
    return [b.text[m.start : m.end] for b in d.blocks for m in b.marks if m.kind == kind]


def ticks(d: Document) -> list[tuple[str, bool]]:
    return [(c.label, c.ticked) for c in d.choices]


def test_a_box_drawn_after_its_label_still_ticks_the_label_right_of_it() -> None:
    d = (
        Drawing()
        .text(71, 700, "第一種")
        .text(131, 700, "第二種")
        .text(191, 700, "第三種")
        .text(60, 700, "□")
        .text(120, 700, "■")
        .text(180, 700, "□")
        .read()
    )

    assert ticks(d) == [("第一種", False), ("第二種", True), ("第三種", False)]


def test_a_small_square_drawn_before_a_word_is_a_box_and_a_cross_in_it_ticks_it() -> None:
    d = (
        Drawing()
        .box(60, 699, 9, 9)
        .text(72, 700, "有")
        .box(100, 699, 9, 9)
        .line(100, 699, 109, 708)
        .line(100, 708, 109, 699)
        .text(112, 700, "無")
        .read()
    )

    assert d.blocks[0].text.startswith("☐")
    assert "☑" in d.blocks[0].text
    assert d.blocks[0].text.index("有") < d.blocks[0].text.index("☑") < d.blocks[0].text.index("無")


def test_a_wrapped_sentence_is_one_paragraph_and_a_short_line_ends_one() -> None:
    d = Drawing().lines(60, 780, LONG, LONG, LONG, "ものである。", "以上のとおり報告する。").read()

    assert texts(d) == [LONG * 3 + "ものである。", "以上のとおり報告する。"]


def test_a_line_that_begins_with_a_number_in_a_sentence_opens_no_paragraph() -> None:
    d = Drawing().lines(60, 780, LONG, LONG, "10日以内に報告する。", "2　方法").read()

    assert texts(d) == [LONG * 2 + "10日以内に報告する。", "2方法"]


def test_items_are_paragraphs_of_their_own_though_the_line_above_is_full() -> None:
    full = LONG[:-1] + "。"
    d = Drawing().lines(60, 780, "(1) " + full[:-2] + "。", "(2) " + full[:-2] + "。", "(3) 確認する。").read()

    assert [t[:3] for t in texts(d)] == ["(1)", "(2)", "(3)"]


def test_letters_spread_over_a_label_are_one_word() -> None:
    d = Drawing().grid([55, 200, 540], [720, 690]).text(60, 700, "氏名", spread=60).text(205, 700, "見本太郎").read()

    assert [b.text for b in d.blocks] == ["氏名", "見本太郎"]


def test_words_of_latin_letters_keep_their_space_at_a_line_end() -> None:
    text = "The investigational product was stored below minus one hundred and fifty degrees Celsius until use"
    d = Drawing().lines(60, 780, text, text, "at the site.").read()

    assert d.blocks[0].text == f"{text} {text} at the site."


def test_a_raised_small_digit_is_marked_as_superscript() -> None:
    d = Drawing().text(60, 700, "1×10").text(86, 700, "8", 6, rise=4).text(92, 700, "個").read()

    assert d.blocks[0].text.replace(" ", "") == "1×108個"
    assert marked(d, MarkKind.SUPERSCRIPT) == ["8"]


def test_bold_is_seen_where_glyphs_are_stroked() -> None:
    d = Drawing().text(60, 720, "1 目的", mode=2).text(60, 690, "本研究の目的は次のとおり。").read()

    assert [b.bold for b in d.blocks] == [True, False]


def test_a_word_drawn_twice_for_weight_is_read_once() -> None:
    d = Drawing().text(60, 720, "目的").text(60.3, 720, "目的").read()

    assert texts(d) == ["目的"]


def test_coloured_and_struck_words_are_marked() -> None:
    d = Drawing().text(60, 720, "記載例", colour="0070C0").text(60, 690, "取消").line(60, 694, 81, 694).read()

    assert marked(d, MarkKind.COLOURED) == ["記載例"]
    assert marked(d, MarkKind.STRUCK) == ["取消"]


def test_an_underline_walls_off_nothing_in_a_cell() -> None:
    d = (
        Drawing()
        .grid([55, 150, 300], [720, 660])
        .text(60, 700, "氏名")
        .text(153, 700, "見本太郎さくら医師と例示")
        .line(153, 698, 279, 698)
        .text(153, 680, "医師")
        .read()
    )

    assert [(b.cell.row, b.cell.column) for b in d.blocks if b.cell] == [(0, 0), (0, 1), (0, 1)]


def test_a_reading_set_small_over_its_word_is_no_text() -> None:
    d = Drawing().text(60, 700, "発熱が続くときは連絡する。").text(62, 711.5, "はつねつ", 5).read()

    assert texts(d) == ["発熱が続くときは連絡する。"]


def test_radicals_that_fonts_leave_behind_become_the_ideographs_they_show() -> None:
    d = from_pdf.read(with_to_unicode(["日本人一人を見る"], {"日": "⽇", "人": "⼈", "見": "⾒"}), "a.pdf")

    assert texts(d) == ["日本人一人を見る"]
    assert dict(d.hygiene)["kangxi-radicals"] == "4"


def test_symbol_font_boxes_become_boxes() -> None:
    d = from_pdf.read(with_to_unicode(["口有目無"], {"口": "\uf0a8", "目": "\uf0fe"}), "a.pdf")

    assert texts(d) == ["☐有☑無"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [
        "左の段の文は、ここから始まり、次の行へと",
        "続いて下まで行き、右の段へ移る前に全部を",
        "読み終える。ここは三行目であり、四行目は",
    ]
    right = [
        "右の段の文は、左の段を読み終えた後に読む",
        "べきものであり、行ごとに左右を交ぜて読む",
        "ことはない。ここは三行目であり、四行目は",
    ]
    d = Drawing().lines(60, 700, *left, *left).lines(310, 700, *right, *right).read()

    assert "".join(texts(d)) == "".join(left * 2 + right * 2)


def test_text_drawn_sideways_is_read_as_it_stands_on_the_turned_page() -> None:
    drawing = Drawing()
    canvas = drawing._canvas
    canvas.translate(595, 0)
    canvas.rotate(90)
    d = drawing.lines(60, 500, LONG, LONG, "ものである。").read()

    assert texts(d) == [LONG * 2 + "ものである。"]
    box = d.blocks[0].origin.box
    assert box is not None
    assert box[0] < box[2] <= 595
    assert box[3] - box[1] > 300


def test_contents_lines_with_leaders_are_told() -> None:
    d = Drawing().lines(60, 700, "1 目的" + "…" * 20 + "3", "2 方法" + "…" * 20 + "4").read()

    assert {b.role for b in d.blocks} == {"contents"}


def test_every_block_has_its_page_and_a_box_on_it() -> None:
    d = Drawing().text(60, 700, "一頁").page().text(60, 600, "二頁").read()

    assert [(b.origin.page, b.origin.path) for b in d.blocks] == [
        (1, ("page", 1, "line", 1)),
        (2, ("page", 2, "line", 1)),
    ]
    box = d.blocks[1].origin.box
    assert box is not None
    assert 590 < box[1] < 600 < box[3] < 615


def test_equal_words_below_each_other_are_all_read_though_their_font_is_not_embedded() -> None:
    drawing = Drawing()
    for k in range(4):
        drawing.text(60, 700 - 40 * k, "適合").text(200, 700 - 40 * k, "陰性")

    assert [b.text for b in drawing.read().blocks] == ["適合", "陰性"] * 4


def test_a_pdf_without_its_fonts_is_read_with_the_square_and_not_with_a_font_of_the_machine() -> None:
    drawing = Drawing().text(60, 700, "「適合」を確かめ、ABC 123 と記す。")
    page = from_pdf.opened(drawing.bytes())[0]
    text = page.get_textpage()
    boxes = [text.get_charbox(k) for k in range(3)]

    # The em box of the font we give: no glyph of a machine's font is as tall as that, and all are alike.
    assert {round(top - bottom) for _, bottom, _, top in boxes} == {11}
