"""Small PDFs drawn for tests: text at known places, lines, form fields, comments."""

from __future__ import annotations

import io
import re
import zlib

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from regenlint.model import Block, Document
from regenlint.parse import from_pdf

WIDTH, HEIGHT = 595.0, 842.0
FONT = "HeiseiMin-W3"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Drawing:
    """Pages drawn one after another; `y` counts from the foot of the page, sizes are points."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._canvas = Canvas(self._out, pagesize=(WIDTH, HEIGHT), invariant=True)
        self._drawn = False

    def text(
        self, x: float, y: float, text: str, size: float = 10.5, *, mode: int = 0, colour: str = "000000",
        rise: float = 0, spread: float = 0,
    ) -> Drawing:  # fmt: skip
        """Text at a place; `mode` 2 is how print drivers make bold, 3 is invisible."""
        self._drawn = True
        o = self._canvas.beginText(x, y + rise)
        o.setFont(FONT, size)
        o.setTextRenderMode(mode)
        o.setCharSpace(spread)
        r, g, b = (int(colour[k : k + 2], 16) / 255 for k in (0, 2, 4))
        o.setFillColorRGB(r, g, b)
        o.textOut(text)
        o.setTextRenderMode(0)
        o.setCharSpace(0)
        o.setFillColorRGB(0, 0, 0)
        self._canvas.drawText(o)
        return self

    def lines(self, x: float, y: float, *texts: str, step: float = 16, size: float = 10.5) -> Drawing:
        """Lines from the top down."""
        for k, text in enumerate(texts):
            self.text(x, y - k * step, text, size)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Drawing:
        """A straight line."""
        self._canvas.setLineWidth(0.5)
        self._canvas.line(x0, y0, x1, y1)
        return self

    def box(self, x: float, y: float, width: float, height: float, *, filled: bool = False) -> Drawing:
        """An outlined or filled rectangle with its lower left corner at a place."""
        self._canvas.setFillColorRGB(0.1, 0.1, 0.1)
        self._canvas.rect(x, y, width, height, stroke=not filled, fill=filled)
        self._canvas.setFillColorRGB(0, 0, 0)
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Drawing:
        """Every line of a table with these edges; `ys` from the top down."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self

    def picture(self, x: float, y: float, width: float, height: float) -> Drawing:
        """A grey picture."""
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        self._canvas.drawImage(ImageReader(Image.new("L", (20, 20), 200)), x, y, width, height)
        return self

    def page(self) -> Drawing:
        """The next page."""
        self._canvas.showPage()
        return self

    def bytes(self) -> bytes:
        """The PDF."""
        self._canvas.save()
        return self._out.getvalue()

    def read(self) -> Document:
        """The PDF as the reader sees it."""
        return from_pdf.read(self.bytes(), "見本.pdf")


def with_annotation(data: bytes, subtype: str, contents: str, **more: str) -> bytes:
    """The PDF with an annotation on its first page."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    annotation = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{subtype}"),
            NameObject("/Rect"): ArrayObject([FloatObject(v) for v in (300, 500, 480, 520)]),
            NameObject("/Contents"): TextStringObject(contents),
            NameObject("/F"): pypdf.generic.NumberObject(4),
            **{NameObject(f"/{k}"): TextStringObject(v) for k, v in more.items()},
        }
    )
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", []), writer._add_object(annotation)])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_fields(data: bytes, fields: list[tuple[str, str, tuple[float, float, float, float], str | bool]]) -> bytes:
    """The PDF with form fields (name, text shown to readers, box, value; a truth value makes a box to tick)."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    widgets = []
    for name, tooltip, box, value in fields:
        state = NameObject("/Yes" if value else "/Off")
        kind = (
            {"/FT": NameObject("/Btn"), "/V": state, "/AS": state}
            if isinstance(value, bool)
            else {"/FT": NameObject("/Tx"), "/V": TextStringObject(value), "/DA": TextStringObject("/Helv 10 Tf 0 g")}
        )
        widget = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/T"): TextStringObject(name),
                NameObject("/TU"): TextStringObject(tooltip),
                NameObject("/Rect"): ArrayObject(map(FloatObject, box)),
                NameObject("/F"): pypdf.generic.NumberObject(4),
                **{NameObject(k): v for k, v in kind.items()},
            }
        )
        widgets.append(writer._add_object(widget))
    writer.pages[0][NameObject("/Annots")] = ArrayObject(widgets)
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject(widgets)})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_to_unicode(lines: list[str], shown_as: dict[str, str], *, mapped: bool = True) -> bytes:
    """A PDF whose font has a ToUnicode table with some characters as others; with no table if not `mapped`."""
    characters = sorted(set("".join(lines)))
    code = {ch: i + 0x21 for i, ch in enumerate(characters)}
    rows = [f"<{code[ch]:04x}> <{shown_as.get(ch, ch).encode('utf-16-be').hex()}>" for ch in characters]
    blocks = "".join(
        f"{len(rows[i : i + 100])} beginbfchar\n" + "\n".join(rows[i : i + 100]) + "\nendbfchar\n"
        for i in range(0, len(rows), 100)
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{blocks}endcmap end end"
    ).encode()
    content = (
        "BT /F1 12 Tf\n"
        + "\n".join(
            f"1 0 0 1 60 {780 - 20 * i} Tm <{''.join(f'{code[ch]:04x}' for ch in line)}> Tj"
            for i, line in enumerate(lines)
        )
        + "\nET"
    )
    return _pdf(
        [
            "<</Type/FontDescriptor/FontName/MS-Mincho/Flags 4/FontBBox[0 -136 1000 859]/ItalicAngle 0"
            "/Ascent 859/Descent -140/CapHeight 769/StemV 78>>",
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/MS-Mincho/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            "/Supplement 0>>/FontDescriptor 1 0 R/DW 1000>>",
            table,
            "<</Type/Font/Subtype/Type0/BaseFont/MS-Mincho/Encoding/Identity-H/DescendantFonts[2 0 R]"
            + ("/ToUnicode 3 0 R>>" if mapped else ">>"),
            content.encode(),
            "<</Type/Page/Parent 7 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
            "<</Type/Pages/Kids[6 0 R]/Count 1>>",
            "<</Type/Catalog/Pages 7 0 R>>",
        ]
    )


def _pdf(objects: list[str | bytes]) -> bytes:
    out = bytearray(b"%PDF-1.6\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        packed = zlib.compress(body) if isinstance(body, bytes) else b""
        head = f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode()
        written = body.encode() if isinstance(body, str) else head + packed + b"\nendstream"
        out += b"%d 0 obj\n" % number + written + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(places), start)
    return bytes(out)


def rows(d: Document, table: int = 0) -> list[list[str]]:
    """The texts of a table's cells by row; paragraphs of a cell joined by a line end."""
    found: dict[int, dict[int, list[str]]] = {}
    for b in d.blocks:
        if b.cell is not None and b.cell.table == table:
            found.setdefault(b.cell.row, {}).setdefault(b.cell.column, []).append(b.text)
    return [["\n".join(found[r][c]) for c in sorted(found[r])] for r in sorted(found)]


def texts(blocks: Document | tuple[Block, ...]) -> list[str]:
    """The texts of blocks without white space."""
    return [re.sub(r"\s", "", b.text) for b in (blocks.blocks if isinstance(blocks, Document) else blocks)]
