"""How the rules score on labelled dossiers.

    python -m bench.score [--areas VIR,DNA] [--misses] [--least RECALL --most FALSE] [DIR …]

Each DIR holds dossier.yaml (`labels`, `facts`) and files/; the default is tests/corpus/dev. Only
labelled rules count. A violated rule must fire (recall), a met or not-applicable one must not
(false alarms); where a label names a file, the finding must stand in it. Facts are compared as
read. With --least or --most the exit code is 1 where a bound is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path, PurePosixPath

import yaml

from regenlint.context import Reading
from regenlint.engine import run
from regenlint.index import build
from regenlint.matcher import Matcher
from regenlint.parse.open import open_dossier
from regenlint.registry import registry
from regenlint.rules import FIRING, Facts, Outcome, RuleResult
from regenlint.testing import AS_OF
from regenlint.understanding import understand


def judged(folder: Path, areas: frozenset[str], matcher: Matcher) -> tuple[Facts, dict[str, RuleResult]]:
    """Facts and results of the dossier in `folder`/files."""
    rules = registry(areas)
    dossier = open_dossier(folder / "files")
    index = build(dossier, matcher)
    facts = understand(dossier, index, rules.terms)
    reading = Reading(dossier, index, facts, rules.terms, AS_OF)
    return facts, {r.rule.id: r for r in run(rules.rules.values(), reading)}


def same(want: object, got: object) -> bool:
    """Whether a fact is as labelled; lists as sets, dates by their ISO form."""
    if isinstance(want, list):
        return isinstance(got, tuple) and sorted(map(str, want)) == sorted(map(str, got))
    return str(want) == str(got)


def files_of(result: RuleResult) -> set[str]:
    """The names of the files a result's findings stand in."""
    return {PurePosixPath(f.at.document).name for f in result.findings if f.at}


def _figures(c: Counter[str]) -> dict[str, float | int | None]:
    """Precision over what fired, recall over what should have; None where nothing did or should."""
    fired = c["right"] + c["wrong"]
    return {
        "precision": round(c["right"] / fired, 3) if fired else None,
        "recall": round(c["right"] / c["violated"], 3) if c["violated"] else None,
        "labels": c["labels"],
    }


def main() -> int:
    """Print the table; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dirs", nargs="*", type=Path)
    parser.add_argument("--areas", default="")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--write", type=Path, help="write per-rule precision and recall for `regenlint explain`")
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--most", type=float, default=1.0)
    args = parser.parse_args()
    areas = frozenset(a for a in args.areas.split(",") if a)
    folders = args.dirs or sorted(Path("tests/corpus/dev").iterdir())
    matcher = Matcher(registry(areas).literals())
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    facts_count: Counter[str] = Counter()
    misses: list[str] = []
    measured: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for folder in folders:
        spec = yaml.safe_load((folder / "dossier.yaml").read_text(encoding="utf-8"))
        facts, results = judged(folder, areas, matcher)
        for name, want in (spec.get("facts") or {}).items():
            right = same(want, facts.value(name))
            facts_count["right" if right else "wrong"] += 1
            if not right:
                misses.append(f"{folder.name}: fact {name}: want {want}, got {facts.value(name)}")
        labelled = {x["rule"] for x in spec["labels"]}
        if not spec["labels"]:
            for r in results.values():
                table[r.rule.area]["met"] += 1
                table["ALL"]["met"] += 1
                measured[r.rule.id]["labels"] += 1
                measured[r.rule.id]["wrong"] += r.outcome in FIRING
                if r.outcome in FIRING or r.outcome is Outcome.CRASHED:
                    table[r.rule.area]["met/fired"] += 1
                    table["ALL"]["met/fired"] += 1
                    misses.append(
                        f"{folder.name}: {r.rule.id} should be silent, is {r.outcome}: {[(f.message, files_of(r)) for f in r.findings] or r.reason}"
                    )
        for label in spec["labels"]:
            area = label["rule"][:3]
            if areas and area not in areas:
                continue
            result = results.get(label["rule"])
            fired = result is not None and result.outcome in FIRING
            violated = label["state"] == "violated"
            measured[label["rule"]].update(
                labels=1, violated=violated, right=fired and violated, wrong=fired and not violated
            )
            for key in (area, "ALL"):
                row = table[key]
                row[label["state"]] += 1
                row[f"{label['state']}/fired"] += fired
                row["undecided"] += result is not None and result.outcome in (Outcome.UNDECIDABLE, Outcome.CRASHED)
                row["unknown"] += result is None
                if result is not None and fired and label["state"] == "violated" and label.get("file"):
                    row["placed"] += 1
                    row["placed/right"] += label["file"] in files_of(result)
            if (
                result is not None
                and fired
                and label["state"] == "violated"
                and label.get("file")
                and label["file"] not in files_of(result)
            ):
                misses.append(
                    f"{folder.name}: {label['rule']} fires in {files_of(result)}, labelled {label['file']}: {[f.message for f in result.findings]}"
                )
            if fired != (label["state"] == "violated"):
                said = (
                    "unknown"
                    if result is None
                    else f"{result.outcome} {[f.message for f in result.findings] or result.reason or [e.state for e in result.evidence]}"
                )
                misses.append(
                    f"{folder.name}: {label['rule']} is {label['state']} ({label.get('file', '')}: {label.get('why', '')}), product says {said}"
                )
        crashed = [r.rule.id for r in results.values() if r.outcome is Outcome.CRASHED]
        if crashed:
            misses.append(f"{folder.name}: crashed {crashed}; {len(labelled)} labels")
    if args.write:
        args.write.write_text(
            json.dumps({k: _figures(c) for k, c in sorted(measured.items())}, indent=0) + "\n", encoding="utf-8"
        )
    ok = True
    print(
        f"{'area':5} {'violated':>9} {'recall':>7} {'met+na':>7} {'false':>7} {'undecided':>10} {'unknown':>8} {'right file':>11}"
    )
    for key in sorted(table, key=lambda k: (k == "ALL", k)):
        c = table[key]
        silent = c["met"] + c["not-applicable"]
        recall = c["violated/fired"] / c["violated"] if c["violated"] else float("nan")
        false = (c["met/fired"] + c["not-applicable/fired"]) / silent if silent else float("nan")
        place = c["placed/right"] / c["placed"] if c["placed"] else float("nan")
        print(
            f"{key:5} {c['violated']:9} {recall:7.3f} {silent:7} {false:7.3f} {c['undecided']:10} {c['unknown']:8} {place:11.3f}"
        )
        if key == "ALL":
            ok = not (recall < args.least or false > args.most)
    print(f"facts right {facts_count['right']} of {sum(facts_count.values())}")
    if args.misses:
        print("\n".join(misses))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
