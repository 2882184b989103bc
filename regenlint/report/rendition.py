"""Text renditions: a Word, PDF or Excel file as lines that editors, grep and code hosts can point at.

A line is one block of the document, so its number is the block's plus one, and a character keeps
its column. The lines hold the plan's text: they are written only where someone asks for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from regenlint.errors import UsageError
from regenlint.model import Document, Dossier
from regenlint.record import Location
from regenlint.report import harmless
from regenlint.sink import write_whole

SUFFIX = ".regenlint.txt"
_LONGEST = 255 - len(SUFFIX)
#: Formats whose places are lines of the file itself.
_PLAIN = frozenset({"txt", "md"})


def path_of(folder: str, document: str) -> str:
    """Where the rendition of a document stands below a folder; nothing in a path leads out of it."""
    parts = [p for p in PurePosixPath(document.replace("\\", "/")).parts if p not in ("/", ".", "")]
    kept = ["_" if p == ".." else p.replace(":", "_") for p in parts]
    return PurePosixPath(folder, *map(_short, kept[:-1]), _short((kept or ["_"])[-1]) + SUFFIX).as_posix()


def _short(name: str) -> str:
    """A name that file systems take with the suffix; what is cut off is told by a hash."""
    data = name.encode("utf-8", "replace")
    if len(data) <= _LONGEST:
        return name
    return f"{data[: _LONGEST - 9].decode('utf-8', 'ignore')}~{hashlib.sha256(data).hexdigest()[:8]}"


def text_of(document: Document) -> str:
    """The lines of a document, one a block."""
    return "".join(f"{harmless(b.text)}\n" for b in document.blocks)


def write(folder: Path, dossiers: Iterable[Dossier]) -> tuple[Path, ...]:
    """Write the renditions of all documents that have no lines of their own; the files written.

    UsageError where they cannot be written.
    """
    return tuple(_written(folder, dossiers))


def _written(folder: Path, dossiers: Iterable[Dossier]) -> Iterator[Path]:
    for d in dossiers:
        for document in d.documents:
            if document.format in _PLAIN:
                continue
            file = Path(path_of(folder.as_posix(), document.path))
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as e:
                raise UsageError(f"書き込めません：{file.parent}", f"cannot write {file.parent}: {e.strerror}") from e
            write_whole(file, text_of(document))
            yield file


def position(place: Location | None, dossier: str, folder: str) -> tuple[str, int, int]:
    """Path, line and column, from 1: of the file where it has lines, of its rendition where there is one, else 1, 1."""
    if place is None:
        return dossier, 1, 1
    if place.row:
        return place.document, place.row, place.start + 1
    if not folder:
        return place.document, 1, 1
    return path_of(folder, place.document), place.block + 1, place.start + 1
