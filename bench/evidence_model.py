"""Training of the learned reader; needs scikit-learn, which the product does not."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from regenlint.evidence import learned
from regenlint.evidence.features import BLOCKS
from regenlint.evidence.passage import Passage
from regenlint.evidence.states import ACCEPTED, State

SCALES: Mapping[str, float] = {"characters": 1.0, "signs": 0.7, "skeleton": 0.4}
STRENGTH = 20.0  # inverse of the regularisation
KEPT = 18_000  # features that stay in the exported model
STATES: tuple[State, ...] = tuple(sorted(State))
DOUBTED = np.array([s in learned.DANGEROUS for s in STATES])
ACCEPTS = np.array([s in ACCEPTED for s in STATES])


@dataclass(frozen=True)
class Table:
    """The features of passages, by block, as sets of names."""

    blocks: dict[str, list[frozenset[str]]]

    @staticmethod
    def of(passages: Sequence[Passage]) -> Table:
        """The table of passages, in their order."""
        return Table({n: [frozenset(f(p)) for p in passages] for n, f in BLOCKS.items()})

    def take(self, rows: Sequence[int]) -> dict[str, list[frozenset[str]]]:
        """The features of some rows."""
        return {n: [b[i] for i in rows] for n, b in self.blocks.items()}


@dataclass(frozen=True)
class Fitted:
    """A fitted linear model: per block its feature names and their weights (features × states)."""

    names: dict[str, list[str]]
    weights: dict[str, np.ndarray]
    bias: np.ndarray

    def scores(self, features: Mapping[str, Sequence[frozenset[str]]]) -> np.ndarray:
        """Scores (rows × states) of passages given by their features."""
        size = len(next(iter(features.values())))
        out: np.ndarray = np.tile(self.bias, (size, 1))
        for n, names in self.names.items():
            out += SCALES[n] * (_matrix(features[n], {f: i for i, f in enumerate(names)}) @ self.weights[n])
        return out


def _matrix(rows: Sequence[frozenset[str]], vocabulary: Mapping[str, int]) -> csr_matrix:
    starts, columns = [0], []
    for row in rows:
        columns.extend(sorted(vocabulary[f] for f in row if f in vocabulary))
        starts.append(len(columns))
    values = np.ones(len(columns))
    for a, b in pairwise(starts):
        values[a:b] /= np.sqrt(max(1, b - a))
    return csr_matrix((values, columns, starts), shape=(len(rows), len(vocabulary)))


def _fit(x: csr_matrix, y: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    model = LogisticRegression(C=STRENGTH, max_iter=100, class_weight="balanced", tol=1e-3)
    model.fit(x, y, sample_weight=w)
    coefficients = np.zeros((len(STATES), x.shape[1]))
    bias = np.full(len(STATES), -20.0)
    for k, c in enumerate(model.classes_):
        coefficients[STATES.index(State(c))] = model.coef_[k]
        bias[STATES.index(State(c))] = model.intercept_[k]
    return coefficients, bias


def fit(table: Table, rows: Sequence[int], states: np.ndarray, weights: np.ndarray, kept: int = KEPT) -> Fitted:
    """Fit on rows: once over everything seen twice, again over the features that mattered."""
    features = table.take(rows)
    names: dict[str, list[str]] = {}
    for n, block in features.items():
        counts: dict[str, int] = {}
        for row in block:
            for f in row:
                counts[f] = counts.get(f, 0) + 1
        names[n] = sorted(f for f, c in counts.items() if c >= 2)
    y, w = states[list(rows)], weights[list(rows)]
    for last in (False, True):
        parts = [_matrix(features[n], {f: i for i, f in enumerate(v)}) * SCALES[n] for n, v in names.items()]
        x = csr_matrix(hstack(parts))
        coefficients, bias = _fit(x, y, w)
        if last:
            break
        weight = (coefficients**2).sum(0) * np.asarray(x.multiply(x).sum(0)).ravel()
        keep = set(np.argsort(-weight)[:kept].tolist())
        at = 0
        for n, v in names.items():
            names[n] = [f for i, f in enumerate(v) if at + i in keep]
            at += len(v)
    at, out = 0, {}
    for n, v in names.items():
        out[n] = coefficients[:, at : at + len(v)].T
        at += len(v)
    return Fitted(names, out, bias)


def mass(scores: np.ndarray) -> np.ndarray:
    """Share of the accepted states per row, as `learned.calibrated` weighs it."""
    e = np.exp(scores - scores.max(1, keepdims=True))
    for_it = e[:, ACCEPTS].sum(1)
    against = e @ np.where(ACCEPTS, 0, np.where(DOUBTED, learned.DOUBT, 1))
    return np.asarray(for_it / (for_it + against))


def calibration(scores: np.ndarray, accepted: np.ndarray) -> tuple[float, float]:
    """Slope and offset of a logistic from the mass to the share that is accepted."""
    m = np.clip(mass(scores), 1e-6, 1 - 1e-6)
    model = LogisticRegression(C=1e6).fit(np.log(m / (1 - m))[:, None], accepted)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def export(fitted: Fitted, header: Mapping[str, Any]) -> bytes:
    """The file of a fitted model: weights in one signed byte, one scale per block."""
    hashes: dict[int, np.ndarray] = {}
    scales: dict[str, float] = {}
    for n, names in fitted.names.items():
        w = fitted.weights[n]
        step = float(np.quantile(np.abs(w), 0.9999)) / 127
        scales[n] = SCALES[n] * step
        rounded = np.clip(np.rint(w / step), -127, 127).astype(np.int16) + 128
        for f, row in zip(names, rounded, strict=True):
            hashes.setdefault(zlib.crc32(f.encode()), row.astype(np.uint8))
    order = sorted(hashes)
    full = {
        **header,
        "states": [str(s) for s in STATES],
        "scales": scales,
        "bias": [round(float(b), 5) for b in fitted.bias],
        "features": len(order),
    }
    return learned.write(full, order, b"".join(hashes[h].tobytes() for h in order))
