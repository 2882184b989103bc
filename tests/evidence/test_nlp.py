"""The door to the NLP packages: lazy, optional, with a cache that nothing depends on."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from regenlint import nlp

ROOT = Path(__file__).resolve().parents[2]
needs_sudachi = pytest.mark.skipif(importlib.util.find_spec("sudachipy") is None, reason="SudachiPy is optional")


def test_the_door_opens_nothing_when_it_is_imported() -> None:
    code = (
        "import sys; from regenlint import nlp; nlp.has_ginza();"
        "print('spacy' in sys.modules, 'sudachipy' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.strip() == "False False"


def test_without_the_package_the_error_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp, "has_sudachi", lambda: False)
    nlp._sudachi.cache_clear()
    with pytest.raises(nlp.NlpMissing, match="SudachiPy"):
        nlp.tokens("無菌試験")


def test_a_long_text_is_cut_around_its_target() -> None:
    text = "前置きの文である。" * 200 + "無菌試験を行う。" + "後の文である。" * 200
    start = text.index("無菌試験")
    window = nlp._window(nlp.Span(text, start, start + 4))
    assert len(window.text) <= nlp.LIMIT
    assert window.text[window.start : window.end] == "無菌試験"


def test_pieces_cover_a_text_without_gap() -> None:
    text = "あいう。" * 5000
    spans = list(nlp._pieces(text, 8000))
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in pairwise(spans))


def _counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    asked: list[int] = []

    def vectors(spans: Sequence[nlp.Span]) -> Iterator[array[float]]:
        asked.append(len(spans))
        for span in spans:
            yield array("f", [float(span.start), 0.5])

    monkeypatch.setattr(nlp, "_vectors", vectors)
    return asked


def test_a_passage_is_read_once_and_then_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _counting(monkeypatch)
    spans = [nlp.Span("無菌試験を行う。", 0, 4), nlp.Span("無菌試験を行う。", 0, 2)]
    first = nlp.contexts(spans, tmp_path)
    second = nlp.contexts([*spans, nlp.Span("核型", 0, 2)], tmp_path)
    assert asked == [2, 1]
    assert second[:2] == first


def test_a_broken_cache_is_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _counting(monkeypatch)
    (tmp_path / "contexts.sqlite").write_bytes(b"not a database at all, but long enough to be read" * 40)
    (row,) = nlp.contexts([nlp.Span("核型", 0, 2)], tmp_path)
    assert asked == [1]
    assert list(row) == [0.0, 0.5]


@needs_sudachi
def test_names_of_persons_are_found() -> None:
    nlp._sudachi.cache_clear()
    text = "実施責任者は佐藤一郎である。"
    assert [text[a:b] for a, b in nlp.person_names(text)] == ["佐藤一郎"]


@needs_sudachi
def test_tokens_keep_their_places_in_a_long_text() -> None:
    text = "無菌試験を行う。" * 3000
    found = nlp.tokens(text)
    assert all(text[t.start : t.end] == t.text for t in found[-50:])
    assert found[-1].end == len(text)
