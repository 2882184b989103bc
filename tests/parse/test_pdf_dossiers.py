"""The PDFs of the labelled dossiers against the texts they were made from."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from regenlint.model import Document
from regenlint.parse import from_pdf
from regenlint.text import folded

DEV = Path(__file__).parents[1] / "corpus" / "dev"
_INLINE = re.compile(r"\{(ins|del|sdt|tb|fn|ruby|blue|hid|strike|sup|b):([^{}]*)\}")


def _pdfs() -> list[tuple[Path, Path]]:
    found = []
    for dossier in sorted(DEV.glob("*/dossier.yaml")):
        for f in yaml.safe_load(dossier.read_text(encoding="utf-8"))["files"]:
            if f["file"].endswith(".pdf"):
                found.append((dossier.parent / "files" / f["file"], dossier.parent / "src" / f["source"]))
    return found


PDFS = _pdfs()
IDS = [f"{pdf.parents[1].name}-{source.stem}" for pdf, source in PDFS]


@cache
def _read(path: Path) -> Document:
    return from_pdf.read(path.read_bytes(), path.name)


def _visible(text: str) -> str:
    def shown(m: re.Match[str]) -> str:
        kind, body = m.groups()
        # A word processor prints tracked deletions; it clips a text box that is too small.
        return "" if kind in ("hid", "tb") else body.split("|")[0] if kind == "ruby" else body

    return _INLINE.sub(shown, text)


def _source(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("pdf", "source"), PDFS, ids=IDS)
def test_the_text_is_read(pdf: Path, source: Path) -> None:
    plain = "\n".join(re.sub(r"^(#+ |- |=== |---$|:: )", "", ln) for ln in _source(source))
    plain = re.sub(r"\[[x ]\]|\||::|//|\^|<", "", _visible(plain))
    wanted = Counter(re.sub(r"\s|[-・]", "", folded(plain)))
    have = Counter(re.sub(r"\s|[-・]", "", folded("".join(b.text for b in _read(pdf).blocks))))

    assert sum((wanted & have).values()) / sum(wanted.values()) >= 0.995


@pytest.mark.parametrize(("pdf", "source"), PDFS, ids=IDS)
def test_every_choice_stands_at_its_own_label(pdf: Path, source: Path) -> None:
    wanted = Counter(
        (folded(m.group(2)), m.group(1) == "x")
        for ln in _source(source)
        for m in re.finditer(r"\[([x ])\]\s*([^\[\s\u3000|]+)", ln)
    )
    have = Counter((folded(c.label), c.ticked) for c in _read(pdf).choices)

    assert wanted == have


@pytest.mark.parametrize(("pdf", "source"), PDFS, ids=IDS)
def test_table_rows_are_whole(pdf: Path, source: Path) -> None:
    def key(text: str) -> str:
        return re.sub(r"\s", "", folded(_visible(text.replace("//", "").replace("[x]", "").replace("[ ]", ""))))

    wanted = Counter(
        tuple(key(c) for c in ln.strip("|").split("|") if c.strip() not in ("<", "^"))
        for ln in _source(source)
        if ln.startswith("|") and "^" not in ln and "{tb" not in ln
    )
    found: dict[tuple[int, int], dict[int, str]] = {}
    for b in _read(pdf).blocks:
        if b.cell is not None:
            row = found.setdefault((b.cell.table, b.cell.row), {})
            row[b.cell.column] = row.get(b.cell.column, "") + re.sub(r"[☐☑□■]|\s", "", folded(b.text))
    have = Counter(tuple(row[c] for c in sorted(row)) for row in found.values())

    assert not wanted - have
