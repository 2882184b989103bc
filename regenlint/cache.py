"""What was already judged or compiled, kept by content: never by time stamp, never trusted blindly.

An entry's name is a hash of everything its content depends on, so a stale one is simply not
found. Entries hold a checksum and may only hold our own value types; whatever does not load is
ignored. They are written whole, so several processes may share the folder. They quote the plan and
are therefore readable by their owner only.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from regenlint import ENTRY_POINTS
from regenlint.errors import RegenlintError
from regenlint.parcel import packed, unpacked
from regenlint.sink import write_whole

LOG = logging.getLogger(__name__)

_KEPT = 400
_KEPT_BYTES = 128 << 20
_MAGIC = b"regenlint 1\n"
#: What reads the files; another version may read another text.
_READERS = ("lxml", "pypdfium2", "pypdf", "openpyxl", "spacy", "ginza", "ja-ginza", "sudachidict-core")
#: Above this many bytes hashing costs more than it saves.
_LARGEST = 1 << 30


@dataclass(frozen=True, slots=True)
class Stamp:
    """Hashes of what decides a judgement: the rules with their words, and the program with its readers."""

    ruleset: str
    program: str


@functools.cache
def stamp() -> Stamp:
    """The stamp of what is installed, by content."""
    plugins = sorted({point.value.split(":")[0] for point in metadata.entry_points(group=ENTRY_POINTS)})
    rules = _digest(_packages(("regenlint.checks", "regenlint.dictionaries", *plugins)))
    versions = [f"{name} {_version(name)}".encode() for name in _READERS]
    program = _digest([*_packages(("regenlint",)), *versions, sys.version.encode()])
    return Stamp(rules, program)


def _packages(names: Iterable[str]) -> Iterator[bytes]:
    for name in names:
        try:
            folder = Path(str(resources.files(name)))
        except ModuleNotFoundError:
            continue
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".pyc", ".pyo") and path.is_file():
                yield f"{name}/{path.relative_to(folder).as_posix()}".encode()
                yield path.read_bytes()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "-"


def _digest(parts: Iterable[bytes]) -> str:
    out = hashlib.sha256()
    for part in parts:
        out.update(len(part).to_bytes(8, "big"))
        out.update(part)
    return out.hexdigest()


def key(kind: str, *parts: object) -> str:
    """The name of an entry that depends on `parts` (by their repr) and on what is installed."""
    now = stamp()
    return _digest([kind.encode(), now.ruleset.encode(), now.program.encode(), *(repr(p).encode() for p in parts)])


def content(path: Path) -> str | None:
    """A hash of all files of a dossier with their names; None where it would cost too much or cannot be read."""
    files = sorted(p for p in path.rglob("*") if not p.is_dir()) if path.is_dir() else [path]
    parts: list[bytes] = []
    try:
        if sum(f.stat().st_size for f in files if f.is_file()) > _LARGEST:
            return None
        for f in files:
            parts.append(os.fsencode(f.relative_to(path) if path.is_dir() else f.name))
            if not f.is_file():
                # A pipe, a device or a link that leads nowhere is told of by its name alone.
                parts.append(b"-")
                continue
            with f.open("rb") as source:
                parts.append(hashlib.file_digest(source, "sha256").digest())
    except OSError:
        return None
    return _digest(parts)


def folder() -> Path:
    """Where entries are kept: REGENLINT_CACHE_DIR, else the user's cache folder."""
    given = os.environ.get("REGENLINT_CACHE_DIR")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "regenlint" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "regenlint"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "regenlint"


def load(name: str) -> object | None:
    """The entry of that name; None where there is none or it is not sound."""
    try:
        data = (folder() / name[:2] / name).read_bytes()
        head = len(_MAGIC) + 32
        body = data[head:]
        if data[: len(_MAGIC)] != _MAGIC or hashlib.sha256(body).digest() != data[len(_MAGIC) : head]:
            return None
        value = unpacked(body)
    except OSError:
        return None
    except Exception as e:  # a damaged entry may raise anything
        LOG.debug("the cache entry %s is ignored: %s", name, type(e).__name__)
        return None
    return value


def store(name: str, value: object) -> None:
    """Keep an entry. A full or read-only disk is no reason to fail."""
    body = packed(value)
    place = folder() / name[:2]
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(place / name, _MAGIC + hashlib.sha256(body).digest() + body, private=True)
        _prune()
    except (OSError, RuntimeError, RegenlintError) as e:  # RuntimeError: nobody is at home
        LOG.debug("nothing was cached: %s", type(e).__name__)


def _prune() -> None:
    """Keep the folder small. Time stamps only choose what is forgotten, never what is believed."""
    entries = []
    for path in folder().glob("??/*"):
        with contextlib.suppress(OSError):  # another process may be tidying up too
            status = path.stat()
            entries.append((status.st_mtime, status.st_size, path))
    if len(entries) <= _KEPT and sum(size for _, size, _ in entries) <= _KEPT_BYTES:
        return
    count = total = 0
    for _, size, path in sorted(entries, reverse=True):
        count, total = count + 1, total + size
        if count > _KEPT * 3 // 4 or total > _KEPT_BYTES * 3 // 4:
            path.unlink(missing_ok=True)
