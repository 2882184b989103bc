"""What a Word file's constructs become: every visible text once, in order, with what is known of it."""

from __future__ import annotations

import pytest

from regenlint.errors import UnreadableError
from regenlint.model import Block, CellPlace, Document, LossKind, MarkKind, Role
from regenlint.parse.open import read_bytes
from tests.parse.ooxml import document, p, pack, part, parts, r, sdt, tbl, tc, texts, tr

AUTHOR = 'w:id="1" w:author="見本" w:date="2026-01-01T00:00:00Z"'


def hygiene(d: Document) -> dict[str, str]:
    return dict(d.hygiene)


def marked(b: Block, kind: MarkKind) -> list[str]:
    return [b.text[m.start : m.end] for m in b.marks if m.kind == kind]


def test_insertions_are_read_and_deletions_are_not_and_both_are_counted() -> None:
    d = document(
        p(
            r("投与は")
            + f"<w:ins {AUTHOR}>{r('2回')}</w:ins><w:del {AUTHOR}><w:r><w:delText>3回</w:delText></w:r></w:del>"
        )
    )
    assert texts(d) == ["投与は2回"]
    assert marked(d.blocks[0], MarkKind.INSERTED) == ["2回"]
    assert hygiene(d)["tracked-insertions"] == "1"
    assert hygiene(d)["tracked-deletions"] == "1"
    assert hygiene(d)["tracked-deletions-at"] == "0"


def test_a_moved_text_is_read_where_it_went() -> None:
    d = document(p(f"<w:moveFrom {AUTHOR}>{r('元')}</w:moveFrom>") + p(f"<w:moveTo {AUTHOR}>{r('先')}</w:moveTo>"))
    assert texts(d) == ["先"]
    assert hygiene(d)["tracked-moves"] == "1"


def test_changed_formatting_is_counted() -> None:
    d = document(p(r("文", f"<w:b/><w:rPrChange {AUTHOR}><w:rPr/></w:rPrChange>")))
    assert hygiene(d)["tracked-formatting"] == "1"


def test_a_paragraph_with_a_deleted_mark_joins_the_next() -> None:
    d = document(p(r("前半"), f"<w:rPr><w:del {AUTHOR}/></w:rPr>") + p(r("後半")))
    assert texts(d) == ["前半後半"]


def test_content_controls_are_read_at_every_level() -> None:
    d = document(
        sdt("", p(r("段落")))
        + p(r("名称：") + sdt("", r("行内")))
        + tbl(tr(sdt("", tc(p(r("セル"))))), sdt("", tr(tc(p(r("行"))))))
    )
    assert texts(d) == ["段落", "名称：行内", "セル", "行"]


