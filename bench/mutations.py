"""One item of a plan deleted, blanked or denied at a time: the rule for it must fire.

    python -m bench.mutations [--areas VIR,DNA] [--failures] [--expected] [--only TEXT] [--every N]
        [--least RATE] [--alone RATE]

The mutations are in tests/corpus/mutations/<dossier>.yaml, one file for each of sample_plans/good, and for
labelled dossiers of products that no good sample has, where what fires on the dossier as it is does not count:

    - {must: FRM004, kind: blanked, in: form.txt, cut: "住所 :: 例示県1番", put: "住所 ::"}

`cut` is a text of that source, or the first and the last words of one ([from, to]); `put` replaces
it. `all: true` cuts every occurrence. `and` holds further edits. `{leave: contract.txt}` leaves a
file out. `must` names the rule or rules that have to fire, `also` those (or the areas, or `*`) that
may fire too, since they see the same defect. The sources become files as in bench/notation.py and go through the
readers as a user's files do. Prints, per area and kind, how many mutations made every rule of
`must` fire, and what fired that nobody named. With `--expected` only the rules of `must` are run;
with `--every 8` only every eighth mutation is tried, a fixed sample over all files.
Exit code 1 where the share of mutations that fired is below `--least`, or that of those beside which nothing unnamed
fired below `--alone`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bench.notation import made
from regenlint.context import Reading
from regenlint.engine import run
from regenlint.evidence import Judgement, Statement, judge
from regenlint.index import build
from regenlint.matcher import Matcher
from regenlint.model import Anchor, Document, Dossier
from regenlint.parse.open import read_bytes
from regenlint.registry import registry
from regenlint.rules import FIRING, Outcome, RuleResult
from regenlint.testing import AS_OF
from regenlint.text import Folded
from regenlint.understanding import understand

#: Where the dossiers are that get damaged: silent ones, and labelled ones with faults of their own.
DOSSIERS = (Path("sample_plans/good"), Path("tests/corpus/labelled"), Path("tests/corpus/dev"))
MUTATIONS = Path("tests/corpus/mutations")
#: What a careless author does to an item.
KINDS = frozenset(
    {
        "deleted", "blanked", "denied", "put-off", "handed-on", "vague", "template", "mention",
        "wrong-value", "contradicted", "forbidden-words", "left-out", "swapped",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a source: the text from `first` through `last` becomes `put`; of all, the file goes."""

    source: str
    first: str
    last: str
    put: str
    every: bool
    leave: bool

    def on(self, text: str) -> str:
        """The text after the change; ValueError where what is to be cut is not there, or not once."""
        if self.every:
            if self.first not in text:
                raise ValueError(f"{self.source}: 「{self.first}」 is not there")
            return text.replace(self.first, self.put)
        if text.count(self.first) != 1:
            raise ValueError(f"{self.source}: 「{self.first}」 is there {text.count(self.first)} times")
        start = text.index(self.first)
        end = text.find(self.last, start) if self.last else start
        if end < 0:
            raise ValueError(f"{self.source}: 「{self.last}」 does not follow 「{self.first}」")
        end += len(self.last or self.first)
        return text[:start] + self.put + text[end:]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A named change of a good dossier, the rules that must see it, and those that may."""

    dossier: str
    number: int
    kind: str
    must: tuple[str, ...]
    also: frozenset[str]
    edits: tuple[Edit, ...]

    def names(self, rule: str) -> bool:
        """Whether a rule is expected or allowed to fire; `also` may name whole areas, or all (`*`)."""
        return bool({rule, rule[:3], "*"} & self.also) or rule in self.must

    @property
    def name(self) -> str:
        """Which one it is, for people."""
        first = self.edits[0]
        return f"{self.dossier}#{self.number} {'+'.join(self.must)} {self.kind} {first.source}「{first.first[:24]}」"


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a mutation: rules of `must` that stayed silent, and all that fired and nobody named."""

    mutation: Mutation
    silent: tuple[str, ...]
    beside: tuple[str, ...]
    said: Mapping[str, str] = field(default_factory=dict)


def mutations(folder: Path = MUTATIONS) -> Iterator[Mutation]:
    """All mutations in the order of their files; ValueError for one that is not well formed."""
    for path in sorted(folder.glob("*.yaml")):
        for number, raw in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
            try:
                yield _mutation(path.stem, number, raw)
            except (KeyError, TypeError, ValueError) as e:
                raise ValueError(f"{path.name}, mutation {number}: {e}") from e


