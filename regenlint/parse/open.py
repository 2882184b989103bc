"""A path to a dossier: a file, a folder, a ZIP or standard input, each document read by its own reader."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import stat
import struct
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from regenlint.errors import UnreadableError, UsageError
from regenlint.model import Document, Dossier, Unread

from .docx_package import DAMAGED, MAX_PARTS, MAX_RATIO, MAX_UNPACKED, RATIO_FROM, broken, locked
from .sniff import Format, format_of, packs_files

LOG = logging.getLogger(__name__)

MAX_FILE = 256 << 20
MAX_FILES = 2_000

_READ = frozenset(
    (".docx", ".docm", ".dotx", ".dotm", ".pdf", ".xlsx", ".xlsm", ".xltx", ".txt", ".text", ".md", ".markdown", "")
)
_DOCUMENT_LIKE = frozenset(
    (
        ".doc", ".dot", ".xls", ".xlsb", ".rtf", ".odt", ".ods", ".odp", ".ppt", ".pptx", ".jtd", ".pages", ".numbers",
        ".xps", ".oxps", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".heic", ".html", ".htm",
        ".zip", ".lzh", ".7z", ".rar", ".eml", ".msg",
    )
)  # fmt: skip
_NOT_OURS = frozenset(("regenlint.toml", "thumbs.db", "desktop.ini", "icon\r"))
_EXPECTED = {
    Format.DOCX: (".docx", ".docm", ".dotx", ".dotm"),
    Format.XLSX: (".xlsx", ".xlsm", ".xltx"),
    Format.PDF: (".pdf",),
}


def read_path(path: Path) -> Dossier:
    """The dossier at a path; see `open_dossier`."""
    return open_dossier(path)


def open_dossier(path: Path, *, name: str | None = None, sandbox: bool | None = None) -> Dossier:
    """The dossier that a file, a folder, a ZIP or (`-`, with `name`) standard input makes.

    Files that cannot be read stand in `unread` with the reason; a path that does not exist or holds
    nothing to read raises `UsageError`. With `sandbox` documents are read in a child process with
    limits; None does so for ZIPs, which come from elsewhere. What is read is the same, but for links
    that lead out of the folder: a stranger's plan must not show what else lies on the machine.
    """
    shown = _shown(path)
    if shown == "-":
        return _dossier("-", [(name or "stdin", sys.stdin.buffer.read)], sandbox=bool(sandbox))
    try:
        found, packed = _sources(path, contained=bool(sandbox))
        return _dossier(shown, found, sandbox=packed if sandbox is None else sandbox)
    except UnreadableError as e:
        return Dossier(shown, (), (_unread(shown, e),))


def sources(path: Path) -> list[tuple[str, Callable[[], bytes]]]:
    """The files of a dossier by the paths its documents have, each with what loads its bytes.

    `UsageError` where there are none, `UnreadableError` where a lone file cannot be read.
    """
    return _sources(path)[0]


def _sources(path: Path, *, contained: bool = False) -> tuple[list[tuple[str, Callable[[], bytes]]], bool]:
    """The files of a dossier, and whether they came in a ZIP; `contained` refuses links that lead out of the folder."""
    shown = _shown(path)
    packed = False
    if path.is_dir():
        inside = path if contained else None
        found = [(_shown(f), _reader(f, inside)) for f in _files(path)]
    elif not path.exists():
        raise UsageError(f"{shown}: 見つかりません", f"{shown}: not found")
    else:
        data = _reader(path)()
        packed = packs_files(data, path.name)
        if not packed:
            return [(shown, lambda: data)], False
        found = list(_members(data, shown))
    if not found:
        raise UsageError(f"{shown}: 読める書類がありません", f"{shown}: no documents to read")
    return found, packed


def read_bytes(data: bytes, path: str, *, sandbox: bool = False) -> Document:
    """One document from the bytes of a file; `path` names it. Raises `UnreadableError`."""
    if sandbox:
        with _reading(sandbox=True) as read:
            return read(data, path)
    if len(data) > MAX_FILE:
        raise _too_large(len(data))
    try:
        kind = format_of(data, PurePosixPath(path).name)
        document = _read_as(kind, data, path, hashlib.sha256(data).hexdigest())
    except UnreadableError:
        raise
    except RecursionError:
        raise UnreadableError("unsafe", "入れ子が深すぎて読めません", "nested too deeply") from None
    except MemoryError:
        raise UnreadableError("memory", "メモリが足りず読めません", "not enough memory to read it") from None
    except Exception as e:
        # A fault of ours in one file: named like any other reason, and the other files are read.
        LOG.error("a reader failed: %s", type(e).__name__)
        LOG.debug("where it failed", exc_info=True)
        raise UnreadableError(
            "crashed",
            f"読み取り中にプログラムの誤りが起きました（{type(e).__name__}）",
            f"a fault of the program while reading ({type(e).__name__})",
        ) from e
    suffix = PurePosixPath(path).suffix.lower()
    expected = _EXPECTED.get(kind)
    if expected and suffix in _READ | _DOCUMENT_LIKE and suffix not in expected and suffix:
        document = replace(document, hygiene=(*document.hygiene, ("extension-mismatch", kind.value)))
    return document


def _read_as(kind: Format, data: bytes, path: str, sha256: str) -> Document:
    if kind == Format.DOCX:
        from . import from_docx

        return from_docx.read(data, path, sha256)
    if kind == Format.PDF:
        from . import from_pdf

        return from_pdf.read(data, path)
    if kind == Format.XLSX:
        from . import from_xlsx

        return from_xlsx.read(data, path, sha256)
    if kind == Format.TEXT:
        from . import from_text

        return from_text.read(data, path, sha256)
    raise UnreadableError(
        "not-a-document",
        "ZIP の中の ZIP は読みません。展開してから指定してください",
        "a ZIP inside a dossier is not read; unpack it first",
    )


@contextmanager
def _reading(*, sandbox: bool) -> Iterator[Callable[[bytes, str], Document]]:
    """What reads documents: a child process with limits, or we ourselves."""
    if not sandbox:
        yield read_bytes
        return
    from .sandbox import Sandbox

    with closing(Sandbox()) as there:
        yield there.read


def _dossier(path: str, sources: list[tuple[str, Callable[[], bytes]]], *, sandbox: bool) -> Dossier:
    documents: list[Document] = []
    unread: list[Unread] = []
    with _reading(sandbox=sandbox) as read:
        for name, load in sorted(sources, key=lambda s: s[0]):
            try:
                documents.append(read(load(), name))
            except UnreadableError as e:
                unread.append(_unread(name, e))
    return Dossier(path, tuple(documents), tuple(unread))


def _unread(name: str, e: UnreadableError) -> Unread:
    return Unread(name, e.kind, str(e), e.english)


def _shown(path: Path) -> str:
    """A path as text: composed, and a name in bytes of Windows' Shift_JIS, as unpackers leave them, as it was meant."""
    text = path.as_posix()
    if any("\ud800" <= c <= "\udfff" for c in text):
        parts = (os.fsencode(part) for part in text.split("/"))
        text = "/".join(_named(part) for part in parts)
    return unicodedata.normalize("NFC", text)


