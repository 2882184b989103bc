"""Regenlint beside its peers, on the same sample in the same run: wall time, CPU, peak memory.

    python -m bench.peers [--peers DIR] [--sample DIR] [--rounds 5] [--only NAME…]

One command sets the peers up itself, each in a folder of its own below DIR (a temporary one where none is
named; a named one is used again): textlint with preset-ja-technical-writing by npm, ooxml-integrity, pdfplumber
and docling by pip. That needs the two registries and, for docling, some GB for torch. Nobody's plan is read, only
a sample.

Each peer runs beside what of ours does the same to the same files, turn by turn, after one run of each that is
not counted:

    textlint         judging the sources as text              regenlint check, all rules
    ooxml-integrity  checking the Word files of a dossier     regenlint check, all rules
    pdfplumber       text and tables of the PDFs              our reader
    docling DOCX     the Word files as Markdown               our reader
    docling PDF      the PDFs as Markdown; its layout model   our reader
                     is fetched by docling at the first run

They do not find the same things: the table tells what the wait costs, no more. What was got (messages, findings,
characters, those of Markdown too) stands beside, so that an empty run is seen. Files are changed by a line or by their archive's comment
each round, so that no cache answers. CPU is user and system time with children; memory is that of the largest
process. A peer that cannot be set up or run is a line with its reason.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

# Nothing of the program is imported here: a child's peak memory begins at that of the process that starts it.

SAMPLE = Path("sample_plans/good/class2-cultured")
SECONDS = 300.0
SETUP_SECONDS = 1800.0

OUR_READER = """
import sys
from pathlib import Path
from regenlint.parse import read_bytes
print(sum(len(b.text) for name in sys.argv[1:] for b in read_bytes(Path(name).read_bytes(), name).blocks), "characters")
"""

PDFPLUMBER = """
import sys, pdfplumber
characters = 0
for name in sys.argv[1:]:
    with pdfplumber.open(name) as pdf:
        for page in pdf.pages:
            characters += len(page.extract_text() or "")
            page.extract_tables()
print(characters, "characters")
"""

DOCLING = """
import sys
from docling.document_converter import DocumentConverter
converter = DocumentConverter()
print(sum(len(converter.convert(name).document.export_to_markdown()) for name in sys.argv[1:]), "characters")
"""


class UnavailableError(Exception):
    """A peer that is not to be had or does not run here; the text says why."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: seconds of wall and CPU, and the peak MB of its largest process."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Line:
    """A peer beside ours: medians and what each got, or the reason why there is nothing."""

    peer: str
    on: str
    theirs: Cost | None = None
    ours: Cost | None = None
    got: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer's name, what it is tried on, how its program is set up, and both commands for the files of a round.

    `setup` takes the peer's folder and returns its program; `command` takes that and the round's folder.
    """

    name: str
    on: str
    suffix: str
    setup: Callable[[Path], Path]
    command: Callable[[Path, Path], list[str]]
    ours: Callable[[Path], list[str]]
    found: Callable[[str], str]


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure; the costs may not be empty."""
    return Cost(*(statistics.median(getattr(c, f) for c in costs) for f in ("wall", "cpu", "memory")))


def table(lines: Sequence[Line]) -> str:
    """One row a peer: its figures, ours in brackets, and the ratio peer to ours; reasons where there are none."""
    head = f"{'peer':34} {'on':22} {'wall s (ours)':>22} {'CPU s (ours)':>22} {'MB (ours)':>20}   got (ours)"
    rows = [head, "-" * len(head)]
    for line in lines:
        if line.theirs is None or line.ours is None:
            rows.append(f"{line.peer:34} {line.on:22} not available here: {line.reason}")
            continue
        cells = [
            f"{a:.{places}f} ({b:.{places}f}) {ratio(a, b):>6}".rjust(width)
            for a, b, places, width in (
                (line.theirs.wall, line.ours.wall, 2, 22),
                (line.theirs.cpu, line.ours.cpu, 2, 22),
                (line.theirs.memory, line.ours.memory, 0, 20),
            )
        ]
        rows.append(f"{line.peer:34} {line.on:22} {' '.join(cells)}   {line.got}")
    return "\n".join(rows)


def ratio(peer: float, ours: float) -> str:
    """How many times ours the peer takes; a dash where ours is too small to divide by."""
    return f"{peer / ours:.1f}x" if ours > 0 else "-"


