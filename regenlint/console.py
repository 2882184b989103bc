"""What goes to the terminal: encodings, closed pipes, colour."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from enum import StrEnum
from typing import TextIO

from regenlint.errors import UsageError

#: What a console that lacks the character shows instead.
_INSTEAD = {
    "☑": "[x]",
    "☐": "[ ]",
    "☒": "[x]",
    "≈": "~",
    "›": ">",
    "│": "|",
    "―": "-",
    "—": "-",
    "–": "-",
    "⚠": "!",
    "…": "...",
}

#: Characters that could steer a terminal, turn the order of letters or hide among them: a plan's text must not.
STEERING = dict.fromkeys(
    (
        *range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x2070),
        *range(0xFFF9, 0xFFFC), 0xE0001, *range(0xE0020, 0xE0080),
    ),
    " ",
)  # fmt: skip
_ON_LINES = {k: v for k, v in STEERING.items() if chr(k) not in "\n\t"}


class Color(StrEnum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def prepare() -> None:
    """Make the standard streams take any character: one the console lacks is replaced, never fatal."""
    codecs.register_error("regenlint", _replaced)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="regenlint", newline="\n" if sys.platform != "win32" else None)


def _replaced(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_INSTEAD.get(c, "?") for c in missing), error.end


def colored(wanted: Color, stream: TextIO) -> bool:
    """Whether to colour: as told, else NO_COLOR, FORCE_COLOR, a terminal that is not dumb."""
    if wanted is not Color.AUTO:
        return wanted is Color.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return steered(stream)


def steered(stream: TextIO) -> bool:
    """Whether a stream is a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def write(text: str, *, exact: bool = False, styled: bool = False) -> None:
    """Write to standard output. `exact` writes UTF-8 whatever the console's encoding is.

    Else control characters become spaces, unless the text is `styled` with codes of ours. A reader that has
    gone away is no error: nobody is left to tell. UsageError where the output cannot be written.
    """
    if not (exact or styled):
        text = text.translate(_ON_LINES)
    try:
        buffer = getattr(sys.stdout, "buffer", None)
        if exact and buffer is not None:
            sys.stdout.flush()
            buffer.write(text.encode("utf-8"))
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as e:
        _silence(sys.stdout)
        # Windows tells so that a pipe was closed.
        if sys.platform != "win32" or e.errno != errno.EINVAL:
            raise UsageError(
                f"標準出力に書き込めません（{e.strerror}）", f"cannot write to standard output: {e.strerror}"
            ) from e


def complain(text: str) -> None:
    """Write a line to standard error; where that cannot be written, nobody is left to tell."""
    try:
        print(text.translate(_ON_LINES), file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from failing on a stream it cannot write when it flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
