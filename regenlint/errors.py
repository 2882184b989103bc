"""What the user can mend: every error of this module is printed as one line, without a traceback."""

from __future__ import annotations


class RegenlintError(Exception):
    """Something outside the program is wrong; the message says what it is and what to do.

    The command line ends with exit code 2. `english` is the same sentence for `--lang en`.
    """

    def __init__(self, message: str, english: str = "") -> None:
        super().__init__(message)
        self.english = english or message


class UsageError(RegenlintError):
    """A flag, a path or a name on the command line that cannot be used."""


class ConfigError(RegenlintError):
    """A configuration file, a rule file or a dictionary that does not load."""


class UnreadableError(RegenlintError):
    """A file that cannot be read as a document: refused, encrypted, broken or not a document.

    `kind` is a stable word for the reason (`password`, `broken`, `too-large`, `not-a-document`,
    `old-format`, `empty`, `unsafe`, `timeout`, `memory`, `crashed`), which tests and reports may rely on.
    """

    def __init__(self, kind: str, message: str, english: str = "") -> None:
        super().__init__(message, english)
        self.kind = kind


class AnnotationError(RegenlintError):
    """A document of which no annotated copy can be made that holds the same text."""
