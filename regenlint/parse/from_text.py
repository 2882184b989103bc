"""Plain text and Markdown as raw blocks: headings by #, tables by |, items by -."""

from __future__ import annotations

import re
from itertools import pairwise

from regenlint.errors import UnreadableError
from regenlint.model import CellPlace, Document, Mark, MarkKind, Origin, Role
from regenlint.text import folded

from .raw import RawBlock, assemble

_HEADING = re.compile(r"(#{1,6})[ \t\u3000]+(.*)$")
_ITEM = re.compile(r"[ \t\u3000]*(?:[-*+][ \t]+(?!\s)|[・•][ \t\u3000]*)(.*)")
_RULE = re.compile(r"[ \t]*(?:[-=_*＝－―─━][ \t]*){3,}$")
_SEPARATOR = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_EMPHASIS = re.compile(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__")
MAX_LINES = 200_000


def read(data: bytes, path: str, sha256: str) -> Document:
    """The document in the bytes of a text file. Raises `UnreadableError`."""
    text = decode(data)
    if not text.strip():
        raise UnreadableError("empty", "ファイルに文字がありません", "the file holds no text")
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        raise UnreadableError("too-large", "行が多すぎます", "too many lines")
    markdown = path.lower().endswith((".md", ".markdown"))
    return assemble(blocks(lines, markdown), path=path, format="md" if markdown else "txt", sha256=sha256)


def decode(data: bytes) -> str:
    """Text of unknown Japanese encoding: a byte-order mark, else UTF-8, else Windows' Shift_JIS, else EUC or JIS.

    Raises `UnreadableError` where it is none of them or not text at all.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x1b$" in data[:4096]:
        encodings = ("iso2022_jp_ext", "cp932")
    else:
        encodings = ("utf-8-sig", "cp932", "euc_jp")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        odd = sum(c < " " and c not in "\n\t\f" for c in text[:20_000])
        if odd * 100 <= len(text[:20_000]):
            return text
    raise UnreadableError(
        "not-a-document",
        "文字コードが分かりません。UTF-8 のテキストとして保存し直してください",
        "the encoding is not known; save it as UTF-8 text",
    )


def blocks(lines: list[str], markdown: bool) -> list[RawBlock]:
    """The blocks of a text. In Markdown lines without a blank one between them are one paragraph."""
    out: list[RawBlock] = []
    table, row = -1, -1
    paragraph: list[str] = []
    first = 0

    def flush() -> None:
        if paragraph:
            out.append(_raw(_joined(paragraph), first))
            paragraph.clear()

    fenced = False
    for number, line in enumerate(lines, 1):
        text = line.rstrip().replace("\f", "")
        if markdown and text.lstrip().startswith("```"):
            fenced = not fenced
            continue
        is_row = text.lstrip().startswith("|") and text.count("|") >= 2
        if not is_row:
            row = -1
        if fenced:
            flush()
            if text.strip():
                out.append(_raw(text, number))
            continue
        heading = _HEADING.match(text)
        item = _ITEM.match(text)
        if not text.strip() or (_RULE.match(text) and not is_row):
            flush()
        elif heading:
            flush()
            out.append(_raw(heading.group(2).rstrip(" \t#"), number, Role.HEADING, len(heading.group(1))))
        elif is_row:
            flush()
            if _SEPARATOR.fullmatch(text.strip()):
                out[:] = _as_header(out, table, row)
                continue
            table, row = (table + 1, 0) if row < 0 else (table, row + 1)
            for column, cell in enumerate(text.strip().removeprefix("|").removesuffix("|").split("|")):
                out.append(_raw(cell.strip(), number, place=CellPlace(table, row, column)))
        elif item and item.group(1):
            flush()
            out.append(_raw(text.strip(), number, Role.ITEM))
        elif markdown and paragraph:
            paragraph.append(text)
        elif markdown:
            paragraph.append(text)
            first = number
        else:
            out.append(_raw(text.strip(" \t"), number))
    flush()
    return out


def _as_header(out: list[RawBlock], table: int, row: int) -> list[RawBlock]:
    """The row above a |---| line names the columns."""
    from dataclasses import replace

    return [
        replace(b, header=True) if b.cell is not None and b.cell.table == table and b.cell.row == row == 0 else b
        for b in out
    ]


def _joined(lines: list[str]) -> str:
    """Lines of one paragraph; a hard break (two spaces, a backslash) or a field line stays a line end."""
    out = lines[0].strip()
    for before, line in pairwise(lines):
        hard = before.endswith(("  ", "\\")) or re.match(r"[ \t]*\S{1,24}[：:]", line)
        between = "\n" if hard else "" if folded(out[-1:] + " " + line.strip()[:1]).find(" ") < 0 else " "
        out += between + line.strip().removesuffix("\\")
    return out


def _raw(text: str, line: int, role: Role | None = None, level: int = 0, place: CellPlace | None = None) -> RawBlock:
    bold = bool(re.fullmatch(r"\s*(?:\*\*[^*]+\*\*|__[^_]+__)\s*", text))
    text = _EMPHASIS.sub(lambda m: m.group(1) or m.group(2), text)
    marks: list[Mark] = []
    while m := re.search(r"<sup>([^<]*)</sup>", text):
        text = text[: m.start()] + m.group(1) + text[m.end() :]
        marks.append(Mark(MarkKind.SUPERSCRIPT, m.start(), m.start() + len(m.group(1))))
    return RawBlock(text, Origin(("line", line)), role, level=level, bold=bold, cell=place, marks=tuple(marks))
