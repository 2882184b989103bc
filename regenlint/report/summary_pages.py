"""Lines of text as pages of a PDF, written by hand: one Japanese font that every viewer brings along."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 56
_SIZE, _LEADING = 9.5, 15.0
_TITLE = 13.0
#: Half-width characters of one line.
_COLUMNS = int((_WIDTH - 2 * _MARGIN) / _SIZE * 2)
_ROWS = int((_HEIGHT - 2 * _MARGIN - _LEADING) / _LEADING)
#: Characters many Japanese faces lack.
_INSTEAD = str.maketrans({"›": "＞", "≈": "≒"})
_NOT_AT_START = frozenset("、。，．」』）］｝〉》・：；！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.")


def summary_pages(lines: Sequence[str]) -> bytes:
    """The bytes of a PDF with the lines, the first as its title; long ones are wrapped.

    The font is not embedded: Adobe's Japanese standard face, which viewers put a face of their own for.
    """
    title, *rest = lines or ("",)
    rows = [r for line in rest for r in _wrapped(line)]
    pages = [rows[k : k + _ROWS] for k in range(0, len(rows), _ROWS)] or [[]]
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * k) for k in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UCS2-HW-H "
        b"/DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /FontDescriptor 5 0 R /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /W [1 [500] 231 632 500] >>",
        b"<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /FontBBox [-92 -250 1010 922] /ItalicAngle 0 "
        b"/Ascent 752 /Descent -221 /CapHeight 737 /StemV 114 >>",
    ]
    for k, page in enumerate(pages):
        content = _content(title, page, k + 1, len(pages))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (_WIDTH, _HEIGHT, 7 + 2 * k)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _content(title: str, rows: Sequence[str], number: int, count: int) -> bytes:
    top = _HEIGHT - _MARGIN
    heading = title if count == 1 else f"{title}（{number}/{count}）"
    size = min(_TITLE, (_WIDTH - 2 * _MARGIN) / max(1, _columns(heading)) * 2)
    out = [b"BT /F %.2f Tf %d %d Td [%s] TJ ET" % (size, _MARGIN, top, _coded(heading))]
    for k, row in enumerate(rows, 1):
        if row:
            y = top - 8 - k * _LEADING
            out.append(b"BT /F %.2f Tf %d %.1f Td [%s] TJ ET" % (_SIZE, _MARGIN, y, _coded(row)))
    return b"\n".join(out)


def _coded(text: str) -> bytes:
    """UCS-2 in hexadecimal; what lies beyond it is shown as 〓.

    A space is a move of half an em: faces put in for the font lack the glyph of its half-width space.
    """
    known = (c if ord(c) < 0x10000 and not 0xD800 <= ord(c) < 0xE000 else "〓" for c in text.translate(_INSTEAD))
    plain = "".join(known)
    return b" -500 ".join(b"<%s>" % word.encode("utf-16-be").hex().encode() for word in plain.split(" "))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _wrapped(line: str) -> Iterator[str]:
    """The rows of a line; what goes on is set in as its beginning is."""
    lead = line[: len(line) - len(line.lstrip())]
    row, width = "", 0
    for c in line:
        wide = _columns(c)
        if width + wide > _COLUMNS and c not in _NOT_AT_START:
            yield row
            row, width = lead, _columns(lead)
        row, width = row + c, width + wide
    yield row


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
