"""The effective settings, and which layer said each."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.config import Settings
from regenlint.labels import Lang, Pair

_SOURCES: dict[str, Pair] = {"default": ("既定", "default"), "command line": ("コマンドライン", "command line")}


def as_text(settings: Settings, lang: Lang) -> str:
    """The settings as they could be written in regenlint.toml, each with its origin behind it."""
    return "\n".join(_lines(settings, lang)) + "\n"


def _lines(s: Settings, lang: Lang) -> Iterator[str]:
    def origin(key: str) -> str:
        said = s.origins.get(key, "default")
        return _SOURCES[said][lang is Lang.EN] if said in _SOURCES else said

    for key in ("fail_on", "profile", "as_of", "min_severity", "select", "ignore", "allow_undecided", "baseline"):
        value = getattr(s, key)
        yield (f"{key} = {_toml(value)}" if value is not None else f"# {key}") + f"  # {origin(key)}"
    for table in ("severity", "facts"):
        entries = getattr(s, table)
        if entries:
            yield f"[{table}]"
            yield from (f"{k} = {_toml(v)}  # {origin(f'{table}.{k}')}" for k, v in entries.items())
    for w in s.waiver:
        yield f"[[waiver]]  # {origin('waiver')}"
        yield f"rule = {_toml(w.rule)}"
        if w.at:
            yield f"at = {_toml(w.at)}"
        yield f"reason = {_toml(w.reason)}"
        if w.until:
            yield f"until = {w.until.isoformat()}"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    return str(value)
