"""Flags as typed, to values; what cannot be read is a UsageError that says how it is written."""

from __future__ import annotations

from pathlib import Path

from regenlint.errors import UsageError
from regenlint.given import fact, nearest, unknown
from regenlint.report import BINARY, FORMATS
from regenlint.rules import FactValue

_SHOWN = {"met": {"met"}, "na": {"na"}, "waived": {"waived"}, "all": {"met", "na", "waived"}}


def facts(given: list[str]) -> dict[str, FactValue]:
    """Facts from NAME=VALUE; a product may be given several times."""
    out: dict[str, list[str]] = {}
    for entry in given:
        name, sign, value = entry.partition("=")
        if not sign:
            raise UsageError(f"--fact は NAME=VALUE と書きます：{entry}", f"--fact wants NAME=VALUE: {entry}")
        out.setdefault(name.strip(), []).extend(value.split(",") if name.strip() == "product" else [value])
    return {n: fact(n, v if len(v) > 1 or n == "product" else v[0], "--fact") for n, v in out.items()}


def words(given: list[str] | None) -> tuple[str, ...] | None:
    """The words of comma-separated lists; None where nothing was said."""
    return None if given is None else tuple(w.strip() for entry in given for w in entry.split(",") if w.strip())


def sinks(output: list[str]) -> list[tuple[str, Path | None]]:
    """Formats with their files from FORMAT[:FILE]; None is standard output."""
    out: list[tuple[str, Path | None]] = []
    for entry in output:
        form, _, file = entry.partition(":")
        if form not in FORMATS:
            raise unknown(
                f"知らない出力形式「{form}」（{'、'.join(FORMATS)}）",
                f"unknown format {form} ({', '.join(FORMATS)})",
                nearest(form, FORMATS),
            )
        if file and not Path(file).absolute().parent.is_dir():
            raise UsageError(f"出力先のフォルダがありません：{file}", f"no folder for {file}")
        if form in BINARY and not file:
            raise UsageError(
                f"{form} はファイルに書きます：--output {form}:FILE.{form}",
                f"{form} goes to a file: --output {form}:FILE.{form}",
            )
        out.append((form, Path(file) if file else None))
    if sum(f is None for _, f in out) > 1:
        raise UsageError("標準出力に出せる形式は一つです", "only one format can go to standard output")
    return out


def target(path: Path, suffixes: tuple[str, ...], *, force: bool) -> str:
    """The suffix of a file to write, one of those allowed; UsageError where it cannot be written."""
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        names = "/".join(suffixes)
        raise UsageError(f"--to のファイル名は {names} です：{path}", f"--to must end in {names}: {path}")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"出力先のフォルダがありません：{path}", f"no folder for {path}")
    if path.exists() and not force:
        raise UsageError(f"既にあります：{path}（--force で上書き）", f"{path} exists (--force replaces it)")
    return suffix


def shown(show: list[str] | None) -> frozenset[str]:
    """What to list beside the findings."""
    out: set[str] = set()
    for word in words(show) or ():
        if word not in _SHOWN:
            raise UsageError(
                f"--show に「{word}」は使えません（{'、'.join(_SHOWN)}）",
                f"--show cannot be {word} ({', '.join(_SHOWN)})",
            )
        out |= _SHOWN[word]
    return frozenset(out)
