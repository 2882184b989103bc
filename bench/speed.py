"""What one run costs, beside the plainest reading of the same file in the same run.

    python -m bench.speed

Makes a Word file of about 30 pages from the sample plans, then prints, as medians of fresh
processes: CPU of python-docx reading all paragraph text, CPU of the whole check without syntax of
a file never seen before (rules compiled) and their ratio, wall time of the very first run, which
compiles the rules, and of a run on an unchanged file, what `--version` costs, and whether heavy
modules were imported.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from docx import Document

PAGES = 30
CHARACTERS_PER_PAGE = 1000
ROUNDS = 5


def sample(path: Path, salt: int = 0) -> int:
    """Write a Word file of about PAGES pages from the good samples' sources; the characters in it."""
    document = Document()
    document.add_paragraph(f"第{salt}版")
    written = 0
    for source in sorted(Path("sample_plans/good/class2-cultured/src").glob("*.txt")):
        for line in source.read_text(encoding="utf-8").splitlines():
            text = line.lstrip("#:|- ").strip()
            if not text:
                continue
            if line.startswith("#"):
                document.add_heading(text, level=min(4, len(line) - len(line.lstrip("#"))))
            else:
                document.add_paragraph(text)
            written += len(text)
            if written >= PAGES * CHARACTERS_PER_PAGE:
                break
    document.save(str(path))
    return written


def cost(command: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """CPU seconds, wall seconds and standard output of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, done.stdout + done.stderr


def unseen(command: list[str], environment: dict[str, str], file: Path) -> tuple[float, float]:
    """Median CPU and wall seconds of checking a file whose content no run has seen."""
    runs = []
    for salt in range(1, ROUNDS + 1):
        sample(file, salt)
        runs.append(cost(command, environment))
    return statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs)


def median(command: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Medians of ROUNDS processes and the last one's output."""
    runs = [cost(command, environment) for _ in range(ROUNDS)]
    return statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs), runs[-1][2]


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "plan.docx"
        written = sample(file)
        environment = {**os.environ, "XDG_CACHE_HOME": scratch, "PYTHONPATH": os.getcwd()}
        # As installed: modules compiled once, wherever a developer's shell forbids it.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = f"{scratch}/modules"
        python = sys.executable
        plain = f"import docx; print(len('\\n'.join(p.text for p in docx.Document({str(file)!r}).paragraphs)))"
        base, _, _ = median([python, "-c", plain], environment)
        check = [python, "-m", "regenlint", "check", str(file), "--output", "json", "--exit-zero"]
        _, first, _ = cost(check, environment)
        warm_cpu, warm, _ = median(check, environment)
        cold_cpu, cold = unseen(check, environment, file)
        seen = cost(
            [
                python,
                "-X",
                "importtime",
                "-m",
                "regenlint",
                "check",
                str(file),
                "--output",
                "json",
                "--exit-zero",
                "--no-cache",
            ],
            environment,
        )[2]
        imported = [
            m for m in ("spacy", "sudachipy", "numpy", "thinc", "pydantic") if f"| {m}\n" in seen or f" {m}\n" in seen
        ]
        print(f"{written} characters, about {PAGES} pages")
        print(f"python-docx, all paragraph text     CPU {base:.3f} s")
        print(f"check, a file never seen            CPU {cold_cpu:.3f} s = {cold_cpu / base:.2f} x, wall {cold:.3f} s")
        print(f"check, unchanged file               CPU {warm_cpu:.3f} s, wall {warm:.3f} s")
        print(f"first run ever (rules compiled)     wall {first:.3f} s")
        bare, _, _ = median([python, "-c", "pass"], environment)
        version, _, _ = median([python, "-m", "regenlint", "--version"], environment)
        print(f"--version, over python -c pass      CPU {1000 * max(0.0, version - bare):.0f} ms")
        print(f"heavy modules imported: {', '.join(imported) or 'none'}")


if __name__ == "__main__":
    main()
