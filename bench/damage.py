"""Damaged copies of real files, each told again by its kind, seed and number."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

ROOTS = (Path("tests/corpus/labelled"), Path("sample_plans"))
LARGEST_SEED = 90_000
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
