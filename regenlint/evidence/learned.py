"""The reader that learned from labelled rows: a linear model in plain Python.

`learned.bin` is written by `python -m bench.train_evidence`: a header, hashes of the features that
the model knows, and one signed byte per feature and state. A feature counts once; each block of
features (characters, cues and form, skeleton) is scaled to unit length before it is weighed.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from regenlint.evidence.features import BLOCKS
from regenlint.evidence.passage import Passage
from regenlint.evidence.states import ACCEPTED, State

MAGIC = b"regenlint evidence 2\n"
#: States that must not pass, and how much more their probability weighs against acceptance.
DANGEROUS = frozenset({State.DENIED, State.FUTURE, State.HANDED_ON, State.NA_BARE})
DOUBT = 3.0
_FIELD = 4  # bytes of a packed sum; 255 × the number of features must stay below 256 ** _FIELD


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model over hashed features; `header` holds its scales, calibration and card."""

    states: tuple[State, ...]
    index: Mapping[int, int]
    packed: bytes
    scales: Mapping[str, float]
    bias: tuple[float, ...]
    header: Mapping[str, Any]

    def scores(self, p: Passage) -> tuple[float, ...]:
        """One score per state (a logit), before calibration."""
        out = list(self.bias)
        for name, block in BLOCKS.items():
            rows = self._rows(block(p))
            if rows:
                self._add(out, rows, self.scales[name] / math.sqrt(len(rows)))
        return tuple(out)

    def _rows(self, names: Iterable[str]) -> list[int]:
        # Thousands of names a statement: only what the interpreter itself can loop over.
        return [i for i in map(self.index.get, map(zlib.crc32, map(str.encode, set(names)))) if i is not None]

    def _add(self, out: list[float], rows: list[int], scale: float) -> None:
        # Rows are packed integers with one field per state, so one addition serves all states.
        width = len(self.states) * _FIELD
        packed = self.packed
        total = sum([int.from_bytes(packed[i * width : (i + 1) * width], "little") for i in rows])
        sums = struct.unpack(f"<{len(self.states)}I", total.to_bytes(width, "little"))
        shift = 128 * len(rows)
        for k, s in enumerate(sums):
            out[k] += scale * (s - shift)

    @property
    def calibration(self) -> tuple[float, float]:
        """Slope and offset that turn the mass of the accepted states into a probability."""
        slope, offset = self.header["calibration"]
        return float(slope), float(offset)


def probabilities(scores: Iterable[float]) -> tuple[float, ...]:
    """Soft maximum of scores."""
    values = tuple(scores)
    top = max(values)
    powers = [math.exp(v - top) for v in values]
    whole = sum(powers)
    return tuple(p / whole for p in powers)


def calibrated(states: tuple[State, ...], scores: tuple[float, ...], slope: float, offset: float) -> float:
    """Probability of an accepted state, put right by a logistic fitted on held-out folds.

    What is denied, put off or handed on weighs DOUBT times: at the same recall fewer of them pass.
    """
    pairs = tuple(zip(states, probabilities(scores), strict=True))
    for_it = sum(p for s, p in pairs if s in ACCEPTED)
    against = sum(p * (DOUBT if s in DANGEROUS else 1) for s, p in pairs if s not in ACCEPTED)
    mass = min(max(for_it / (for_it + against), 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(slope * math.log(mass / (1 - mass)) + offset)))


def write(header: Mapping[str, Any], hashes: list[int], weights: bytes) -> bytes:
    """The file of a model: `weights` holds len(states) unsigned bytes (value + 128) per hash."""
    text = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    body = struct.pack(f"<{len(hashes)}I", *hashes) + weights
    return MAGIC + struct.pack("<II", len(text), len(hashes)) + text + zlib.compress(body, 9)


def load(data: bytes) -> Model:
    """A model from the bytes of its file; ValueError where they are not one."""
    if not data.startswith(MAGIC):
        raise ValueError("not a model of the learned reader")
    at = len(MAGIC)
    size, count = struct.unpack_from("<II", data, at)
    header = json.loads(data[at + 8 : at + 8 + size])
    body = zlib.decompress(data[at + 8 + size :])
    states = tuple(State(s) for s in header["states"])
    hashes = struct.unpack_from(f"<{count}I", body)
    weights = body[4 * count :]
    if len(weights) != count * len(states):
        raise ValueError("the learned reader's model is cut short")
    packed = bytearray(_FIELD * len(weights))
    packed[0::_FIELD] = weights
    return Model(
        states,
        dict(zip(hashes, range(count), strict=True)),
        bytes(packed),
        header["scales"],
        tuple(header["bias"]),
        header,
    )


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that ships with the package, read at the first call."""
    return load(resources.files("regenlint.evidence").joinpath("learned.bin").read_bytes())
