"""Damaged copies of real files against every reader: none may crash it, hold it up or fill the memory.

    python -m bench.fuzz [--number 10000] [--seed 1] [--kinds docx,pdf,xlsx,zip,txt] [--understand] [--keep DIR]

Each input is made from a file of the samples by one to four kinds of damage: flipped bytes, cut ends, pieces
left out, doubled or taken from another file; for packages also damage inside their parts (XML tags, attributes,
numbers, entities, namespaces, swapped and missing parts, names of members); for PDF inside its objects and
unpacked streams; for text odd characters and long lines. An input is told again by its seed and number alone.

A refusal with a reason is an answer. Anything else that leaves the reader is a crash, as is its death; more than
20 s of time is a hang; more than 1 GB of memory is too much. Prints the counts per kind of file and every fault
with the first input that showed it; ends with 1 where there is one. `--understand` goes on to facts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from bench.damage import made, seeds
from regenlint.errors import UnreadableError, UsageError

KINDS = ("docx", "pdf", "xlsx", "zip", "txt")
SECONDS = 20.0
MEGABYTES = 1024


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one kind of file."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[int]] = field(default_factory=dict)
    slowest: tuple[float, int] = (0.0, -1)

    def add(self, n: int, answer: str, seconds: float) -> None:
        """Count the answer to an input: read, `refused WORD`, or the name of a fault."""
        self.slowest = max(self.slowest, (seconds, n))
        if answer == "read":
            self.read += 1
        elif answer.startswith("refused "):
            self.refused[answer.removeprefix("refused ")] += 1
        else:
            self.faults.setdefault(answer, []).append(n)


def answer(kind: str, data: bytes, folder: Path, understand: bool) -> str:
    """What the readers say of an input."""
    from regenlint.parse.open import open_dossier, read_bytes

    try:
        if kind == "zip":
            file = folder / "x.zip"
            file.write_bytes(data)
            dossier = open_dossier(file, sandbox=False)
            died = next((u for u in dossier.unread if u.kind == "crashed"), None)
            if died is not None:
                return f"crash in a member: {died.english}"
            documents = dossier.documents
            if not documents:
                return f"refused {dossier.unread[0].kind}" if dossier.unread else "read"
        else:
            documents = (read_bytes(data, f"x.{kind}"),)
    except UnreadableError as e:
        if e.kind == "crashed":
            return _named(e.__cause__ or e)
        return f"refused {e.kind}"
    except UsageError:
        return "refused usage"
    except Exception as e:  # the point of it all
        return _named(e)
    if understand:
        from regenlint.index import build
        from regenlint.judging import compiled
        from regenlint.model import Dossier
        from regenlint.understanding import understand as facts_of

        known, matcher = compiled(True)
        whole = Dossier("x", documents)
        try:
            facts_of(whole, build(whole, matcher), known.terms)
        except Exception as e:
            return "facts: " + _named(e)
    return "read"


def _named(e: BaseException) -> str:
    frames = [f for f in traceback.extract_tb(e.__traceback__) if "regenlint" in f.filename] or traceback.extract_tb(
        e.__traceback__
    )
    at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"crash {type(e).__name__} at {at}"


def _work(end: Connection, kind: str, seed: int, understand: bool) -> None:
    import logging
    import resource

    # Faults of libraries are ours to see in the answer, not on the screen.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Twice what counts as too much: what is asked for but not used is not memory.
    resource.setrlimit(resource.RLIMIT_AS, (3 * MEGABYTES << 20,) * 2)
    originals = seeds(kind)
    with tempfile.TemporaryDirectory() as scratch:
        while True:
            try:
                n = end.recv()
            except EOFError:
                return
            said = answer(kind, made(kind, seed, n, originals), Path(scratch), understand)
            end.send((said, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


class Worker:
    """A process that reads inputs one by one; a new one takes its place when it dies or has grown too large."""

    def __init__(self, kind: str, seed: int, understand: bool) -> None:
        self._start = (kind, seed, understand)
        self.peak = 0
        self._begin()

    def _begin(self) -> None:
        self._end, other = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(
            target=_work, args=(other, *self._start), daemon=True
        )
        self._process.start()
        other.close()

    def ask(self, n: int) -> str:
        """The answer to input `n`."""
        self._end.send(n)
        if not self._end.poll(SECONDS if self.peak else SECONDS + 40):
            self.close()
            self._begin()
            return "hang"
        try:
            said, megabytes = self._end.recv()
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            self._begin()
            self.peak = 0
            return f"death by {code}"
        self.peak = max(self.peak, megabytes)
        if megabytes > MEGABYTES:
            self.close()
            self._begin()
            return f"memory ({said})"
        return str(said)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._end.close()


def fuzzed(kind: str, seed: int, numbers: Iterator[int], understand: bool = False) -> tuple[Tally, int]:
    """The tally of the inputs of one kind, and the largest memory of its worker in MB."""
    tally = Tally()
    worker = Worker(kind, seed, understand)
    peak = 0
    try:
        for n in numbers:
            start = time.perf_counter()
            said = worker.ask(n)
            tally.add(n, said, time.perf_counter() - start)
            peak = max(peak, worker.peak)
    finally:
        worker.close()
    return tally, peak


def main() -> int:
    """Print the tallies; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--number", type=int, default=10_000, help="inputs in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first input of each kind")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--understand", action="store_true", help="go on to index and facts")
    parser.add_argument("--keep", type=Path, help="write the inputs of faults there")
    given = parser.parse_args()
    kinds = given.kinds.split(",")
    bad = 0
    print(
        f"{'':5} {'inputs':>7} {'read':>6} {'refused':>8} {'crashes':>8} {'hangs':>6} {'memory':>7} {'slowest':>8} {'peak':>8}"
    )
    for kind in kinds:
        share = given.number // len(kinds)
        tally, peak = fuzzed(kind, given.seed, iter(range(given.first, given.first + share)), given.understand)
        hangs = len(tally.faults.get("hang", ()))
        large = sum(len(v) for k, v in tally.faults.items() if k.startswith("memory"))
        faults = sum(map(len, tally.faults.values()))
        bad += faults
        print(
            f"{kind:5} {share:7} {tally.read:6} {tally.refused.total():8} {faults - hangs - large:8} {hangs:6} {large:7} {tally.slowest[0]:6.1f} s {peak:5} MB  (slowest: {tally.slowest[1]})",
            flush=True,
        )
        print("      refused: " + ", ".join(f"{word} {n}" for word, n in tally.refused.most_common()), flush=True)
        for name, numbers in sorted(tally.faults.items(), key=lambda f: -len(f[1])):
            print(f"      {len(numbers):5} x {name}: {', '.join(map(str, numbers[:5]))}", flush=True)
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                originals = seeds(kind)
                for n in numbers[:5]:
                    (given.keep / f"{n}.{kind}").write_bytes(made(kind, given.seed, n, originals))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
