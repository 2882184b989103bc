"""The stretches of a dossier a value can stand in, with what stands around them.

A stretch is a sentence, or one cell of a row with the row's label and the column's header. What it
says is said by its document, by the part of a binder it lies in, or, where a line sets documents
against each other (計画「A」／説明文書「B」), by the document named.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from regenlint.context import Reading
from regenlint.evidence import Place
from regenlint.find import find
from regenlint.form import FormValue
from regenlint.index import Passage
from regenlint.lexicon import dictionary
from regenlint.model import DocKind, Document, MarkKind
from regenlint.quantity import Quantity, quantities
from regenlint.text import folded, sentences

_CELL = " | "
#: Kinds whose text tells of others' work.
ABROAD = frozenset({DocKind.PRECEDENTS, DocKind.RESEARCH_BASIS, DocKind.PRODUCT_INSERT})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start:end` of a passage; `label` is the row's or field's label, `header` the column's."""

    passage: Passage
    start: int
    end: int
    label: str = ""
    header: str = ""
    #: Characters of the label in the passage, where it stands in the same passage.
    label_span: tuple[int, int] = (0, 0)

    @property
    def text(self) -> str:
        """The words as written."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says something: a name to tell documents apart, and the kind of document."""

    name: str
    kind: DocKind


@dataclass(slots=True)
class Lens:
    """A reading with what all extractors ask of it, each worked out once."""

    reading: Reading
    _spans: dict[str, Mapping[int, tuple[tuple[int, int], ...]]] = field(default_factory=dict)
    _quantities: dict[int, tuple[Quantity, ...]] = field(default_factory=dict)
    _stretches: dict[int, tuple[Stretch, ...]] = field(default_factory=dict)
    _heads: dict[tuple[str, int], str] = field(default_factory=dict)
    _around: dict[tuple[str, str], bool] = field(default_factory=dict)
    _titles: dict[str, str] = field(default_factory=dict)
    _product: str | None = None
    _quoted: dict[int, tuple[tuple[int, int, Voice], ...]] = field(default_factory=dict)

    def spans(self, key: str) -> Mapping[int, tuple[tuple[int, int], ...]]:
        """Where a term stands, by passage number."""
        found = self._spans.get(key)
        if found is None:
            by: dict[int, list[tuple[int, int]]] = {}
            for h in self.reading.index.hits(self.reading.terms[key].concept):
                by.setdefault(h.passage.number, []).append((h.start, h.end))
            found = self._spans[key] = {n: tuple(sorted(s)) for n, s in by.items()}
        return found

    def inside(self, key: str, p: Passage, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Where a term stands within characters of a passage."""
        return tuple(s for s in self.spans(key).get(p.number, ()) if start <= s[0] and s[1] <= end)

    def has(self, key: str, s: Stretch) -> bool:
        """Whether a term stands in a stretch, its label or its column's header."""
        return bool(self.inside(key, s.passage, s.start, s.end)) or self.says(key, s.label) or self.says(key, s.header)

    def here(self, key: str, s: Stretch) -> bool:
        """Whether a term stands in the stretch itself."""
        return bool(self.inside(key, s.passage, s.start, s.end))

    def says(self, key: str, text: str) -> bool:
        """Whether a term stands in a short text."""
        if not text:
            return False
        known = self._around.get((key, text))
        if known is None:
            known = self._around[key, text] = find(self.reading.terms[key].concept, text) is not None
        return known

    def under(self, key: str, s: Stretch) -> bool:
        """Whether a term stands in the headings above, the label or the header of a stretch."""
        return self.says(key, s.label) or self.says(key, s.header) or self.says(key, self.heads(s.passage))

    def heads(self, p: Passage) -> str:
        """The headings above a passage, in one line."""
        block = p.pieces[-1].block
        key = (p.document, block)
        found = self._heads.get(key)
        if found is None:
            path = self.reading.dossier.document(p.document).section_path(block)
            found = self._heads[key] = " ".join(path)
        return found

    def heading(self, p: Passage) -> str:
        """The nearest heading above a passage that is not its own label."""
        path = self.reading.dossier.document(p.document).section_path(p.pieces[-1].block)
        own = folded(p.text[: p.label_end]) if p.label_end else folded(p.text.split(_CELL, 1)[0])
        return next((h for h in reversed(path) if folded(h) != own), "")

    def amounts(self, p: Passage) -> tuple[Quantity, ...]:
        """The quantities of a passage, superscripts of the file taken into account."""
        found = self._quantities.get(p.number)
        if found is None:
            blocks = self.reading.dossier.document(p.document).blocks
            raised = [
                (m.start - piece.offset + piece.start, m.end - piece.offset + piece.start)
                for piece in p.pieces
                for m in blocks[piece.block].marks
                if m.kind is MarkKind.SUPERSCRIPT and m.start >= piece.offset
            ]
            # Label and value are two texts: CD45：5％ is no ratio.
            cuts = [0, p.label_end, p.label_end + 1, len(p.text)] if p.label_end else [0, len(p.text)]
            found = self._quantities[p.number] = tuple(
                moved(q, a)
                for a, b in zip(cuts[::2], cuts[1::2], strict=True)
                for q in quantities(p.text[a:b], [(x - a, y - a) for x, y in raised if a <= x and y <= b])
            )
        return found

    def quantities(self, s: Stretch) -> tuple[Quantity, ...]:
        """The quantities of a stretch."""
        return tuple(q for q in self.amounts(s.passage) if s.start <= q.start and q.end <= s.end)

    def stretches(self, p: Passage) -> tuple[Stretch, ...]:
        """The stretches of a passage in order."""
        found = self._stretches.get(p.number)
        if found is None:
            found = self._stretches[p.number] = tuple(self._set_apart(p) or _stretches(p))
        return found

    def compared(self, p: Passage) -> bool:
        """Whether a passage sets documents against each other in one line."""
        return bool(self._quotes(p))

    def _quotes(self, p: Passage) -> tuple[tuple[int, int, Voice], ...]:
        quoted = self._quoted.get(p.number)
        if quoted is None:
            quoted = self._quoted[p.number] = _quoted(p)
        return quoted

    def _set_apart(self, p: Passage) -> tuple[Stretch, ...]:
        """What each document is quoted with, and what stands between, as stretches of their own."""
        out: list[Stretch] = []
        last = 0
        for start, end, _ in sorted(self._quotes(p), key=lambda x: x[:2]):
            if start > last and p.text[last:start].strip("／、。 　"):
                out.append(Stretch(p, last, start))
            out.append(Stretch(p, start, end))
            last = max(last, end)
        if out and p.text[last:].strip("／、。 　"):
            out.append(Stretch(p, last, len(p.text)))
        return tuple(out)

    def own(self, *kinds: DocKind) -> Iterator[Stretch]:
        """The stretches in which the plan speaks of itself: no reference lists, no reports of others."""
        wanted = frozenset(kinds)
        for p in self.reading.index.passages:
            if p.cited or p.place is Place.HEADING or (p.kinds & ABROAD and not p.kinds & wanted):
                continue
            if (wanted and not p.kinds & wanted) or self.aside(p):
                continue
            yield from self.stretches(p)

    def aside(self, p: Passage) -> bool:
        """Whether a passage stands under a title or heading of another product: 培養上清 beside cells."""
        if self._product is None:
            form = self.reading.form
            self._product = " ".join(v.text for k in ("name_of_therapy", "product_name") for v in form(k)) or "?"
        if self._product == "?" or _OTHER_PRODUCT.search(self._product):
            return False
        title = self._titles.get(p.document)
        if title is None:
            d = self.reading.dossier.document(p.document)
            title = self._titles[p.document] = " ".join((d.title, *(b.text for b in d.blocks[:2] if len(b.text) < 60)))
        return bool(_OTHER_PRODUCT.search(title) or _OTHER_PRODUCT.search(self.heads(p)))

    def elsewhere(self, s: Stretch) -> bool:
        """Whether a stretch tells of others' studies: its sentence, row or column names one."""
        if self.has("xdc.elsewhere", s) or self.says("xdc.elsewhere_head", self.heads(s.passage)):
            return True
        p = s.passage
        if p.place is not Place.CELL:
            return False
        first = p.text.split(_CELL, 1)[0]
        return self.says("xdc.elsewhere", first) or (not s.header and self.says("xdc.elsewhere", p.header))

    def voice(self, p: Passage, offset: int) -> Voice:
        """Who says what stands at an offset."""
        for start, end, voice in self._quotes(p):
            if start <= offset < end:
                return voice
        return self.document(p, offset)

    def of_field(self, value: FormValue) -> Voice:
        """The document, or the part of a binder, a field of a form stands in."""
        d = self.reading.dossier.document(value.document)
        part = next((x for x in reversed(d.parts) if x.first <= value.anchor.block <= x.last), None)
        return (
            Voice(d.id, d.kind)
            if part is None or part.kind is d.kind
            else Voice(f"{d.id}#{part.kind.value}", part.kind)
        )

    def document(self, p: Passage, offset: int = 0) -> Voice:
        """The document, or the part of a binder, a passage lies in."""
        d = self.reading.dossier.document(p.document)
        block = p.pieces[bisect_right([x.start for x in p.pieces], offset) - 1].block if p.pieces else 0
        part = next((x for x in reversed(d.parts) if x.first <= block <= x.last), None)
        if part is None or part.kind is d.kind:
            return Voice(d.id, DocKind.DONOR_CONSENT if d.kind is DocKind.CONSENT and _for_donors(d) else d.kind)
        return Voice(f"{d.id}#{part.kind.value}", part.kind)


def _for_donors(d: Document) -> bool:
    """Whether a consent document is for those who give cells, by its title or its file's name."""
    name = d.path.replace("\\", "/").rsplit("/", 1)[-1]
    return bool(re.search(r"提供者(?:用|の方|説明|同意|向け|さん)|提供される方|ドナー", f"{d.title} {name}"))


#: A product often offered beside the plan's, with papers of its own.
_OTHER_PRODUCT = re.compile(r"培養上清|エクソソーム|エキソソーム|オプション")


def moved(q: Quantity, by: int) -> Quantity:
    """A quantity of a text that begins `by` characters into a longer one."""
    return (
        q
        if not by
        else replace(
            q, start=q.start + by, end=q.end + by, number_start=q.number_start + by, number_end=q.number_end + by
        )
    )


def _stretches(p: Passage) -> Iterator[Stretch]:
    if p.place is Place.CELL:
        yield from _cells(p)
        return
    label = p.text[: p.label_end]
    begin = p.label_end + 1 if p.label_end else 0
    if p.label_end and re.search(r"[0-9０-９]", label):
        # A row of a schedule: the label is the time.
        yield Stretch(p, 0, p.label_end)
    for start, end in sentences(p.text[begin:]):
        yield Stretch(p, begin + start, begin + end, label, "", (0, p.label_end))


def _cells(p: Passage) -> Iterator[Stretch]:
    heads = tuple(h.strip() for h in p.header.split(_CELL)) if p.header else ()
    cells: list[tuple[int, int]] = []
    at = 0
    for cell in p.text.split(_CELL):
        cells.append((at, at + len(cell)))
        at += len(cell) + len(_CELL)
    labelled = len(cells) > 1
    first = cells[0]
    for n, (a, b) in enumerate(cells):
        header = heads[n] if n < len(heads) else ""
        text = p.text[a:b]
        if labelled and n == 0 and len(text) <= 40:
            yield Stretch(p, a, b, "", header)
            continue
        label = p.text[first[0] : first[1]] if labelled and n else ""
        # 氏名 | 柳 | 役職 | 院長: the cell before is the label of this one.
        if labelled and not heads and n % 2 == 1 and len(cells) > 2:
            label = p.text[cells[n - 1][0] : cells[n - 1][1]]
        for start, end in sentences(text) or ():
            yield Stretch(p, a + start, a + end, label, header, first if n else (0, 0))


@cache
def _speakers() -> tuple[re.Pattern[str], dict[str, DocKind]]:
    table = {folded(w): DocKind(k) for k, words in dictionary("comparison")["speakers"].items() for w in words}
    words = "|".join(re.escape(w) for w in sorted(table, key=len, reverse=True))
    pattern = (
        rf"(?P<who>{words})(?P<of>(?:の|：|:|、|は)?[^「」／。;；\n]{{0,16}}?)"
        r"「(?P<said>[^「」]*(?:「[^」]*」[^「」]*)*)」"
    )
    return re.compile(pattern), table


@cache
def _bare() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(_speakers()[1], key=len, reverse=True))
    return re.compile(rf"(?:^|／)(?P<who>{words})[：:](?P<said>[^／\n]*)")


def _quoted(p: Passage) -> tuple[tuple[int, int, Voice], ...]:
    """Documents set against each other in one line, each with the characters it is quoted with."""
    if "「" not in p.text and "／" not in p.text:
        return ()
    pattern, table = _speakers()
    found = [*pattern.finditer(p.text), *_bare().finditer(p.text)]
    named = {m["who"] for m in found}
    if not named or (len(named) < 2 and "／" not in p.text):
        return ()
    return tuple((m.start(), m.end(), Voice(f"{p.document}「{m['who']}」", table[folded(m["who"])])) for m in found)
