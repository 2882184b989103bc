"""An OOXML package: its parts by name, within limits, with every refusal named.

Limits hold before anything is unpacked: no honest file of 600 met them. A part is read only when
asked for, so a large picture does not make a document unreadable.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from regenlint.errors import UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARTS = 5_000
MAX_UNPACKED = 512 << 20
MAX_RATIO = 200
RATIO_FROM = 1 << 20
MAX_XML = 48 << 20
MAX_TAGS = 1_600_000

_OFFICE = "http://schemas.openxmlformats.org/"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Names of Strict OOXML and the usual ones that readers take them for.
STRICT = tuple(
    (b"http://purl.oclc.org/ooxml/" + strict, _OFFICE.encode() + usual)
    for strict, usual in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
        (b"drawingml/main", b"drawingml/2006/main"),
        (b"drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
    )
)
#: What Python's zipfile raises on archives that were damaged or made up, beside its own error.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, OverflowError, IndexError,
    struct.error,
)  # fmt: skip
# In UTF-16 either way round too.
_DOCTYPES = (b"<!DOCTYPE", b"<\0!\0D\0O\0C\0T\0Y\0P\0E", b"<\0\0\0!\0\0\0D\0\0\0O\0\0\0C\0\0\0T")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


class Package:
    """A ZIP of parts. Names are found whatever their case and slashes.

    Raises `UnreadableError` of kind broken, too-large, unsafe or password.
    """

    def __init__(self, data: bytes) -> None:
        """Opens the archive's directory; nothing is unpacked yet."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as e:
            raise broken(str(e)) from None
        infos = self._zip.infolist()
        unpacked = sum(i.file_size for i in infos)
        if len(infos) > MAX_PARTS or unpacked > MAX_UNPACKED:
            raise UnreadableError(
                "too-large",
                f"展開すると大きすぎます（{len(infos)}部、{unpacked >> 20} MiB）",
                f"too large when unpacked ({len(infos)} parts, {unpacked >> 20} MiB)",
            )
        self._names = {i.filename.replace("\\", "/").lstrip("/").lower(): i for i in infos}

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lstrip("/").lower() in self._names

    def names(self) -> tuple[str, ...]:
        """The names of all parts in lower case."""
        return tuple(self._names)

    def size(self, name: str) -> int:
        """Unpacked size of a part, 0 where there is none."""
        info = self._names.get(name.lstrip("/").lower())
        return info.file_size if info else 0

    def read(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is none."""
        info = self._names.get(name.lstrip("/").lower())
        return None if info is None else self._load(info, name)

    def every(self) -> Iterator[tuple[str, bytes]]:
        """All members by their names in lower case, also those that another of the same name hides."""
        for info in self._zip.infolist():
            name = info.filename.replace("\\", "/").lstrip("/").lower()
            yield name, self._load(info, name)

    def _load(self, info: zipfile.ZipInfo, name: str) -> bytes:
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise UnreadableError(
                "unsafe",
                f"{name} の圧縮率が異常に高いため開きません",
                f"{name} is compressed beyond the allowed ratio",
            )
        try:
            return self._zip.read(info)
        except RuntimeError as e:
            raise locked(e, name) from None
        except DAMAGED as e:
            raise broken(f"{name}: {e}") from None

    def xml(self, name: str) -> _Element | None:
        """The root of an XML part; None where there is none."""
        data = self.read(name)
        return None if data is None else parse(data, name)

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Relations of a part ("" for the package): id → (last word of the type, target, external)."""
        folder, _, base = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        out: dict[str, tuple[str, str, bool]] = {}
        for e in () if root is None else root:
            if not isinstance(e.tag, str):
                continue
            external = e.get("TargetMode") == "External"
            target = e.get("Target", "")
            kind = e.get("Type", "").rsplit("/", 1)[-1]
            out[e.get("Id", "")] = (kind, target if external else _resolved(folder, target), external)
        return out

    def content_type(self, part: str) -> str:
        """The declared content type of a part, "" where none is declared."""
        root = self.xml("[Content_Types].xml")
        wanted = "/" + part.lstrip("/").lower()
        for e in () if root is None else root:
            if isinstance(e.tag, str) and "/" + e.get("PartName", "").lstrip("/").lower() == wanted:
                return e.get("ContentType", "")
        return ""


def broken(detail: str) -> UnreadableError:
    """The refusal of a damaged file; `detail` says where it broke."""
    return UnreadableError(
        "broken",
        f"ファイルが壊れていて開けません（{detail}）。元のファイルを保存し直してください",
        f"the file is broken ({detail}); save it again from the original",
    )


def locked(error: RuntimeError, name: str) -> UnreadableError:
    """The refusal of a member that zipfile cannot unpack: a password, or a packing that nobody uses."""
    if isinstance(error, NotImplementedError) and "encryption" not in str(error):
        return broken(f"{name}: {error}")
    return UnreadableError("password", "パスワードで保護されています", "protected by a password")


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target[1:]
    out: list[str] = []
    for piece in (f"{folder}/{target}" if folder else target).split("/"):
        if piece == ".." and out:
            out.pop()
        elif piece not in ("", ".", ".."):
            out.append(piece)
    return "/".join(out)


def has_doctype(data: bytes) -> bool:
    """Whether XML holds a document type declaration, in any encoding a parser tells by itself."""
    return any(d in data for d in _DOCTYPES)


def _unsafe(name: str) -> UnreadableError:
    return UnreadableError(
        "unsafe",
        f"{name} に文書型宣言（DOCTYPE）があるため開きません",
        f"{name} has a DOCTYPE, which OOXML does not allow",
    )


def parse(data: bytes, name: str) -> _Element:
    """The root element of an XML part. UTF-16 and Strict OOXML become what the rest expects.

    Refuses any DOCTYPE: OOXML has none, and entities are how XML attacks.
    """
    from lxml import etree

    if len(data) > MAX_XML or data.count(b"<") > MAX_TAGS:
        raise UnreadableError("too-large", f"{name} が大きすぎます", f"{name} is too large")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            data = _DECLARED.sub("", data.decode("utf-16")).encode()
        except UnicodeDecodeError as e:
            raise broken(f"{name}: {e}") from None
    if b"purl.oclc.org/ooxml" in data:
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
    if has_doctype(data):
        raise _unsafe(name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as e:
        if "depth" in str(e).lower():
            raise UnreadableError("unsafe", f"{name} の入れ子が深すぎます", f"{name} is nested too deeply") from None
        raise broken(f"{name}: {str(e).split(' (<string>')[0]}") from None
    if root is None:
        raise broken(name)
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs do not know it
        # Declared in an encoding that only the parser knew.
        raise _unsafe(name)
    return root
