"""Whether a dossier of Word files and the same dossier as PDF are judged alike.

    python -m bench.formats [--areas VIR,…] [--differences] [DIR …]

Every DOCX of DIR/files is converted with LibreOffice into a temporary folder; rules are then run
on both. Prints, per dossier, how many rules that apply have the same outcome and how many fire
alike. Needs `soffice`; exit code 2 where there is none.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.score import judged
from regenlint.matcher import Matcher
from regenlint.registry import registry
from regenlint.rules import FIRING, Outcome


def converted(folder: Path, to: Path) -> None:
    """The files of `folder` in `to`, every DOCX as PDF."""
    to.mkdir()
    words = [f for f in sorted(folder.iterdir()) if f.suffix.lower() == ".docx"]
    for f in folder.iterdir():
        if f not in words:
            shutil.copy(f, to / f.name)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(to),
                *map(str, words),
            ],
            check=True,
            capture_output=True,
        )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dirs", nargs="*", type=Path)
    parser.add_argument("--areas", default="")
    parser.add_argument("--differences", action="store_true")
    args = parser.parse_args()
    if shutil.which("soffice") is None:
        print("LibreOffice (soffice) is not installed", file=sys.stderr)
        return 2
    areas = frozenset(a for a in args.areas.split(",") if a)
    matcher = Matcher(registry(areas).literals())
    folders = args.dirs or [*sorted(Path("tests/corpus/dev").iterdir()), *sorted(Path("sample_plans/good").iterdir())]
    same = total = 0
    for folder in folders:
        with tempfile.TemporaryDirectory() as scratch:
            twin = Path(scratch) / folder.name
            twin.mkdir()
            converted(folder / "files", twin / "files")
            _, words = judged(folder, areas, matcher)
            _, pages = judged(twin, areas, matcher)
        asked = [i for i in words if Outcome.NOT_APPLICABLE not in (words[i].outcome, pages[i].outcome)]
        alike = [i for i in asked if words[i].outcome is pages[i].outcome]
        firing = sum((words[i].outcome in FIRING) == (pages[i].outcome in FIRING) for i in asked)
        print(
            f"{folder.name:24} rules {len(asked):4}  same outcome {len(alike) / len(asked):.3f}  fire alike {firing / len(asked):.3f}"
        )
        if args.differences:
            for i in asked:
                if words[i].outcome is not pages[i].outcome:
                    said = [f.message for f in (*words[i].findings, *pages[i].findings)]
                    print(f"    {i}: {words[i].outcome} in Word, {pages[i].outcome} in PDF: {said}")
        same += len(alike)
        total += len(asked)
    print(f"{'ALL':24} rules {total:4}  same outcome {same / total:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
