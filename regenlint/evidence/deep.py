"""The reader over contextual vectors: another kind of witness, asked only where it is wanted.

`vectors.bin` is written by `python -m bench.train_evidence --deep`. GiNZA makes the vectors
(`regenlint.nlp`); scoring them needs nothing but the standard library.
"""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from operator import mul
from pathlib import Path
from typing import Any

from regenlint import nlp
from regenlint.evidence.states import State, Statement

MAGIC = b"regenlint vectors 1\n"


@dataclass(frozen=True, slots=True)
class Reader:
    """A linear model over pooled vectors: scores = bias + Σ weight × value."""

    states: tuple[State, ...]
    weights: tuple[array[float], ...]
    bias: tuple[float, ...]
    header: Mapping[str, Any]

    def scores(self, row: array[float]) -> tuple[float, ...]:
        """One score per state for a row of `nlp.contexts`."""
        return tuple(b + sum(map(mul, w, row)) for w, b in zip(self.weights, self.bias, strict=True))


def available() -> bool:
    """Whether GiNZA is installed with the model whose vectors the weights were trained on."""
    if not nlp.has_ginza():
        return False
    trained = str(_shipped().header["model"])
    return trained.partition(" spacy ")[0] == nlp.ginza_version().partition(" spacy ")[0]


def read(statements: Sequence[Statement], cache: Path | None = None) -> tuple[tuple[State, tuple[float, ...]], ...]:
    """Per statement the state read from its vectors, and the scores to be added to the others'."""
    reader = _shipped()
    rows = nlp.contexts([nlp.Span(s.text, s.start, s.end) for s in statements], cache)
    out = []
    for row in rows:
        scores = reader.scores(row)
        out.append((reader.states[max(range(len(scores)), key=scores.__getitem__)], scores))
    return tuple(out)


def share() -> float:
    """The share of this reader's scores in the sum with the learned reader's."""
    return float(_shipped().header["share"])


def write(header: Mapping[str, Any], weights: bytes) -> bytes:
    """The file of a reader: `weights` are signed bytes, state by state."""
    text = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    return MAGIC + struct.pack("<I", len(text)) + text + zlib.compress(weights, 9)


def load(data: bytes) -> Reader:
    """A reader from the bytes of its file; ValueError where they are not one."""
    if not data.startswith(MAGIC):
        raise ValueError("not a reader over vectors")
    at = len(MAGIC)
    (size,) = struct.unpack_from("<I", data, at)
    header = json.loads(data[at + 4 : at + 4 + size])
    values = array("b")
    values.frombytes(zlib.decompress(data[at + 4 + size :]))
    states = tuple(State(s) for s in header["states"])
    width = len(values) // len(states)
    weights = tuple(
        array("f", [v * step for v in values[k * width : (k + 1) * width]]) for k, step in enumerate(header["steps"])
    )
    return Reader(states, weights, tuple(header["bias"]), header)


@lru_cache(maxsize=1)
def _shipped() -> Reader:
    return load(resources.files("regenlint.evidence").joinpath("vectors.bin").read_bytes())


def calibration() -> tuple[float, float]:
    """Slope and offset that turn the joined mass into a probability."""
    slope, offset = _shipped().header["calibration"]
    return float(slope), float(offset)
