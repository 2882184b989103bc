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
import io
import multiprocessing
import random
import re
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from regenlint.errors import UnreadableError, UsageError

KINDS = ("docx", "pdf", "xlsx", "zip", "txt")
ROOTS = (Path("tests/corpus/labelled"), Path("sample_plans"))
LARGEST_SEED = 90_000
SECONDS = 20.0
MEGABYTES = 1024
#: Numbers at which counters, widths and offsets go wrong.
_EDGES = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"2147483648",
    b"-2147483649",
    b"99999999999999999999",
    b"1e400",
    b"NaN",
    b"",
)
_ODD = (
    b"&#0;",
    b"&#xFFFF;",
    b"&nbsp;",
    b"&x;",
    b"<!DOCTYPE x [<!ENTITY x 'y'>]>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"\xff\xfe",
    b"\0",
    b"<w:p>",
    b"</w:p>",
)
_CHARACTERS = "\u202e\u200b\ufeff\x1b[2J\x9b\x00\ud7ff\U0001f9ec｜|☑□○●（「第１項\t　：･ﾞ゙〓=+-@"

Damage = Callable[[bytes, random.Random], bytes]


def seeds(kind: str) -> tuple[bytes, ...]:
    """Files of that ending among the samples, small enough to be read often."""
    found = sorted(p for root in ROOTS for p in root.rglob(f"*.{kind}") if 0 < p.stat().st_size <= LARGEST_SEED)
    if kind != "zip":
        return tuple(p.read_bytes() for p in found)
    # No plan among the samples is packed: some files of a folder make one.
    return tuple(
        _packed(sorted(d.glob("*.*"))[:3]) for d in sorted({p.parent for p in ROOTS[0].rglob("files/*.docx")})[:6]
    )


