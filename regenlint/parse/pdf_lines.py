"""Lines of a PDF page: runs put in order by where they stand, and joined to text.

The order in which a producer draws says nothing: LibreOffice draws ☑ and ☐ from another font after
all labels of the line, so that the stream reads 「第一種 第二種 ☐ ☑」. Only the place of a glyph
tells which label a box belongs to.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regenlint.model import Mark, MarkKind

from .pdf_glyphs import is_cjk
from .pdf_runs import Run

# Two of these far apart are two answers, not a spread label (有　無), unlike 氏　名.
_ANSWERS = frozenset("有無可否男女適要不良正負陽陰○×△◯〇印一二三四五六七八九十上下左右")


@dataclass(slots=True)
class Line:
    """Runs of one line from left to right; edges and baseline in points. `em` is its main type size."""

    runs: tuple[Run, ...]
    left: float
    right: float
    base: float
    em: float
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def bottom(self) -> float:
        """Lower edge of the em box."""
        return self.base - 0.12 * self.em

    @property
    def top(self) -> float:
        """Upper edge of the em box."""
        return self.base + 0.88 * self.em

    @property
    def bold(self) -> bool:
        """True where nearly all of the line is bold."""
        heavy = sum(len(r.text) for r in self.runs if r.style.bold)
        return heavy > 0.85 * sum(len(r.text) for r in self.runs)


def rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs grouped by baseline, top row first, each from left to right, glyphs drawn twice once.

    A raised or lowered small run belongs to the row it overlaps most.
    """
    groups: list[list[Run]] = []
    bands: list[tuple[float, float, float]] = []
    for run in sorted(runs, key=lambda r: (-(r.base + 0.38 * r.em), r.left)):
        bottom, top = run.base - 0.12 * run.em, run.base + 0.88 * run.em
        best, most = -1, 0.0
        for k in range(len(bands) - 1, max(-1, len(bands) - 5), -1):
            low, high, em = bands[k]
            share = (min(top, high) - max(bottom, low)) / min(run.em, em)
            if share > most:
                best, most = k, share
        if most < 0.5:
            groups.append([run])
            bands.append((bottom, top, run.em))
        else:
            groups[best].append(run)
            if run.em > bands[best][2]:
                bands[best] = (bottom, top, run.em)
    for group in groups:
        group.sort(key=lambda r: (r.left, r.number))
    out = [_spread(_once(group)) for group in groups]
    out.sort(key=lambda group: -max(group, key=lambda r: r.em).base)
    return out


def _once(row: list[Run]) -> list[Run]:
    """Without glyphs drawn a second time a hair beside the first, as print drivers make bold."""
    out: list[Run] = []
    for run in row:
        twin = next(
            (
                k
                for k in range(len(out) - 1, max(-1, len(out) - 4), -1)
                if out[k].text == run.text
                and abs(out[k].left - run.left) < 0.18 * run.em
                and abs(out[k].base - run.base) < 0.18 * run.em
            ),
            None,
        )
        if twin is None:
            out.append(run)
        else:
            out[twin] = out[twin]._replace(style=out[twin].style._replace(bold=True))
    return out


def _is_letter(run: Run) -> bool:
    return len(run.text) == 1 and run.text.isalpha() and is_cjk(run.text)


def _spread(row: list[Run]) -> list[Run]:
    """With letter-spaced labels (均等割付) as one run each: 氏　　名 is one word, not two columns."""
    if sum(map(_is_letter, row)) < 2:
        return row
    out: list[Run] = []
    i = 0
    while i < len(row):
        j = i
        while j + 1 < len(row) and _is_letter(row[j]) and _is_letter(row[j + 1]):
            gap = row[j + 1].left - row[j].right
            first = row[i + 1].left - row[i].right
            if not 0.1 * row[i].em < gap <= 8 * row[i].em or abs(gap - first) > max(0.25 * row[i].em, 0.15 * first):
                break
            j += 1
        # The last letter may belong to what follows: 氏　名　様 and the like stay, a run further off does not.
        if j - i >= 2 or (j - i == 1 and _is_pair(row, i)):
            word = "".join(r.text for r in row[i : j + 1])
            out.append(row[i]._replace(text=word, right=row[j].right))
        else:
            j = i
            out.append(row[i])
        i = j + 1
    return out


