"""Lines to paragraphs: a line goes on in the next one when the next one's first word had no room on it."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from regenlint.model import Mark

from .pdf_breaks import first_word, joined, width_of
from .pdf_lines import Line
from .pdf_openings import COLON, CONTENTS, ENDS, PARTED, label_of, opens
from .pdf_turn import Box


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph. `room` is the free space on its last line in points."""

    lines: list[Line]
    text: str
    marks: tuple[Mark, ...]
    em: float
    bold: bool
    room: float
    centred: bool = False
    tails: tuple[Paragraph, ...] = ()

    @property
    def last(self) -> Line:
        """Its last line, on whatever page that is."""
        return self.tails[-1].last if self.tails else self.lines[-1]

    @property
    def box(self) -> Box:
        """The box around all of its lines (those of its first page, where it runs over)."""
        return (
            min(ln.left for ln in self.lines),
            self.lines[-1].bottom,
            max(ln.right for ln in self.lines),
            self.lines[0].top,
        )


def paragraphs(lines: Sequence[Line], left: float, right: float) -> list[Paragraph]:
    """Paragraphs of the lines of one column or cell whose text may reach from `left` to `right`."""
    if not lines:
        return []
    steps = sorted(a.base - b.base for a, b in itertools.pairwise(lines) if 0.5 * a.em < a.base - b.base < 4 * a.em)
    pitch = steps[len(steps) // 4] if steps else 0.0
    out: list[Paragraph] = []
    current: list[Line] = []
    reach = right
    for k, (ln, edge) in enumerate(zip(lines, _edges(lines, right), strict=True)):
        if not ln.text.strip():
            continue
        after = "\n".join(x.text for x in lines[k + 1 : k + 4])
        if current and not _goes_on(current, ln, left, reach, pitch, after):
            out.append(_paragraph(current, left, reach))
            current = []
        current.append(ln)
        reach = edge
    if current:
        out.append(_paragraph(current, left, reach))
    return out


def _edges(lines: Sequence[Line], right: float) -> list[float]:
    """The right edge each line may reach: that of its neighbours where a block is set narrower than the column."""
    out = [right] * len(lines)
    i = 0
    while i < len(lines):
        j = i + 1
        while j < len(lines) and abs(lines[j].right - lines[i].right) < 0.35 * lines[i].em:
            j += 1
        wide = lines[i].right - lines[i].left > 15 * lines[i].em
        ended = sum(ENDS.search(ln.text) is not None for ln in lines[i:j])
        if j - i >= 3 and wide and ended * 3 <= j - i and lines[i].right < right - 0.5 * lines[i].em:
            edge = max(ln.right for ln in lines[i:j])
            out[i:j] = [edge] * (j - i)
            if j < len(lines) and lines[j].right < edge:
                out[j] = edge
        i = j
    return out


def _room(ln: Line, left: float, right: float) -> float:
    """Free space on a line; a centred line shows half of it on either side."""
    room = right - ln.right
    before = ln.left - left
    if before > 0.8 * ln.em and abs(before - room) < max(0.4 * ln.em, 0.15 * before):
        return room + before
    return room


def runs_over(paragraph: Paragraph, following: Paragraph) -> bool:
    """True where a paragraph at the end of a page or column goes on in the first of the next."""
    last, ln = paragraph.last, following.lines[0]
    if abs(paragraph.em - following.em) > 0.15 * following.em or last.bold != ln.bold:
        return False
    if ENDS.search(last.text) or COLON.search(last.text) or opens(ln, (*paragraph.lines, last)):
        return False
    return (
        paragraph.room < first_word(ln) + 0.35 * ln.em
        or last.text.rstrip().endswith(("、", "，"))
        or PARTED.search(last.text) is not None
    )


def _goes_on(current: Sequence[Line], ln: Line, left: float, right: float, pitch: float, after: str) -> bool:
    last = current[-1]
    step = last.base - ln.base
    if step > max(1.3 * pitch, pitch + 0.3 * ln.em, 1.15 * ln.em) or step < -0.5 * ln.em:
        return False
    if last.tag > 0 and ln.tag > 0:
        return last.tag == ln.tag
    if abs(last.em - ln.em) > 0.15 * max(last.em, ln.em):
        return False
    if len(current) == 1 and last.left - ln.left > 3.2 * ln.em:
        return False  # set to the right or in the middle, on a line of its own
    if last.bold != ln.bold and right - left < 15 * ln.em:
        return False  # a bold label over its value in a narrow cell
    room = _room(last, left, right)
    if len(last.text) < 12 and last.right - last.left > 1.35 * width_of(last.text) * last.em:
        return False  # letters spread over the column (均等割付) fill it one and all
    if not room < first_word(ln) + 0.35 * ln.em and not PARTED.search(last.text):
        return False
    body = current[1].left if len(current) > 1 else min(current[0].left, left + 0.2 * ln.em)
    indent = ln.left - body
    if opens(ln, current, after) or CONTENTS.search(last.text):
        return False
    if ENDS.search(last.text) or COLON.search(last.text):
        # The sentence may end where the line does: a new paragraph is then told by its indent.
        if room > 1.0 * ln.em:
            return False
        if len(current) > 1 and indent > 0.7 * ln.em:
            return False
        return not (len(current) == 1 and ln.left - current[0].left > 0.7 * ln.em and not label_of(current[0].text))
    return True


def _paragraph(lines: list[Line], left: float, right: float) -> Paragraph:
    text, marks = text_of(lines, right - left)
    last = lines[-1]
    centre = (left + right) / 2
    centred = all(abs((ln.left + ln.right) / 2 - centre) < 0.8 * ln.em and ln.left - left > 2 * ln.em for ln in lines)
    return Paragraph(
        lines,
        text,
        marks,
        statistics.median_low([ln.em for ln in lines]),
        all(ln.bold for ln in lines),
        _room(last, left, right),
        centred,
    )


def text_of(lines: Sequence[Line], width: float) -> tuple[str, tuple[Mark, ...]]:
    """The text of lines as one paragraph `width` wide, and their marks at its offsets."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for k, ln in enumerate(lines):
        text = ln.text.strip()
        skip = len(ln.text) - len(ln.text.lstrip())
        space = joined(lines[k - 1], ln, width) if k else ""
        at += len(space)
        for mark in ln.marks:
            start, end = max(0, mark.start - skip), min(len(text), mark.end - skip)
            if start < end:
                marks.append(Mark(mark.kind, at + start, at + end, mark.detail))
        parts += [space, text]
        at += len(text)
    return "".join(parts), merged(marks)


def merged(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Marks of one kind that touch, as one."""
    out: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.kind, m.detail, m.start)):
        last = out[-1] if out else None
        if last and (last.kind, last.detail) == (mark.kind, mark.detail) and mark.start <= last.end + 1:
            out[-1] = Mark(last.kind, last.start, max(last.end, mark.end), last.detail)
        else:
            out.append(mark)
    return tuple(sorted(out, key=lambda m: (m.start, m.end, m.kind)))