def _packed(files: Sequence[Path]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for f in files:
            z.writestr(zipfile.ZipInfo(f"計画/{f.name}"), f.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def flip(data: bytes, r: random.Random) -> bytes:
    """Some bytes changed."""
    out = bytearray(data)
    for _ in range(r.choice((1, 1, 3, 20, 200))):
        if out:
            out[r.randrange(len(out))] = r.choice((0, 0xFF, r.randrange(256)))
    return bytes(out)


def cut(data: bytes, r: random.Random) -> bytes:
    """An end cut off."""
    at = r.randrange(len(data) + 1)
    return data[:at] if r.random() < 0.8 else data[at:]


def leave_out(data: bytes, r: random.Random) -> bytes:
    """A piece left out."""
    a = r.randrange(len(data) + 1)
    return data[:a] + data[a + r.choice((1, 4, 64, 2048)) :]


def double(data: bytes, r: random.Random) -> bytes:
    """A piece repeated."""
    a = r.randrange(len(data) + 1)
    piece = data[a : a + r.choice((1, 16, 300, 4000))]
    return data[:a] + piece * r.choice((2, 10, 300)) + data[a:]


def number(data: bytes, r: random.Random) -> bytes:
    """A written number replaced by one from the edge."""
    found = list(re.finditer(rb"-?\d+(?:\.\d+)?", data[:400_000]))
    for m in sorted(r.sample(found, min(len(found), r.choice((1, 3, 12)))), key=lambda m: -m.start()):
        data = data[: m.start()] + r.choice(_EDGES) + data[m.end() :]
    return data


def odd(data: bytes, r: random.Random) -> bytes:
    """Something put where it does not belong."""
    at = r.randrange(len(data) + 1)
    return data[:at] + r.choice(_ODD) + data[at:]


def tags(data: bytes, r: random.Random) -> bytes:
    """XML that is still nearly XML: elements lost, doubled, nested, renamed, emptied; namespaces changed."""
    found = list(re.finditer(rb"<[^<>]+>", data))
    if not found:
        return flip(data, r)
    m = r.choice(found)
    how = r.randrange(8)
    if how == 0:
        return data[: m.start()] + data[m.end() :]
    if how == 1:
        close = re.search(rb"</[^<>]+>", data[m.end() :])
        end = m.end() + close.end() if close else m.end()
        return data[: m.start()] + data[m.start() : end] * r.choice((2, 50, 2000)) + data[end:]
    if how == 2:
        name = r.choice(
            (
                b"w:tbl><w:tr><w:tc",
                b"w:sdt><w:sdtContent",
                b"w:txbxContent",
                b"w:ins",
                b"w:r",
                b"mc:AlternateContent><mc:Choice",
            )
        )
        deep = r.choice((3, 60, 250))
        closing = b"".join(b"</" + n + b">" for n in reversed(name.split(b"><")))
        return (
            data[: m.start()]
            + (b"<" + name + b">") * deep
            + data[m.start() : m.end()]
            + closing * deep
            + data[m.end() :]
        )
    if how == 3:
        other = r.choice(found)
        return data[: m.start()] + other.group() + data[m.end() :]
    if how == 4:
        value = re.search(rb'="[^"]*"', m.group())
        if value is None:
            return data[: m.start()] + data[m.end() :]
        at = m.start() + value.start()
        return (
            data[:at]
            + b'="'
            + r.choice((*_EDGES, b"true", b"rId1", b"../../x", b"http://127.0.0.1:9/x"))
            + b'"'
            + data[m.start() + value.end() :]
        )
    if how == 5:
        return re.sub(rb'="http://schemas[^"]*"', b'="urn:x"', data, count=r.choice((1, 3)))
    if how == 6:
        return re.sub(
            rb"</?" + re.escape(m.group()[1:].split()[0].strip(b"/>")) + rb"\b", lambda x: x.group() + b"x", data
        )
    attributes = re.sub(rb'\s[\w:]+="[^"]*"', b"", m.group())
    return data[: m.start()] + attributes + data[m.end() :]


def parts(data: bytes, r: random.Random) -> bytes:
    """A package whose parts are damaged, swapped, missing, doubled or renamed; the ZIP around them is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            members = [(i.filename, z.read(i)) for i in z.infolist()]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, NotImplementedError, ValueError):
        return flip(data, r)
    if not members:
        return data
    for _ in range(r.choice((1, 1, 2, 4))):
        # The body is damaged most often: most is read from it.
        weights = [
            8 if re.search(r"document\.xml$|sheet1\.xml$", n) else 3 if n.endswith(".xml") else 1 for n, _ in members
        ]
        k = r.choices(range(len(members)), weights)[0]
        name, body = members[k]
        how = r.randrange(10)
        if how < 6:
            members[k] = (name, r.choice((tags, tags, tags, number, odd, flip, cut, double))(body, r))
        elif how == 6:
            other = r.randrange(len(members))
            members[k], members[other] = (name, members[other][1]), (members[other][0], body)
        elif how == 7 and len(members) > 1:
            members.pop(k)
        elif how == 8:
            members.append((name if r.random() < 0.5 else name.upper(), body))
        else:
            members[k] = (
                r.choice(
                    (
                        "../" + name,
                        "/" + name,
                        name.replace("/", "\\"),
                        "C:" + name,
                        "\x1b[31m" + name,
                        "x" * 260 + name,
                    )
                ),
                body,
            )
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        # Two members of one name are part of the damage.
        warnings.simplefilter("ignore")
        for name, body in members:
            z.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def objects(data: bytes, r: random.Random) -> bytes:
    """A PDF with a damaged object: numbers, names, references, an unpacked stream."""
    how = r.randrange(6)
    found = [
        m for m in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL) if m.end(1) - m.start(1) < 100_000
    ]
    if how <= 2 and found:
        m = r.choice(found)
        try:
            inner = zlib.decompress(m.group(1))
        except zlib.error:
            inner = b""
        if inner:
            made = r.choice((number, number, double, leave_out, flip, cut))(inner, r)
            return data[: m.start(1)] + zlib.compress(made) + data[m.end(1) :]
    if how == 3:
        references = list(re.finditer(rb"\d+ 0 R", data))
        if references:
            m = r.choice(references)
            return data[: m.start()] + r.choice(references).group() + data[m.end() :]
    if how == 4:
        names = list(re.finditer(rb"/[A-Z][A-Za-z]+", data))
        if names:
            m = r.choice(names)
            return data[: m.start()] + r.choice(names).group() + data[m.end() :]
    if how == 5:
        word = r.choice((b"endobj", b"startxref", b"xref", b"trailer", b"endstream", b"%%EOF"))
        return data.replace(word, b"", r.choice((1, -1)))
    return number(data, r)


def letters(data: bytes, r: random.Random) -> bytes:
    """A text with odd characters, very long lines, or in another encoding."""
    text = data.decode("utf-8", "replace")
    how = r.randrange(4)
    at = r.randrange(len(text) + 1)
    if how == 0:
        return (text[:at] + "".join(r.choices(_CHARACTERS, k=r.choice((1, 9, 400)))) + text[at:]).encode(
            "utf-8", "replace"
        )
    if how == 1:
        return (text[:at] + text[at : at + r.choice((1, 5, 40))] * r.choice((50, 2000)) + text[at:]).encode(
            "utf-8", "replace"
        )
    if how == 2:
        return text.encode(r.choice(("cp932", "euc_jp", "utf-16", "utf-16-le", "iso2022_jp", "utf-32")), "replace")
    return text.replace(r.choice("\n。、 "), r.choice(("", "\n", "|", "　", "\r", "\t"))).encode("utf-8", "replace")


ANY: tuple[Damage, ...] = (flip, cut, leave_out, double)
OWN: dict[str, tuple[Damage, ...]] = {
    "docx": (parts, parts, parts),
    "xlsx": (parts, parts, parts),
    "zip": (parts, parts),
    "pdf": (objects, objects, objects, objects, number),
    "txt": (letters, letters, letters),
}


def made(kind: str, seed: int, n: int, originals: Sequence[bytes]) -> bytes:
    """The input of that number."""
    r = random.Random(f"{seed} {kind} {n}")
    data = r.choice(originals)
    for _ in range(r.choice((1, 1, 1, 2, 4))):
        others = r.random() < 0.05
        data = (
            data[: len(data) // 2] + r.choice(originals)[len(data) // 2 :]
            if others
            else r.choice((*ANY, *OWN[kind] * 4))(data, r)
        )
        data = data[: 4 << 20]
    return data


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
