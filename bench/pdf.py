"""Time and memory of reading PDFs, beside poppler's pdftotext where it is installed.

    python -m bench.pdf FILE.pdf …

Processor seconds of a fresh process, median of five, one line a file; the ratio is to pdftotext
in the same run. Recall is the share of pdftotext's characters that the reader has, white space
and repeated headers aside.
"""

from __future__ import annotations

import re
import resource
import shutil
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

from regenlint.model import Document
from regenlint.parse import from_pdf
from regenlint.text import folded

_READ = """
import sys
from pathlib import Path
from regenlint.parse import from_pdf
from_pdf.read(Path(sys.argv[1]).read_bytes(), "x.pdf")
"""
_TIMES = 5


def seconds(command: list[str]) -> float:
    """Processor seconds of a command, median of five."""
    found = []
    for _ in range(_TIMES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(found)


def recall(path: Path, d: Document) -> float:
    """The share of pdftotext's distinct lines' characters that the document's blocks have."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    lines = dict.fromkeys(re.sub(r"\s", "", ln) for ln in done.stdout.decode("utf-8", "replace").splitlines())
    want = Counter(folded("".join(ln for ln in lines if not re.fullmatch(r"[-–\d/頁]*", ln))))
    have = Counter(re.sub(r"\s", "", folded("".join(b.text for b in d.blocks))))
    return sum((want & have).values()) / max(1, sum(want.values()))


def main() -> None:
    """One line for each file named on the command line."""
    poppler = shutil.which("pdftotext")
    for name in sys.argv[1:]:
        path = Path(name)
        d = from_pdf.read(path.read_bytes(), path.name)
        own = seconds([sys.executable, "-c", _READ, name])
        out = f"{path.name}: {d.pages} pages, {len(d.blocks)} blocks, {own:.2f} s"
        if poppler:
            other = seconds([poppler, name, "-"])
            out += f", pdftotext {other:.2f} s (ratio {own / other:.1f}), recall {recall(path, d):.4f}"
        print(out)


if __name__ == "__main__":
    main()
