"""White strips beside which lines are aligned: what parts columns where no line is drawn."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .pdf_lines import Line, segments
from .pdf_openings import OPENING
from .pdf_runs import Run

#: A strip narrower than this (in em) is the space between two words.
NARROW = 0.45
#: A gap this wide (in em) inside a line makes one look for a column; a narrower one only with more rows like it.
WIDE, LESS_WIDE = 1.3, 0.9

_LETTER = re.compile(r"[ア-オカ-コサ-ソa-zA-Zａ-ｚＡ-Ｚ]|[0-9０-９]{1,2}")
_FIGURE = re.compile(r"[0-9０-９.,．，%％\-－～〜:：]+")
_TICK = re.compile(r"[☐☑☒□■✓✔レ●◯◎]")


class Gutter(NamedTuple):
    """A white strip from `low` to `high`."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Where it parts the columns."""
        return (self.low + self.high) / 2


Piece = list[Run]


def left_of(piece: Sequence[Run]) -> float:
    """Left edge of a piece of a line."""
    return piece[0].left


def right_of(piece: Sequence[Run]) -> float:
    """Right edge of a piece of a line."""
    return max(r.right for r in piece)


def text_of(piece: Sequence[Run]) -> str:
    """The characters of a piece, without spaces between its runs."""
    return "".join(r.text for r in piece)


def pieces(ln: Line, width: float = NARROW) -> list[Piece]:
    """A line cut at its gaps; a number, a bullet or a box stays with what it opens, typed spaces part nothing."""
    out: list[Piece] = []
    for part in segments(ln.runs, width) if len(ln.runs) > 1 else [list(ln.runs)]:
        if out and (_is_typed(out[-1], part) or _goes_with(text_of(out[-1]), text_of(part))):
            out[-1] += part
        else:
            out.append(part)
    return out


def _is_typed(before: Piece, after: Piece) -> bool:
    """True where the gap was typed with spaces, as 氏名　　　　印 is: one paragraph, not two cells."""
    gap = after[0].left - right_of(before)
    near = after[0].number - before[-1].number - len(before[-1].text)
    return bool(after[0].lead) and 0 <= near <= len(after[0].lead) + 3 and after[0].typed > 0.7 * gap


def _goes_with(before: str, after: str) -> bool:
    """True for a number, bullet or box and what it opens, and for the parts of 第　１条."""
    if _TICK.fullmatch(before) or (opens_only(before) and not _FIGURE.fullmatch(after)):
        return True
    label = OPENING.match(before + after)
    return label is not None and label.end() > len(before)


def opens_only(text: str) -> bool:
    """True for text that is nothing but a number, a letter or a bullet."""
    if _LETTER.fullmatch(text):
        return True
    m = OPENING.match(text)
    return m is not None and m.end() >= len(text) and len(text) <= 8


def gaps(parts: Sequence[Piece], least: float) -> list[Gutter]:
    """Strips between the pieces of a line that are at least so many points wide."""
    return [Gutter(right_of(a), left_of(b)) for a, b in itertools.pairwise(parts) if left_of(b) - right_of(a) >= least]


def narrowed(gutters: Iterable[Gutter], parts: Sequence[Piece], em: float) -> list[Gutter]:
    """What is left of gutters beside a further line; those it closes are gone."""
    out = []
    for gutter in gutters:
        low, high = gutter
        for part in parts:
            start, end = left_of(part), right_of(part)
            if end <= low or start >= high:
                continue
            if start <= low:
                low = end
            elif end >= high or start - low >= high - end:
                high = start
            else:
                low = end
            if high - low < NARROW * em:
                break
        if high - low >= NARROW * em:
            out.append(Gutter(low, high))
    return out


def column_of(part: Sequence[Run], gutters: Sequence[Gutter]) -> int:
    """The column a piece stands in, from 0."""
    middle = (left_of(part) + right_of(part)) / 2
    return sum(g.middle < middle for g in gutters)


def columns_of(parts: Sequence[Piece], gutters: Sequence[Gutter]) -> dict[int, Piece]:
    """The pieces of a line by column."""
    out: dict[int, Piece] = {}
    for part in parts:
        out.setdefault(column_of(part, gutters), []).extend(part)
    return out


def aligned(parts: Sequence[Piece], share: float = 0.7) -> bool:
    """True where pieces of a column share their left edge, right edge or middle."""
    em = parts[0][0].em
    lefts = sorted(map(left_of, parts))
    rights = sorted(map(right_of, parts))
    middles = sorted((left_of(p) + right_of(p)) / 2 for p in parts)
    for values in (lefts, rights, middles):
        for anchor in (values[0], values[len(values) // 2], values[-1]):
            if sum(abs(v - anchor) < 0.6 * em for v in values) >= share * len(parts):
                return True
    return False