def test_placeholder_text_of_a_control_is_marked() -> None:
    d = document(p(r("名称：") + sdt("<w:showingPlcHdr/>", r("ここに入力"))))
    assert marked(d.blocks[0], MarkKind.PLACEHOLDER) == ["ここに入力"]
    assert hygiene(d)["placeholders"] == "1"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p(r('枠の文'))}</w:txbxContent>"
    d = document(
        p(
            r("本文")
            + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
            + box
            + f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect><v:textbox>{box}</v:textbox></v:rect></w:pict>"
            "</mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
        + p(r("次"))
    )
    assert texts(d) == ["本文", "枠の文", "次"]
    assert d.blocks[1].role == Role.TEXTBOX


def test_notes_stand_after_the_paragraph_that_refers_to_them() -> None:
    d = document(
        p(r("本文") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + p(r("次")),
        footnotes=part(
            "footnotes",
            f'<w:footnote w:type="separator" w:id="-1">{p(r("―"))}</w:footnote>'
            f'<w:footnote w:id="2">{p(r("脚注"))}</w:footnote>',
        ),
    )
    assert texts(d) == ["本文", "脚注", "次"]
    assert d.blocks[1].role == Role.NOTE


def test_headers_and_footers_are_silent_and_page_numbers_are_seen() -> None:
    d = document(
        p(r("本文")),
        header=part("hdr", p(r("資料2　第1.2版"))),
        footer=part("ftr", p('<w:fldSimple w:instr=" PAGE "/>')),
    )
    assert [b.role for b in d.blocks] == [Role.BODY, Role.HEADER]
    assert hygiene(d)["header-text"] == "資料2　第1.2版"
    assert hygiene(d)["page-numbers"] == "yes"
    assert [b.text for b in d.body()] == ["本文"]


def test_only_comments_that_are_not_resolved_count_as_open() -> None:
    comments = "".join(
        f'<w:comment w:id="{i}" w:author="見本"><w:p w14:paraId="0000000{i}">{r(f"注{i}")}</w:p></w:comment>'
        for i in (1, 2, 3)
    )
    d = document(
        p(r("本文") + '<w:r><w:commentReference w:id="1"/></w:r>'),
        comments=part("comments", comments),
        commentsExtended='<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="00000002" w15:done="1"/>'
        '<w15:commentEx w15:paraId="00000003" w15:paraIdParent="00000001"/></w15:commentsEx>',
    )
    assert hygiene(d)["comments-open"] == "1"
    assert hygiene(d)["comments-resolved"] == "1"
    assert hygiene(d)["comments-at"] == "0"
    assert [b.text for b in d.blocks if b.role == Role.COMMENT] == ["注1", "注2", "注3"]


def test_hidden_white_and_tiny_text_is_left_out_and_counted() -> None:
    d = document(
        p(r("見える") + r("隠し", "<w:vanish/>"))
        + p(r("白", '<w:color w:val="FFFFFF"/>') + r("極小", '<w:sz w:val="2"/>'))
    )
    assert texts(d) == ["見える"]
    assert hygiene(d)["hidden-text"] == "5"


def test_white_letters_on_a_dark_cell_are_read() -> None:
    white = r("項目", '<w:color w:val="FFFFFF"/>')
    d = document(tbl(tr(tc(p(white), '<w:shd w:val="clear" w:fill="1F3864"/>'))))
    assert texts(d) == ["項目"]
    assert "hidden-text" not in hygiene(d)


def test_coloured_italic_struck_and_raised_spans_are_marked() -> None:
    d = document(
        p(
            r("黒", '<w:color w:val="000000"/>')
            + r("青", '<w:color w:val="0070C0"/>')
            + r("斜", "<w:i/>")
            + r("消", "<w:strike/>")
            + r("10")
            + r("8", '<w:vertAlign w:val="superscript"/>')
        )
    )
    b = d.blocks[0]
    assert marked(b, MarkKind.COLOURED) == ["青"]
    assert next(m.detail for m in b.marks if m.kind == MarkKind.COLOURED) == "0070C0"
    assert marked(b, MarkKind.ITALIC) == ["斜"]
    assert marked(b, MarkKind.STRUCK) == ["消"]
    assert marked(b, MarkKind.SUPERSCRIPT) == ["8"]


def test_marks_of_neighbouring_runs_join() -> None:
    d = document(p(r("青", '<w:color w:val="0070C0"/>') + r("字", '<w:color w:val="0070C0"/>')))
    assert marked(d.blocks[0], MarkKind.COLOURED) == ["青字"]


def test_a_raised_exponent_of_an_equation_is_marked() -> None:
    e = "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r></m:sup></m:sSup></m:oMath>"
    d = document(p(r("1×") + e))
    assert texts(d) == ["1×106"]
    assert marked(d.blocks[0], MarkKind.SUPERSCRIPT) == ["6"]


def test_the_base_of_ruby_is_read_without_its_reading() -> None:
    d = document(p(f"<w:r><w:ruby><w:rt>{r('さいせい')}</w:rt><w:rubyBase>{r('再生')}</w:rubyBase></w:ruby></w:r>"))
    assert texts(d) == ["再生"]


@pytest.mark.parametrize(
    ("font", "code", "seen"),
    [("Wingdings", "F0FE", "☑"), ("Wingdings", "F0A8", "☐"), ("Wingdings 2", "F052", "☑"), ("Symbol", "F06D", "μ")],
)
def test_symbol_fonts_are_read_as_what_is_seen(font: str, code: str, seen: str) -> None:
    d = document(p(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' + r("有")))
    assert texts(d) == [f"{seen}有"]


def test_letters_set_in_wingdings_are_boxes() -> None:
    d = document(p(r("þ", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + r("有")))
    assert texts(d) == ["☑有"]


def test_the_state_of_a_check_box_is_read_in_both_notations() -> None:
    new = sdt('<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>', r("☒"))
    old = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>'
    d = document(
        p(new + r("有"))
        + p(old.format("<w:default w:val='0'/><w:checked/>") + r("有"))
        + p(old.format("<w:default w:val='1'/><w:checked w:val='0'/>") + r("有"))
    )
    assert texts(d) == ["☒有", "☑有", "☐有"]
    assert [c.ticked for c in d.choices] == [True, True, False]


def test_the_value_of_a_legacy_list_is_read() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="第一種"/><w:listEntry w:val="第二種"/></w:ddList></w:ffData></w:fldChar></w:r>'
    )
    assert texts(document(p(r("分類：") + field))) == ["分類：第二種"]


def test_results_of_fields_are_read_and_their_codes_are_not() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("表1")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(document(p(field + r("による")))) == ["表1による"]


def test_merged_cells_stand_once_at_their_first_place_with_spans() -> None:
    d = document(
        tbl(
            tr(tc(p(r("A")), '<w:gridSpan w:val="2"/>'), tc(p(r("B")))),
            tr(tc(p(r("C")), '<w:vMerge w:val="restart"/>'), tc(p(r("D"))), tc(p(r("E")))),
            tr(tc(p(""), "<w:vMerge/>"), tc(p(r("F"))), tc(p(r("G")))),
        )
    )
    assert {b.text: b.cell for b in d.blocks} == {
        "A": CellPlace(0, 0, 0, 1, 2),
        "B": CellPlace(0, 0, 2),
        "C": CellPlace(0, 1, 0, 2, 1),
        "D": CellPlace(0, 1, 1),
        "E": CellPlace(0, 1, 2),
        "F": CellPlace(0, 2, 1),
        "G": CellPlace(0, 2, 2),
    }


def test_an_empty_cell_has_one_empty_block_and_empty_paragraphs_elsewhere_have_none() -> None:
    d = document(p("") + tbl(tr(tc(p(r("名称"))), tc(p("") + p("")))) + p(""))
    assert texts(d) == ["名称", ""]
    assert d.blocks[1].cell == CellPlace(0, 0, 1)


def test_a_deleted_row_is_left_out() -> None:
    d = document(tbl(tr(tc(p(r("残")))), tr(tc(p(r("消"))), properties=f"<w:del {AUTHOR}/>")))
    assert texts(d) == ["残"]


def test_a_nested_table_is_a_table_of_its_own_and_part_of_the_value_around_it() -> None:
    inner = tbl(tr(tc(p(r("項目"))), tc(p(r("値")))))
    d = document(tbl(tr(tc(p(r("規格"))), tc(p(r("次による")) + inner))))
    assert [(t.number, t.rows, t.columns) for t in d.tables] == [(0, 1, 2), (1, 1, 2)]
    spec = next(f for f in d.fields if f.label == "規格")
    assert [d.blocks[b].text for b in spec.value_blocks] == ["次による", "項目", "値"]


def test_rows_marked_as_repeating_are_header_rows() -> None:
    d = document(
        tbl(
            tr(tc(p(r("a"))), tc(p(r("b"))), properties="<w:tblHeader/>"),
            tr(tc(p(r("1"))), tc(p(r("2")))),
        )
    )
    assert d.tables[0].header_rows == 1


def test_heading_styles_and_outline_levels_make_headings() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="わが社の見出し"/><w:basedOn w:val="a"/></w:style>',
    )
    d = document(
        p(r("一"), '<w:pStyle w:val="a"/>')
        + p(r("二"), '<w:pStyle w:val="b"/>')
        + p(r("三"), '<w:outlineLvl w:val="0"/>')
        + p(r("本文です。")),
        styles=styles,
    )
    assert [(b.role, b.level) for b in d.blocks[:3]] == [(Role.HEADING, 2), (Role.HEADING, 2), (Role.HEADING, 1)]
    assert d.section_path(3) == ("三",)


def test_a_contents_list_is_silent() -> None:
    control = sdt('<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>', p(r("1 目的\t3")))
    d = document(control + p(r("本文")))
    assert d.blocks[0].role == Role.CONTENTS
    assert [b.text for b in d.body()] == ["本文"]


def test_pages_are_counted_from_words_own_breaks() -> None:
    d = document(p(r("一")) + p("<w:r><w:lastRenderedPageBreak/></w:r>" + r("二")) + p(r("三")))
    assert [b.origin.page for b in d.blocks] == [1, 2, 2]
    assert all(b.origin.page_is_approximate for b in d.blocks)
    assert d.pages == 2


def test_the_origin_counts_paragraphs_and_keeps_words_id() -> None:
    d = document(p("") + f'<w:p w14:paraId="1A2B3C4D">{r("文")}</w:p>')
    assert d.blocks[0].origin.path == ("word/document.xml", "p", 1, "paraId", "1A2B3C4D")


def test_an_imported_part_is_a_loss() -> None:
    d = document(p(r("本文")) + '<w:altChunk r:id="rId1"/>', aFChunk="別の文書")
    assert [x.kind for x in d.losses] == [LossKind.FOREIGN_PART]


def illustrated(text: str, pictures: int) -> Document:
    files = parts(p(r(text)))
    images = "".join(
        f'<Relationship Id="rId{n + 9}" Type="x/image" Target="media/image{n}.jpeg"/>' for n in range(pictures)
    )
    relations = files["word/_rels/document.xml.rels"]
    files["word/_rels/document.xml.rels"] = relations.replace(b"</Relationships>", f"{images}</Relationships>".encode())
    for n in range(pictures):
        files[f"word/media/image{n}.jpeg"] = bytes(range(256)) * 400
    return read_bytes(pack(files), "scan.docx")


def test_a_document_of_large_pictures_and_no_text_is_not_passed_as_read() -> None:
    d = illustrated("表紙", 1)
    assert [x.kind for x in d.losses] == [LossKind.IMAGE_PAGE]
    assert d.losses[0].blinds


def test_many_pictures_beside_little_text_are_named_and_a_figure_in_a_text_is_not() -> None:
    few = "本文の文章である。" * 40
    assert [x.kind for x in illustrated(few, 6).losses] == [LossKind.IMAGE_TEXT]
    assert illustrated(few, 1).losses == ()


def test_a_document_without_any_text_is_refused_as_empty() -> None:
    with pytest.raises(UnreadableError) as e:
        document(p(""))
    assert e.value.kind == "empty"