def reason(said: str, code: int) -> str:
    """The line of a program's complaint that tells most, shortened, without the paths of this machine."""
    lines = [s.strip() for s in said.splitlines() if s.strip()]
    telling = [s for s in lines if re.search(r"error|refused|not found|cannot|could not", s, re.I)] or lines
    text = telling[-1] if telling else f"exit code {code} without a word"
    return re.sub(r"(?<![\w:/])(?:/[^\s/:'\"]+)+/", "…/", text)[:160].strip()


def run(command: Sequence[str], scratch: Path, seconds: float = SECONDS) -> tuple[Cost, int, str, str]:
    """The cost, the exit code (negative for a signal) and both outputs of a process that runs within `seconds`.

    Raises:
        UnavailableError: the program cannot be started or was stopped at the limit.
    """
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "CI", "NO_COLOR")}
    environment |= {"REGENLINT_CACHE_DIR": str(scratch / "cache"), "PYTHONUTF8": "1"}
    out, err = scratch / "out", scratch / "err"
    with out.open("wb") as o, err.open("wb") as e:
        start = time.perf_counter()
        try:
            child = subprocess.Popen(command, stdout=o, stderr=e, env=environment, start_new_session=True)
        except OSError as problem:
            raise UnavailableError(f"{Path(command[0]).name}: {problem.strerror}") from problem
        late = threading.Event()

        def stop() -> None:
            late.set()
            os.killpg(child.pid, signal.SIGKILL)

        timer = threading.Timer(seconds, stop)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if late.is_set():
        raise UnavailableError(f"stopped after {seconds:.0f} s")
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    said, complaint = (f.read_text(encoding="utf-8", errors="replace") for f in (out, err))
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak), child.returncode, said, complaint


def done(command: Sequence[str], scratch: Path, seconds: float = SECONDS) -> tuple[Cost, str]:
    """The cost and the output of a process that ended with 0, or with 1, which linters say for findings.

    Raises:
        UnavailableError: it did not, or a Python program ended with a traceback.
    """
    cost, code, said, complaint = run(command, scratch, seconds)
    if code not in (0, 1) or (code == 1 and (not said.strip() or "Traceback" in complaint)):
        raise UnavailableError(reason(complaint or said, code))
    return cost, said


