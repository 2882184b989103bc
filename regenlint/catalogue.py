"""The rules by id, name and title, read from their tables without compiling or judging anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from typing import Any

from regenlint import ENTRY_POINTS
from regenlint.errors import ConfigError

#: Our own tables are written in one shape: tests hold this reading against the registry.
_HEAD = re.compile(r'^area: ([A-Z]{3})\ntitle: "?([^"\n]*)', re.M)
_ENTRY = re.compile(r'^- id: ([A-Z]{3}\d{3})\n  name: ([a-z0-9-]+)\n  title: "?([^"\n]*)', re.M)


@dataclass(frozen=True, slots=True)
class Area:
    """An area of rules: its code and title."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule as its table names it."""

    id: str
    name: str
    title: str


def areas() -> Iterator[Area]:
    """The areas, ours first; a plug-in's area that is one of ours comes again. What does not load is left out."""
    for text in _ours():
        yield from (Area(m[1], m[2]) for m in _HEAD.finditer(text))
    for table in _others():
        yield Area(str(table.get("area", "")), str(table.get("title", "")))


def entries() -> Iterator[Entry]:
    """The rules of all tables, ours first. What does not load is left out: naming is not judging."""
    for text in _ours():
        yield from (Entry(m[1], m[2], m[3]) for m in _ENTRY.finditer(text))
    for table in _others():
        for raw in table.get("rules") or ():
            if isinstance(raw, dict):
                yield Entry(str(raw.get("id", "")), str(raw.get("name", "")), str(raw.get("title", "")))


def _ours() -> Iterator[str]:
    for folder in sorted(resources.files("regenlint.checks").iterdir(), key=lambda f: f.name):
        table = folder / "rules.yaml"
        if table.is_file():
            yield table.read_text(encoding="utf-8")


def _others() -> Iterator[dict[str, Any]]:
    for point in sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda p: p.name):
        # Plug-ins are written as their authors please; nobody without one waits for YAML.
        from regenlint.lexicon import read_yaml

        try:
            table = read_yaml((resources.files(point.value) / "rules.yaml").read_text(encoding="utf-8"), point.name)
        except (ImportError, OSError, ConfigError):
            continue
        if isinstance(table, dict):
            yield table
