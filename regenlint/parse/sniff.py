"""What a file is, told by its bytes and never by its name; what we do not read is refused with a way out."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from regenlint.errors import UnreadableError

from .docx_package import Package, broken


class Format(StrEnum):
    """What the readers read."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    TEXT = "text"
    ZIP = "zip"


_PICTURES = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"), (b"BM", "BMP"), (b"RIFF", "WebP"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A package with one of these is one document.
_DOCUMENT_PARTS = ("[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_OFFICE_NAMES = (".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".pdf", ".zip")


def format_of(data: bytes, name: str) -> Format:
    """The format of the bytes. Raises `UnreadableError` with the reason where it is none we read."""
    if not data.strip(b"\0 \r\n\t"):
        raise UnreadableError("empty", "ファイルが空です（0バイト）", "the file is empty")
    # A ZIP that does not pack its first file shows that file's beginning too.
    stored = data.startswith(b"PK\3\4") and zipfile.is_zipfile(io.BytesIO(data))
    if b"%PDF-" in data[:1024] and not stored:
        return Format.PDF
    if data.startswith(_OLE):
        raise _ole(data)
    if data.startswith(b"PK") or (name.lower().endswith(_OFFICE_NAMES) and zipfile.is_zipfile(io.BytesIO(data))):
        return _zip(data, name)
    return _text(data, name)


def packs_files(data: bytes, name: str) -> bool:
    """Whether the bytes are a ZIP of files rather than one document; no file in it is opened, no XML read."""
    low = name.lower()
    if low.endswith(_OFFICE_NAMES[:-1]) or not (data.startswith(b"PK") or low.endswith(".zip")):
        return False
    if b"%PDF-" in data[:1024] and not data.startswith(b"PK\3\4"):
        return False
    try:
        package = Package(data)
    except UnreadableError:
        return False
    if any(package.has(n) for n in _DOCUMENT_PARTS):
        return False
    return b"opendocument" not in (package.read("mimetype") or b"")[:80]


def _zip(data: bytes, name: str) -> Format:
    package = Package(data)
    main = next((t for k, t, _ in package.relations("").values() if k == "officeDocument"), "")
    kind = package.content_type(main) if main else ""
    names = package.names()
    if package.has("word/document.xml") or "wordprocessingml" in kind or "ms-word" in kind:
        return Format.DOCX
    if "spreadsheetml" in kind or "ms-excel" in kind or package.has("xl/workbook.xml"):
        if any(n.endswith("workbook.bin") for n in names):
            raise _other("バイナリ形式の Excel ブック（.xlsb）", "a binary Excel workbook (.xlsb)", ".xlsx")
        return Format.XLSX
    if "presentationml" in kind or package.has("ppt/presentation.xml"):
        raise _other("PowerPoint のファイル", "a PowerPoint file", "PDF")
    if package.has("mimetype"):
        stated = (package.read("mimetype") or b"")[:80]
        if b"opendocument" in stated:
            raise _other("OpenDocument 形式", "an OpenDocument file", ".docx 又は .xlsx")
    if package.has("[Content_Types].xml") or name.lower().endswith(_OFFICE_NAMES[:-1]):
        raise UnreadableError(
            "not-a-document",
            "Word・Excel の文書ではありません（中身は別の種類の ZIP です）",
            "not a Word or Excel document (the ZIP holds something else)",
        )
    return Format.ZIP


def _ole(data: bytes) -> UnreadableError:
    def holds(word: str) -> bool:
        return word.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return UnreadableError(
            "password",
            "パスワードで保護されています。パスワードを外したファイルを使ってください",
            "protected by a password; use a file without one",
        )
    if holds("WordDocument"):
        return UnreadableError(
            "old-format",
            "古い Word 形式（.doc）です。.docx で保存し直してください",
            "an old Word file (.doc); save it as .docx",
        )
    if holds("Workbook") or holds("Book"):
        return UnreadableError(
            "old-format",
            "古い Excel 形式（.xls）です。.xlsx で保存し直してください",
            "an old Excel file (.xls); save it as .xlsx",
        )
    return UnreadableError(
        "not-a-document", "読める種類の文書ではありません（OLE 形式）", "not a document we read (OLE file)"
    )


def _other(what: str, english: str, way_out: str) -> UnreadableError:
    return UnreadableError(
        "not-a-document",
        f"{what}は読めません。{way_out} で保存し直してください",
        f"{english} cannot be read; save it as {way_out}",
    )


def _text(data: bytes, name: str) -> Format:
    head = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for magic, kind in _PICTURES:
        if data.startswith(magic) and not (magic == b"BM" and b"\0" not in data[:64]):
            raise UnreadableError(
                "image",
                f"画像（{kind}）で、文字を読めません。文字の入った元の文書か PDF を使ってください",
                f"a picture ({kind}); use the document it was made from",
            )
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        raise UnreadableError("image", "画像（HEIC）で、文字を読めません", "a picture (HEIC)")
    if head.startswith(b"{\\rtf"):
        raise UnreadableError(
            "old-format", "RTF 形式です。.docx で保存し直してください", "an RTF file; save it as .docx"
        )
    if head.startswith((b"<html", b"<!doctype html")):
        raise _other("HTML", "an HTML file", ".docx 又は PDF")
    words = (b"wordprocessingml", b"schemas-microsoft-com")
    if head.startswith((b"<?xml", b"<?mso")) and any(w in data[:4096] for w in words):
        raise _other("XML 形式の Word 文書", "a Word XML file", ".docx")
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if (b"\0" in data[:8192] and not utf16) or name.lower().endswith(_OFFICE_NAMES):
        if name.lower().endswith(_OFFICE_NAMES) and b"\0" in data[:8192]:
            raise broken("先頭が文書の形をしていません")
        raise UnreadableError(
            "not-a-document",
            "拡張子と中身が一致しません。読める種類の文書ではありません",
            "the name and the content do not agree; not a document we read",
        )
    return Format.TEXT
