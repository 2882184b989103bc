"""Boxes and what they choose: a mark belongs to the label right of it.

A form asks 「□有 ☑無」; which glyph is a box depends on its company: ■ and ● are ticked boxes beside
□ and ○, and ornaments of a heading elsewhere. 「該当するものを○で囲む」 is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from regenlint.model import SILENT_ROLES, Block, Choice, Role

from . import labels

_SURE = "☐☑☒⊠🗹🗸✅◻▢❏❑⬜"
_TICKED = frozenset("☑☒⊠🗹🗸✅■▣◼✓✔レ●◉⦿⬛xX×")
_SQUARES, _ROUNDS, _CHECKS = "■▣◼⬛□", "●◉⦿○◯〇", "✓✔"
_MARK = re.compile(
    rf"[{_SURE}{_SQUARES}{_ROUNDS}{_CHECKS}]|[\[［〔]([ \u3000xXレ✓✔×]?)[\]］〕](?=[\s\u3000]*[^\s\u3000])"
)
_STOP = re.compile(r"[\u3000\t\n]|\s{2,}|(?<=[^\x00-\x7f])\s(?=[^\x00-\x7f])")
_LEAD = re.compile(r"[\s\u3000]*")
_TRAIL = "・、,，／/|｜;；：: \u3000"
_ANSWER = re.compile(
    r"^(?:有|無|あり|なし|有り|無し|はい|いいえ|該当|非該当|該当(?:する|しない|なし)|適|不適|済|未|要|不要|可|否"
    r"|同意(?:します|する|しない|しません|いたします)?|希望(?:します|する|しない|しません)?|男|女|第[一二三1-3１-３]種.*|YES|NO)(?![ぁ-ん]{2})",
    re.IGNORECASE,
)
# 「無（治療として行うため）」: the answer, and a remark on it.
_SHORT = re.compile(r"^([^（(]{1,3})[（(][^（）()]*[)）]?.*$", re.DOTALL)
_LONGEST = 200


def find(blocks: Sequence[Block]) -> tuple[Choice, ...]:
    """All choices of a document in reading order."""
    marks = [_marks(b) if b.role not in SILENT_ROLES else [] for b in blocks]
    company = _company(blocks, marks)
    out: list[Choice] = []
    for b, found in zip(blocks, marks, strict=True):
        kept = [m for m in found if _is_box(b, m, company[b.number])]
        if not kept:
            continue
        if b.cell is not None and len(kept) == 1 and len(b.text.strip()) == kept[0].end() - kept[0].start():
            out.extend(_alone(b, kept[0], blocks))
        else:
            out.extend(_labelled(b, kept))
    return tuple(out)


def _marks(b: Block) -> list[re.Match[str]]:
    return list(_MARK.finditer(b.text))


def _company(blocks: Sequence[Block], marks: Sequence[list[re.Match[str]]]) -> list[str]:
    """For each block, the marks of its neighbourhood: itself, its table row, and the run of lines with marks."""
    rows: dict[tuple[int, int], str] = {}
    for b, found in zip(blocks, marks, strict=True):
        if b.cell and found:
            at = (b.cell.table, b.cell.row)
            rows[at] = rows.get(at, "") + "".join(m.group() for m in found)
    out = ["".join(m.group() for m in found) for found in marks]
    runs = list(out)
    start = 0
    for i in range(len(blocks) + 1):
        opens = i < len(blocks) and bool(out[i]) and marks[i][0].start() <= 2
        if opens and (i == start or blocks[i].cell == blocks[i - 1].cell):
            continue
        runs[start:i] = ["".join(out[start:i])] * (i - start)
        start = i if opens else i + 1
    return [
        run + (rows.get((b.cell.table, b.cell.row), "") if b.cell else "") for b, run in zip(blocks, runs, strict=True)
    ]


def _is_box(b: Block, m: re.Match[str], company: str) -> bool:
    glyph = m.group()
    after = b.text[m.end() :]
    if glyph[0] in _SURE or glyph[0] in "[［〔":
        return True
    if glyph == "□":
        # 「□□クリニック」 is a blank name; a box stands alone.
        return not after.startswith("□") and not b.text[: m.start()].endswith("□")
    if glyph in _SQUARES:
        return "□" in company or (b.role != Role.HEADING and bool(_ANSWER.match(after.strip())))
    if glyph in _CHECKS:
        alone = b.cell is not None and b.text.strip() == glyph
        return alone or any(c in company for c in "□☐")
    # ○○病院, ○印: only where filled and empty rounds stand side by side before labels.
    if b.text[m.start() - 1 : m.start()].strip(" \u3000(（、・：:") or after[:1] in "○●〇◯":
        return False
    return any(c in company for c in "●◉⦿") and any(c in company for c in "○◯〇")


def _labelled(b: Block, marks: Sequence[re.Match[str]]) -> Iterator[Choice]:
    text = b.text
    bounds = [m.start() for m in marks[1:]] + [len(text)]
    right = [_label(text, m.end(), bound) for m, bound in zip(marks, bounds, strict=True)]
    before = text[: marks[0].start()].strip()
    # 「有☑　無□」: the last mark has nothing right of it, so the labels stand on the left.
    if before and not right[-1][0] and before[-1] not in "：:、。）)" and len(before) <= 40:
        start = 0
        for m in marks:
            label = re.split(r"[\s\u3000]", text[start : m.start()].strip(_TRAIL))[-1]
            at = text.rfind(label, start, m.start()) if label else m.start()
            yield Choice(b.number, at, m.end(), label, _is_ticked(m))
            start = m.end()
        return
    for m, (label, end) in zip(marks, right, strict=True):
        yield Choice(b.number, m.start(), end, label, _is_ticked(m))


def _label(text: str, start: int, bound: int) -> tuple[str, int]:
    lead = _LEAD.match(text, start, bound)
    at = lead.end() if lead else start
    stop = _STOP.search(text, at, bound)
    end = stop.start() if stop else bound
    end = min(end, at + _LONGEST)
    label = text[at:end]
    depth = opened = 0
    for i, ch in enumerate(label):
        if ch in "（(「":
            opened = i if depth == 0 else opened
            depth += 1
        elif ch in "）)」":
            if depth == 0:
                # 「（□有 ☑無）」: the bracket around the choices is not part of the label.
                label = label[:i]
                break
            depth -= 1
        elif ch == "。":
            # A remark in brackets that goes on for sentences explains the choice; it is not its name.
            label = label[: opened if depth else i]
            depth = 0
            break
    if depth or _SHORT.match(label):
        label = label[:opened] if depth else _SHORT.sub(r"\1", label)
    label = label.rstrip(_TRAIL)
    return label, max(start, at + len(label)) if label else start


def _is_ticked(m: re.Match[str]) -> bool:
    inner = m.group(1)
    return bool(inner.strip()) if inner is not None else m.group() in _TICKED


def _alone(b: Block, m: re.Match[str], blocks: Sequence[Block]) -> Iterator[Choice]:
    """A mark alone in its cell: its label opens the row, or stands right of it where the mark opens the row."""
    assert b.cell is not None  # noqa: S101 — the caller has looked
    row: list[Block] = []
    for step in (-1, 1):
        i = b.number + step
        while 0 <= i < len(blocks):
            cell = blocks[i].cell
            if cell is None or cell.table != b.cell.table or not cell.row <= b.cell.row < cell.row + cell.rows:
                break
            row.append(blocks[i])
            i += step
    written = [x for x in row if x.text.strip() and not _MARK.match(x.text.strip()) and not labels.is_number(x.text)]
    left = [x for x in written if x.number < b.number]
    near = min(left or written, key=lambda x: x.number, default=None)
    yield Choice(b.number, m.start(), m.end(), near.text.strip() if near else "", _is_ticked(m))