def _named(part: bytes, otherwise: str = "") -> str:
    for encoding in ("utf-8", "cp932"):
        try:
            return part.decode(encoding)
        except UnicodeDecodeError:
            continue
    return otherwise or part.decode("utf-8", "replace")


def _too_large(size: int) -> UnreadableError:
    return UnreadableError(
        "too-large", f"ファイルが大きすぎます（{size >> 20} MiB）", f"the file is too large ({size >> 20} MiB)"
    )


def _reader(path: Path, inside: Path | None = None) -> Callable[[], bytes]:
    def load() -> bytes:
        try:
            if inside is not None and not path.resolve().is_relative_to(inside.resolve()):
                raise UnreadableError(
                    "unsafe",
                    "フォルダの外を指すリンクです（他所から来た計画として読むときは開きません）",
                    "a link that leads out of the folder is not followed in a sandboxed run",
                )
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                # A pipe would be waited for, a device read without end.
                raise UnreadableError("not-a-document", "通常のファイルではありません", "not a regular file")
            if status.st_size > MAX_FILE:
                raise _too_large(status.st_size)
            with path.open("rb") as file:
                data = file.read(MAX_FILE + 1)
            if len(data) > MAX_FILE:
                raise _too_large(len(data))
            return data
        except OSError as e:
            raise UnreadableError(
                "broken", f"読み込めません（{e.strerror}）", f"cannot be opened ({e.strerror})"
            ) from None

    return load


