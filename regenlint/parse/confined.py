"""The child that reads files of strangers: it binds itself before the first byte comes, then reads until its pipe ends.

Bounds of the system hold for native code too: address space, processor time per file, no bytes
written to any file, few files open, no core dump with the plan's text. What Python itself could
do beside reading (sockets, programs, changes to files) is refused.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import signal
import struct
import sys
from typing import BinaryIO

from regenlint.errors import RegenlintError, UnreadableError
from regenlint.parcel import packed

#: Enough for the interpreter, modules that come late and the system's fonts.
_OPEN_FILES = 64
_REFUSED = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.remove", "os.rename",
    "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "shutil.", "ftplib.",
    "smtplib.", "urllib.", "ctypes.dlopen", "pty.", "webbrowser.",
)  # fmt: skip


def serve(memory: int, seconds: int) -> None:
    """Answer files with documents or reasons, within so many bytes of memory and so many seconds for each."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Libraries that print must not write between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    # Native libraries are loaded before the doors close.
    from . import from_docx, from_pdf  # noqa: F401
    from .open import read_bytes

    _bind(memory)
    sys.addaudithook(_guard)
    questions = sys.stdin.buffer
    while head := questions.read(16):
        size, length = struct.unpack(">QQ", head)
        name = questions.read(size).decode("utf-8", "surrogatepass")
        data = questions.read(length)
        _allow(seconds)
        answer: bytes
        try:
            answer = packed(read_bytes(data, name))
        except UnreadableError as e:
            answer = packed(("refused", e.kind, str(e), e.english))
        except RegenlintError as e:
            answer = packed(("unusable", str(e), e.english))
        except (MemoryError, pickle.PicklingError):
            answer = packed(("refused", "memory", "メモリが足りず読めません", "not enough memory to read it"))
        del data
        _tell(answers, answer)


def _tell(answers: BinaryIO, answer: bytes) -> None:
    answers.write(struct.pack(">Q", len(answer)))
    answers.write(answer)
    answers.flush()


def _bind(memory: int) -> None:
    """Bound what the process may take; a bound that the system does not know is left out."""
    try:
        import resource
    except ImportError:  # Windows has none of them
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _allow(seconds: int) -> None:
    """Give the next file so many seconds of processor time."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + seconds
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"{event} is refused in the sandbox")
    if event == "open" and len(arguments) == 3:
        _, mode, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND)
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            raise PermissionError("writing is refused in the sandbox")
