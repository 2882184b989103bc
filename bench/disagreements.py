"""How many seeded disagreements the rules that compare documents find, each with both places.

    python -m bench.disagreements [--misses] [--least SHARE] [DIR]

DIR holds good dossiers (default sample_plans/good). bench/disagreements.yaml names, per dossier, the
kind of document, a text of it, what it is changed to, and the rule that must speak. The text is
changed in that document as read, everything else is left alone. A disagreement is found where the
rule fires and one of its findings points at the changed document and shows a second place. On the
unchanged dossiers the rules must say nothing. With --least the exit code is 1 below that share, or
where an unchanged dossier is accused.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import yaml

from regenlint.context import Reading
from regenlint.engine import run_one
from regenlint.index import build
from regenlint.matcher import Matcher
from regenlint.model import Block, Choice, DocKind, Dossier
from regenlint.numeral import plain
from regenlint.parse.open import open_dossier
from regenlint.registry import Registry, registry
from regenlint.rules import FIRING, RuleResult
from regenlint.testing import AS_OF
from regenlint.understanding import understand

SEEDS = Path(__file__).with_suffix(".yaml")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


class NotThere(LookupError):
    """The text to be changed does not stand in the document."""


def changed(dossier: Dossier, kind: DocKind, old: str, new: str) -> tuple[Dossier, str]:
    """The dossier with a text changed wherever the document of the kind has it, and that document's id."""
    for d in sorted(dossier.documents, key=lambda x: x.kind is not kind):
        if kind not in d.kinds or not any(plain(old) in plain(b.text) for b in d.blocks):
            continue
        blocks, moves = [], {}
        for b in d.blocks:
            block, spans = _replaced(b, old, new)
            blocks.append(block)
            moves[b.number] = spans
        choices = tuple(_moved(c, moves) for c in d.choices)
        fields = tuple(
            replace(f, label=_swapped(f.label, old, new), choices=tuple(_moved(c, moves) for c in f.choices))
            for f in d.fields
        )
        other = replace(d, blocks=tuple(blocks), choices=choices, fields=fields, title=d.title)
        return replace(dossier, documents=tuple(other if x is d else x for x in dossier.documents)), d.id
    raise NotThere(old)


_Move = tuple[int, int]


def _replaced(b: Block, old: str, new: str) -> tuple[Block, list[_Move]]:
    """A block with the text changed; the list tells where its characters moved and by how many."""
    seen, target = plain(b.text), plain(old)
    if target not in seen:
        return b, []
    text, moves, at = "", [], 0
    while (i := seen.find(target, at)) >= 0:
        original = b.text[i : i + len(target)]
        wide = any(c in "０１２３４５６７８９" for c in original)
        text += b.text[at:i] + (new.translate(_WIDE) if wide else new)
        at = i + len(target)
        moves.append((at, len(new) - len(target)))
    text += b.text[at:]
    marks = tuple(
        replace(m, start=_new(m.start, moves), end=max(_new(m.start, moves), _new(m.end, moves))) for m in b.marks
    )
    return replace(b, text=text, marks=marks), moves


def _swapped(text: str, old: str, new: str) -> str:
    i = plain(text).find(plain(old))
    return text if i < 0 else text[:i] + new + text[i + len(old) :]


def _new(offset: int, moves: list[_Move]) -> int:
    return max(0, offset + sum(by for at, by in moves if at <= offset))


def _moved(c: Choice, moves: dict[int, list[_Move]]) -> Choice:
    spans = moves.get(c.block, [])
    return replace(c, start=_new(c.start, spans), end=_new(c.end, spans)) if spans else c


def reading(dossier: Dossier, rules: Registry, matcher: Matcher) -> Reading:
    """A dossier prepared for judging with the facts read in it."""
    index = build(dossier, matcher)
    return Reading(dossier, index, understand(dossier, index, rules.terms), rules.terms, AS_OF)


def shows(result: RuleResult, document: str) -> bool:
    """Whether a finding stands in the changed document or points at it, with a second place."""
    return result.outcome in FIRING and any(
        f.at is not None and f.related and document in {f.at.document, *(a.document for a in f.related)}
        for f in result.findings
    )


def main() -> int:
    """Print found and missed; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", nargs="?", type=Path, default=Path("sample_plans/good"))
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--least", type=float, default=0.0)
    args = parser.parse_args()
    rules = registry(frozenset({"XDC"}))
    matcher = Matcher(rules.literals())
    seeds = yaml.safe_load(SEEDS.read_text(encoding="utf-8"))
    count: Counter[str] = Counter()
    missed: list[str] = []
    accused: list[str] = []
    for name, entries in seeds.items():
        dossier = open_dossier(args.dir / name / "files")
        whole = reading(dossier, rules, matcher)
        for r in rules.rules.values():
            before = run_one(r, whole)
            if before.outcome in FIRING:
                accused.append(f"{name}: {r.rule.id} {[f.message for f in before.findings]}")
        for kind, old, new, rule in entries:
            count["seeds"] += 1
            count[rule] += 1
            try:
                other, document = changed(dossier, DocKind(kind), old, new)
            except NotThere:
                missed.append(f"{name}: {rule} {kind}: 「{old}」 is not there")
                continue
            result = run_one(rules.rules[rule], reading(other, rules, matcher))
            if shows(result, document):
                count["found"] += 1
                count[f"{rule}+"] += 1
            else:
                said = [f.message for f in result.findings] or result.reason or result.outcome.value
                missed.append(f"{name}: {rule} {kind}: 「{old}」→「{new}」: {said}")
    share = count["found"] / max(1, count["seeds"])
    print(f"found {count['found']} of {count['seeds']} ({share:.3f}); unchanged dossiers accused {len(accused)} times")
    rules_seen = sorted(k for k in count if k.startswith("XDC") and not k.endswith("+"))
    print("  ".join(f"{k[3:]} {count[f'{k}+']}/{count[k]}" for k in rules_seen))
    if args.misses:
        print("\n".join((*accused, *missed)))
    return 1 if args.least and (share < args.least or accused) else 0


if __name__ == "__main__":
    sys.exit(main())
