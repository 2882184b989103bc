"""What goes to the terminal: encodings, closed pipes, colour."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys
from enum import StrEnum
from typing import TextIO

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
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def write(text: str, *, exact: bool = False) -> None:
    """Write to standard output. `exact` writes UTF-8 whatever the console's encoding is.

    A reader that has gone away is no error: nobody is left to tell.
    """
    try:
        buffer = getattr(sys.stdout, "buffer", None)
        if exact and buffer is not None:
            sys.stdout.flush()
            buffer.write(text.encode("utf-8"))
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()


def complain(text: str) -> None:
    """Write a line to standard error."""
    with contextlib.suppress(BrokenPipeError):
        print(text, file=sys.stderr, flush=True)


def _silence() -> None:
    """Keep the interpreter from failing on the closed pipe when it flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
