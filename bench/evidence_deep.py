"""Training of the reader over contextual vectors; needs scikit-learn and GiNZA."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench import evidence_model as em
from bench.evidence_cv import Data, Point, figures, folds, operating_point
from regenlint import nlp
from regenlint.evidence import deep
from regenlint.evidence.states import State

STRENGTH = 0.003
SHARE = 0.4  # of the vectors' scores in the sum; the rest is the learned reader's


def vectors(data: Data, cache: Path | None) -> np.ndarray:
    """The pooled vectors of all rows."""
    spans = [nlp.Span(r.statement.text, r.statement.start, r.statement.end) for r in data.all]
    return np.array([np.asarray(row) for row in nlp.contexts(spans, cache)])


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (states × values) and bias, for values as they come."""
    mean, spread = x.mean(0), x.std(0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=200, class_weight="balanced", tol=1e-3)
    model.fit((x - mean) / spread, y, sample_weight=w)
    order = [list(model.classes_).index(str(s)) for s in em.STATES]
    weights = model.coef_[order] / spread
    return weights, model.intercept_[order] - weights @ mean


def cross_validate(data: Data, x: np.ndarray, protocol: str) -> np.ndarray:
    """Held-out scores of the vectors' reader alone."""
    out = np.zeros((len(data.own), len(em.STATES)))
    for train, test in folds(data, protocol):
        weights, bias = fit(x[train], data.states[train], data.weights[train])
        out[test] = x[test] @ weights.T + bias
    return out


def joined(first: np.ndarray, second: np.ndarray, share: float = SHARE) -> np.ndarray:
    """Scores of both readers together."""
    return (1 - share) * first + share * second


def train(data: Data, held: Mapping[str, np.ndarray], threshold: float, cache: Path | None, to: Path) -> None:
    """Cross-validate together with the learned reader, fit on everything, write the file."""
    x = vectors(data, cache)
    own = {p: cross_validate(data, x, p) for p in held}
    both = {p: joined(held[p], own[p]) for p in held}
    # The threshold is the product's one; only the calibration is this sum's own.
    point = Point(operating_point(both["groups"], data).calibration, threshold)
    card: dict[str, Any] = {p: figures(both[p], data, point) for p in both}
    for p, f in card.items():
        print("with vectors,", p, f)
    weights, bias = fit(x, data.states, data.weights)
    steps = np.abs(weights).max(1) / 127
    rounded = np.rint(weights / steps[:, None]).astype(np.int8)
    header = {
        "card": card,
        "calibration": [round(v, 5) for v in point.calibration],
        "threshold": threshold,
        "share": SHARE,
        "model": nlp.ginza_version(),
        "states": [str(State(s)) for s in em.STATES],
        "steps": [float(s) for s in steps],
        "bias": [round(float(b), 5) for b in bias],
    }
    to.write_bytes(deep.write(header, rounded.tobytes()))
    print(f"vectors.bin: {to.stat().st_size / 1024:.0f} KiB")