def _mutation(dossier: str, number: int, raw: Mapping[str, Any]) -> Mutation:
    unknown = set(raw) - {"must", "also", "kind", "in", "cut", "put", "all", "leave", "and"}
    if unknown or raw["kind"] not in KINDS:
        raise ValueError(f"unknown: {unknown or raw['kind']}")
    own = {k: v for k, v in raw.items() if k in ("in", "cut", "put", "all", "leave")}
    edits = tuple(_edit(e) for e in (own, *raw.get("and", ())))
    return Mutation(dossier, number, raw["kind"], _words(raw["must"]), frozenset(_words(raw.get("also", ()))), edits)


def _words(raw: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(raw.split() if isinstance(raw, str) else raw)


def _edit(raw: Mapping[str, Any]) -> Edit:
    if "leave" in raw:
        return Edit(raw["leave"], "", "", "", every=False, leave=True)
    first, last = raw["cut"] if isinstance(raw["cut"], list) else (raw["cut"], "")
    return Edit(raw["in"], first, last, raw.get("put", ""), bool(raw.get("all")), leave=False)


def folder_of(dossier: str) -> Path:
    """Where a dossier is; KeyError for an unknown name."""
    for root in DOSSIERS:
        if (root / dossier).is_dir():
            return root / dossier
    raise KeyError(dossier)


class Remembering(Matcher):
    """A matcher that scans every line once: a mutated dossier is a good one but for a few lines."""

    def __init__(self, literals: Iterable[str]) -> None:
        super().__init__(literals)
        self._lines: dict[str, dict[str, list[int]]] = {}

    def scan(self, text: Folded) -> dict[str, list[int]]:
        """As `Matcher.scan`: no literal runs over the end of a line."""
        out: dict[str, list[int]] = {}
        start = 0
        for line, low in zip(text.text.split("\n"), text.lower.split("\n"), strict=True):
            if line not in self._lines:
                self._lines[line] = super().scan(Folded(f"{line}\n", f"{low}\n", (), ()))
            for literal, starts in self._lines[line].items():
                out.setdefault(literal, []).extend(start + s for s in starts)
            start += len(line) + 1
        return out


class Bench:
    """The dossiers as read, and the rules that are run on their mutations."""

    def __init__(self, areas: frozenset[str] = frozenset()) -> None:
        self.rules = registry()
        self.matcher = Remembering(self.rules.literals())
        self.areas = areas
        self._read: dict[tuple[str, str, str], Document] = {}
        self._judged: dict[Statement, Judgement] = {}
        self._good: dict[str, frozenset[str]] = {}
        self._files: dict[str, list[Mapping[str, Any]]] = {}

    def sources(self, dossier: str) -> dict[str, str]:
        """The sources of a good dossier by their names."""
        return {p.name: p.read_text(encoding="utf-8") for p in sorted((folder_of(dossier) / "src").glob("*.txt"))}

    def results(
        self, dossier: str, sources: Mapping[str, str], only: frozenset[str] = frozenset()
    ) -> tuple[Dossier, tuple[RuleResult, ...]]:
        """A dossier with these sources, as read, and what the rules say of it."""
        if dossier not in self._files:
            spec = yaml.safe_load((folder_of(dossier) / "dossier.yaml").read_text(encoding="utf-8"))
            self._files[dossier] = spec["files"]
        documents: list[Document] = []
        for entry in self._files[dossier]:
            if entry["source"] in sources:
                documents.append(self._document(entry, sources[entry["source"]], dossier))
        whole = Dossier(dossier, tuple(sorted(documents, key=lambda d: d.path)))
        index = build(whole, self.matcher)
        facts = understand(whole, index, self.rules.terms)
        reading = Reading(whole, index, facts, self.rules.terms, AS_OF, judge=self._judge)
        chosen = [
            r
            for i, r in self.rules.rules.items()
            if (not only or i in only) and (not self.areas or r.rule.area in self.areas or i in only)
        ]
        return whole, run(chosen, reading)

    def _document(self, entry: Mapping[str, Any], source: str, dossier: str) -> Document:
        key = (dossier, entry["file"], source)
        if key not in self._read:
            name, data = made(source, entry["file"], entry.get("style") or {})
            self._read[key] = read_bytes(data, f"{dossier}/{name}")
        return self._read[key]

    def _judge(self, statement: Statement) -> Judgement:
        found = self._judged.get(statement)
        if found is None:
            found = self._judged[statement] = judge(statement)
        return found

    def fired_before(self, dossier: str) -> frozenset[str]:
        """The rules that fire on the dossier as it is."""
        if dossier not in self._good:
            self._good[dossier] = frozenset(_fired(self.results(dossier, self.sources(dossier))[1]))
        return self._good[dossier]

    def judge(self, mutation: Mutation, *, expected_only: bool) -> Judged:
        """What the rules make of a mutation."""
        sources = self.sources(mutation.dossier)
        for edit in mutation.edits:
            if edit.leave:
                del sources[edit.source]
            else:
                sources[edit.source] = edit.on(sources[edit.source])
        whole, results = self.results(
            mutation.dossier, sources, frozenset(mutation.must) if expected_only else frozenset()
        )
        fired = _fired(results)
        known_silent = expected_only and folder_of(mutation.dossier).parent == DOSSIERS[0]
        before = frozenset() if known_silent else self.fired_before(mutation.dossier)
        silent = tuple(i for i in mutation.must if i not in fired or i in before)
        beside = tuple(i for i in fired if i not in before and not mutation.names(i))
        return Judged(
            mutation, silent, beside, {r.rule.id: _said(r, whole) for r in results if r.rule.id in (*silent, *beside)}
        )


def _fired(results: Iterable[RuleResult]) -> tuple[str, ...]:
    return tuple(r.rule.id for r in results if r.outcome in FIRING or r.outcome is Outcome.CRASHED)


def _said(result: RuleResult, dossier: Dossier) -> str:
    """The outcome with what was found, or the words taken as evidence."""
    found = "；".join(f.message for f in result.findings) or result.reason
    if not found:
        found = "／".join(_quote(e.at, dossier) for e in result.evidence)
    return f"{result.outcome}：{found}"


def _quote(at: Anchor, dossier: Dossier) -> str:
    text = dossier.document(at.document).blocks[at.block].text
    name = at.document.rsplit("/", 1)[-1][:6]
    return (
        f"{name}「{text[max(0, at.start - 20) : at.start]}【{text[at.start : at.end]}】{text[at.end : at.end + 30]}」"
    )


_BENCH: list[Bench] = []


def _work(job: tuple[Mutation, frozenset[str], bool]) -> Judged:
    mutation, areas, expected_only = job
    if not _BENCH:
        _BENCH.append(Bench(areas))
    return _BENCH[0].judge(mutation, expected_only=expected_only)


def main() -> int:
    """Print the tables; 1 where too few fire."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", default="")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--expected", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--alone", type=float, default=0.0)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    areas = frozenset(a for a in args.areas.split(",") if a)
    chosen = [m for m in mutations() if args.only in m.name and (not areas or areas & {i[:3] for i in m.must})]
    chosen = chosen[:: args.every]
    jobs = [(m, areas, args.expected) for m in chosen]
    with multiprocessing.Pool(args.jobs) as pool:
        judged = pool.map(_work, jobs, chunksize=max(1, min(8, len(jobs) // (4 * args.jobs) or 1)))
    fired, alone = _print_tables(judged)
    if args.failures:
        for j in judged:
            if j.silent or j.beside:
                print(
                    f"{j.mutation.name}：{'silent ' + '+'.join(j.silent) if j.silent else ''} {'beside ' + '+'.join(j.beside) if j.beside else ''}"
                )
                for i, said in j.said.items():
                    print(f"    {i} {said[:420]}")
    return 0 if fired >= args.least and alone >= args.alone else 1


def _print_tables(judged: Iterable[Judged]) -> tuple[float, float]:
    """The tables on the console; the shares that fired, and fired with nothing unnamed beside."""
    tables: dict[str, Counter[str]] = {}
    rules: set[str] = set()
    beside: Counter[str] = Counter()
    for j in judged:
        rules.update(j.mutation.must)
        beside.update(j.beside)
        for key in (*dict.fromkeys(i[:3] for i in j.mutation.must), f"  {j.mutation.kind}", "ALL"):
            row = tables.setdefault(key, Counter())
            row.update(mutations=1, fired=not j.silent, alone=not j.silent and not j.beside)
    print(f"{'':18} {'mutations':>9} {'fired':>6} {'rate':>6} {'none beside':>12}")
    for key in sorted(tables, key=lambda k: (k == "ALL", k.startswith(" "), k)):
        c = tables[key]
        print(
            f"{key:18} {c['mutations']:9} {c['fired']:6} {c['fired'] / c['mutations']:6.3f} {c['alone']:12} {c['alone'] / c['mutations']:6.3f}"
        )
    print(f"{len(rules)} different rules expected; unnamed beside: {dict(beside.most_common())}")
    whole = tables.get("ALL", Counter())
    count = whole["mutations"] or 1
    return whole["fired"] / count, whole["alone"] / count


if __name__ == "__main__":
    sys.exit(main())
