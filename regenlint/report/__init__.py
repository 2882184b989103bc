"""One module per output format; each turns a record into text and knows nothing of the others."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, cast

from regenlint.console import STEERING
from regenlint.labels import Lang
from regenlint.record import RunRecord
from regenlint.rules import Severity


@dataclass(frozen=True, slots=True)
class Display:
    """How people want to see a report. Machine formats carry everything whatever it says.

    `min_severity` None means errors and warnings in `text`, everything elsewhere. `show` holds
    outcomes to list beside the findings: met, na, waived. `rendition` is the folder with the text
    renditions that places point at, empty where there are none.
    """

    lang: Lang = Lang.JA
    color: bool = False
    quiet: bool = False
    min_severity: Severity | None = None
    show: frozenset[str] = frozenset()
    rendition: str = ""


class Reporter(Protocol):
    """A module of this package that renders a run."""

    def render(self, run: RunRecord, display: Display) -> str | bytes:
        """The whole report."""


#: Format → module. `text` and `concise` are for people and follow the console's encoding.
FORMATS: Mapping[str, str] = {
    "text": "as_text",
    "concise": "as_concise",
    "json": "as_json",
    "sarif": "as_sarif",
    "sarif-github": "as_sarif_github",
    "github": "as_github",
    "gitlab": "as_gitlab",
    "junit": "as_junit",
    "rdjson": "as_rdjson",
    "markdown": "as_markdown",
    "html": "as_html",
    "xlsx": "as_xlsx",
}
#: Formats that are bytes: they go to a file, never to a terminal.
BINARY = frozenset({"xlsx"})
FOR_PEOPLE = frozenset({"text", "concise", "markdown", "github"})


#: The same characters in JSON, whose own writer leaves most of them as they are.
_ESCAPED = {k: f"\\u{k:04x}" for k in STEERING if 0x20 <= k <= 0xFFFF}
_JSON = frozenset({"json", "sarif", "sarif-github", "gitlab", "rdjson"})


def harmless(text: str) -> str:
    """A text on one line that a terminal only shows; every character keeps its place."""
    return text.translate(STEERING)


def render(form: str, run: RunRecord, display: Display) -> str:
    """The report in a format of FORMATS that is text; its module is loaded only now."""
    text = rendered(form, run, display)
    assert isinstance(text, str)  # noqa: S101 - which formats are bytes is written above
    return text


def rendered(form: str, run: RunRecord, display: Display) -> str | bytes:
    """The report in a format of FORMATS, text or bytes."""
    module = importlib.import_module(f"regenlint.report.{FORMATS[form]}")
    text = cast(Reporter, module).render(run, display)
    # Outside of texts JSON has none of them, and inside the escape means the same.
    return text.translate(_ESCAPED) if form in _JSON and isinstance(text, str) else text
