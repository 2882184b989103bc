"""Cross-validation of the learned reader and the figures by which it is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

from bench import evidence_model as em
from bench.evidence_rows import Row, assertion_rows, evidence_rows, groups
from regenlint.evidence.clause import read
from regenlint.evidence.judge import SETTLED
from regenlint.evidence.learned import DANGEROUS
from regenlint.evidence.passage import Passage, take_apart
from regenlint.evidence.states import ACCEPTED

RECALL = 0.88  # of accepted rows that the threshold is chosen to keep


@dataclass(frozen=True)
class Data:
    """All rows for training: the evidence rows first (`own`), then those that only help."""

    own: list[Row]
    all: list[Row]
    passages: list[Passage]
    table: em.Table
    states: np.ndarray
    weights: np.ndarray
    groups: np.ndarray
    hands: np.ndarray

    @staticmethod
    def of_corpus() -> Data:
        """The rows of the repository."""
        own = evidence_rows()
        rows = own + assertion_rows()
        passages = [take_apart(r.statement) for r in rows]
        states, kept = [], []
        for i, (row, p) in enumerate(zip(rows, passages, strict=True)):
            state = row.state
            if state is None:
                # Only acceptance is known: the rules name which kind, or the row is left out.
                state = read(p).state
                if state not in ACCEPTED:
                    continue
            states.append(str(state))
            kept.append(i)
        rows = [rows[i] for i in kept]
        passages = [passages[i] for i in kept]
        return Data(
            own,
            rows,
            passages,
            em.Table.of(passages),
            np.array(states),
            np.array([r.weight for r in rows]),
            np.array(groups(rows)),
            np.array([r.hand for r in rows]),
        )

    @property
    def accepted(self) -> np.ndarray:
        """Which of the own rows are accepted."""
        return np.array([r.accepted for r in self.own])


@dataclass(frozen=True)
class Point:
    """Where the reader is operated: calibration of its mass and threshold on the probability."""

    calibration: tuple[float, float]
    threshold: float

    def probability(self, scores: np.ndarray) -> np.ndarray:
        """The calibrated probability of acceptance."""
        m = np.clip(em.mass(scores), 1e-6, 1 - 1e-6)
        slope, offset = self.calibration
        return np.asarray(1 / (1 + np.exp(-(slope * np.log(m / (1 - m)) + offset))))


def folds(data: Data, protocol: str) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Train and test rows: `groups` five folds, near-identical rows together; `hands` by author."""
    n = len(data.own)
    if protocol == "hands":
        for hand in sorted(set(data.hands[:n])):
            test = np.where(data.hands[:n] == hand)[0]
            shared = np.isin(data.groups, data.groups[test])
            yield np.where((data.hands != hand) & ~shared)[0], test
        return
    splitter = StratifiedGroupKFold(5, shuffle=True, random_state=0)
    for _, test in splitter.split(np.zeros(n), data.states[:n], data.groups[:n]):
        yield np.where(~np.isin(data.groups, data.groups[test]))[0], test


def cross_validate(data: Data, protocol: str) -> np.ndarray:
    """Held-out scores (own rows × states)."""
    out = np.zeros((len(data.own), len(em.STATES)))
    for train, test in folds(data, protocol):
        fitted = em.fit(data.table, train.tolist(), data.states, data.weights)
        out[test] = fitted.scores(data.table.take(test.tolist()))
    return out


def overridden(p: np.ndarray, data: Data) -> np.ndarray:
    """Probabilities as the judge uses them: what shape alone settles is settled."""
    out = p.copy()
    for i, passage in enumerate(data.passages[: len(data.own)]):
        reading = read(passage)
        if reading.settled:
            out[i] = max(out[i], 1 - SETTLED) if reading.state in ACCEPTED else min(out[i], SETTLED)
    return out


def operating_point(scores: np.ndarray, data: Data) -> Point:
    """Calibration, and the threshold that keeps RECALL of the accepted rows."""
    slope, offset = em.calibration(scores, data.accepted)
    p = overridden(Point((slope, offset), 0.5).probability(scores), data)
    ranked = np.sort(p[data.accepted])[::-1]
    threshold = float(ranked[int(RECALL * len(ranked))])
    return Point((slope, offset), round(threshold, 2))


def figures(scores: np.ndarray, data: Data, point: Point) -> dict[str, Any]:
    """Accuracy, macro-F1, precision and recall of acceptance, dangerous rows accepted."""
    p = overridden(point.probability(scores), data)
    gold = data.states[: len(data.own)]
    named = np.array([str(s) for s in em.STATES])[scores.argmax(1)]
    kept = np.sort(p[data.accepted])[::-1][int(0.88 * data.accepted.sum())]
    at = summary(gold, named, p >= kept)
    return {
        **summary(gold, named, p >= point.threshold),
        "at_recall_0.88": {"precision": at["precision"], "dangerous": at["dangerous"]},
    }


def summary(gold: np.ndarray, state: np.ndarray, accepts: np.ndarray) -> dict[str, Any]:
    """The figures of predictions: states, and what is accepted."""
    truth = np.isin(gold, [str(s) for s in ACCEPTED])
    f1 = []
    for s in sorted(set(gold)):
        both = ((gold == s) & (state == s)).sum()
        f1.append(2 * both / max(1, (gold == s).sum() + (state == s).sum()))
    danger = np.isin(gold, [str(s) for s in DANGEROUS])
    return {
        "accuracy": round(float((gold == state).mean()), 3),
        "macro_f1": round(float(np.mean(f1)), 3),
        "precision": round(float((accepts & truth).sum() / max(1, accepts.sum())), 3),
        "recall": round(float((accepts & truth).sum() / max(1, truth.sum())), 3),
        "dangerous": f"{int((accepts & danger).sum())}/{int(danger.sum())}",
    }
