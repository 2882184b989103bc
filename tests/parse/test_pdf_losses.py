"""What of a PDF cannot be read is said, and nothing hidden passes for text."""

from __future__ import annotations

import io

import pypdf
import pytest

from regenlint.errors import UnreadableError
from regenlint.model import Document, LossKind, MarkKind, Role
from regenlint.parse import from_pdf, pdf_seen
from tests.parse.drawn import Drawing, texts, with_annotation, with_fields, with_to_unicode

SENTENCE = "再生医療等を受ける者に対して、あらかじめ説明し同意を得る。"


def losses(d: Document) -> list[tuple[LossKind, int | None]]:
    return [(loss.kind, loss.page) for loss in d.losses]


def test_a_page_that_is_a_picture_is_a_loss_and_a_blank_page_is_none() -> None:
    d = Drawing().text(60, 700, SENTENCE).page().picture(0, 0, 595, 842).page().line(0, 0, 1, 1).read()

    assert losses(d) == [(LossKind.IMAGE_PAGE, 2)]
    assert d.losses[0].blinds


def test_a_scan_with_a_stamped_document_number_is_still_a_picture() -> None:
    d = Drawing().picture(0, 0, 595, 842).text(500, 810, "資料9").read()

    assert losses(d) == [(LossKind.IMAGE_PAGE, 1)]


def test_text_put_invisibly_over_a_scan_is_read_with_low_trust() -> None:
    scan = Drawing().picture(0, 0, 595, 842)
    d = scan.lines(60, 700, SENTENCE, SENTENCE, step=20).text(60, 600, SENTENCE, mode=3).read()
    e = Drawing().picture(0, 0, 595, 842).text(60, 700, SENTENCE, mode=3).text(60, 680, SENTENCE, mode=3).read()

    assert LossKind.OCR_LAYER not in [k for k, _ in losses(d)]
    assert (LossKind.OCR_LAYER, 1) in losses(e)
    assert SENTENCE in texts(e)[0]
    assert all(any(m.kind == MarkKind.LOW_TRUST for m in b.marks) for b in e.blocks)


@pytest.mark.parametrize("how", ["white", "invisible", "tiny", "off the page"])
def test_hidden_text_is_no_text_and_is_counted(how: str) -> None:
    drawing = Drawing().text(60, 720, SENTENCE)
    if how == "white":
        drawing.text(60, 700, "隠した文", colour="FFFFFF")
    elif how == "invisible":
        drawing.text(60, 700, "隠した文", mode=3)
    elif how == "tiny":
        drawing.text(60, 700, "隠した文", 0.5)
    else:
        drawing.text(700, 700, "隠した文")
    d = drawing.read()

    assert texts(d) == [SENTENCE]
    assert dict(d.hygiene)["hidden-text"] == "4"


def test_white_text_on_a_dark_area_is_text() -> None:
    d = Drawing().box(50, 690, 200, 30, filled=True).text(60, 700, "見出し", colour="FFFFFF").read()

    assert texts(d) == ["見出し"]


def test_a_font_without_a_character_table_is_a_loss_not_silence() -> None:
    d = from_pdf.read(with_to_unicode([SENTENCE] * 8, {}, mapped=False), "a.pdf")

    assert (LossKind.UNMAPPED_FONT, 1) in losses(d)
    assert d.losses[0].blinds


def test_a_mapping_to_letters_of_another_script_is_no_trusted_text() -> None:
    shown = {ch: chr(0x0A85 + k) for k, ch in enumerate(sorted(set(SENTENCE)))}
    d = from_pdf.read(with_to_unicode([SENTENCE] * 8, shown), "a.pdf")

    assert losses(d)[0][0] in (LossKind.UNMAPPED_FONT, LossKind.LOW_TRUST_TEXT)


def test_latin_text_needs_no_kana_to_be_trusted() -> None:
    d = Drawing().lines(60, 700, *["The product was released after all tests were passed."] * 6).read()

    assert not d.losses


def test_a_password_is_named() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(Drawing().text(60, 700, SENTENCE).bytes()))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)

    with pytest.raises(UnreadableError) as error:
        from_pdf.read(out.getvalue(), "a.pdf")

    assert error.value.kind == "password"


def test_an_owner_password_alone_hinders_nobody() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(Drawing().text(60, 700, SENTENCE).bytes()))
    writer.encrypt("", "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)

    assert texts(from_pdf.read(out.getvalue(), "a.pdf")) == [SENTENCE]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF", b"%PDF-1.4 and nothing else", b"%PDF-1.7\n" + bytes(2000)])
def test_a_broken_file_is_named(data: bytes) -> None:
    with pytest.raises(UnreadableError) as error:
        from_pdf.read(data, "a.pdf")

    assert error.value.kind == "broken"


def test_a_file_without_its_cross_reference_table_is_read() -> None:
    data = Drawing().text(60, 700, SENTENCE).bytes()

    assert texts(from_pdf.read(data[: data.rindex(b"startxref")], "a.pdf")) == [SENTENCE]


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_pdf, "MOST_PAGES", 1)
    data = Drawing().text(60, 700, SENTENCE).page().text(60, 700, SENTENCE).bytes()

    with pytest.raises(UnreadableError) as error:
        from_pdf.read(data, "a.pdf")

    assert error.value.kind == "too-large"


def test_a_page_over_the_limit_is_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_seen, "MOST_CHARACTERS", 10)

    assert losses(Drawing().text(60, 700, SENTENCE).read()) == [(LossKind.LIMIT, 1)]


def test_values_of_form_fields_stand_beside_their_labels() -> None:
    base = Drawing().text(60, 780, "再生医療等の名称").text(180, 748, "第二種").bytes()
    d = from_pdf.read(
        with_fields(
            base,
            [
                ("name", "", (160, 775, 400, 795), "自家幹細胞による治療"),
                ("box", "", (160, 745, 172, 757), True),
                ("other", "第三種", (160, 725, 172, 737), False),
            ],
        ),
        "a.pdf",
    )

    assert [(f.label, d.blocks[f.value_blocks[0]].text[f.value_start :]) for f in d.fields] == [
        ("再生医療等の名称", "自家幹細胞による治療")
    ]
    assert [(c.label, c.ticked) for c in d.choices] == [("第二種", True), ("第三種", False)]


def test_a_comment_is_counted_and_is_no_text() -> None:
    base = Drawing().text(60, 700, SENTENCE).bytes()
    d = from_pdf.read(with_annotation(base, "Text", "判断理由が空欄です", T="事務局"), "a.pdf")

    assert dict(d.hygiene)["comments-open"] == "1"
    assert [(b.text, b.role) for b in d.blocks][-1] == ("判断理由が空欄です", Role.COMMENT)


def test_text_typed_on_top_of_a_page_is_text() -> None:
    base = Drawing().text(60, 700, SENTENCE).bytes()
    d = from_pdf.read(with_annotation(base, "FreeText", "令和8年2月10日"), "a.pdf")

    assert "令和8年2月10日" in texts(d)
    assert "comments-open" not in dict(d.hygiene)


def test_a_document_says_its_format_path_and_digest() -> None:
    d = from_pdf.read(Drawing().text(60, 700, SENTENCE).bytes(), "資料/見本.pdf")

    assert (d.format, d.path, d.pages, len(d.sha256)) == ("pdf", "資料/見本.pdf", 1, 64)


def test_bytes_of_a_damaged_file_reach_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING"), pytest.raises(UnreadableError):
        from_pdf.read(b"%PDF-1.4\n1 0 obj\n<</Name(secret)>>\nendobj\n" * 20, "a.pdf")

    assert not caplog.records
