"""Reading in a child process with limits, for files of strangers: what kills the reader kills the child alone.

The child (`confined.py`) gets the bytes of one file after the other over a pipe and answers with a
document or a reason. It opens nothing of the plan itself, writes no file, calls nobody. Where it
dies, runs out of time or memory, that file is not read, with the reason, and another child takes
the next one. Its answers are unpacked as values of the model and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import struct
import subprocess
import sys
import threading
from typing import IO

from regenlint.errors import RegenlintError, UnreadableError, UsageError
from regenlint.model import Document
from regenlint.parcel import READ, unpacked

LOG = logging.getLogger(__name__)

#: Processor seconds for one file; the longest honest PDF takes a quarter of it on an old machine.
CPU_SECONDS = 300
#: Seconds by the clock, for what waits instead of working, and where the system counts no processor time.
WALL_SECONDS = 900
#: Address space of the child.
MEMORY = 2 << 30
_LARGEST_ANSWER = 512 << 20
#: Libraries that start threads for arithmetic would fill the address space on a machine of many cores.
_QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from regenlint.parse.confined import serve; serve(*map(int, sys.argv[2:4]))"
)


def has_limits() -> bool:
    """Whether the system bounds a process's memory and processor time; else only the clock does."""
    return os.name == "posix"


class Sandbox:
    """A child that reads files until it is closed. UsageError where no process can be started."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """End the child, whatever it does."""
        self._end()

    def read(self, data: bytes, path: str) -> Document:
        """The document in the bytes of a file, as `open.read_bytes` reads it. Raises `UnreadableError`."""
        child = self._child or _started()
        self._child = child
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        clock = threading.Timer(WALL_SECONDS, stop)
        clock.daemon = True
        clock.start()
        try:
            answer = _asked(child, data, path)
        finally:
            clock.cancel()
        if answer is None:
            code = self._end()
            raise _death(code, late=late.is_set())
        try:
            return _document(answer)
        except RegenlintError:
            raise
        except Exception as e:  # bytes of a child gone wrong may raise anything
            LOG.error("the answer of the reading process is unsound: %s", type(e).__name__)
            self._end()
            raise _crashed("unsound") from None

    def _end(self) -> int:
        """End the child; its exit code."""
        child, self._child = self._child, None
        if child is None:
            return 0
        # One that has died keeps its own code.
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return child.wait()


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", "-B", "-c", _PROGRAM, json.dumps(sys.path), str(MEMORY), str(CPU_SECONDS)]
    try:
        return subprocess.Popen(  # noqa: S603 - the interpreter that runs us, with our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_QUIET},
        )
    except OSError as e:
        raise UsageError(
            f"読み取り用のプロセスを始められません（{e.strerror}）。--no-sandbox で同じプロセスで読みます",
            f"no process for reading could be started ({e.strerror}); --no-sandbox reads in this one",
        ) from e


def _asked(child: subprocess.Popen[bytes], data: bytes, path: str) -> bytes | None:
    """The child's answer; None where it died."""
    assert child.stdin is not None  # noqa: S101 - it was started with pipes
    assert child.stdout is not None  # noqa: S101
    name = path.encode("utf-8", "surrogatepass")
    try:
        child.stdin.write(struct.pack(">QQ", len(name), len(data)) + name)
        child.stdin.write(data)
        child.stdin.flush()
        head = _exactly(child.stdout, 8)
        size = struct.unpack(">Q", head)[0] if head else _LARGEST_ANSWER + 1
        return _exactly(child.stdout, size) if size <= _LARGEST_ANSWER else None
    except OSError:
        return None


def _exactly(pipe: IO[bytes], size: int) -> bytes | None:
    data = pipe.read(size)
    return data if len(data) == size else None


def _document(answer: bytes) -> Document:
    match unpacked(answer, READ):
        case Document() as found:
            return found
        case ("refused", str(kind), str(message), str(english)):
            raise UnreadableError(kind, message, english)
        case ("unusable", str(message), str(english)):
            raise RegenlintError(message, english)
        case strange:
            raise ValueError(type(strange).__name__)


def _death(code: int, *, late: bool) -> RegenlintError:
    """The reason that a dead child leaves: out of time, out of memory, or what killed it."""
    name = signal.Signals(-code).name if code < 0 and -code in set(signal.Signals) else f"{code}"
    if late or name == "SIGXCPU":
        seconds = WALL_SECONDS if late else CPU_SECONDS
        return UnreadableError(
            "timeout",
            f"読み取りが制限時間（{seconds}秒）を超えたので打ち切りました",
            f"reading it took longer than {seconds} s and was stopped",
        )
    if name == "SIGKILL":
        return UnreadableError(
            "memory",
            "読み取り中に強制終了されました（メモリ不足と思われます）",
            "reading it was killed by the system, most likely for memory",
        )
    return _crashed(name)


def _crashed(how: str) -> UnreadableError:
    return UnreadableError(
        "crashed",
        f"読み取り用のプロセスが異常終了しました（{how}）。ファイルが壊れているか、細工されています",
        f"the reading process died ({how}): the file is damaged or made to do so",
    )
