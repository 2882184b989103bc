"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
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
        # Not named after the file: its name may be as long as names can be.
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".regenlint.")
    except OSError as e:
        raise _unwritable(path, e) from e
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        if not private:
            Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException as e:
        # An interrupt leaves nothing behind either.
        with contextlib.suppress(OSError):
            Path(temporary).unlink(missing_ok=True)
        if isinstance(e, OSError):
            raise _unwritable(path, e) from e
        raise


def _unwritable(path: Path, error: OSError) -> UsageError:
    why = error.strerror or type(error).__name__
    return UsageError(f"書き込めません：{path}（{why}）", f"cannot write {path}: {why}")


def _write_through(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as e:
        raise _unwritable(path, e) from e


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