def _wanted(name: str) -> bool:
    """Whether a file of a folder or ZIP is one of the dossier's documents, readable or not."""
    low = name.lower()
    if name.startswith((".", "~$", "._")) or low in _NOT_OURS or low.endswith(".regenlint.txt"):
        return False
    suffix = PurePosixPath(low).suffix
    return (suffix in _READ and suffix != "") or suffix in _DOCUMENT_LIKE


def _files(folder: Path) -> Iterator[Path]:
    """The documents below a folder in order of their names; links to folders are not followed."""
    count = 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "__MACOSX")
        for name in sorted(names):
            if not _wanted(name):
                continue
            count += 1
            if count > MAX_FILES:
                raise UsageError(
                    f"{_shown(folder)}: ファイルが多すぎます（{MAX_FILES}件まで）",
                    f"{_shown(folder)}: more than {MAX_FILES} files",
                )
            yield Path(root) / name


def _members(data: bytes, path: str) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The documents of a ZIP. Names are NFC and never leave the archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = [i for i in archive.infolist() if not i.is_dir()]
    unpacked = sum(i.file_size for i in infos)
    if len(infos) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise UnreadableError(
            "too-large",
            f"展開すると大きすぎます（{len(infos)}件、{unpacked >> 20} MiB）",
            f"too large when unpacked ({len(infos)} files, {unpacked >> 20} MiB)",
        )
    taken: set[str] = set()
    for info in infos:
        parts = _member_name(info).replace("\\", "/").split("/")
        clean = [p for p in parts if p not in ("", ".", "..") and not p.endswith(":")]
        if not clean or any(p.startswith(".") or p == "__MACOSX" for p in clean[:-1]) or not _wanted(clean[-1]):
            continue
        name = "/".join(clean)
        while name in taken:
            name = f"{PurePosixPath(name).with_suffix('')}'{PurePosixPath(name).suffix}"
        taken.add(name)
        yield f"{path}/{name}", _member(data, info, escapes=".." in parts, link=stat.S_ISLNK(info.external_attr >> 16))


def _member_name(info: zipfile.ZipInfo) -> str:
    """The name as its maker meant it: the Unicode field, UTF-8 (also unmarked, as macOS writes), else Shift_JIS."""
    name = info.filename
    if not info.flag_bits & 0x800:
        extra = info.extra
        while len(extra) >= 4:
            tag, size = struct.unpack("<HH", extra[:4])
            if tag == 0x7075 and size > 5:
                return unicodedata.normalize("NFC", extra[9 : 4 + size].decode("utf-8", "replace"))
            extra = extra[4 + size :]
        name = _named(name.encode("cp437", "replace"), name)
    return unicodedata.normalize("NFC", name)


def _member(data: bytes, info: zipfile.ZipInfo, *, escapes: bool, link: bool) -> Callable[[], bytes]:
    def load() -> bytes:
        if escapes:
            raise UnreadableError("unsafe", "ZIP の外を指す名前です", "its name points outside the ZIP")
        if link:
            raise UnreadableError("unsafe", "ZIP の中のリンクは開きません", "a link in a ZIP is not followed")
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise UnreadableError("unsafe", "圧縮率が異常に高いため開きません", "compressed beyond the allowed ratio")
        if info.file_size > MAX_FILE:
            raise _too_large(info.file_size)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return archive.read(info)
        except RuntimeError as e:
            raise locked(e, info.filename) from None
        except DAMAGED as e:
            raise broken(str(e)) from None

    return load
