"""How often the facts of a plan are read right.

    python -m bench.facts [--failures] [--least RATE] [FOLDER ...]

A folder (default: those of tests/corpus/facts) has plans of a page or two as notations and `truth.yaml`, the facts
that each plan settles. Prints per fact how often it is right, left open and wrong; wrong is worse than open. Exit
code 1 where less than `--least` of all are right. The plans were written without sight of the program, which was
repaired from them afterwards; tests/corpus/README.md has the figures of the first runs.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import yaml

from regenlint.index import build
from regenlint.matcher import Matcher
from regenlint.registry import registry
from regenlint.rules import Fact
from regenlint.testing import plan
from regenlint.understanding import understand

ROOT = Path("tests/corpus/facts")


def verdict(fact: Fact, truth: object) -> str:
    """`right`, `open` or `wrong`."""
    if isinstance(truth, list):
        same = isinstance(fact.value, tuple) and set(fact.value) == set(truth)
    else:
        same = fact.value == truth
    return "right" if same else "open" if fact.value is None else "wrong"


def main() -> int:
    """Print the figures; 1 where the bound is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--least", type=float, default=0.0)
    given = parser.parse_args()
    rules = registry()
    matcher = Matcher(rules.literals())
    rows: dict[str, Counter[str]] = {}
    for folder in given.folders or sorted(p for p in ROOT.iterdir() if p.is_dir()):
        for number, truth in yaml.safe_load((folder / "truth.yaml").read_text(encoding="utf-8")).items():
            dossier = plan((folder / f"{number}.txt").read_text(encoding="utf-8"))
            facts = understand(dossier, build(dossier, matcher), rules.terms)
            for name, value in truth.items():
                fact = facts.fact(name)
                said = verdict(fact, value)
                rows.setdefault(name, Counter())[said] += 1
                if given.failures and said != "right":
                    print(f"{folder.name}/{number} {name}: {value!r} is read as {fact.value!r} {fact.note}")
    rows["ALL"] = sum(rows.values(), Counter())
    print(f"{'fact':22} {'right':>6} {'open':>6} {'wrong':>6}")
    for name, c in rows.items():
        print(f"{name:22} {c['right']:6} {c['open']:6} {c['wrong']:6}")
    whole = rows["ALL"]
    return int(whole["right"] < given.least * whole.total())


if __name__ == "__main__":
    sys.exit(main())
