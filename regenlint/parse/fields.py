"""Labels and their values wherever they stand: in form tables, in 「ラベル：値」 lines, after 【ラベル】."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from regenlint.model import SILENT_ROLES, Block, Choice, Field, Role

from . import form_tables, labels
from .form_tables import Found
from .grid import Grid
from .raw import RawBlock


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields in reading order, and cells that are headings over following rows: block → last block."""

    found: tuple[Found, ...]
    bands: dict[int, int]


def find(raws: Sequence[RawBlock], grids: Sequence[Grid]) -> Fields:
    """All labelled places of a document."""
    found: list[Found] = []
    bands: dict[int, int] = {}
    for grid in grids:
        if any(raws[b].role in (Role.HEADER, Role.FOOTER) for b in grid.blocks[:1]):
            continue
        found.extend(form_tables.read(grid, raws, bands))
    taken = {b for f in found for b in f.label_blocks}
    for i, raw in enumerate(raws):
        if raw.role not in SILENT_ROLES and i not in taken and raw.level == 0:
            found.extend(_in_line(i, raw))
    found.sort(key=lambda f: (f.label_blocks[0], f.depth, f.value_start))
    return Fields(tuple(found), bands)


def with_choices(fields: Fields, blocks: Sequence[Block], choices: Sequence[Choice]) -> tuple[Field, ...]:
    """The fields with the choices that stand in their values."""
    at: dict[int, list[Choice]] = {}
    for c in choices:
        at.setdefault(c.block, []).append(c)
    out: list[Field] = []
    for f in fields.found:
        inside = tuple(
            c for b in f.value_blocks for c in at.get(b, ()) if b not in f.label_blocks or c.start >= f.value_start
        )
        out.append(Field(f.label, f.label_blocks, f.value_blocks, inside, f.value_start))
    return tuple(out)


#: Pairs read of one line; what has more is no line of a form.
_MOST = 40
_COLON = re.compile(
    r"(?:^|(?<=[\s\u3000／/、]))([^\s：:、。，,／/「」『』→=＝|]{1,24}(?:[ \u3000][^\s：:、。，,／/「」]{1,12})?)"
    r"[\s\u3000]*[：:](?![／/])[\s\u3000]*"
)
_BRACKET = re.compile(r"^[\s\u3000]*【([^【】]{1,24})】[\s\u3000]*(?=[^\s\u3000])")
_GAP = re.compile(r"^[\s\u3000]*([^\s\u3000：:、。「」]{2,24})(?:\t+|[\u3000 ]{2,})(?=[^\s\u3000])")
_NO_LABEL = re.compile(r"^(?:[\d０-９.,]+|[A-Za-z]|https?|例|注|なお|ただし|また|及び|又は|[※*＊].*|.*[はがをにで])$")


def _in_line(number: int, raw: RawBlock) -> Iterator[Found]:
    """「ラベル：値」, several in a line; 「【ラベル】値」; 「ラベル　　値」 where the label is a known sort of word."""
    text = raw.text
    bracket = _BRACKET.match(text)
    if bracket:
        yield Found(bracket.group(1), (number,), (number,), bracket.end(), opens=False)
    spans = [m for m in islice(_COLON.finditer(text), _MOST) if _names(m, text)]
    if spans and (spans[0].start() == 0 or raw.cell is not None or not text[: spans[0].start()].strip()):
        for m in spans:
            yield Found(_line_label(m.group(1), m.start() == 0), (number,), (number,), m.end(), opens=False)
        return
    gap = _GAP.match(text)
    if gap and not bracket and len(text) <= 120 and labels.is_label_word(gap.group(1)):
        yield Found(gap.group(1), (number,), (number,), gap.end(), opens=False)


def _line_label(text: str, opens_line: bool) -> str:
    """「3.1 デザイン」 → デザイン; 「□無　内容」 → 内容; two words together only where they open the line."""
    bare = labels.split(text)[2] or text
    words = bare.split()
    if len(words) > 1 and (not opens_line or re.search(r"[☐☑☒□■✓]", bare)):
        bare = words[-1]
    return bare.strip("・ \u3000-☐☑☒□■✓")


def _names(m: re.Match[str], text: str) -> bool:
    label = m.group(1)
    if _NO_LABEL.match(label) or (re.search(r"\d$", label) and re.match(r"\d", text[m.end() :])):
        return False
    # Inside brackets a colon belongs to the remark, not to a field.
    before = text[: m.end(1)]
    return before.count("（") + before.count("(") <= before.count("）") + before.count(")")
