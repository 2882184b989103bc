"""Lines of a PDF page: runs put in order by where they stand, and joined to text.

The order in which a producer draws says nothing: LibreOffice draws ☑ and ☐ from another font after
all labels of the line, so that the stream reads 「第一種 第二種 ☐ ☑」. Only the place of a glyph
tells which label a box belongs to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from regenlint.model import Mark, MarkKind

from .pdf_glyphs import is_cjk
from .pdf_runs import ABOVE, BELOW, Run

# Two of these far apart are two answers, not a spread label (有　無), unlike 氏　名.
_ANSWERS = frozenset("有無可否男女適要不良正負陽陰○×△◯〇印一二三四五六七八九十上下左右")


@dataclass(slots=True)
class Line:
    """Runs of one line from left to right; edges and baseline in points. `em` is its main type size.

    `tag` is the number of the tagged paragraph all of it belongs to, 0 where there is none, negative
    where the tags do not tell paragraphs apart.
    """

    runs: tuple[Run, ...]
    left: float
    right: float
    base: float
    em: float
    text: str
    marks: tuple[Mark, ...] = ()
    tag: int = 0

    @property
    def bottom(self) -> float:
        """Lower edge of the em box."""
        return self.base - BELOW * self.em

    @property
    def top(self) -> float:
        """Upper edge of the em box."""
        return self.base + ABOVE * self.em

    @property
    def bold(self) -> bool:
        """True where nearly all of the line is bold."""
        if len(self.runs) == 1:
            return self.runs[0].style.bold
        heavy = sum([len(r.text) for r in self.runs if r.style.bold])
        return heavy > 0 and heavy > 0.85 * sum([len(r.text) for r in self.runs])


def rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs grouped by baseline, top row first, each from left to right, glyphs drawn twice once.

    A raised or lowered small run belongs to the row it overlaps most.
    """
    groups: list[list[Run]] = []
    bands: list[tuple[float, float, float]] = []
    for run in sorted(runs, key=lambda r: (-(r.base + 0.38 * r.em), r.left)):
        em = run.em
        bottom, top = run.base - BELOW * em, run.base + ABOVE * em
        best, most = -1, 0.0
        k = len(bands) - 1
        stop = k - 4 if k > 3 else -1
        while k > stop:
            low, high, size = bands[k]
            share = ((top if top < high else high) - (bottom if bottom > low else low)) / (em if em < size else size)
            if share > most:
                best, most = k, share
                if share > 0.95:
                    break
            k -= 1
        if most < 0.5:
            groups.append([run])
            bands.append((bottom, top, em))
        else:
            groups[best].append(run)
            if em > bands[best][2]:
                bands[best] = (bottom, top, em)
    for group in groups:
        group.sort(key=lambda r: (r.left, r.number))
    out = [_spread(_once(group)) for group in groups]
    out.sort(key=lambda group: -max(group, key=lambda r: r.em).base)
    return out


def _once(row: list[Run]) -> list[Run]:
    """Without glyphs drawn a second time a hair beside the first, as print drivers make bold."""
    if len(row) == 1:
        return row
    out: list[Run] = []
    for run in row:
        twin = None
        for k in range(len(out) - 1, max(-1, len(out) - 4), -1):
            other = out[k]
            if other.left < run.left - 0.18 * run.em:
                break
            if other.text == run.text and abs(other.base - run.base) < 0.18 * run.em:
                twin = k
                break
        if twin is None:
            out.append(run)
        else:
            out[twin] = out[twin]._replace(style=out[twin].style._replace(bold=True))
    return out


def _is_letter(run: Run) -> bool:
    return len(run.text) == 1 and run.text.isalpha() and is_cjk(run.text)


def _spread(row: list[Run]) -> list[Run]:
    """With letter-spaced labels (均等割付) as one run each: 氏　　名 is one word, not two columns."""
    if len(row) < 2 or sum(map(_is_letter, row)) < 2:
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
    if len(row) == 1:
        run = row[0]
        marks = _marks(run, 0, run.em, run.base) if _is_marked(run, run.em) else ()
        return Line((run,), run.left, run.right, run.base, run.em, run.text, marks, run.style.tag)
    main, weight, tall, right = row[0], 0.0, row[0], row[0].right
    for run in row:
        heavy = len(run.text) * run.em
        if heavy > weight:
            main, weight = run, heavy
        if run.em > tall.em:
            tall = run
        right = max(right, run.right)
    # A label of one big glyph and a long small text: the size of most of the line counts.
    em, base = (main.em, main.base) if main.em > 0.7 * tall.em else (tall.em, tall.base)
    parts: list[str] = []
    found: list[Mark] = []
    at = 0
    before: Run | None = None
    for run in row:
        if before is not None:
            space = _between(before, run)
            if space:
                parts.append(space)
                at += len(space)
        parts.append(run.text)
        if _is_marked(run, em):
            found += _marks(run, at, em, base)
        at += len(run.text)
        before = run
    tag = main.style.tag if len({r.style.tag for r in row}) == 1 else 0
    return Line(tuple(row), row[0].left, right, base, em, "".join(parts), tuple(found), tag)


def _is_marked(run: Run, em: float) -> bool:
    style = run.style
    return bool(style.colour) or style.italic or style.struck or run.em < 0.8 * em


def _marks(run: Run, at: int, em: float, base: float) -> tuple[Mark, ...]:
    """Marks of a run that stands at an offset of a line of that size and baseline."""
    style, end = run.style, at + len(run.text)
    marks = []
    if run.em < 0.8 * em and run.base > base + 0.12 * em:
        marks.append(Mark(MarkKind.SUPERSCRIPT, at, end))
    if style.struck:
        marks.append(Mark(MarkKind.STRUCK, at, end))
    if style.italic:
        marks.append(Mark(MarkKind.ITALIC, at, end))
    if style.colour and not _is_grey(style.colour):
        marks.append(Mark(MarkKind.COLOURED, at, end, style.colour))
    return tuple(marks)


def _is_grey(colour: str) -> bool:
    channels = [int(colour[k : k + 2], 16) for k in (0, 2, 4)]
    return max(channels) - min(channels) < 24


def segments(row: Sequence[Run], width: float = 1.3) -> list[list[Run]]:
    """A row cut at gaps wider than `width` em."""
    out: list[list[Run]] = [[row[0]]]
    reach, em = row[0].right, row[0].em
    for run in row[1:]:
        if run.left - reach > width * (em if em > run.em else run.em):
            out.append([run])
            reach = run.right
        else:
            out[-1].append(run)
            reach = max(reach, run.right)
        em = run.em
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
