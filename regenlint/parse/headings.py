"""Which lines are headings, and of what level: by style, weight, number and place.

Authors rarely use heading styles. A type of number (第1章, 1, (1), ①) that is open closes down to
itself, a new type opens a level below. Numbered lines with nothing under them are items of a list,
not headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from regenlint.model import SILENT_ROLES, Role
from regenlint.text import folded

from . import contents, labels, titles
from .raw import RawBlock

_SHORT = 60
_BOX = re.compile(r"[☐☑☒□✓✔]")
_NOT_HEADING = re.compile(
    r"^(?:[（(]?(?:令和|平成|昭和|西暦|20\d\d|２０\d\d)|〒|TEL|電話|FAX|以上[。]?$|記$|敬具|拝啓|注[)）\d：:]|※|\*"
    r"|図\s*[\d０-９]|Fig)|(?:殿|様|御中|先生|印|㊞|名|円|参照|以上|まで|など|等)$|[：:＝=→]\s*\S|\t\s*\S|_{2,}|＿{2,}|^\W+$"
)
_ORGANISATION = re.compile(r"(?:法人|クリニック|病院|株式会社|有限会社|大学|センター|委員会|医院|診療所|細胞加工室)")
_CAPTION = re.compile(
    r"^[\s\u3000【〔［\[(（<＜]*(?:表|図|別表|Table|Fig(?:ure|\.)?|写真)[\s\u3000]*"
    r"(?:\d|[０-９]|[一二三四五六七八九十]|[A-ZＡ-Ｚ][-－]?[\d０-９])"
)
_ANSWERS = re.compile(
    r"^(?:該当なし|該当無し|なし|無し|有|無|特になし|同上|不要|未定|適|不適|別紙のとおり.*|別添.*参照)$"
)


@dataclass(slots=True)
class _Line:
    """A candidate and what was found of it."""

    number: int
    key: str
    weak: bool
    level: int
    top: bool = False
    is_content: bool = False
    filled: bool = False
    heading: bool = True
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """Levels of heading blocks, inline headings (block → length of the heading in its text), roles."""

    levels: dict[int, int]
    inline: dict[int, int]
    roles: dict[int, Role]


def flows(raw: RawBlock, boxed: frozenset[int]) -> bool:
    """Whether a block is running text: not a header, note, text box or cell of a real table."""
    if raw.role in SILENT_ROLES or raw.role in (Role.NOTE, Role.TEXTBOX, Role.CAPTION):
        return False
    return raw.cell is None or raw.cell.table in boxed


def judge(raws: Sequence[RawBlock], boxed: frozenset[int]) -> Outline:
    """Headings of a document. `boxed` are tables of one cell: frames around running text."""
    roles = contents.find(raws)
    flow = [i for i, r in enumerate(raws) if flows(r, boxed) and i not in roles]
    styled = sum(raws[i].level > 0 for i in flow)
    sizes = [raws[i].size for i in flow if raws[i].size and len(raws[i].text) > 30]
    usual = median(sizes) if sizes else 0.0
    inline: dict[int, int] = {}
    lines: list[_Line] = []
    at = {i: n for n, i in enumerate(flow)}
    started = False
    before_tables = next((i for i, r in enumerate(raws) if r.cell is not None), len(raws))
    for i in flow:
        after = raws[i + 1] if i + 1 < len(raws) else None
        before = raws[flow[at[i] - 1]] if at[i] else None
        line: _Line | None
        kind, length = _inline(raws[i].text) if raws[i].role is None and not raws[i].level else ("", 0)
        if length:
            inline[i] = length
            line = _Line(i, kind, kind != "article", 0, inline=True)
        else:
            line = _line(i, raws[i], before, after, styled, usual, started)
        if not started and not raws[i].level and i < before_tables and at[i] < 12:
            is_named = line is None and raws[i].role is None and bool(titles.named(raws[i].text))
            if is_named or (line is not None and _is_title(line, raws, flow, at[i], roles)):
                roles[i] = Role.TITLE
                continue
        started = started or line is not None
        lines.append(line or _Line(i, "", False, 0, is_content=True))
    _captions(raws, lines, roles)
    lines = [n for n in lines if n.number not in roles]
    _within(lines, raws)
    _settle(lines, raws, boxed)
    levels = {n.number: n.level for n in lines if not n.is_content and n.heading}
    return Outline(levels, inline, roles)


def _is_title(line: _Line, raws: Sequence[RawBlock], flow: Sequence[int], at: int, roles: dict[int, Role]) -> bool:
    """A line set off before the first heading: the document's title, or a further line of it."""
    if line.key not in ("part!", "bold", "plain", "large"):
        return False
    if line.top:
        return True
    titled = [i for i in flow[:at] if roles.get(i) == Role.TITLE]
    raw = raws[flow[at]]
    if not titled:
        return True
    if titled[-1] != flow[at - 1] or (raws[titled[-1]].centred and not raw.centred):
        return False
    after = raws[flow[at + 1]] if at + 1 < len(flow) else None
    return after is None or not ("。" in after.text or len(after.text) > 60)


