"""How the cost of judging grows with the pages, and what all areas cost beside the five first ones.

    python -m bench.growth [--plot FILE.svg]

Repeats the text of a good sample's protocol and standard to documents of 30, 100, 300, 1,000 and 3,000
pages, and prints CPU seconds of index, facts and rules per 1,000 characters. Growth is linear where
the last column stays flat. The second table is the CPU of the rules of QBD, VIR, DNA, CAR and REG
against that of all areas on the good samples.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from bench.plot import plot
from regenlint.context import Reading
from regenlint.engine import run
from regenlint.index import build
from regenlint.matcher import Matcher
from regenlint.model import Dossier
from regenlint.parse.open import open_dossier
from regenlint.registry import registry
from regenlint.testing import AS_OF, plan
from regenlint.understanding import understand

FIRST = frozenset({"QBD", "VIR", "DNA", "CAR", "REG"})
CHARACTERS_PER_PAGE = 1000


def notation(pages: int) -> str:
    """A protocol and a standard of about that many pages together."""
    folder = Path("sample_plans/good/class2-cultured/src")
    out = []
    for kind, name in (("protocol", "protocol.txt"), ("standard", "standard.txt")):
        text = (folder / name).read_text(encoding="utf-8")
        out.append(f"@@ {kind}\n" + "\n".join([text] * max(1, round(pages * CHARACTERS_PER_PAGE / 2 / len(text)))))
    return "\n".join(out)


def cost(dossier: Dossier, matcher: Matcher, areas: frozenset[str] = frozenset()) -> tuple[float, float]:
    """CPU seconds of understanding (index and facts) and of the rules of the areas (all when none given)."""
    rules = registry()
    start = time.process_time()
    index = build(dossier, matcher)
    facts = understand(dossier, index, rules.terms)
    middle = time.process_time()
    chosen = [r for r in rules.rules.values() if not areas or r.rule.area in areas]
    run(chosen, Reading(dossier, index, facts, rules.terms, AS_OF))
    return middle - start, time.process_time() - middle


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--plot", type=Path, help="also write the first table as a picture")
    picture = parser.parse_args().plot
    points = []
    matcher = Matcher(registry().literals())
    cost(plan(notation(5)), matcher)
    print(f"{'pages':>6} {'characters':>10} {'understand':>11} {'rules':>8} {'s per 1,000 characters':>23}")
    for pages in (30, 100, 300, 1000, 3000):
        dossier = plan(notation(pages))
        characters = sum(len(b.text) for d in dossier.documents for b in d.blocks)
        before, judging = cost(dossier, matcher)
        print(f"{pages:6} {characters:10} {before:11.3f} {judging:8.3f} {1000 * (before + judging) / characters:23.4f}")
        points.append((float(pages), before + judging))
    if picture is not None:
        plot(picture, "One plan: CPU of understanding and judging", "pages", points)
    few = every = 0.0
    for folder in sorted(Path("sample_plans/good").iterdir()):
        dossier = open_dossier(folder / "files")
        # Documents of their own for each run, so that nothing is remembered from the one before.
        few += cost(replace(dossier, path="first"), matcher, FIRST)[1]
        every += cost(replace(dossier, path="all"), matcher)[1]
    print(f"rules of the five first areas {few:.2f} s, of all areas {every:.2f} s: {every / few:.1f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
