"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from regenlint.errors import UsageError


def write_whole(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Write a file in one step: either the old content stands there or the new.

    `private` leaves it readable by its owner only. UsageError where it cannot be written.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.exists() and not path.is_file():
        # A device or a pipe has no old content to keep.
        _write_through(path, data)
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as e:
        raise UsageError(f"書き込めません：{path}", f"cannot write {path}: {e.strerror}") from e
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        if not private:
            Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except OSError as e:
        Path(temporary).unlink(missing_ok=True)
        raise UsageError(f"書き込めません：{path}", f"cannot write {path}: {e.strerror}") from e


def _write_through(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as e:
        raise UsageError(f"書き込めません：{path}", f"cannot write {path}: {e.strerror}") from e


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
