"""Characters that PDFium could not map, read from the font's own ToUnicode table.

PDFium drops a whole block of a ToUnicode table when one range in it crosses a high byte
(`<33ff><3400>`), as macOS up to 10.13 wrote them; it then gives the character code itself and
marks the character. So code to ToUnicode mends the text without a second engine. pypdf is
imported only here, and only for such files.
"""

from __future__ import annotations

import ctypes
import io
import logging
import re
from collections.abc import Mapping
from typing import Any

import pypdfium2.raw as pdfium_c

LOG = logging.getLogger(__name__)

_HEX = rb"<\s*([0-9A-Fa-f\s]+)>"
_ONE = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[(.*?)\])", re.DOTALL)
#: A page with a smaller share of unmapped characters is taken as it is.
TOLERATED = 0.02
_SAMPLE = 16


def read_to_unicode(table: bytes) -> dict[int, str]:
    """Character code to text, from the bytes of a ToUnicode table; what is malformed is left out."""

    def text(digits: bytes) -> str:
        packed = re.sub(rb"\s", b"", digits)
        return bytes.fromhex(packed.decode() + "0" * (len(packed) % 2)).decode("utf-16-be", "replace")

    out: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, target in _ONE.findall(block):
            out[int(re.sub(rb"\s", b"", code), 16)] = text(target)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, target, several in _RANGE.findall(block):
            low, high = int(first, 16), int(last, 16)
            if high - low > 0xFFFF:
                continue
            if several:
                out.update({low + k: text(h) for k, h in enumerate(re.findall(_HEX, several))})
            elif target:
                start = text(target)
                for k in range(high - low + 1) if start else ():
                    last = ord(start[-1]) + k
                    if last < 0xD800 or 0xDFFF < last < 0x110000:
                        out[low + k] = start[:-1] + chr(last)
    return out


def quiet_pypdf() -> None:
    """Keeps pypdf from writing bytes of a damaged file to a log: plans are confidential."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


class Repair:
    """ToUnicode tables of a file by page and font, read when a page first needs them."""

    def __init__(self, data: bytes) -> None:
        """Of the bytes of a file; nothing is read yet."""
        self._data = data
        self._pages: Any = None
        self._tables: dict[int, dict[int, str]] = {}

    def page(self, textpage: Any, number: int) -> tuple[dict[int, str], int]:
        """Right texts of a page's unmapped characters by index, and how many stay unmapped.

        `number` counts from 0. Empty where the page has no more than `TOLERATED` of them.
        """
        count = pdfium_c.FPDFText_CountChars(textpage)
        sample = sum(pdfium_c.FPDFText_HasUnicodeMapError(textpage, i) == 1 for i in range(0, count, _SAMPLE))
        if not sample or sample * _SAMPLE <= TOLERATED * count:
            return {}, 0
        bad = [i for i in range(count) if pdfium_c.FPDFText_HasUnicodeMapError(textpage, i) == 1]
        if len(bad) <= TOLERATED * count:
            return {}, len(bad)
        fonts = self._fonts(number)
        everything: dict[int, str] = {}
        for table in fonts.values():
            everything.update(table)
        out: dict[int, str] = {}
        buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
        for i in bad:
            length = pdfium_c.FPDFText_GetFontInfo(textpage, i, buffer, 256, flags)
            name = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace")
            meant = _table(fonts, name, everything)
            code = pdfium_c.FPDFText_GetUnicode(textpage, i)
            if meant.get(code):
                out[i] = meant[code]
        return out, len(bad) - len(out)

    def _fonts(self, number: int) -> dict[str, dict[int, str]]:
        try:
            if self._pages is None:
                from pypdf import PdfReader

                quiet_pypdf()
                self._pages = PdfReader(io.BytesIO(self._data)).pages
            found: dict[str, dict[int, str]] = {}
            self._walk(self._pages[number].get("/Resources"), found, set(), 0)
        except Exception:  # a second opinion that fails leaves the first
            LOG.debug("no second reading of page %d", number + 1, exc_info=True)
            return {}
        return found

    def _walk(self, resources: Any, found: dict[str, dict[int, str]], seen: set[int], depth: int) -> None:
        if resources is None or depth > 4:
            return
        resources = resources.get_object()
        for reference in (resources.get("/Font") or {}).values():
            font = reference.get_object()
            table = font.get("/ToUnicode")
            if table is None:
                continue
            key = getattr(table, "idnum", None) or id(table)
            if key not in self._tables:
                self._tables[key] = read_to_unicode(table.get_object().get_data())
            found.setdefault(str(font.get("/BaseFont", ""))[1:], {}).update(self._tables[key])
        for reference in (resources.get("/XObject") or {}).values():
            thing = reference.get_object()
            if id(thing) not in seen:
                seen.add(id(thing))
                self._walk(thing.get("/Resources"), found, seen, depth + 1)


def _table(fonts: Mapping[str, dict[int, str]], name: str, everything: dict[int, str]) -> Mapping[int, str]:
    bare = name.rsplit("+", maxsplit=1)[-1]
    return (
        fonts.get(name)
        or fonts.get(bare)
        or next((t for f, t in fonts.items() if f.split("+")[-1] == bare), None)
        or everything
    )
