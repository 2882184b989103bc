"""Every reader under a fuzzer that is led by the code an input reaches (atheris, libFuzzer).

    pip install atheris
    python -m bench.guided --kind docx [--seconds 300] [--keep DIR]

`docx` and `xlsx` mutate the XML of the main part and put it back into a sound package, so that inputs get past
the opening; `pdf` and `txt` mutate the file. Most mutations are those of `bench.damage`, which keep the form; the
rest are libFuzzer's own. Any exception but a refusal with a reason is a fault: the input is
left in the `--keep` folder (default: a temporary one, named at the end) and the exit code is not 0. libFuzzer
prints what it reached (`cov`) and how many inputs it ran (`stat::number_of_executed_units`).
"""

from __future__ import annotations

import argparse
import io
import logging
import random
import sys
import tempfile
import zipfile
from pathlib import Path

from bench.damage import Damage, letters, number, objects, seeds, tags
from bench.fuzz import MEGABYTES, SECONDS

#: The part whose XML is mutated.
PARTS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}
#: Mutations that keep an input a file of its kind.
KEEPING: dict[str, tuple[Damage, ...]] = {
    "docx": (tags, tags, tags, number),
    "xlsx": (tags, tags, number),
    "pdf": (objects,),
    "txt": (letters,),
}


def package(kind: str, original: bytes, data: bytes) -> bytes:
    """The file of an input: for packages the original with the main part replaced."""
    if kind not in PARTS:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, data if info.filename == PARTS[kind] else source.read(info))
    return out.getvalue()


def begun(kind: str, folder: Path) -> bytes:
    """Write the seeds' mutated parts into a folder; the smallest whole original."""
    originals = sorted(seeds(kind), key=len)
    for n, data in enumerate(originals):
        if kind in PARTS:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if PARTS[kind] not in archive.namelist():
                    continue
                data = archive.read(PARTS[kind])
        (folder / f"seed{n}").write_bytes(data)
    return next(o for o in originals if kind not in PARTS or PARTS[kind] in zipfile.ZipFile(io.BytesIO(o)).namelist())


def main() -> None:
    """Run the fuzzer; it ends the process."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kind", choices=("docx", "xlsx", "pdf", "txt"), required=True)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("pip install atheris")
    logging.disable(logging.CRITICAL)
    with atheris.instrument_imports(include=["regenlint"]):
        from regenlint.errors import UnreadableError
        from regenlint.parse import from_docx, from_pdf, from_text, from_xlsx, open  # noqa: F401 — instrumented

    folder = Path(tempfile.mkdtemp())
    corpus = folder / "corpus"
    corpus.mkdir()
    keep = given.keep or folder
    keep.mkdir(parents=True, exist_ok=True)
    original = begun(given.kind, corpus)

    def one(data: bytes) -> None:
        try:
            open.read_bytes(package(given.kind, original, data), f"x.{given.kind}")
        except UnreadableError as e:
            if e.kind == "crashed":
                raise (e.__cause__ or e) from None

    def mutated(data: bytes, largest: int, seed: int) -> bytes:
        r = random.Random(seed)
        if data and r.random() < 0.8:
            made = r.choice(KEEPING[given.kind])(data, r)
            if len(made) <= largest:
                return made
        return bytes(atheris.Mutate(data, largest))

    print(f"faults are kept in {keep}", flush=True)
    options = [f"-max_total_time={given.seconds}", f"-timeout={SECONDS:.0f}", f"-rss_limit_mb={MEGABYTES}"]
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={keep}/", "-print_final_stats=1", "-max_len=200000", str(corpus)],
        one,
        custom_mutator=mutated,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
