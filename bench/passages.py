"""How passages of many hands are judged, each under its rule.

    python -m bench.passages [--areas VIR,DNA] [--failures] [--least RATE] [FILE ...]

A file (default: all of tests/corpus/passages) lists rules with `good` passages, which fulfil all the rule asks and
must stay silent, and `bad` ones, which must make it fire. A passage stands under a heading that fits the rule, or is
a whole notation of documents (it begins with `@@`). Prints figures per area; exit code 1 where an area has less than
`--least` of either kind right. The passages were written without sight of the words, and the rules were repaired
from them afterwards: the figures hold what was reached. tests/corpus/README.md has those of the first runs.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench import phrases
from regenlint.registry import AREAS, Registry, registry
from regenlint.rules import FIRING, Outcome, RuleResult

FOLDER = Path("tests/corpus/passages")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage, the rule it was written for, whether it fulfils it, and facts the rule does not settle itself."""

    rule: str
    good: bool
    text: str
    facts: dict[str, Any]


def passages(paths: list[Path]) -> Iterator[Passage]:
    """The passages of files, in their order."""
    for path in paths:
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            for kind in ("good", "bad"):
                for text in entry.get(kind) or ():
                    yield Passage(entry["rule"], kind == "good", text, entry.get("facts") or {})


def judged(passage: Passage, rules: Registry) -> RuleResult:
    """The result of the passage's rule."""
    return phrases.judged(rules.rules[passage.rule], passage.text, rules, passage.facts)


def right(passage: Passage, result: RuleResult) -> bool:
    """Whether a good passage was left alone, or a bad one found."""
    fired = result.outcome in FIRING
    return not fired and result.outcome is not Outcome.CRASHED if passage.good else fired


def main() -> int:
    """Print the figures; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--areas", default="")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--least", type=float, default=0.0)
    given = parser.parse_args()
    wanted = [a for a in given.areas.split(",") if a] or list(AREAS)
    rules = registry(frozenset(wanted))
    rows: dict[str, Counter[str]] = {a: Counter() for a in wanted}
    for passage in passages(given.files or sorted(FOLDER.rglob("*.yaml"))):
        if passage.rule not in rules.rules:
            continue
        result = judged(passage, rules)
        kind = "good" if passage.good else "bad"
        count = rows[rules.rules[passage.rule].rule.area]
        count[kind] += 1
        count[f"{kind} right"] += right(passage, result)
        if given.failures and not right(passage, result):
            said = "; ".join(f.message for f in result.findings[:2]) or result.reason
            print(f"{passage.rule} {kind}: {result.outcome} {said} ← {passage.text!r:.300}")
    rows["ALL"] = sum(rows.values(), Counter())
    print(f"{'area':5} {'good':>6} {'silent':>7} {'bad':>6} {'fired':>7}")
    missed = False
    for area, c in rows.items():
        shares = [c[f"{kind} right"] / c[kind] if c[kind] else 1.0 for kind in ("good", "bad")]
        missed = missed or min(shares) < given.least
        if c["good"] + c["bad"]:
            print(f"{area:5} {c['good']:6} {shares[0]:7.3f} {c['bad']:6} {shares[1]:7.3f}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
