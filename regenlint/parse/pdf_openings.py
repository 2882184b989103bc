"""How a paragraph opens and ends: numbers, bullets, dates and labels at a line's start, full stops at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .pdf_lines import Line

#: A number, letter or bullet that opens a paragraph of its own.
OPENING = re.compile(
    r"\s*(?:第[0-9０-９一二三四五六七八九十百]+[章節条項編部款]"
    r"|[0-9０-９]{1,3}(?:[.．\-－][0-9０-９]{1,3})*[.．、)）]?"
    r"(?=[\s\u3000]|[^\d０-９.．,，/／:：%％°℃×~～〜\-－)）A-Za-zµμ年月日時分秒週歳個回名例件種号代度割倍以か本人円項条頁人目次者])"
    r"|[(（][0-9０-９一二三四五六七八九十]{1,3}[)）]|[(（](?:[ア-ンa-zA-Zｱ-ﾝⅰ-ⅹ]|[ivx]{2,4})[)）]"
    r"|[①-⑳㉑-㊿❶-❿]|[ア-ン][.．、)）\s\u3000]|[a-zA-Z][.．)）](?=[\s\u3000]|[^a-zA-Z0-9.])|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ][.．、\s\u3000]"
    r"|[・●○◆◇※–•‣▪➢▶★☆*＊](?![a-zA-Z0-9])[\s\u3000]?|[一二三四五六七八九十]{1,3}[、．.\s\u3000]"
    r"|[☑☐☒✓■□][\s\u3000]?|[【〔［]|別[紙添表](?=\s*[0-9０-９①-⑳]|\s*$)|様式(?=第|\s*[0-9０-９])|注\s*[0-9０-９]*[)）：:])"
)
#: Leader dots and a page number: a line of a table of contents.
CONTENTS = re.compile(r"(?:[.．…・‥·]\s*){4,}\s*[0-9０-９]{1,4}\s*$")
#: The end of a sentence at the end of a line.
ENDS = re.compile(r"[。．！？!?][」』）)]?\s*$")
#: A colon at the end of a line.
COLON = re.compile(r"[：:]\s*$")
_GOES_ON = (*"、，・（(「『／のをにがはと", "及び", "又は", "並びに", "若しくは")
#: A word parted at its hyphen, or an opening bracket: no paragraph ends so.
PARTED = re.compile(r"[A-Za-z]-$|[（(「『【〔［\[]$")


def label_of(text: str) -> str:
    """The number, letter or bullet that opens a text; empty where there is none."""
    m = OPENING.match(text)
    return m.group().strip() if m else ""


_DATE = re.compile(r"\s*(?:令和|平成|昭和|西暦|19\d\d|20\d\d)[\s\d０-９元]{0,6}年")
_FIELD = re.compile(r"\s*[^\s\u3000：:、。（）()]{1,12}[\s\u3000]*[：:](?![／/\d])")


def opens(ln: Line, above: Sequence[Line], after: str = "") -> bool:
    """True where a line begins with a label that opens a new paragraph rather than goes on with a sentence.

    `after` is the text of the lines below it.
    """
    last = above[-1].text.rstrip()
    first = above[0].text
    if _DATE.match(ln.text) and _DATE.match(first) and not last.endswith(_GOES_ON):
        return True
    if _FIELD.match(ln.text) and (ENDS.search(last) or (_FIELD.match(first) and not last.endswith(_GOES_ON))):
        return True
    label = label_of(ln.text)
    if not label or _is_open("".join(x.text for x in above)):
        return False
    if COLON.search(last):
        return True
    if ENDS.search(last):
        return not _is_inline(label, ln, above, after)
    if last.endswith(_GOES_ON) or (_WEAK.fullmatch(label) and not _follows(label, label_of(first))):
        return False
    return not _is_inline(label, ln, above, after)


# A number, a letter of the kana order, a capital: at the start of a full line more often a word's own.
_WEAK = re.compile(r"[0-9０-９]{1,3}(?:[.．\-－][0-9０-９]{1,3})*|[ア-ンa-zA-Z][.．、)）]?|[一二三四五六七八九十]{1,3}")
_KANA_ORDER = "アイウエオカキクケコサシスセソタチツテト"


def _follows(label: str, before: str) -> bool:
    """True where one label is the next after another: 3 after 2, イ after ア."""
    digits, earlier = re.search(r"[0-9０-９]+$", label.rstrip(".．")), re.search(r"[0-9０-９]+$", before.rstrip(".．"))
    if digits and earlier:
        return int(digits.group()) == int(earlier.group()) + 1
    a, b = label[:1], before[:1]
    if a in _KANA_ORDER and b in _KANA_ORDER and a and b:
        return _KANA_ORDER.index(a) == _KANA_ORDER.index(b) + 1
    return bool(a and b) and a.isascii() and b.isascii() and ord(a) == ord(b) + 1


def _is_open(text: str) -> bool:
    """True where a bracket has not been closed."""
    return any(sum(map(text.count, a)) > sum(map(text.count, b)) for a, b in (("（(", "）)"), ("「", "」")))


_PATTERNS = (
    r"[①-⑳]",
    r"[(（][0-9０-９]{1,2}[)）]",
    r"[(（][ア-ンa-zA-Zｱ-ﾝ][)）]",
    r"[【〔［]",
    r"[・]",
    r"[0-9０-９]{1,2}[)）]",
)
_KINDS = tuple(map(re.compile, _PATTERNS))


def _is_inline(label: str, ln: Line, above: Sequence[Line], after: str) -> bool:
    """True where labels of a line's kind also stand within its paragraph: a sentence that counts ① ② ③ as it goes."""
    kind = next((k for k in _KINDS if k.match(label)), None)
    if kind is None:
        return False
    before = "".join(x.text for x in above).strip()
    if any(m.start() > 0 for m in kind.finditer(before)) or kind.search(ln.text.strip(), len(label)):
        return True
    return any(m.start() > 0 and not after[: m.start()].endswith("\n") for m in kind.finditer(after))
