"""A file asks for things outside itself or for something to be run: nothing is fetched, nothing is run."""

from __future__ import annotations

import io
import re
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from regenlint.errors import UnreadableError
from regenlint.model import Document
from regenlint.parse.open import read_bytes
from tests.parse.ooxml import p, pack, parts, r, texts

pytestmark = pytest.mark.enable_socket
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EMPTY = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'


@pytest.fixture
def door() -> Iterator[str]:
    """An address that notes whoever comes; nobody may."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        with pytest.raises(BlockingIOError):
            listening.accept()


def word(body: str, *relations: tuple[str, str]) -> bytes:
    """A document whose main part has relations to places outside."""
    files = parts(body)
    name = "word/_rels/document.xml.rels"
    rels = "".join(
        f'<Relationship Id="x{n}" Type="{_RELATED}{kind}" Target="{target}" TargetMode="External"/>'
        for n, (kind, target) in enumerate(relations)
    )
    before = files.get(name, _EMPTY.encode()).decode()
    return pack({**files, name: before.replace("</Relationships>", rels + "</Relationships>").encode()})


def test_relations_to_elsewhere_are_never_followed(door: str) -> None:
    fields = "".join(
        f'<w:r><w:instrText>{f} "{door}"</w:instrText></w:r>' for f in ("INCLUDETEXT", "INCLUDEPICTURE", "DDEAUTO")
    )
    targets = [
        (k, t)
        for k in ("image", "attachedTemplate", "aFChunk", "oleObject", "header")
        for t in (door, "file:///etc/hostname")
    ]
    body = p(r("本文")) + f"<w:p>{fields}</w:p>" + '<w:altChunk r:id="x4"/>'

    d = read_bytes(word(body, *targets), "plan.docx")

    assert texts(d)[0] == "本文"
    assert _host() not in "\n".join(texts(d))


def _host() -> str:
    return Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "localhost"


def spelled(xml: bytes, encoding: str) -> bytes:
    """The part in another encoding, with a declaration of it."""
    text = re.sub(r"<\?xml[^>]*\?>", "", xml.decode())
    return (f'<?xml version="1.0" encoding="{encoding}"?>' + text).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-7", "utf-32", "cp037"])
@pytest.mark.parametrize("entity", ['SYSTEM "{door}"', 'SYSTEM "file:///etc/hostname"', '"&#x6c;&#x6f;&#x6c;"'])
def test_no_entity_of_a_word_file_is_read_in_any_encoding(door: str, encoding: str, entity: str) -> None:
    body = parts(p(r("〔印〕")))["word/document.xml"].decode()
    doctype = f"<!DOCTYPE x [<!ENTITY e {entity.format(door=door)}>]>"
    xml = re.sub(r"(<\?xml[^>]*\?>)?", lambda m: m.group() + doctype, body, count=1).replace("〔印〕", "&e;")
    files = {**parts(p(r("x"))), "word/document.xml": spelled(xml.encode(), encoding)}

    with pytest.raises(UnreadableError) as refused:
        read_bytes(pack(files), "plan.docx")

    assert refused.value.kind in ("unsafe", "broken")


def book(change: dict[str, bytes] | None = None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet["A1"], sheet["B1"] = "名称", "値"
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as z:
        files = {n: z.read(n) for n in z.namelist()}
    return pack({**files, **(change or {})})


def sheet_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return z.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
def test_no_entity_of_a_workbook_is_read_in_any_encoding(door: str, encoding: str, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(book())) as z:
        xml = re.sub(r"<\?xml[^>]*\?>", "", z.read(name).decode())
    hostile = spelled(f'<!DOCTYPE x [<!ENTITY e SYSTEM "{door}">]>{xml}'.encode(), encoding)

    with pytest.raises(UnreadableError) as refused:
        read_bytes(book({name: hostile}), "plan.xlsx")

    assert refused.value.kind in ("unsafe", "broken")


def test_a_part_that_hides_behind_another_of_its_name_is_looked_at_too(door: str) -> None:
    hostile = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{door}">]>'.encode() + sheet_of(book())

    with pytest.raises(UnreadableError) as refused:
        read_bytes(book({"XL/worksheets/sheet1.xml": hostile}), "plan.xlsx")

    assert refused.value.kind == "unsafe"


def test_formulas_are_not_run_and_links_of_a_workbook_not_followed(door: str) -> None:
    formula = f'<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="str"><f>WEBSERVICE("{door}")</f><v>前の値</v></c></row>'
    sheet = sheet_of(book()).replace(b"</sheetData>", formula.encode() + b"</sheetData>")
    link = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<externalBook r:id="rId1"/></externalLink>'
    )
    rels = _EMPTY.replace(
        "</", f'<Relationship Id="rId1" Type="{_RELATED}externalLinkPath" Target="{door}" TargetMode="External"/></', 1
    )
    data = book(
        {
            "xl/worksheets/sheet1.xml": sheet,
            "xl/externalLinks/externalLink1.xml": link.encode(),
            "xl/externalLinks/_rels/externalLink1.xml.rels": rels.encode(),
        }
    )

    assert [t for t in texts(read_bytes(data, "plan.xlsx")) if t.strip()] == ["名称", "値", "7", "前の値"]


def test_a_macro_is_not_read_as_text_nor_run() -> None:
    files = {**parts(p(r("本文"))), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"Shell calc" * 90}

    assert texts(read_bytes(pack(files), "plan.docm")) == ["本文"]


ACTIONS = {
    "uri": "/OpenAction<</S/URI/URI({door})>>",
    "javascript": "/OpenAction<</S/JavaScript/JS(app.launchURL\\('{door}'\\))>>",
    "launch": "/OpenAction<</S/Launch/F(/bin/sh)>>",
    "submit": "/AA<</WC<</S/SubmitForm/F({door})>>>>",
    "form": "/AcroForm<</Fields[]/XFA({door})/NeedAppearances true>>",
}


def pdf(catalog: str, stream: str = "") -> bytes:
    content = stream or "BT /F 12 Tf 50 700 Td (Hello plan) Tj ET"
    objects = (
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "".join(f"{n} 0 obj\n{o}\nendobj\n" for n, o in enumerate(objects, 1))
    return f"%PDF-1.7\n{body}trailer<</Size 6/Root 1 0 R>>\n%%EOF".encode()


@pytest.mark.parametrize("action", ACTIONS)
def test_actions_of_a_pdf_do_nothing(door: str, action: str) -> None:
    d: Document = read_bytes(pdf(ACTIONS[action].format(door=door)), "plan.pdf")

    assert texts(d) == ["Hello plan"]


def test_content_of_a_pdf_that_lies_elsewhere_is_not_fetched(door: str) -> None:
    data = pdf("").replace(b"<</Length", f"<</F({door})/FFilter/FlateDecode/Length".encode(), 1)

    assert texts(read_bytes(data, "plan.pdf")) == ["Hello plan"]
