"""Text as it is compared: folded for matching, with the way back to the text as written.

Folding makes one form of what the same word looks like in different files: full-width Latin,
half-width kana, Kangxi radicals that PDF fonts leave behind, compatibility ideographs, spaces and
line ends inside Japanese words, hyphens, ウィルス and ウイルス. It never touches superscripts,
circled or squared characters: NFKC would turn 10⁶ into 106. Numbers are read from the text as
written, never from its folded form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Radicals that NFKC does not map to the ideograph Japanese text means by them.
_RADICALS = str.maketrans(
    "⺠⻄⻑⻘⻨⻩⻫⻭⻯⻲⼾⻤⻝⺟⻆⻁⺒⻣",
    "民西長青麦黄斉歯竜亀戸鬼食母角虎巳骨",
)
_ALIKE = str.maketrans(
    {
        "〜": "~",
        "～": "~",
        "∼": "~",
        "˜": "~",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "‒": "-",
        "－": "-",
        "ｰ": "ー",
        "μ": "µ",
        "∕": "/",
        "⁄": "/",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "≦": "≤",
        "≧": "≥",
        "⩽": "≤",
        "⩾": "≥",
        "・": "・",
        "･": "・",
        "﹣": "-",
        "〇": "○",
        "◯": "○",
    }
)
# One spelling for words that plans write in several; applied after the single characters.
_SPELLINGS: tuple[tuple[str, str], ...] = (
    ("ウィルス", "ウイルス"),
    ("ヴィールス", "ウイルス"),
    ("ヴイルス", "ウイルス"),
    ("ビールス", "ウイルス"),
    ("エキソソーム", "エクソソーム"),
    ("エクソゾーム", "エクソソーム"),
    ("エキソゾーム", "エクソソーム"),
    ("ヴェクター", "ベクター"),
    ("ヴ", "ブ"),
    ("蛋白", "タンパク"),
    ("たん白", "タンパク"),
    ("たんぱく", "タンパク"),
    ("または", "又は"),
    ("および", "及び"),
    ("ならびに", "並びに"),
    ("全て", "すべて"),
    ("取り扱い", "取扱"),
    ("取り扱", "取扱"),
    ("取扱い", "取扱"),
    ("受け入れ", "受入"),
    ("受入れ", "受入"),
    ("行なう", "行う"),
    ("行ない", "行い"),
    ("行なっ", "行っ"),
    ("行なわ", "行わ"),
    ("おこな", "行"),
    ("子ども", "子供"),
    ("こども", "子供"),
    ("出来", "でき"),
    ("充塡", "充填"),
    ("汚せん", "汚染"),
    ("交さ", "交差"),
    ("交叉", "交差"),
    ("箇月", "か月"),
    ("ヶ月", "か月"),
    ("ヵ月", "か月"),
    ("カ月", "か月"),
    ("ケ月", "か月"),
    ("ヵ所", "か所"),
    ("箇所", "か所"),
    ("患者さま", "患者様"),
    ("患者さん", "患者様"),
    ("問い合わせ", "問合せ"),
    ("問い合せ", "問合せ"),
    ("問合わせ", "問合せ"),
    ("申し出", "申出"),
    ("組み換え", "組換え"),
    ("組替え", "組換え"),
    ("打ち切", "打切"),
    ("取り消", "取消"),
    ("取りやめ", "取止め"),
    ("取り違え", "取違え"),
    ("取り決め", "取決め"),
    ("引き渡", "引渡"),
    ("立ち入", "立入"),
    ("払い出", "払出"),
    ("繰り返", "繰返"),
    ("見合わせ", "見合せ"),
)
_CJK = r"\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
_IS_CJK = re.compile(f"[{_CJK}、。「」『』（）【】・]")
_DROPPED = frozenset("\u200b\u200c\u200d\ufeff\u00ad\u2060")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, where that character stands in the original.

    `starts[i]` and `ends[i]` are code-point offsets of the original; `text` keeps case, `lower`
    has the same length with ASCII letters lowered.
    """

    text: str
    lower: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's offsets of folded characters `start` to `end` (end exclusive, not empty)."""
        return self.starts[start], self.ends[end - 1]


def _character(ch: str) -> str:
    code = ord(ch)
    if code < 0x80:
        return ch
    mapped = ch.translate(_RADICALS)
    if mapped != ch:
        return mapped
    if 0xFF01 <= code <= 0xFFEF or 0x2E80 <= code <= 0x2FDF or ch in "㎎㎏㎖㎍ℓ℃㏄㎝㎜㎡㎥㎕㎛㎚㎉％":
        if ch == "℃":
            return ch
        ch = unicodedata.normalize("NFKC", ch)
    elif 0xF900 <= code <= 0xFAFF and ch not in "﨑塚﨟蘒﨡諸﨣﨤都﨧﨨﨩":
        ch = unicodedata.normalize("NFKC", ch)
    return ch.translate(_ALIKE)


def _characters(text: str) -> list[tuple[str, int, int]]:
    """Folded characters with the original's span of each; combining marks join their base."""
    out: list[tuple[str, int, int]] = []
    i, n = 0, len(text)
    while i < n:
        j = i + 1
        # Half-width kana carry their voicing mark in a second character, NFD in a combining one.
        while j < n and text[j] in "\uff9e\uff9f\u3099\u309a":
            j += 1
        cluster = text[i:j]
        if cluster in _DROPPED:
            i = j
            continue
        folded = unicodedata.normalize("NFKC", cluster) if j - i > 1 else _character(cluster)
        out.extend((ch, i, j) for ch in folded)
        i = j
    return out