def by_npm(*packages: str) -> Callable[[Path], Path]:
    """Sets up npm packages in the folder; the program has the name of the first."""

    def setup(folder: Path) -> Path:
        program = folder / "node_modules" / ".bin" / packages[0]
        if not program.exists():
            npm = shutil.which("npm")
            if not npm:
                raise UnavailableError("npm is not installed")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
            install([npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", *packages])
        return program

    return setup


def by_pip(program: str, *packages: str) -> Callable[[Path], Path]:
    """Sets up Python packages in an environment of their own."""

    def setup(folder: Path) -> Path:
        ready, python = folder / ".ready", folder / "bin" / "python"
        if not ready.exists():
            install([sys.executable, "-m", "venv", "--clear", str(folder)])
            install([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
            ready.touch()
        return folder / "bin" / program

    return setup


def install(command: Sequence[str]) -> None:
    """Run a step of a setup.

    Raises:
        UnavailableError: it failed; the text is its complaint.
    """
    with tempfile.TemporaryDirectory() as scratch:
        _, code, said, complaint = run(command, Path(scratch), SETUP_SECONDS)
    if code:
        raise UnavailableError(f"not set up: {reason(complaint or said, code)}")


def version(folder: Path, package: str) -> str:
    """The version of a package that was set up below the folder, or nothing."""
    manifest = folder / "node_modules" / package / "package.json"
    if manifest.exists():
        return str(json.loads(manifest.read_text(encoding="utf-8"))["version"])
    found = list(folder.glob(f"lib/python*/site-packages/{package.replace('-', '_')}-*.dist-info"))
    return found[0].name.removesuffix(".dist-info").rsplit("-", 1)[1] if found else ""


def files(folder: Path) -> list[str]:
    """The files a round is about."""
    return [str(p) for p in sorted(folder.iterdir()) if not p.name.startswith(".")]


def textlint(program: Path, folder: Path) -> list[str]:
    """The preset as it comes, over the folder's texts."""
    config = program.parents[2] / "preset.json"
    config.write_text('{"rules": {"preset-ja-technical-writing": true}}\n', encoding="utf-8")
    rules = program.parents[1]
    return [
        str(program),
        "--config",
        str(config),
        "--rules-base-directory",
        str(rules),
        "--format",
        "json",
        *files(folder),
    ]


def check(folder: Path) -> list[str]:
    """Our whole judgement of the folder as one dossier, read in our own process as the peers read in theirs."""
    options = ["--output", "json", "--no-sandbox", "--allow-undecided", "--exit-zero"]
    return [sys.executable, "-m", "regenlint", "check", str(folder), *options]


def read(folder: Path) -> list[str]:
    """Our reader over the folder's files."""
    return [sys.executable, "-c", OUR_READER, *files(folder)]


def judged(said: str) -> str:
    """How many findings a JSON report of ours or of a peer holds, else the last line printed."""
    try:
        found = json.loads(said)
    except ValueError:
        return (said.strip().splitlines() or ["nothing"])[-1][:40]
    if isinstance(found, dict) and "dossiers" in found:
        return f"{sum(len(r['findings']) for d in found['dossiers'] for r in d['results'])} findings"
    lists = found if isinstance(found, list) else found.get("files", [])
    return f"{sum(len(f.get('messages', f.get('findings', []))) for f in lists)} findings"


DOCLING_SETUP = by_pip("python", "docling", "torch==2.13.0")  # it takes any torch; with one of them figures compare

PEERS = (
    Peer("textlint", "sources as text", ".txt",
         by_npm("textlint", "textlint-rule-preset-ja-technical-writing"), textlint, check, judged),
    Peer("ooxml-integrity", "Word files", ".docx", by_pip("ooxml-integrity", "ooxml-integrity"),
         lambda program, folder: [str(program), "check", "--no-config", "--json", *files(folder)], check, judged),
    Peer("pdfplumber", "PDFs, text and tables", ".pdf", by_pip("python", "pdfplumber"),
         lambda program, folder: [str(program), "-c", PDFPLUMBER, *files(folder)], read, judged),
    Peer("docling", "Word files, reading", ".docx", DOCLING_SETUP,
         lambda program, folder: [str(program), "-c", DOCLING, *files(folder)], read, judged),
    Peer("docling", "PDFs, reading", ".pdf", DOCLING_SETUP,
         lambda program, folder: [str(program), "-c", DOCLING, *files(folder)], read, judged),
)  # fmt: skip


def copied(sample: Path, suffix: str, to: Path, salt: int) -> Path:
    """The sample's files of that kind in an empty folder, other bytes for every salt but the same words."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    for file in sorted((sample / ("src" if suffix == ".txt" else "files")).glob(f"*{suffix}")):
        copy = Path(shutil.copy(file, to))
        if suffix == ".txt":
            copy.write_text(f"{copy.read_text(encoding='utf-8')}\n第{salt}版。\n", encoding="utf-8")
        elif suffix == ".docx":
            with zipfile.ZipFile(copy, "a") as archive:
                archive.comment = f"round {salt}".encode()
    if not any(to.iterdir()):
        raise UnavailableError(f"the sample has no *{suffix}")
    return to


def beside(peer: Peer, folder: Path, sample: Path, rounds: int) -> Line:
    """A peer's line: set up, one run of each that does not count, then turn by turn."""
    name = peer.name
    theirs, ours = [], []
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        try:
            program = peer.setup(folder)
            name = f"{peer.name} {version(folder, peer.name)}".strip()
            for salt in range(rounds + 1):
                plan = copied(sample, peer.suffix, scratch / "plan", salt)
                cost, said = done(peer.command(program, plan), scratch)
                own, own_said = done(peer.ours(plan), scratch)
                if salt:
                    theirs.append(cost)
                    ours.append(own)
        except UnavailableError as problem:
            return Line(name, peer.on, reason=str(problem))
    return Line(name, peer.on, middle(theirs), middle(ours), f"{peer.found(said)} ({judged(own_said)})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--peers", type=Path, help="where the peers are set up and stay; else a temporary folder")
    ap.add_argument("--sample", type=Path, default=SAMPLE)
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--only", nargs="+", choices=sorted({p.name for p in PEERS}), help="leave the others out")
    args = ap.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        place = (args.peers or Path(temporary)).resolve()
        lines = []
        for peer in PEERS:
            if args.only and peer.name not in args.only:
                continue
            print(f"{peer.name}, {peer.on} …", file=sys.stderr)
            lines.append(beside(peer, place / peer.name, args.sample, max(1, args.rounds)))
    print(f"{args.sample}, medians of {max(1, args.rounds)} rounds; n x = the peer takes n times ours")
    print(table(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
