"""The only door to SudachiPy and spaCy/GiNZA.

Both are optional and opened at the first call, once per process. Callers ask `has_sudachi()` or
`has_ginza()` first; a call without the package raises NlpMissing. Texts longer than LIMIT are cut
at 、 or 。: SudachiPy refuses more than 49,149 bytes, and a parse grows with its sentence.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path
from typing import Any

from regenlint.errors import RegenlintError

LIMIT = 600  # characters of a text that is parsed at once
_BATCH = 32  # larger batches only cost memory
_CACHE = "contexts.sqlite"


class NlpMissing(RegenlintError):
    """A reader was asked for that is not installed."""


@dataclass(frozen=True, slots=True)
class Token:
    """A Sudachi token: offsets in the text, normalised form, part of speech (up to six levels)."""

    text: str
    normal: str
    pos: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A target in a passage, in code points."""

    text: str
    start: int
    end: int


def has_sudachi() -> bool:
    """Whether SudachiPy can be opened; imports nothing."""
    return util.find_spec("sudachipy") is not None


def has_ginza() -> bool:
    """Whether GiNZA and its model can be opened; imports nothing."""
    return all(util.find_spec(n) is not None for n in ("spacy", "ginza", "ja_ginza"))


def tokens(text: str) -> tuple[Token, ...]:
    """The Sudachi tokens (mode C) of a text of any length."""
    tokenizer = _sudachi()
    out: list[Token] = []
    for start, end in _pieces(text, 8000):
        out.extend(
            Token(m.surface(), m.normalized_form(), tuple(m.part_of_speech()), start + m.begin(), start + m.end())
            for m in tokenizer.tokenize(text[start:end])
        )
    return tuple(out)


def person_names(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of persons' names: neighbouring tokens that Sudachi calls 人名."""
    out: list[tuple[int, int]] = []
    for token in tokens(text):
        if len(token.pos) < 3 or token.pos[2] != "人名":
            continue
        if out and not text[out[-1][1] : token.start].strip():
            out[-1] = (out[-1][0], token.end)
        else:
            out.append((token.start, token.end))
    return tuple(out)


def contexts(spans: Sequence[Span], cache: Path | None = None) -> tuple[array[float], ...]:
    """For each span the contextual vectors around it, pooled, as one row of numbers.

    The row joins the means over the span, its governing predicates, the first of them, what
    follows, the last three tokens and the whole passage. With `cache` (a folder) rows are kept on
    disk under the model's version and the passage, and GiNZA is opened only for what is new.
    """
    keys = [_key(s) for s in spans]
    known = _recall(cache, keys) if cache is not None else {}
    missing = {k: s for k, s in zip(keys, spans, strict=True) if k not in known}
    if missing:
        fresh = dict(zip(missing, _vectors(list(missing.values())), strict=True))
        if cache is not None:
            _remember(cache, fresh)
        known.update(fresh)
    return tuple(known[k] for k in keys)


def _window(span: Span) -> Span:
    """The span with at most LIMIT characters of its text, cut at a stop where there is one."""
    if len(span.text) <= LIMIT:
        return span
    begin = max(0, min(span.start - LIMIT // 2, len(span.text) - LIMIT))
    if begin:
        cut = max(span.text.rfind(c, begin, span.start) for c in "。、\n")
        begin = cut + 1 if cut >= 0 else begin
    end = min(len(span.text), max(begin + LIMIT, span.end))
    return Span(span.text[begin:end], span.start - begin, span.end - begin)


def _pieces(text: str, limit: int) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > limit:
        cut = max(text.rfind(c, start, start + limit) for c in "。\n、")
        end = cut + 1 if cut > start else start + limit
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


@lru_cache(maxsize=1)
def _sudachi() -> Any:
    if not has_sudachi():
        raise NlpMissing("SudachiPyが入っていません", "SudachiPy is not installed")
    from sudachipy import Dictionary, SplitMode

    return Dictionary().create(mode=SplitMode.C)


@lru_cache(maxsize=1)
def _ginza() -> Any:
    if not has_ginza():
        raise NlpMissing("GiNZAが入っていません（regenlint[ginza]）", "GiNZA is not installed (regenlint[ginza])")
    import spacy

    return spacy.load("ja_ginza", exclude=["ner", "morphologizer", "compound_splitter", "bunsetu_recognizer"])


@lru_cache(maxsize=1)
def ginza_version() -> str:
    """Versions of the model and of the library whose vectors it makes."""
    return f"ja_ginza {metadata.version('ja_ginza')} spacy {metadata.version('spacy')}"


def _key(span: Span) -> str:
    version = ginza_version() if has_ginza() else ""
    body = f"{version}\0{span.start}\0{span.end}\0{span.text}"
    return hashlib.sha256(body.encode()).hexdigest()


def _vectors(spans: Sequence[Span]) -> Iterator[array[float]]:
    nlp = _ginza()
    windows = [_window(s) for s in spans]
    # One parse serves all targets of a passage.
    texts = list(dict.fromkeys(w.text for w in windows))
    docs = dict(zip(texts, nlp.pipe(texts, batch_size=_BATCH), strict=True))
    for w in windows:
        yield _pooled(docs[w.text], w.start, w.end)


def _pooled(doc: Any, start: int, end: int) -> array[float]:
    tensor = doc.tensor
    width = tensor.shape[1]
    own = [t.i for t in doc if t.idx < end and t.idx + len(t) > start] or [0]
    chain: list[int] = []
    head = doc[own[-1]]
    while head.head.i != head.i and len(chain) < 4:
        head = head.head
        chain.append(head.i)
    size = len(doc)
    parts = (own, chain, chain[:1], range(own[-1] + 1, size), range(max(0, size - 3), size), range(size))
    row = array("f")
    for part in parts:
        rows = list(part)
        row.extend(tensor[rows].mean(0).tolist() if rows else [0.0] * width)
    return row


def _recall(cache: Path, keys: Sequence[str]) -> dict[str, array[float]]:
    path = cache / _CACHE
    if not path.is_file():
        return {}
    out: dict[str, array[float]] = {}
    try:
        with closing(sqlite3.connect(path)) as db:
            for key in dict.fromkeys(keys):
                found = db.execute("SELECT row FROM contexts WHERE key = ?", (key,)).fetchone()
                if found:
                    row = array("f")
                    row.frombytes(found[0])
                    out[key] = row
    except (sqlite3.Error, ValueError):
        # A cache that cannot be read is no cache; nothing depends on it.
        return {}
    return out


def _remember(cache: Path, rows: dict[str, array[float]]) -> None:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        path = cache / _CACHE
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS contexts (key TEXT PRIMARY KEY, row BLOB)")
            db.executemany(
                "INSERT OR REPLACE INTO contexts VALUES (?, ?)",
                [(k, v.tobytes()) for k, v in rows.items()],
            )
        os.chmod(path, 0o600)
    except (sqlite3.Error, OSError):
        return
