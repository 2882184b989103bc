"""Word comments at the very words: text unchanged, other parts unchanged, whatever the file is like."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from lxml import etree

from regenlint.errors import AnnotationError
from regenlint.model import Document, Role
from regenlint.parse.docx_package import MC, Package, W
from regenlint.parse.open import read_bytes
from regenlint.report.annotate_docx import annotated
from regenlint.report.notes import Note
from regenlint.rules import Severity
from tests.parse.ooxml import p as para
from tests.parse.ooxml import pack, part, parts, r, sdt, tbl, tc, tr

DAY = datetime.date(2026, 11, 1)
STYLES = part("styles", '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>')
SAMPLES = sorted((Path(__file__).parent.parent.parent / "sample_plans").rglob("files/*.docx"))


def note(d: Document, words: str, *, head: str = "", whole: bool = False) -> Note:
    block = next(b for b in d.blocks if words in b.text)
    start = block.text.index(words)
    end = start + len(words)
    return Note(block.number, 0 if whole else start, 0 if whole else end, Severity.ERROR, head or words, ("所見の文",))


def annotate(data: bytes, *words: str, summary: Sequence[str] = ()) -> bytes:
    d = read_bytes(data, "計画.docx")
    made, placed = annotated(data, d, [note(d, w) for w in words], summary, DAY)
    assert placed == len(words)
    return made


def places(data: bytes) -> dict[str, str]:
    """By the first line of each comment, the text that stands between its marks."""
    package = Package(data)
    root, comments = package.xml("word/document.xml"), package.xml("word/comments.xml")
    assert root is not None
    assert comments is not None
    heads = {c.get(W + "id"): "".join(t.text or "" for t in c[0].iter(W + "t")) for c in comments}
    out: dict[str, str] = {}
    open_: dict[str, list[str]] = {}
    for e in root.iter():
        ident = e.get(W + "id") or ""
        if e.tag == W + "commentRangeStart":
            open_[ident] = []
        elif e.tag == W + "commentRangeEnd":
            out[heads[ident]] = "".join(open_.pop(ident))
        elif e.tag == W + "t" and not any(True for _ in e.iterancestors(MC + "Fallback", W + "del")):
            for pieces in open_.values():
                pieces.append(e.text or "")
    assert not open_
    references = [e.get(W + "id") for e in root.iter(W + "commentReference")]
    assert len(references) == len(heads)
    assert set(references) == set(heads)
    return out


def texts(data: bytes) -> list[str]:
    return [b.text for b in read_bytes(data, "計画.docx").blocks if b.role is not Role.COMMENT]


def declared(files: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with their content types told, as python-docx wants them."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    names = {Path(n).stem for n in files if n.startswith("word/") and n.endswith(".xml")} - {"document"}
    told = "".join(
        f'<Override PartName="/word/{n}.xml" ContentType="{kind}{n.rstrip("1")}+xml"/>' for n in sorted(names)
    )
    types = files["[Content_Types].xml"].replace(b"</Types>", told.encode() + b"</Types>")
    return {**files, "[Content_Types].xml": types}


def file(body: str, **others: str) -> bytes:
    return pack(declared(parts(body, **{"styles": STYLES, **others})))


def test_a_comment_stands_at_the_very_words() -> None:
    data = file(para(r("ドナーの血液検査を行い、合格した細胞を使う。")))

    made = annotate(data, "血液検査")

    assert places(made) == {"血液検査": "血液検査"}
    assert texts(made) == texts(data)


def test_words_over_several_runs_keep_their_runs_and_properties() -> None:
    data = file(para(r("残存鋳型", "<w:b/>") + r("DNAは1", "<w:i/>") + r("2 pg以下")))

    made = annotate(data, "型DNAは12")

    assert places(made) == {"型DNAは12": "型DNAは12"}
    opened = docx.Document(io.BytesIO(made))
    shown = [(run.text, run.bold, run.italic) for run in opened.paragraphs[0].runs if run.text]
    assert shown == [
        ("残存鋳", True, None),
        ("型", True, None),
        ("DNAは1", None, True),
        ("2", None, None),
        (" pg以下", None, None),
    ]


def test_two_comments_in_one_paragraph_both_stand_right_even_when_they_overlap() -> None:
    data = file(para(r("最終製品の無菌試験が陰性であることをもって安全とする。")))

    made = annotate(data, "安全", "無菌試験が陰性", "試験が陰性であること", "最終製品")

    assert places(made) == {k: k for k in ("安全", "無菌試験が陰性", "試験が陰性であること", "最終製品")}
    assert texts(made) == texts(data)


def test_tabs_breaks_and_marks_inside_a_run_stay_in_their_order() -> None:
    run = '<w:r><w:t>氏名</w:t><w:tab/><w:t>甲野</w:t><w:br/><w:t xml:space="preserve"> 医師</w:t></w:r>'
    data = file(para(run))

    made = annotate(data, "甲野", "名\t甲")

    assert places(made) == {"甲野": "甲野", "名\t甲": "名甲"}
    assert texts(made) == ["氏名\t甲野\n 医師"]


def test_a_comment_in_a_table_cell_and_in_an_empty_one() -> None:
    data = file(tbl(tr(tc(para(r("規格"))), tc(para("")))))
    d = read_bytes(data, "計画.docx")
    empty = next(b for b in d.blocks if not b.text)

    made, placed = annotated(data, d, [note(d, "規格"), Note(empty.number, 0, 0, Severity.ERROR, "空欄", ())], (), DAY)

    assert placed == 2
    assert places(made) == {"規格": "規格", "空欄": ""}
    root = Package(made).xml("word/document.xml")
    assert root is not None
    cells = list(root.iter(W + "tc"))
    assert [len(list(c.iter(W + "commentReference"))) for c in cells] == [1, 1]


def test_beside_existing_comments_and_tracked_changes_nothing_of_them_changes() -> None:
    body = para(
        '<w:commentRangeStart w:id="7"/>' + r("既にある") + '<w:commentRangeEnd w:id="7"/>'
        '<w:r><w:commentReference w:id="7"/></w:r>'
        f'<w:ins w:id="1" w:author="甲" w:date="2026-01-01T00:00:00Z">{r("挿入した文である")}</w:ins>'
        '<w:del w:id="2" w:author="甲"><w:r><w:delText>消した文</w:delText></w:r></w:del>' + r("後の文")
    )
    comments = part("comments", f'<w:comment w:id="7" w:author="乙">{para(r("前のコメント"))}</w:comment>')
    data = file(body, comments=comments)

    made = annotate(data, "した文", "文である後")

    assert places(made) == {"前のコメント": "既にある", "した文": "した文", "文である後": "文である後"}
    opened = docx.Document(io.BytesIO(made))
    assert next((c.author, c.text) for c in opened.comments) == ("乙", "前のコメント")
    assert {c.author for c in opened.comments} == {"乙", "regenlint"}
    root = Package(made).xml("word/document.xml")
    assert root is not None
    assert [e.text for e in root.iter(W + "delText")] == ["消した文"]
    assert {e.get(W + "author") for e in root.iter(W + "ins")} == {"甲"}
    # Rejecting the insertion must not take the comment along.
    assert all(e.getparent().getparent().tag == W + "p" for e in root.iter(W + "commentReference"))  # type: ignore[union-attr]


def test_the_comment_on_a_text_box_stands_at_its_drawing_since_word_ignores_comments_inside() -> None:
    box = f"<w:txbxContent>{para(r('枠の文'))}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>" + box + "</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:rect><v:textbox>{box}</v:textbox></v:rect></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    data = file(para(r("前") + drawn + r("後")))

    made = annotate(data, "枠の文")

    assert places(made) == {"枠の文": "枠の文"}
    root = Package(made).xml("word/document.xml")
    assert root is not None
    start = next(root.iter(W + "commentRangeStart"))
    assert not list(start.iterancestors(W + "txbxContent"))
    assert texts(made) == texts(data)


def test_the_comment_on_a_footnote_stands_at_its_mark() -> None:
    notes = part("footnotes", f'<w:footnote w:id="2">{para(r("脚注の文"))}</w:footnote>')
    data = file(para(r("本文") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("続き")), footnotes=notes)

    made = annotate(data, "脚注の文")

    assert Package(made).read("word/footnotes.xml") == Package(data).read("word/footnotes.xml")
    root = Package(made).xml("word/document.xml")
    assert root is not None
    assert next(root.iter(W + "commentRangeStart")).getnext()[0].tag == W + "footnoteReference"  # type: ignore[index]


def test_what_no_comment_can_reach_is_told_in_the_summary() -> None:
    data = file(para(r("本文")), header=part("hdr", para(r("柱の文"))))
    d = read_bytes(data, "計画.docx")

    made, placed = annotated(data, d, [note(d, "柱の文")], ("要約",), DAY)

    assert placed == 0
    assert [c.text for c in docx.Document(io.BytesIO(made)).comments] == ["要約\n\n柱の文\n所見の文"]


def test_a_note_without_words_stands_over_its_paragraph() -> None:
    data = file(para(r("表題の") + r("文")) + para(r("次")))
    d = read_bytes(data, "計画.docx")

    made, _ = annotated(data, d, [note(d, "表題", whole=True)], (), DAY)

    assert places(made) == {"表題": "表題の文"}


def test_markers_stay_outside_controls_that_word_fills_itself_and_out_of_formulas() -> None:
    formula = "<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"
    data = file(para(r("氏名：") + sdt("<w:text/>", r("甲野太郎")) + sdt("", r("自由な文")) + formula))

    made = annotate(data, "太郎", "な文", "=2")

    assert places(made) | {"=2": ""} == {"太郎": "甲野太郎", "な文": "な文", "=2": ""}
    root = Package(made).xml("word/document.xml")
    assert root is not None
    assert [e.getparent().tag for e in root.iter(W + "commentRangeStart")] == [  # type: ignore[union-attr]
        W + "p",
        W + "sdtContent",
        W + "p",
    ]


def test_the_comment_style_is_defined_once_and_an_existing_one_is_used() -> None:
    made = annotate(file(para(r("文"))), "文")
    root = Package(made).xml("word/styles.xml")
    assert root is not None
    names = [n.get(W + "val") for n in root.iter(W + "name")]
    assert names == ["Normal", "annotation text", "annotation reference"]

    again = annotate(made, "文", summary=("要約",))

    assert Package(again).read("word/styles.xml") == Package(made).read("word/styles.xml")
    assert {c.paragraphs[0].style.name for c in docx.Document(io.BytesIO(again)).comments} == {"annotation text"}


def test_parts_that_need_not_change_are_the_same_bytes_in_a_file_with_macros() -> None:
    files = parts(para(r("文")), styles=STYLES)
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    files["word/vbaProject.bin"] = bytes(range(256)) * 40
    data = pack(files)
    d = read_bytes(data, "計画.docm")

    made, _ = annotated(data, d, [note(d, "文")], (), DAY)

    new = Package(made)
    assert new.read("word/vbaProject.bin") == files["word/vbaProject.bin"]
    assert new.content_type("word/document.xml").endswith("macroEnabled.main+xml")
    assert new.content_type("word/comments.xml").endswith("comments+xml")


def test_a_file_that_python_docx_cannot_open_is_annotated_all_the_same() -> None:
    files = parts(para(r("文")))
    rels = files["word/_rels/document.xml.rels"].decode()
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    files["word/_rels/document.xml.rels"] = rels.replace(
        "</Relationships>", f'<Relationship Id="rId9" Type="{image}" Target="media/gone.png"/></Relationships>'
    ).encode()
    data = pack(files)
    with pytest.raises(KeyError):
        docx.Document(io.BytesIO(data))

    assert places(annotate(data, "文")) == {"文": "文"}


def test_a_strict_file_stays_strict() -> None:
    def strict(xml: bytes) -> bytes:
        for usual, name in (
            (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"wordprocessingml/main"),
            (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"officeDocument/relationships"),
        ):
            xml = xml.replace(usual, b"http://purl.oclc.org/ooxml/" + name)
        return xml

    data = pack({n: strict(x) for n, x in parts(para(r("厳格な文")), styles=STYLES).items()})

    made = annotate(data, "厳格な文")

    for name in ("word/document.xml", "word/comments.xml", "word/styles.xml"):
        assert b"http://schemas.openxmlformats.org/wordprocessingml/2006/main" not in (Package(made).read(name) or b"")
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in (
        Package(made).read("word/_rels/document.xml.rels") or b""
    )
    assert texts(made) == ["厳格な文"]


def test_a_comments_part_nobody_points_at_is_not_overwritten() -> None:
    files = parts(para(r("文")))
    files["word/comments.xml"] = b"<other/>"
    data = pack(files)

    made = annotate(data, "文")

    assert Package(made).read("word/comments.xml") == b"<other/>"
    assert Package(made).has("word/comments2.xml")


def test_the_words_of_a_deleted_paragraph_mark_run_into_the_next_paragraph() -> None:
    first = para(r("前の段落の末"), '<w:rPr><w:del w:id="1" w:author="甲"/></w:rPr>')
    data = file(first + para(r("尾に続く文")))

    made = annotate(data, "末尾に")

    assert places(made) == {"末尾に": "末尾に"}
    assert texts(made) == ["前の段落の末尾に続く文"]


def test_characters_that_xml_has_not_are_left_out_of_comments() -> None:
    data = file(para(r("文")))
    d = read_bytes(data, "計画.docx")

    made, _ = annotated(data, d, [Note(0, 0, 1, Severity.NOTE, "a\x00b\ud800c", ("<w:t>&",))], (), DAY)

    assert [c.text for c in docx.Document(io.BytesIO(made)).comments] == ["a b c\n<w:t>&"]


def test_a_part_that_cannot_be_unpacked_makes_no_copy() -> None:
    files = parts(para(r("文")))
    files["word/media/image1.bin"] = bytes(range(256)) * 8
    data = bytearray(pack(files, zipfile.ZIP_STORED))
    data[data.index(bytes(range(200))) + 100] ^= 0xFF
    d = read_bytes(bytes(data), "計画.docx")

    with pytest.raises(AnnotationError, match="写しを作れません"):
        annotated(bytes(data), d, [note(d, "文")], (), DAY)


def test_more_comments_than_word_opens_are_refused() -> None:
    data = file(para(r("文")))
    d = read_bytes(data, "計画.docx")

    with pytest.raises(AnnotationError):
        annotated(data, d, [note(d, "文")] * 32_767, (), DAY)


@pytest.mark.parametrize("path", SAMPLES[::4], ids=lambda p: p.name)
def test_every_word_of_a_real_file_can_be_commented(path: Path) -> None:
    data = path.read_bytes()
    d = read_bytes(data, path.name)
    here = [b for b in d.blocks if b.role not in (Role.HEADER, Role.FOOTER, Role.COMMENT) and len(b.text) > 6]
    notes = [Note(b.number, 2, 5, Severity.NOTE, f"注{b.number}", ()) for b in here]

    made, placed = annotated(data, d, notes, ("要約",), DAY)

    assert placed == len(notes)
    found = places(made)
    wrong = [b.number for b in here if b.text[2:5].strip() and found[f"注{b.number}"] != b.text[2:5]]
    assert wrong == []
    assert len(docx.Document(io.BytesIO(made)).comments) == len(notes) + 1


OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
@pytest.mark.parametrize("path", SAMPLES[::20], ids=lambda p: p.name)
def test_another_word_processor_shows_every_comment_with_its_words(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    d = read_bytes(data, path.name)
    here = [b for b in d.blocks if b.role in (Role.BODY, Role.ITEM, Role.CELL) and len(b.text) > 6][:200]
    notes = [Note(b.number, 2, 5, Severity.NOTE, f"注{b.number}", ()) for b in here]
    made, _ = annotated(data, d, notes, ("要約",), DAY)
    (tmp_path / "copy.docx").write_bytes(made)

    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "copy.docx")], check=True, capture_output=True, timeout=180)

    root = etree.parse(str(tmp_path / "copy.fodt")).getroot()
    comments = list(root.iter(OFFICE + "annotation"))
    told = {"".join(c.itertext()).split()[-1]: c.get(OFFICE + "name") for c in comments}
    ends = {c.get(OFFICE + "name") for c in root.iter(OFFICE + "annotation-end")}
    assert len(comments) == len(notes) + 1
    assert {n.head for n in notes} <= set(told)
    assert {told[n.head] for n in notes} <= ends


def test_comments_part_is_well_formed_and_names_us() -> None:
    made = annotate(file(para(r("文"))), "文", summary=("要約の一行目", "二行目"))

    root = etree.fromstring(Package(made).read("word/comments.xml") or b"")
    assert [(c.get(W + "author"), c.get(W + "initials"), c.get(W + "date")) for c in root] == [
        ("regenlint", "RL", "2026-11-01T00:00:00Z")
    ] * 2