def _joined(chars: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Without white space next to a Japanese character; other runs of it become one space."""
    out: list[tuple[str, int, int]] = []
    i, n = 0, len(chars)
    while i < n:
        ch = chars[i][0]
        if not ch.isspace():
            out.append(chars[i])
            i += 1
            continue
        j = i
        while j < n and chars[j][0].isspace():
            j += 1
        before = out[-1][0] if out else ""
        after = chars[j][0] if j < n else ""
        if before and after and not _IS_CJK.match(before) and not _IS_CJK.match(after):
            out.append((" ", chars[i][1], chars[j - 1][2]))
        i = j
    return out


def _spelling_pattern() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(a) for a, _ in sorted(_SPELLINGS, key=lambda p: -len(p[0]))))


_SPELLED = dict(_SPELLINGS)
_SPELLING = _spelling_pattern()


def _spelled(chars: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    text = "".join(c for c, _, _ in chars)
    out: list[tuple[str, int, int]] = []
    last = 0
    for m in _SPELLING.finditer(text):
        out.extend(chars[last : m.start()])
        start, end = chars[m.start()][1], chars[m.end() - 1][2]
        source = chars[m.start() : m.end()]
        target = _SPELLED[m.group()]
        for k, ch in enumerate(target):
            # Equal lengths keep each character's own place; otherwise each stands for the whole.
            out.append((ch, *source[k][1:]) if len(target) == len(source) else (ch, start, end))
        last = m.end()
    out.extend(chars[last:])
    return out


_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


# Characters whose folding changes the length of a text, or depends on their neighbours.
_UNEVEN = re.compile(
    r"[\u00ad\u200b-\u200d\u2060\ufeff\u3099\u309a\uff61-\uff9f㎎㎏㎖㎍ℓ㏄㎝㎜㎡㎥㎕㎛㎚㎉\uf900-\ufaff\uffe3]"
)


@lru_cache(maxsize=1)
def _even() -> dict[int, str]:
    """The folded form of every character that folds to one other character, by code point."""
    codes = {*_ALIKE, *_RADICALS, *range(0x2E80, 0x2FE0), *range(0xFF01, 0xFFF0), ord("％")}
    out = {code: _character(chr(code)) for code in codes}
    return {code: ch for code, ch in out.items() if len(ch) == 1 and ch != chr(code)}


def fold(text: str) -> Folded:
    """The matching form of a text with the way back to it."""
    if _UNEVEN.search(text):
        chars = _spelled(_joined(_characters(text)))
        out = "".join(c for c, _, _ in chars)
        return Folded(out, out.translate(_LOWER), tuple(s for _, s, _ in chars), tuple(e for _, _, e in chars))
    # The common case, by slices: characters fold one to one, then a few places change.
    even = text.translate(_even())
    joined = Folded(even, "", range(len(even)), range(1, len(even) + 1))
    if _SPACE.search(even):
        joined = _spliced(joined, [(m.start(), m.end(), _gap(even, m)) for m in _SPACE.finditer(even)])
    if _SPELLING.search(joined.text):
        joined = _spliced(joined, [(m.start(), m.end(), _SPELLED[m.group()]) for m in _SPELLING.finditer(joined.text)])
    return Folded(joined.text, joined.text.translate(_LOWER), joined.starts, joined.ends)


_SPACE = re.compile(r"\s+")


def _gap(text: str, m: re.Match[str]) -> str:
    before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
    return " " if before and after and not _IS_CJK.match(before) and not _IS_CJK.match(after) else ""


def _spliced(source: Folded, edits: list[tuple[int, int, str]]) -> Folded:
    """The text with stretches replaced; a replacement of the same length keeps each character's place."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for a, b, put in edits:
        parts += [source.text[last:a], put]
        starts += source.starts[last:a]
        ends += source.ends[last:a]
        if len(put) == b - a > 1:
            starts += source.starts[a:b]
            ends += source.ends[a:b]
        else:
            starts += [source.starts[a]] * len(put)
            ends += [source.ends[b - 1]] * len(put)
        last = b
    parts.append(source.text[last:])
    starts += source.starts[last:]
    ends += source.ends[last:]
    return Folded("".join(parts), "", tuple(starts), tuple(ends))


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """The matching form alone, for words of dictionaries and short labels."""
    return fold(text).text


_SENTENCE_END = re.compile(r"[。．!?！？]|\n")
_OPEN, _CLOSE = "（(「『【〔［[〈《", "）)」』】〕］]〉》"


_NEXT_ITEM = re.compile(r"[)）][/／]")


def itemised(text: str) -> bool:
    """Whether a paragraph is a run of three items or more with their content in brackets: 変更（…）／逸脱（…）／…"""
    return len(_NEXT_ITEM.findall(text)) >= 2


def sentences(text: str, limit: int = 600) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of a paragraph, in code points.

    Ends inside brackets do not count. In an itemised paragraph every item is a sentence. One longer
    than `limit` characters is cut at 、: what reads clauses grows with the square of the length.
    """
    out: list[tuple[int, int]] = []
    start, depth = 0, 0
    items = itemised(text)
    for i, ch in enumerate(text):
        if ch in _OPEN:
            depth += 1
        elif ch in _CLOSE:
            depth = max(0, depth - 1)
        ends = (
            ch == "\n"
            or (depth == 0 and ch in "。！？!?")
            or (items and depth == 0 and ch in "／/" and text[max(0, i - 1) : i] in ("）", ")"))
            or (
                depth == 0
                and ch == "．"
                and not text[i + 1 : i + 2].isdigit()
                and not text[max(0, i - 1) : i].isdigit()
            )
        )
        too_long = i - start >= limit and ch in "、，,"
        if ends or too_long:
            if text[start : i + 1].strip():
                out.append((start, i + 1))
            start = i + 1
            depth = 0 if ends else depth
    if text[start:].strip():
        out.append((start, len(text)))
    return tuple(out)
