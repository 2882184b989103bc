"""What became of each document that was to be annotated, in one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from regenlint.labels import Lang
from regenlint.report import harmless


@dataclass(frozen=True, slots=True)
class Copy:
    """A document and its copy, or None and why there is none.

    `noted` of its `findings` stand at their place, the others in the summary. `failed` where a
    copy was due and could not be made.
    """

    document: str
    target: Path | None
    noted: int = 0
    findings: int = 0
    message: str = ""
    english: str = ""
    failed: bool = False


def as_text(copies: Sequence[Copy], lang: Lang) -> str:
    """A line a document."""
    return "".join(f"{harmless(line)}\n" for line in _lines(copies, lang is Lang.EN))


def _lines(copies: Sequence[Copy], english: bool) -> Iterator[str]:
    for c in copies:
        if c.target is None:
            yield f"{c.document}: {c.english}" if english else f"{c.document}：{c.message}"
            continue
        rest = c.findings - c.noted
        text = f"{c.noted} findings at their place" if english else f"所見 {c.noted}件を書き込み"
        if rest:
            text += f", {rest} in the summary" if english else f"、{rest}件は要約に記載"
        yield f"{c.target.as_posix()}: {text}" if english else f"{c.target.as_posix()}：{text}"
    made = sum(c.target is not None for c in copies)
    yield f"{made} copies" if english else f"写し {made}件"
