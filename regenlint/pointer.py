"""What a text points at elsewhere (別紙2, 資料3, 手順書), and whether that is in the dossier.

Numbers are compared as values (資料２, 資料02 and 資料二 are one), names by their folded form or by
the kind of document they stand for. A chapter (第5章, 8.4) is not looked for: its document is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from regenlint.lexicon import dictionary
from regenlint.model import DocKind, Document, Dossier, Role
from regenlint.numeral import kanji_value
from regenlint.text import fold, folded

_ROMAN = {"Ⅰ": "1", "Ⅱ": "2", "Ⅲ": "3", "Ⅳ": "4", "Ⅴ": "5", "Ⅵ": "6", "Ⅶ": "7", "Ⅷ": "8", "Ⅸ": "9", "Ⅹ": "10"}
_CIRCLED = {chr(0x2460 + k): str(k + 1) for k in range(20)}
_SHELF = r"別紙|別添資料|別添|添付資料|添付文書(?=\d)|添付書類|添付|補足資料|参考資料|付属資料|資料|別表|付録|付表"
_NUMBER = (
    r"(?:[0-9]{1,2}(?:[-の][0-9]{1,2})?|[A-Z](?![A-Za-z])|[①-⑳]|[Ⅰ-Ⅹ]"
    r"|[一二三四五六七八九十]{1,3}(?![年月回名種]))"
)
_NUMBERED = re.compile(rf"(?P<shelf>{_SHELF})(?:第|No\.?|番号|その)?[ ]?(?P<number>{_NUMBER})(?:号(?:資料)?)?")
_ORDINAL = re.compile(r"第[ ]?(?P<number>[0-9]{1,2})[ ]?号[ ]?(?P<shelf>資料|別紙|別添)")


@dataclass(frozen=True, slots=True)
class Pointer:
    """A reference in a text, `start:end` in its code points: a shelf with its number, or a name."""

    start: int
    end: int
    shelf: str = ""
    number: str = ""
    name: str = ""

    @property
    def words(self) -> str:
        """What is pointed at, in one spelling."""
        return self.name or f"{self.shelf}{self.number}"


def number_of(text: str) -> str:
    """One spelling of a number of an enclosure: ２, 02, 二, ②, Ⅱ are 2; letters stay."""
    text = text.strip()
    if text in _CIRCLED or text in _ROMAN:
        return _CIRCLED.get(text) or _ROMAN[text]
    if text and all(c in "一二三四五六七八九十" for c in text):
        return str(kanji_value(text))
    return "-".join(p.lstrip("0") or "0" for p in re.split("[-の]", text))


def numbered(text: str) -> Iterator[Pointer]:
    """The numbered enclosures a text names."""
    f = fold(text)
    for pattern in (_NUMBERED, _ORDINAL):
        for m in pattern.finditer(f.text):
            start, end = f.span(m.start(), m.end())
            yield Pointer(start, end, m["shelf"], number_of(m["number"]))


@cache
def kinds_by_word() -> tuple[tuple[str, frozenset[DocKind]], ...]:
    """Words for a document and the kinds they may mean, longest first."""
    table = dictionary("pointers")["kinds"]
    pairs = [(folded(w), frozenset(DocKind(k) for k in kinds)) for w, kinds in table.items()]
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))


def kinds_named(text: str) -> frozenset[DocKind]:
    """The kinds of the documents a text names, none where it names none."""
    rest, out = folded(text), frozenset[DocKind]()
    for word, kinds in kinds_by_word():
        if word in rest:
            out |= kinds
            rest = rest.replace(word, "／")
    return out


def resolved(pointer: Pointer, dossier: Dossier, here: str = "") -> bool:
    """Whether a document, a part or a heading of the dossier bears the number or the name."""
    if any(_headed(d, pointer, opening=False) if d.id == here else _bears(d, pointer) for d in dossier.documents):
        return True
    whole, dash, _ = pointer.number.partition("-")
    # 資料2-6 may be a place in 資料2.
    return bool(dash) and resolved(replace(pointer, number=whole), dossier, here)


def points_inside(text: str, dossier: Dossier, here: str) -> bool:
    """Whether all that a mere pointer names is in the dossier; a bare 別紙参照 needs some enclosure."""
    found = list(numbered(text))
    others = [d for d in dossier.documents if d.id != here]
    if found:
        return all(resolved(p, dossier, here) for p in found) or bool(_of_kinds(text, dossier))
    if kinds_named(text):
        return bool(_of_kinds(text, dossier))
    return any(re.search(r"別紙|別添|添付", folded(d.path + d.title)) for d in others)


def _of_kinds(text: str, dossier: Dossier) -> tuple[Document, ...]:
    return dossier.of_kinds(kinds_named(text))


#: Blocks at the head of a document that are titles, and the longest line that is one.
_OPENING = 4
_LINE = 40
_FILE_NUMBER = re.compile(
    rf"^(?:{_SHELF})?(?:No\.?)?[ _]?(?P<number>[0-9]{{1,2}}(?:-[0-9]{{1,2}})?|[A-Z])(?=[^0-9A-Za-z]|$)"
)


def _bears(d: Document, pointer: Pointer) -> bool:
    stem = folded(d.path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0])
    if pointer.name:
        return folded(pointer.name) in stem or _headed(d, pointer)
    m = _FILE_NUMBER.match(stem)
    if m and number_of(m["number"]) == pointer.number:
        return True
    return any(p.number == pointer.number for p in numbered(stem)) or _headed(d, pointer)


_CITING = re.compile(r"[^。]{0,12}?(?:の(?:とおり|通り)|に(?:よ|従|示|記|定|基)|を?参照)")


def _headed(d: Document, pointer: Pointer, *, opening: bool = True) -> bool:
    """Whether a title, heading, caption, page header or a short line of its own bears it.

    `opening`: the first lines of the document count as titles; not so where the pointer stands.
    """
    for b in d.blocks:
        bold = b.role in (Role.HEADING, Role.TITLE, Role.CAPTION, Role.HEADER, Role.FOOTER) or (
            opening and b.number < _OPENING
        )
        if not bold and not (len(b.text) <= _LINE and not b.cell):
            continue
        if pointer.name:
            if bold and len(b.text) <= 2 * _LINE and folded(pointer.name) in folded(b.text):
                return True
        elif any(_same(p, pointer) and p.start <= 4 and not _CITING.match(b.text[p.end :]) for p in numbered(b.text)):
            return True
    return False


def _same(a: Pointer, b: Pointer) -> bool:
    return a.number == b.number and a.shelf[:2] == b.shelf[:2]