def _is_pair(row: list[Run], i: int) -> bool:
    a, b = row[i], row[i + 1]
    if a.text in _ANSWERS or b.text in _ANSWERS:
        return False
    gap = b.left - a.right
    before = a.left - row[i - 1].right if i else 1e9
    after = row[i + 2].left - b.right if i + 2 < len(row) else 1e9
    return gap <= 6 * a.em and gap <= before and gap <= 1.05 * after


def _between(a: Run, b: Run) -> str:
    """The white space between two neighbours of a line."""
    gap = b.left - a.right
    em = max(a.em, b.em)
    drawn = b.lead and 0 <= b.number - a.number - len(a.text) <= len(b.lead) + 3 and gap > 0.1 * b.em
    if b.number < 0 and b.lead:
        return b.lead
    if gap > 2.2 * em:
        return b.lead if drawn and len(b.lead) > 1 else "\u3000\u3000"
    if drawn:
        return b.lead
    if gap <= 0.17 * em:
        return ""
    both = is_cjk(a.text[-1]) + is_cjk(b.text)
    if gap > 1.2 * em:
        return "\u3000" if both == 2 else " "
    # Word and LibreOffice put a quarter em between ideographs and Latin letters by themselves.
    return " " if gap > (0.28, 0.9, 0.17)[both] * em else ""


def line(row: Sequence[Run]) -> Line:
    """A line of runs given from left to right."""
    main = max(row, key=lambda r: (len(r.text) * r.em, r.em)) if len(row) > 1 else row[0]
    tall = max(r.em for r in row)
    # A label of one big glyph and a long small text: the size of most of the line counts.
    em, base = (main.em, main.base) if main.em > 0.7 * tall else (tall, max(row, key=lambda r: r.em).base)
    parts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for k, run in enumerate(row):
        if k:
            space = _between(row[k - 1], run)
            parts.append(space)
            at += len(space)
        end = at + len(run.text)
        parts.append(run.text)
        style = run.style
        if run.em < 0.8 * em and run.base > base + 0.12 * em:
            marks.append(Mark(MarkKind.SUPERSCRIPT, at, end))
        if style.struck:
            marks.append(Mark(MarkKind.STRUCK, at, end))
        if style.italic:
            marks.append(Mark(MarkKind.ITALIC, at, end))
        if style.colour and not _is_grey(style.colour):
            marks.append(Mark(MarkKind.COLOURED, at, end, style.colour))
        at = end
    return Line(tuple(row), row[0].left, max(r.right for r in row), base, em, "".join(parts), tuple(marks))


def _is_grey(colour: str) -> bool:
    channels = [int(colour[k : k + 2], 16) for k in (0, 2, 4)]
    return max(channels) - min(channels) < 24


def segments(row: Sequence[Run], width: float = 1.3) -> list[list[Run]]:
    """A row cut at gaps wider than `width` em."""
    out: list[list[Run]] = [[row[0]]]
    for a, b in itertools.pairwise(row):
        if b.left - max(r.right for r in out[-1]) > width * max(a.em, b.em):
            out.append([b])
        else:
            out[-1].append(b)
    return out


def is_ruby(upper: Line, lower: Line) -> bool:
    """True for a reading set small over the words of the next line, which is no text of its own."""
    if upper.em > 0.62 * lower.em or upper.base - lower.base > 1.35 * lower.em:
        return False
    if upper.left < lower.left - lower.em or upper.right > lower.right + lower.em:
        return False
    return all("KATAKANA" in n or "HIRAGANA" in n for n in map(_name, upper.text) if n)


def _name(ch: str) -> str:
    return "" if ch.isspace() else unicodedata.name(ch, "?")
