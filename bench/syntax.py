"""The share of a plan's sentences that `--deep` sends to GiNZA.

    python -m bench.syntax [--most 0.10] [DOSSIER ...]

The default dossiers are tests/corpus/dev/*. Without `--deep` nothing is sent. With it a statement goes there once,
where the first two readers disagree on it and what a rule reports hangs on the answer. Exit code 1 above `--most`
over all.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from regenlint.context import Reading
from regenlint.doubt import doubts
from regenlint.index import build
from regenlint.matcher import Matcher
from regenlint.parse.open import open_dossier
from regenlint.registry import Registry, registry
from regenlint.testing import AS_OF
from regenlint.text import sentences
from regenlint.understanding import understand


def counted(folder: Path, known: Registry, matcher: Matcher) -> tuple[int, int]:
    """Sentences of a dossier, and the statements that are sent to GiNZA."""
    dossier = open_dossier(folder / "files" if (folder / "files").is_dir() else folder)
    index = build(dossier, matcher)
    facts = understand(dossier, index, known.terms)
    found = doubts(tuple(known.rules.values()), Reading(dossier, index, facts, known.terms, AS_OF))
    total = sum(sum(1 for _ in sentences(p.text)) for p in index.passages)
    return total, len({s for doubt in found for s in doubt.statements})


def main() -> int:
    """Print a line a dossier and the sum."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dossiers", nargs="*", type=Path)
    parser.add_argument("--most", type=float, default=1.0)
    given = parser.parse_args()
    known = registry()
    matcher = Matcher(known.literals())
    sums = [0, 0]
    print(f"{'dossier':34}{'sentences':>10}{'to GiNZA':>10}{'share':>8}")
    for folder in given.dossiers or sorted(Path("tests/corpus/dev").iterdir()):
        row = counted(folder, known, matcher)
        sums = [a + b for a, b in zip(sums, row, strict=True)]
        print(f"{folder.name[:33]:34}{row[0]:10}{row[1]:10}{row[1] / row[0]:8.3f}")
    share = sums[1] / sums[0] if sums[0] else 0.0
    print(f"{'ALL':34}{sums[0]:10}{sums[1]:10}{share:8.3f}")
    return int(share > given.most)


if __name__ == "__main__":
    sys.exit(main())