def _line(
    i: int, raw: RawBlock, before: RawBlock | None, after: RawBlock | None, styled: int, usual: float, started: bool
) -> _Line | None:
    text = raw.text.strip()
    bare = labels.without_remarks(text).strip()
    if raw.level:
        return _Line(i, f"style{raw.level}", False, raw.level, titles.opens_part(text))
    if raw.role == Role.TITLE:
        return None
    if raw.role == Role.HEADING:
        return _Line(i, "tag", False, 0)
    if raw.role == Role.ITEM or not 0 < len(bare) <= _SHORT or len(text) > 2 * _SHORT or _BOX.search(text):
        return None
    kind, _, rest = labels.split(text)
    if not kind and raw.label:
        kind = "auto " + labels.split(raw.label + " ")[0] + " " + raw.style
    question = labels.is_question(text)
    sentence = not question and (labels.is_sentence(rest or text) or "。" in bare)
    if kind in labels.STRONG and kind != "annex" and (rest.strip() or kind != "dotted"):
        polite = re.search(r"(?:です|ます|ません|か)$", text) is not None
        return None if sentence and not polite and not raw.bold else _Line(i, kind, False, 0)
    if sentence and not raw.bold and not (kind and re.search(r"(?:です|ます|ません)か?$", text)):
        return None
    if "。" in bare or text.endswith(("、", "，", ",")) or _ANSWERS.match(text):
        return None
    part = titles.opens_part(text) or kind == "annex"
    if part and not raw.cell and not re.search(r"[：:]\s*\S|」", text) and (kind == "annex" or not kind or not rest):
        return _Line(i, "part!" if kind != "annex" else "annex", False, 1, True)
    large = usual > 0 and raw.size >= usual * 1.15
    if kind == "bullet" or (kind == "ornament" and any(_is_option(r) for r in (before, after))):
        return None
    if kind:
        weak = not raw.bold
        return None if not rest.strip() and not raw.label else _Line(i, kind, weak, 0)
    if _NOT_HEADING.search(text):
        return None
    if re.fullmatch(r"[【〔［〈＜<《][^【】〔〕［］〈〉＜＞]{1,30}[】〕］〉＞>》]", text):
        return _Line(i, "bracket", True, 0)
    if raw.bold or large:
        return _Line(i, "bold" if raw.bold else "large", True, 0)
    if styled < 3 and started and _plain(text, before, after):
        return _Line(i, "plain", True, 0)
    return None


def _is_option(raw: RawBlock | None) -> bool:
    return raw is not None and raw.text.lstrip()[:1] in "□☐"


def _plain(text: str, before: RawBlock | None, after: RawBlock | None) -> bool:
    """A short nominal line of its own between an ended paragraph and a longer one or a table."""
    if len(text) > 26 or after is None or _ORGANISATION.search(text) or re.search(r"[、，,]", text):
        return False
    if not re.search(r"[ぁ-んァ-ヶ一-鿿]", text) or re.search(r"[\u3000 ]\S+[\u3000 ]", text):
        return False
    closed = before is None or before.cell is not None or before.text.rstrip().endswith(("。", "）", ")", "．"))
    if not closed:
        return False
    if after.cell is not None:
        return False
    body = after.text.strip()
    return after.level == 0 and (len(body) >= 40 or body.endswith("。")) and not labels.split(body)[0]


_INLINE_ARTICLE = re.compile(
    r"[\s\u3000]*第[\d０-９一二三四五六七八九十百]+条(?:の[\d０-９一二三四五六七八九十]+)?[\s\u3000]*"
    r"(?:[(（【][^()（）【】]{1,40}[)）】])?(?=[\s\u3000])"
)
_INLINE_LABEL = re.compile(r"[^\s\u3000：:。、，,]{2,18}(?=[：:\u3000])")


def _inline(text: str) -> tuple[str, int]:
    """Type and length of a heading that shares its block with text: 「第1条（目的）　本契約は…」."""
    m = _INLINE_ARTICLE.match(text)
    if m:
        return "article", m.end()
    kind, _, rest = labels.split(text)
    if kind not in ("dotted", "num", "paren", "kanji", "roman"):
        return "", 0
    name = _INLINE_LABEL.match(rest)
    if not name or not re.search(r"[ぁ-んァ-ヶ一-鿿]", name.group()):
        return "", 0
    body = rest[name.end() + 1 :]
    if len(body) < 6 or (rest[name.end()] == "\u3000" and "。" not in body and len(body) < 20):
        return "", 0
    if labels.is_sentence(name.group()) or not labels.is_label(name.group()):
        return "", 0
    return kind, len(text) - len(rest) + name.end()


