"""Word files and raw blocks made by hand for the tests of the readers."""

from __future__ import annotations

import io
import zipfile

from regenlint.model import CellPlace, Document, Origin, Role
from regenlint.parse.open import read_bytes
from regenlint.parse.raw import RawBlock, assemble

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" mc:Ignorable="w14 w15"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{_TYPE}.document.main+xml"


def r(text: str, properties: str = "") -> str:
    """A run."""
    pr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{pr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str, properties: str = "") -> str:
    """A paragraph."""
    pr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{pr}{inner}</w:p>"


def tc(inner: str, properties: str = "") -> str:
    """A table cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row."""
    pr = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{pr}{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def sdt(properties: str, content: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def part(tag: str, inner: str) -> str:
    """The XML of a part with that root element."""
    return f"{DECLARATION}<w:{tag} {NAMESPACES}>{inner}</w:{tag}>"


_KINDS = {
    "styles": ("styles", "styles.xml"),
    "numbering": ("numbering", "numbering.xml"),
    "footnotes": ("footnotes", "footnotes.xml"),
    "endnotes": ("endnotes", "endnotes.xml"),
    "comments": ("comments", "comments.xml"),
    "commentsExtended": ("commentsExtended", "commentsExtended.xml"),
    "header": ("header", "header1.xml"),
    "footer": ("footer", "footer1.xml"),
    "aFChunk": ("aFChunk", "chunk.txt"),
}


def parts(body: str, **others: str) -> dict[str, bytes]:
    """All parts of a Word file by name. `others` are parts by the kind of their relation."""
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_R}/{_KINDS[kind][0]}" Target="{_KINDS[kind][1]}"/>'
        for i, kind in enumerate(others, 1)
    )
    out = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/></Types>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": f"{DECLARATION}<Relationships "
        f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
    }
    for kind, xml in others.items():
        out["word/" + _KINDS[kind][1]] = xml
    return {name: xml.encode() for name, xml in out.items()}


def pack(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of the files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def document(body: str, **others: str) -> Document:
    """The document that a Word file with that body makes."""
    return read_bytes(pack(parts(body, **others)), "plan.docx")


def texts(d: Document) -> list[str]:
    """The texts of a document's blocks."""
    return [b.text for b in d.blocks]


def raw(text: str, **more: object) -> RawBlock:
    """A raw block somewhere in a file."""
    return RawBlock(text, Origin(("line", 1)), **more)  # type: ignore[arg-type]


def rows(*lines: str, table: int = 0) -> list[RawBlock]:
    """Raw blocks of a table written as 「a | b | c」 lines; 「//」 parts paragraphs of a cell."""
    out: list[RawBlock] = []
    for row, line in enumerate(lines):
        for column, cell in enumerate(line.split("|")):
            place = CellPlace(table, row, column)
            out.extend(raw(t.strip(), cell=place) for t in cell.split("//"))
    return out


def assembled(*blocks: RawBlock | str, name: str = "plan.docx") -> Document:
    """The document of raw blocks; strings are plain paragraphs."""
    raws = [b if isinstance(b, RawBlock) else raw(b) for b in blocks]
    return assemble(raws, path=name, format="docx", sha256="0" * 64)


def headings(d: Document) -> list[tuple[int, str]]:
    """Level and text of the headings of a document."""
    return [(b.level, b.text) for b in d.blocks if b.role == Role.HEADING]


def fields(d: Document) -> list[tuple[str, str]]:
    """Label and value of the fields of a document."""
    out: list[tuple[str, str]] = []
    for f in d.fields:
        value = "\n".join(d.blocks[b].text[f.value_start if b in f.label_blocks else 0 :] for b in f.value_blocks)
        out.append((f.label, value))
    return out
