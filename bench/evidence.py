"""How well evidence is judged, on labelled rows.

    python -m bench.evidence FILE.jsonl… [--deep] [--misses]
    python -m bench.evidence --cross-validate [--deep] [--cache DIR]

A row has text, target, place, state, and maybe before, after and start. The first form runs the
shipped judge; the second trains on the repository's rows, fold by fold (needs scikit-learn).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.evidence_rows import Row, rows
from regenlint.evidence import ACCEPTED, THRESHOLD, Judgement, State, judge_many

_WATCHED = (
    State.DENIED,
    State.FUTURE,
    State.HANDED_ON,
    State.NA_BARE,
    State.VAGUE,
    State.TEMPLATE,
    State.MENTION,
    State.CONDITIONAL,
)


def report(of: Sequence[Row], judged: Sequence[Judgement]) -> str:
    """All figures of the judgements of rows."""
    gold = [r.state for r in of]
    said = [j.state for j in judged]
    lines = [f"rows {len(of)}, threshold {THRESHOLD}"]
    right = [g == s for g, s in zip(gold, said, strict=True)]
    f1 = []
    for state in State:
        both = sum(g == s == state for g, s in zip(gold, said, strict=True))
        every = gold.count(state) + said.count(state)
        if gold.count(state):
            f1.append(2 * both / every)
    lines.append(f"accuracy {_share(right)}  macro-F1 {sum(f1) / max(1, len(f1)):.3f}")
    truth = [g in ACCEPTED for g in gold]
    passes = [j.accepted >= THRESHOLD for j in judged]
    hits = sum(t and p for t, p in zip(truth, passes, strict=True))
    lines.append(
        f"accepted: precision {hits / max(1, sum(passes)):.3f}  recall {hits / max(1, sum(truth)):.3f}"
        f"  average precision {_average_precision(truth, [j.accepted for j in judged]):.4f}"
    )
    parts = []
    for state in _WATCHED:
        n = gold.count(state)
        wrong = sum(g == state and p for g, p in zip(gold, passes, strict=True))
        parts.append(f"{state} {wrong}/{n}")
    lines.append("accepted though not: " + "  ".join(parts))
    first = [g in _WATCHED[:4] for g in gold]
    wrong = sum(f and p for f, p in zip(first, passes, strict=True))
    rate = wrong / max(1, sum(first))
    lines.append(f"denied, future, handed_on, na_bare accepted: {wrong}/{sum(first)} ({rate:.1%})")
    trusted = [i for i, j in enumerate(judged) if j.trusted]
    lines.append(
        f"trusted {len(trusted) / max(1, len(judged)):.1%}: accuracy {_share([right[i] for i in trusted])}, "
        f"accepted side right {_share([truth[i] == passes[i] for i in trusted])}"
    )
    names = sorted({n for j in judged for n, _ in j.readers})
    for name in names:
        pairs = [(g, s) for g, j in zip(gold, judged, strict=True) for n, s in j.readers if n == name]
        lines.append(f"reader {name}: asked {len(pairs)}, accuracy {_share([g == s for g, s in pairs])}")
    lines += ["", _table(gold, said)]
    return "\n".join(lines)


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values) / max(1, len(values)):.3f}"


def _average_precision(truth: Sequence[bool], values: Sequence[float]) -> float:
    ranked = sorted(zip(values, truth, strict=True), key=lambda p: -p[0])
    hits, total = 0, 0.0
    for n, (_, t) in enumerate(ranked, 1):
        if t:
            hits += 1
            total += hits / n
    return total / max(1, hits)


def _table(gold: Sequence[State | None], said: Sequence[State]) -> str:
    counts = Counter(zip(gold, said, strict=True))
    head = "gold \\ said  " + "".join(f"{s[:7]:>8}" for s in State)
    body = [f"{g:12} " + "".join(f"{counts[g, s] or '.':>8}" for s in State) for g in State]
    return "\n".join([head, *body])


def _miss(row: Row, judged: Judgement) -> str:
    s = row.statement
    text = f"{s.text[: s.start]}【{s.target}】{s.text[s.end :]}"
    return f"{row.id} {row.state} -> {judged.state} {judged.accepted:.2f} {s.place}: {text}"


def main() -> None:
    """Print the figures of the shipped judge on files, or of the cross-validation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--deep", action="store_true", help="let the reader over GiNZA vectors join")
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--misses", action="store_true", help="list what is on the wrong side")
    parser.add_argument("--cache", type=Path, default=None, help="folder for passages' vectors")
    args = parser.parse_args()
    if args.cross_validate:
        _cross_validate(args.deep, args.cache)
    for path in args.files:
        of = [r for r in rows([path]) if r.state is not None]
        start = time.perf_counter()
        judged = judge_many([r.statement for r in of], deep=args.deep, cache=args.cache)
        seconds = time.perf_counter() - start
        print(f"== {path.name}  ({1000 * seconds / max(1, len(of)):.2f} ms a row)")
        print(report(of, judged))
        if args.misses:
            for row, j in zip(of, judged, strict=True):
                if (j.accepted >= THRESHOLD) != row.accepted:
                    print(_miss(row, j))


def _cross_validate(deep: bool, cache: Path | None) -> None:
    from bench.evidence_cv import Data, Point, cross_validate, figures, operating_point

    data = Data.of_corpus()
    print(f"rows {len(data.own)}, besides {len(data.all) - len(data.own)}, groups {len(set(data.groups))}")
    held = {p: cross_validate(data, p) for p in ("groups", "hands")}
    point = operating_point(held["groups"], data)
    for protocol, scores in held.items():
        print(f"{protocol}: {figures(scores, data, point)}")
    if deep:
        from bench import evidence_deep

        x = evidence_deep.vectors(data, cache)
        for protocol, scores in held.items():
            both = evidence_deep.joined(scores, evidence_deep.cross_validate(data, x, protocol))
            own = Point(operating_point(both, data).calibration, point.threshold)
            print(f"{protocol}, with vectors: {figures(both, data, own)}")


if __name__ == "__main__":
    main()
