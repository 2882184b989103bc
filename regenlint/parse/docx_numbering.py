"""Automatic numbers of Word: what stands before a paragraph that its text does not hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .docx_package import W
from .symbols import PRIVATE

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .docx_styles import Styles

_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_HALF = dict(
    zip(
        _AIUEO + "ヰヱ",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｲｴ",
        strict=True,
    )
)
_WIDE = str.maketrans({c: c + 0xFEE0 for c in range(0x21, 0x7F)})
_KANJI, _LEGAL = "〇一二三四五六七八九", "零壱弐参四伍六七八九"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _wide(n: int) -> str:
    return str(n).translate(_WIDE)


def _run(base: int, last: int) -> Callable[[int], str]:
    return lambda n: chr(base + n - 1) if 1 <= n <= last else str(n)


def _cycle(letters: str) -> Callable[[int], str]:
    """a b … z aa bb …, as Word counts letters."""
    return lambda n: letters[(n - 1) % len(letters)] * ((n - 1) // len(letters) + 1) if n > 0 else ""


def _around(letters: str, half: bool = False) -> Callable[[int], str]:
    def at(n: int) -> str:
        letter = letters[(n - 1) % len(letters)]
        return _HALF[letter] if half else letter

    return at


def _circled(n: int) -> str:
    if n <= 20:
        return _run(0x2460, 20)(n)
    return _run(0x3251, 15)(n - 20) if n <= 35 else _run(0x32B1, 15)(n - 35) if n <= 50 else str(n)


def _counted(digits: str, units: str, ones: bool = False) -> Callable[[int], str]:
    """十二, or with `ones` 壱拾弐."""

    def at(n: int) -> str:
        if n <= 0:
            return digits[0]
        out = ""
        for big, name in ((10_000, units[3]), (1, "")):
            part, n = divmod(n, big) if big > 1 else (n, 0)
            if not part:
                continue
            for unit, word in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
                digit, part = divmod(part, unit)
                if digit:
                    out += ("" if digit == 1 and unit > 1 and not ones else digits[digit]) + word
            out += name
        return out

    return at


def _digits(n: int) -> str:
    return "".join(_KANJI[int(d)] for d in str(n))


def _roman(n: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out += letters * (n // value)
        n %= value
    return out


_LATIN = "abcdefghijklmnopqrstuvwxyz"
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _run(0x2488, 20),
    "decimalEnclosedParen": _run(0x2474, 20),
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": _cycle(_LATIN.upper()),
    "lowerLetter": _cycle(_LATIN),
    "aiueoFullWidth": _around(_AIUEO),
    "aiueo": _around(_AIUEO, half=True),
    "irohaFullWidth": _around(_IROHA),
    "iroha": _around(_IROHA, half=True),
    "japaneseCounting": _counted(_KANJI, "十百千万"),
    "chineseCounting": _counted(_KANJI, "十百千万"),
    "taiwaneseCountingThousand": _counted(_KANJI, "十百千万"),
    "chineseCountingThousand": _counted(_KANJI, "十百千万"),
    "japaneseLegal": _counted(_LEGAL, "拾百阡萬", ones=True),
    "japaneseDigitalTenThousand": _digits,
    "ideographDigital": _digits,
    "ideographTraditional": _around("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _around("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _run(0x3280, 10),
    "none": lambda n: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as numbering.xml defines it."""

    start: int
    format: str
    text: str
    restart: str | None
    legal: bool
    style: str | None


@dataclass(frozen=True, slots=True)
class _List:
    link: str | None
    levels: dict[int, Level]


def _value(e: _Element, tag: str) -> str | None:
    found = e.find(W + tag)
    return None if found is None else found.get(W + "val")


def _whole(text: str | None, default: int = 0) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def _level(e: _Element) -> Level:
    return Level(
        start=_whole(_value(e, "start"), 1) if e.find(W + "start") is not None else 0,
        format=_value(e, "numFmt") or "decimal",
        text=_value(e, "lvlText") or "",
        restart=_value(e, "lvlRestart"),
        legal=e.find(W + "isLgl") is not None,
        style=_value(e, "pStyle"),
    )


class Numbering:
    """Counts the numbered paragraphs of a document as Word does; ask for labels in document order."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        """`root` is that of numbering.xml, None where there is none."""
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, tuple[str, dict[int, tuple[int | None, Level | None]]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        for a in root.iter(W + "abstractNum"):
            levels = {_whole(e.get(W + "ilvl")): _level(e) for e in a.findall(W + "lvl")}
            self._lists[a.get(W + "abstractNumId", "")] = _List(_value(a, "numStyleLink"), levels)
        for n in root.findall(W + "num"):
            changes: dict[int, tuple[int | None, Level | None]] = {}
            for o in n.findall(W + "lvlOverride"):
                own = o.find(W + "lvl")
                start = _value(o, "startOverride")
                changes[_whole(o.get(W + "ilvl"))] = (
                    None if start is None else _whole(start, 1),
                    None if own is None else _level(own),
                )
            self._nums[n.get(W + "numId", "")] = (_value(n, "abstractNumId") or "", changes)

    def level_of_style(self, num: str, style: str) -> int:
        """The level of a list that a paragraph style is bound to, 0 where none is."""
        found = self._lists.get(self._nums.get(num, ("", {}))[0])
        for i, level in found.levels.items() if found else ():
            if level.style == style:
                return i
        return 0

    def label(self, num: str, depth: int) -> tuple[str, bool]:
        """The next label of a list at a level, and whether it is a bullet. ("", False) if none."""
        if num not in self._nums:
            return "", False
        key, changes = self._nums[num]
        found = self._lists.get(key)
        if found and found.link:
            linked = self._styles.numbering(found.link)
            key = self._nums.get(linked[0] if linked else "", (key, {}))[0]
            found = self._lists.get(key)
        if not found:
            return "", False
        levels = {i: changes.get(i, (None, None))[1] or v for i, v in found.levels.items()}
        if depth not in levels:
            return "", False
        counts = self._counts.setdefault(key, {})
        self._step(num, depth, changes.get(depth, (None, None))[0], levels, counts)
        level = levels[depth]
        if level.format == "bullet":
            return _bullet(level.text), True

        def shown(m: re.Match[str]) -> str:
            i = int(m.group(1)) - 1
            name = levels[i].format if i in levels else "decimal"
            if level.legal:
                name = "decimal"
            return FORMATS.get(name, str)(counts.get(i, 1))

        return re.sub(r"%([1-9])", shown, level.text), False

    def _step(
        self,
        num: str,
        depth: int,
        override: int | None,
        levels: dict[int, Level],
        counts: dict[int, int],
    ) -> None:
        if override is not None and (num, depth) not in self._started:
            counts[depth] = override
            self._started.add((num, depth))
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        for deeper in [k for k in counts if k > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart != "0" and depth < _whole(restart)):
                del counts[deeper]
        for above in range(depth):
            counts.setdefault(above, levels[above].start if above in levels else 1)


def _bullet(text: str) -> str:
    ch = text[:1]
    if not ch:
        return ""
    if 0xF000 <= ord(ch) <= 0xF0FF:
        return PRIVATE.get(ord(ch), "・")
    return "・" if ch in "•·･" else ch
