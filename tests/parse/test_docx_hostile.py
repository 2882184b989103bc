"""Broken, hostile and misnamed files end in a named refusal or are read; never in a traceback."""

from __future__ import annotations

import io
import zipfile

import msoffcrypto
import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from regenlint.errors import UnreadableError
from regenlint.parse.open import read_bytes
from tests.parse.ooxml import p, pack, part, parts, r, texts

BODY = "word/document.xml"


def base() -> dict[str, bytes]:
    return parts(p(r("本文")))


def with_body(body: bytes) -> bytes:
    return pack({**base(), BODY: body})


def refusal(data: bytes, name: str = "plan.docx") -> str:
    with pytest.raises(UnreadableError) as e:
        read_bytes(data, name)
    assert str(e.value)
    assert e.value.english
    return e.value.kind


def without(*names: str) -> bytes:
    return pack({k: v for k, v in base().items() if k not in names})


def test_files_with_missing_parts_are_read() -> None:
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        assert texts(read_bytes(without(name), "plan.docx")) == ["本文"], name


def test_a_missing_body_part_is_named() -> None:
    assert refusal(without(BODY)) == "not-a-document"


def test_strict_ooxml_is_read() -> None:
    strict = {
        k: v.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for k, v in base().items()
    }  # fmt: skip
    assert texts(read_bytes(pack(strict), "plan.docx")) == ["本文"]


def test_other_cases_and_backslashes_in_names_are_read() -> None:
    upper = {k.replace("word/document", "word/Document"): v for k, v in base().items()}
    back = {k.replace("/", "\\"): v for k, v in base().items()}
    assert texts(read_bytes(pack(upper), "plan.docx")) == ["本文"]
    assert texts(read_bytes(pack(back), "plan.docx")) == ["本文"]


def test_utf_16_parts_are_read() -> None:
    xml = base()[BODY].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert texts(read_bytes(with_body(xml.encode("utf-16")), "plan.docx")) == ["本文"]


def test_macro_documents_and_templates_are_read() -> None:
    for kind in ("application/vnd.ms-word.document.macroEnabled.main+xml", "application/vnd.ms-word.template.main+xml"):
        files = base()
        types = files["[Content_Types].xml"]
        start = types.index(b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml')
        end = types.index(b'"', start + 13)
        files["[Content_Types].xml"] = types[: start + 13] + kind.encode() + types[end:]
        assert texts(read_bytes(pack(files), "plan.docm")) == ["本文"]


def test_junk_before_the_archive_is_passed_over() -> None:
    assert texts(read_bytes(b"junk" * 10 + pack(base()), "plan.docx")) == ["本文"]


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
        b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_a_doctype_is_refused(doctype: bytes) -> None:
    assert refusal(with_body(base()[BODY].replace(b"?>", b"?>" + doctype, 1))) == "unsafe"


def test_a_part_packed_beyond_reason_is_refused_before_it_is_unpacked() -> None:
    many = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 200_000
    assert refusal(with_body(base()[BODY].replace(b"<w:sectPr", many + b"<w:sectPr", 1))) == "unsafe"


def test_a_large_picture_does_not_make_a_document_unreadable() -> None:
    data = pack({**base(), "word/media/image1.png": b"\0" * (40 << 20)})
    assert texts(read_bytes(data, "plan.docx")) == ["本文"]


def test_too_many_parts_are_refused() -> None:
    data = pack({**base(), **{f"x/{i}": b"" for i in range(5_001)}}, zipfile.ZIP_STORED)
    assert refusal(data) == "too-large"


def test_deep_nesting_is_refused_or_read_but_never_breaks_the_reader() -> None:
    deep = b"<w:p>" + b"<w:smartTag>" * 300 + b"</w:smartTag>" * 300 + b"</w:p><w:sectPr"
    assert refusal(with_body(base()[BODY].replace(b"<w:sectPr", deep, 1))) == "unsafe"
    tables = b"<w:tbl><w:tr><w:tc>" * 60 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 60 + b"<w:sectPr"
    assert "本文" in texts(read_bytes(with_body(base()[BODY].replace(b"<w:sectPr", tables, 1)), "plan.docx"))


def test_broken_xml_and_broken_archives_are_named() -> None:
    good = pack(base())
    assert refusal(with_body(base()[BODY][:200])) == "broken"
    assert refusal(with_body(base()[BODY].replace("本文".encode(), b"&#x1;"))) == "broken"
    assert refusal(good[: len(good) // 2]) == "broken"
    assert refusal(pack({**base(), BODY: part("document", "").encode()})) == "broken"


def test_a_damaged_side_part_is_a_loss_and_the_rest_is_read() -> None:
    files = parts(p(r("本文")), styles="<w:styles")
    d = read_bytes(pack(files), "plan.docx")
    assert texts(d) == ["本文"]
    assert [x.kind for x in d.losses] == ["foreign-part"]
    notes = read_bytes(pack(parts(p(r("本文")), footnotes="<w:footnotes")), "plan.docx")
    assert notes.losses[0].blinds


def test_a_password_is_named() -> None:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(pack(base()))).encrypt("secret", out)
    assert refusal(out.getvalue()) == "password"
    assert msoffcrypto is not None
    flagged = pack(base()).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    assert refusal(flagged) == "password"


def test_what_is_no_document_is_named() -> None:
    assert refusal(b"") == "empty"
    assert refusal(b"\0" * 40) == "empty"
    assert refusal("ただの文字です。".encode()) == "not-a-document"
    assert refusal(b"{\\rtf1\\ansi x}") == "old-format"
    assert refusal(b"<html><body>x</body></html>") == "not-a-document"
    assert refusal(pack({"a.txt": b"x"})) == "not-a-document"
    assert refusal(pack({"mimetype": b"application/vnd.oasis.opendocument.text"}), "plan.odt") == "not-a-document"
    assert refusal(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "scan.png") == "image"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")) == "old-format"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a.xls") == "old-format"


def test_a_file_is_read_by_its_bytes_whatever_its_name_says_and_that_is_noted() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "氏名"
    book.worksheets[0]["B1"] = "例示 花子"
    out = io.BytesIO()
    book.save(out)
    d = read_bytes(out.getvalue(), "plan.docx")
    assert d.format == "xlsx"
    assert dict(d.hygiene)["extension-mismatch"] == "xlsx"
    assert "extension-mismatch" not in dict(read_bytes(pack(base()), "plan.docx").hygiene)
