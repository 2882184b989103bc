"""Lines to paragraphs: a line goes on in the next one when the next one's first word had no room on it."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Mark
from .pdf_glyphs import is_cjk
from .pdf_lines import Line
from .pdf_runs import Box

#: A number, letter or bullet that opens a paragraph of its own.
OPENING = re.compile(
    r"\s*(?:第[0-9０-９一二三四五六七八九十百]+[章節条項編部款]"
    r"|[0-9０-９]{1,3}(?:[.．\-－][0-9０-９]{1,3})*[.．、)）]?"
    r"(?=[\s\u3000]|[^\d０-９.．,，/／:：%％°℃×~～〜\-－)）A-Za-zµμ年月日時分秒週歳個回名例件種号代度割倍以か本人円項条頁人目次者])"
    r"|[(（][0-9０-９一二三四五六七八九十]{1,3}[)）]|[(（][ア-ンa-zA-Zｱ-ﾝイロハivxⅰ-ⅹ]{1,3}[)）]"
    r"|[①-⑳㉑-㊿❶-❿]|[ア-ン][.．、)）\s\u3000]|[a-zA-Z][.．)）](?=[\s\u3000]|[^a-zA-Z0-9.])|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ][.．、\s\u3000]"
    r"|[・●○◆◇※–•‣▪➢▶★☆*＊](?![a-zA-Z0-9])[\s\u3000]?|[一二三四五六七八九十]{1,3}[、．.\s\u3000]"
    r"|[☑☐☒✓■□][\s\u3000]?|[【〔［]|別[紙添表](?=\s*[0-9０-９①-⑳]|\s*$)|様式(?=第|\s*[0-9０-９])|注\s*[0-9０-９]*[)）：:])"
)
#: Leader dots and a page number: a line of a table of contents.
CONTENTS = re.compile(r"(?:[.．…・‥·]\s*){4,}\s*[0-9０-９]{1,4}\s*$")
_ENDS = re.compile(r"[。．！？!?][」』）)]?\s*$")
_COLON = re.compile(r"[：:]\s*$")
_GOES_ON = ("、", "，", "・", "（", "(", "「", "『", "／", "及び", "又は", "並びに", "若しくは", "の", "を", "に", "が", "は", "と")
_CLOSING = frozenset("、。，．・：；？！）」』】〕］｝〉》ーっゃゅょァィゥェォッャュョ々,.)]}％%")
_OPENING_BRACKETS = frozenset("（「『【〔［｛〈《([{")


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


def first_word(ln: Line) -> float:
    """Width of what cannot be parted from a line's beginning: a letter with what must not start a line, or a word."""
    text = ln.text.lstrip()
    if not text:
        return 0.0
    k = 0
    while k < len(text) - 1 and text[k] in _OPENING_BRACKETS:
        k += 1
    if is_cjk(text[k]) or not text[k].isascii():
        k += 1
        while k < len(text) and text[k] in _CLOSING:
            k += 1
    else:
        while k < len(text) and text[k].isascii() and not text[k].isspace():
            k += 1
            if text[k - 1] in "-/" and k > 3:
                break
        while k < len(text) and text[k] in _CLOSING:
            k += 1
    return sum((1.0 if is_cjk(ch) else 0.52) for ch in text[:k]) * ln.em


def joined(a: str, b: str) -> str:
    """What stands between two lines of one paragraph: a space only between words of Latin letters."""
    if not a or not b or is_cjk(a[-1]) or is_cjk(b[0]):
        return ""
    if a[-1] in "-/@_" and b[0].isalnum() or b[0] in ",.;:)]}%/":
        return ""
    return " " if a[-1].isascii() and b[0].isascii() else ""


def _label(text: str) -> str:
    m = OPENING.match(text)
    return m.group().strip() if m else ""


def _opens(ln: Line, above: Sequence[Line]) -> bool:
    """True where a line begins with a label that opens a new paragraph rather than goes on with a sentence."""
    label = _label(ln.text)
    if not label:
        return False
    last = above[-1].text.rstrip()
    if _ENDS.search(last) or _COLON.search(last):
        return True
    if last.endswith(_GOES_ON):
        return False
    # ① at a line's start in a sentence that counts ① ② ③ as it goes.
    if len(label) == 1 and "①" < label <= "⑳":
        before = "".join(x.text for x in above)
        return before.find(chr(ord(label) - 1)) <= 0
    return not (label in "【〔［" and not last.endswith(("】", "〕", "］")) and abs(ln.left - above[-1].left) < 1)


