"""What several processes are worth over many dossiers, and how cost grows with their number.

    python -m bench.jobs [--dossiers 40] [--rounds 3] [--growth 10,100,1000 [--plot FILE.svg]]

Makes copies of a good sample, each with a line of its own, and checks them without cache. Prints the wall
time with one process and with two (the best of the rounds: other programs may share the machine), what two
cost more in CPU, the largest memory of one worker, whether the reports are the same bytes, and, with
`--growth`, CPU per number of dossiers with the straight line through them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from bench.plot import plot
from bench.speed import cost

SAMPLE = Path("sample_plans/good/class3-prp/src")

#: Ends as a run does, then says what the largest process took (kB), parent or worker.
PROGRAM = """
import resource, sys
from regenlint.cli import run
code = run(sys.argv[1:])
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def made(folder: Path, dossiers: int) -> list[str]:
    """Names of so many dossiers in the folder, none like another."""
    names = [f"plan{n:04}" for n in range(dossiers)]
    for n, name in enumerate(names):
        shutil.copytree(SAMPLE, folder / name, dirs_exist_ok=True)
        for file in (folder / name).glob("*.txt"):
            file.write_text(file.read_text(encoding="utf-8") + f"\n第{n}版\n", encoding="utf-8")
    return names


def checked(folder: Path, names: list[str], jobs: int) -> tuple[float, float, int, int, bytes]:
    """CPU and wall seconds, peak kB of the parent and of the largest worker, and the report."""
    out = folder / "out.json"
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "REGENLINT_CACHE_DIR": str(folder / "cache")}
    arguments = ["check", *(str(folder / n) for n in names), "--no-cache", "--jobs", str(jobs)]
    arguments += ["--output", f"json:{out}", "--allow-undecided"]
    cpu, wall, said = cost([sys.executable, "-c", PROGRAM, *arguments], environment)
    peaks = [line.split() for line in said.splitlines() if line.startswith("peak ")]
    if not peaks or not out.exists():
        raise SystemExit(said)
    return cpu, wall, int(peaks[-1][1]), int(peaks[-1][2]), out.read_bytes()


def growth(folder: Path, sizes: list[int], picture: Path | None) -> None:
    """Print CPU per size and the least-squares line."""
    names = made(folder, max(sizes))
    costs = [checked(folder, names[:s], 2)[0] for s in sizes]
    slope, start = statistics.linear_regression(sizes, costs)
    fit = statistics.correlation(sizes, costs) ** 2 if len(sizes) > 2 else 1.0
    for s, c in zip(sizes, costs, strict=True):
        print(f"{s:6} dossiers  CPU {c:8.2f} s  {1000 * c / s:8.1f} ms each")
    if picture is not None:
        plot(picture, "Many plans: CPU of a run with two processes", "dossiers", list(zip(sizes, costs, strict=True)))
    print(f"CPU = {start:.2f} s + {1000 * slope:.1f} ms x dossiers, R2 = {fit:.5f}")


def main() -> int:
    """Print the figures; 1 where the bytes differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--dossiers", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", default="", help="sizes, e.g. 10,100,1000; all else is left out")
    parser.add_argument("--plot", type=Path, help="also write the growth as a picture")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if given.growth:
            growth(folder, [int(s) for s in given.growth.split(",")], given.plot)
            return 0
        names = made(folder, given.dossiers)
        one = [checked(folder, names, 1) for _ in range(given.rounds)]
        two = [checked(folder, names, 2) for _ in range(given.rounds)]
    wall, both = min(r[1] for r in one), min(r[1] for r in two)
    cpu, more = min(r[0] for r in one), min(r[0] for r in two)
    same = len({r[4] for r in (*one, *two)}) == 1
    print(f"{given.dossiers} dossiers, {os.cpu_count()} processors, best of {given.rounds}")
    print(f"--jobs 1  wall {wall:.2f} s  CPU {cpu:.2f} s  peak {max(r[2] for r in one) / 1024:.0f} MB")
    print(f"--jobs 2  wall {both:.2f} s  CPU {more:.2f} s  peak of a worker {max(r[3] for r in two) / 1024:.0f} MB")
    print(f"speed-up {wall / both:.2f} x, CPU overhead {100 * (more / cpu - 1):+.1f} %, same bytes: {same}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
