"""Reads every file below a folder, each in a child process with limits, and says what became of it.

    python -m bench.reading DIR [--seconds 20] [--megabytes 512] [--quiet]

A file is read, refused with a reason, crashed (an exception that is not ours), timed out or killed.
Text recall, characters as a multiset without white space, is measured where `FILE.truth` lies beside
a file, and for labelled dossiers (`dossier.yaml` beside `src/` and `files/`) against the source text.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from regenlint.text import fold

_CHILD = r"""
import json, resource, sys, time
limit = int(sys.argv[3]) << 20
resource.setrlimit(resource.RLIMIT_AS, (limit + (256 << 20), limit + (256 << 20)))
from regenlint.errors import UnreadableError
from regenlint.parse import read_bytes
from pathlib import Path
path = Path(sys.argv[1])
start = time.process_time()
try:
    d = read_bytes(path.read_bytes(), path.name)
    out = {"state": "read", "kind": d.kind, "parts": [p.kind for p in d.parts], "blocks": len(d.blocks),
           "fields": len(d.fields), "choices": len(d.choices), "losses": [l.kind for l in d.losses],
           "text": "\n".join((b.label + " " if b.label else "") + b.text for b in d.blocks)}
except UnreadableError as e:
    out = {"state": "refused", "kind": e.kind, "reason": str(e)}
except BaseException as e:
    out = {"state": "crashed", "kind": type(e).__name__, "reason": str(e)[:200]}
out["cpu"] = time.process_time() - start
out["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
Path(sys.argv[2]).write_text(json.dumps(out), encoding="utf-8")
"""


def read_in_child(path: Path, seconds: float, megabytes: int, scratch: Path) -> dict[str, object]:
    """What a child process made of a file: state, kind, cpu seconds, peak megabytes, text."""
    scratch.unlink(missing_ok=True)
    start = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, str(path), str(scratch), str(megabytes)],
            timeout=seconds, capture_output=True, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"state": "timed-out", "kind": "", "cpu": time.monotonic() - start}
    if not scratch.exists():
        return {"state": "killed", "kind": str(done.returncode), "cpu": time.monotonic() - start}
    out: dict[str, object] = json.loads(scratch.read_text(encoding="utf-8"))
    if int(str(out.get("megabytes", 0))) > megabytes:
        out["state"] = f"{out['state']}, too much memory"
    return out


def recall(text: str, truth: str) -> float:
    """The share of the truth's characters that the text holds, after folding, white space aside."""

    def bag(x: str) -> Counter[str]:
        return Counter(re.sub(r"\s", "", fold(x).text))

    want, have = bag(truth), bag(text)
    total = sum(want.values())
    return 1.0 if not total else sum((want & have).values()) / total


_INLINE = re.compile(r"\{(ins|del|sdt|tb|fn|ruby|blue|hid|strike|sup|b):([^{}]*)\}")


def _plain(source: str) -> str:
    """The text a person sees of a source in the corpus notation."""

    def shown(m: re.Match[str]) -> str:
        kind, body = m.group(1), m.group(2)
        if kind in ("del", "hid"):
            return ""
        return body.split("|")[0] if kind == "ruby" else body

    lines: list[str] = []
    for raw in _INLINE.sub(shown, source).splitlines():
        line = re.sub(r"^(?:#{1,4} |- |=== |:: )", "", raw.rstrip())
        if line.startswith("|"):
            cells = (c.strip() for c in line.strip("|").split("|"))
            lines.append(" ".join("" if c in ("<", "^") else c for c in cells))
        else:
            lines.append("" if line == "---" else line)
    text = "\n".join(lines)
    for notation in ("::", "//", "[x]", "[ ]"):
        text = text.replace(notation, " ")
    return text


def truths(folder: Path) -> dict[Path, str]:
    """Truth texts by file: `.truth` files, and the sources of labelled dossiers."""
    out = {p.with_name(p.name.removesuffix(".truth")): p.read_text(encoding="utf-8") for p in folder.rglob("*.truth")}
    for spec in folder.rglob("dossier.yaml"):
        import yaml

        for f in yaml.safe_load(spec.read_text(encoding="utf-8"))["files"]:
            source, built = spec.parent / "src" / f["source"], spec.parent / "files" / f["file"]
            if source.exists() and built.exists():
                out[built] = _plain(source.read_text(encoding="utf-8"))
    return out


def main() -> None:
    """Print one line a file and a summary."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path)
    ap.add_argument("--seconds", type=float, default=20)
    ap.add_argument("--megabytes", type=int, default=512)
    ap.add_argument("--quiet", action="store_true", help="only what was not read, low recall, and the summary")
    args = ap.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        measure(args, Path(scratch) / "read.json")


def measure(args: argparse.Namespace, scratch: Path) -> None:
    """Read every file below `args.folder`, each in a child that leaves its result in `scratch`."""
    known = truths(args.folder)
    states: Counter[str] = Counter()
    recalls: list[float] = []
    cpu = 0.0
    for path in sorted(p for p in args.folder.rglob("*") if p.is_file() and p.suffix != ".truth"):
        if path.parent.name == "src" or path.suffix in (".yaml", ".json"):
            continue
        got = read_in_child(path, args.seconds, args.megabytes, scratch)
        states[str(got["state"])] += 1
        cpu += float(str(got.get("cpu", 0)))
        found = recall(str(got.get("text", "")), known[path]) if path in known and got["state"] == "read" else None
        if found is not None:
            recalls.append(found)
        if args.quiet and got["state"] == "read" and (found is None or found >= 0.995):
            continue
        tail = "" if found is None else f" recall {found:.4f}"
        note = got.get("reason") or f"{got.get('parts')} {got.get('blocks')} blocks {got.get('losses')}"
        print(
            f"{got['state']:10} {got['kind']:22} {float(str(got.get('cpu', 0))):5.2f}s "
            f"{got.get('megabytes', '?'):>4}MB {path.name}{tail}  {note}"[:260]
        )
    print(dict(states), f"cpu {cpu:.1f} s", end=" ")
    if recalls:
        print(f"recall mean {sum(recalls) / len(recalls):.4f} min {min(recalls):.4f} of {len(recalls)}", end="")
    print()


if __name__ == "__main__":
    main()