def paragraphs(
    lines: Sequence[Line], left: float, right: float
) -> list[Paragraph]:
    """Paragraphs of the lines of one column or cell whose text may reach from `left` to `right`."""
    if not lines:
        return []
    steps = sorted(
        a.base - b.base
        for a, b in zip(lines, lines[1:], strict=False)
        if 0.5 * a.em < a.base - b.base < 4 * a.em
    )
    pitch = steps[len(steps) // 4] if steps else 0.0
    out: list[Paragraph] = []
    current: list[Line] = []
    reach = right
    for ln, edge in zip(lines, _edges(lines, right), strict=True):
        if not ln.text.strip():
            continue
        if current and not _goes_on(current, ln, left, reach, pitch):
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
        if j - i >= 3 and wide and lines[i].right < right - 0.5 * lines[i].em:
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
    if before > 2 * ln.em and abs(before - room) < 0.8 * ln.em:
        return room + before
    return room


def runs_over(paragraph: Paragraph, following: Paragraph) -> bool:
    """True where a paragraph at the end of a page or column goes on in the first of the next."""
    last, ln = paragraph.last, following.lines[0]
    if abs(paragraph.em - following.em) > 0.15 * following.em or last.bold != ln.bold:
        return False
    if _ENDS.search(last.text) or _COLON.search(last.text) or _opens(ln, (*paragraph.lines, last)):
        return False
    return paragraph.room < first_word(ln) + 0.35 * ln.em or last.text.rstrip().endswith(("、", "，"))


def _goes_on(current: Sequence[Line], ln: Line, left: float, right: float, pitch: float) -> bool:
    last = current[-1]
    step = last.base - ln.base
    if step > max(1.3 * pitch, pitch + 0.3 * ln.em, 1.15 * ln.em) or step < -0.5 * ln.em:
        return False
    if abs(last.em - ln.em) > 0.15 * max(last.em, ln.em):
        return False
    if last.bold != ln.bold and (last.bold or len(current) == 1):
        return False
    room = _room(last, left, right)
    full = room < first_word(ln) + 0.35 * ln.em
    if not full:
        return False
    body = current[1].left if len(current) > 1 else min(current[0].left, left + 0.2 * ln.em)
    indent = ln.left - body
    if _opens(ln, current) or CONTENTS.search(last.text):
        return False
    if _ENDS.search(last.text) or _COLON.search(last.text):
        # The sentence may end where the line does: a new paragraph is then told by its indent.
        if room > 1.0 * ln.em:
            return False
        if len(current) > 1 and indent > 0.7 * ln.em:
            return False
        return not (len(current) == 1 and ln.left - current[0].left > 0.7 * ln.em and not _label(current[0].text))
    return True


def _paragraph(lines: list[Line], left: float, right: float) -> Paragraph:
    text, marks = text_of(lines)
    last = lines[-1]
    centre = (left + right) / 2
    centred = all(
        abs((ln.left + ln.right) / 2 - centre) < 0.8 * ln.em and ln.left - left > 2 * ln.em for ln in lines
    )
    return Paragraph(
        lines,
        text,
        marks,
        statistics.median_low([ln.em for ln in lines]),
        all(ln.bold for ln in lines),
        _room(last, left, right),
        centred,
    )


def text_of(lines: Sequence[Line]) -> tuple[str, tuple[Mark, ...]]:
    """The text of lines as one paragraph, and their marks at its offsets."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for k, ln in enumerate(lines):
        text = ln.text.rstrip() if k + 1 < len(lines) else ln.text.rstrip()
        skip = len(text) - len(text.lstrip())
        text = text.lstrip()
        if k and parts:
            space = joined(parts[-1], text)
            if space:
                parts.append(space)
                at += len(space)
        for mark in ln.marks:
            start, end = max(0, mark.start - skip), min(len(text), mark.end - skip)
            if start < end:
                marks.append(Mark(mark.kind, at + start, at + end, mark.detail))
        parts.append(text)
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