def _captions(raws: Sequence[RawBlock], lines: Sequence[_Line], roles: dict[int, Role]) -> None:
    for n in lines:
        raw = raws[n.number]
        text = raw.text.strip()
        if n.key.startswith(("style", "tag")) or len(text) > 80 or "。" in text:
            continue
        after = raws[n.number + 1] if n.number + 1 < len(raws) else None
        to_table = after is not None and after.cell is not None and after.cell != raw.cell
        if _CAPTION.match(text) and (to_table or n.is_content or n.weak):
            roles[n.number] = Role.CAPTION
        elif (
            to_table and n.is_content and len(text) <= 40 and raw.role is None and not raw.label
            and not labels.split(text)[0] and not labels.is_sentence(text) and not _NOT_HEADING.search(text)
            and not _BOX.search(text) and raw.cell is None and not _ORGANISATION.search(text) and n.number > 0
            and "\u3000" not in re.sub(r"[(（][^()（）]*[)）]", "", text)
        ):  # fmt: skip
            roles[n.number] = Role.CAPTION


_COUNTED = frozenset({"num", "chapter", "part", "article", "roman", "kanji", "dotted"})


def _within(lines: Sequence[_Line], raws: Sequence[RawBlock]) -> None:
    """A document's name between 7 and 8 of one count begins no document: it stands inside chapter 7."""
    if not any(n.top for n in lines):
        return
    follows: list[dict[str, int]] = []
    after: dict[str, int] = {}
    for n in reversed(lines):
        follows.append(dict(after) if n.top else {})
        if not n.is_content and n.key in _COUNTED:
            after[n.key] = _count(raws[n.number].text)
    before: dict[str, int] = {}
    for n, next_of in zip(lines, reversed(follows), strict=True):
        if n.top and not n.key.startswith("style"):
            if any(count and next_of.get(key) == count + 1 for key, count in before.items()):
                n.top, n.weak, n.level, n.key = False, True, 0, "plain"
        elif not n.is_content and n.key in _COUNTED:
            before[n.key] = _count(raws[n.number].text)


def _count(text: str) -> int:
    """The number a line opens with: 第３条, 4., 五、; 0 where it is none of these."""
    label = folded(labels.split(text)[1])
    m = re.search(r"\d+", label)
    if m:
        return int(m.group())
    kanji = re.search(r"[一二三四五六七八九十]+", label)
    if kanji:
        tens, ten, ones = kanji.group().rpartition("十")
        digit = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
        return (digit.get(tens, 1) * 10 if ten else 0) + digit.get(ones, 0)
    roman = re.search(r"[Ⅰ-Ⅻ]", label)
    return ord(roman.group()) - 0x215F if roman else 0


def _settle(lines: Sequence[_Line], raws: Sequence[RawBlock], boxed: frozenset[int]) -> None:
    """Levels by the stack of open types; weak ones without anything under them become items."""
    for _ in range(3):
        stack: list[_Line] = []
        groups: dict[tuple[int, str], list[_Line]] = {}
        previous = -1
        for n in lines:
            n.filled = n.inline
            # Tables between two lines are content of the one above.
            if (
                previous >= 0
                and stack
                and any(
                    raws[k].role not in SILENT_ROLES and raws[k].text.strip() for k in range(previous + 1, n.number)
                )
            ):
                stack[-1].filled = True
            previous = n.number
            if n.is_content or not n.heading:
                if stack:
                    stack[-1].filled = True
                continue
            _place(n, stack)
            if stack:
                stack[-1].filled = True
            groups.setdefault((stack[-1].number if stack else -1, n.key), []).append(n)
            stack.append(n)
        if stack and any(raws[k].cell and raws[k].role not in SILENT_ROLES for k in range(previous + 1, len(raws))):
            stack[-1].filled = True
        dropped = False
        for (_, _key), group in groups.items():
            weak = [n for n in group if n.weak and not n.top]
            if weak and sum(n.filled for n in group) * 2 <= len(group):
                for n in weak:
                    n.heading, dropped = False, True
        if not dropped:
            break


def _place(n: _Line, stack: list[_Line]) -> None:
    if n.key.startswith("style"):
        while stack and stack[-1].level >= n.level:
            stack.pop()
        return
    if n.top:
        while stack and not (stack[-1].key.startswith("style") and stack[-1].level < 1):
            stack.pop()
        n.level = 1
        return
    for k, open_line in enumerate(stack):
        if open_line.key == n.key and not open_line.key.startswith("style"):
            del stack[k:]
            break
    n.level = min(9, stack[-1].level + 1 if stack else 1)
