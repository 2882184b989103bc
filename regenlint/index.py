"""The dossier as a searchable text: passages with their place, and every occurrence of every word.

A passage is what can make a statement: a paragraph, a list item, a row of a table with its header
beside it, a form's label with one paragraph of its value. All literals of all rules are found in
one pass over the folded text; rules then only combine positions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from regenlint.evidence import Place
from regenlint.lexicon import Concept, Form, chained, joined
from regenlint.matcher import Matcher
from regenlint.model import SILENT_ROLES, Anchor, Block, DocKind, Document, Dossier, Role
from regenlint.text import Folded, fold, folded, sentences

_REFERENCES = tuple(folded(w) for w in ("参考文献", "引用文献", "文献一覧", "References", "関連文献"))
_ROW = " | "


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start:end` of a passage are those of `block` from `offset` on."""

    start: int
    end: int
    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that can make a statement, with what stands around it.

    `label_end` is the end of the label in a label/value passage, else 0. `section` is the
    document's section number or -1. `header` is the table's header row. `cited` marks reference
    lists, whose words are nobody's statement here.
    """

    number: int
    document: str
    kinds: frozenset[DocKind]
    text: str
    place: Place
    pieces: tuple[Piece, ...]
    section: int
    before: str = ""
    after: str = ""
    header: str = ""
    table: int = -1
    row: int = -1
    label_end: int = 0
    cited: bool = False

    def anchor(self, start: int, end: int) -> Anchor:
        """The place of characters `start:end` of this passage in its document."""
        for piece in self.pieces:
            if piece.start <= start < piece.end or piece is self.pieces[-1]:
                begin = max(start, piece.start) - piece.start + piece.offset
                stop = max(begin, min(end, piece.end) - piece.start + piece.offset)
                return Anchor(self.document, piece.block, begin, stop)
        raise ValueError("a passage without pieces")

    def whole(self) -> Anchor:
        """The passage's first piece as an anchor."""
        piece = self.pieces[-1] if self.label_end else self.pieces[0]
        return Anchor(self.document, piece.block, piece.offset, piece.offset + piece.end - piece.start)

    def sentence(self, offset: int) -> tuple[int, int]:
        """The span of the sentence that holds `offset`; a table row is one sentence."""
        if self.place is Place.CELL:
            return 0, len(self.text)
        spans = _sentences(self.text)
        for start, end in spans:
            if offset < end:
                return (0 if start <= self.label_end else start), end
        return spans[-1] if spans else (0, len(self.text))


_SENTENCES: dict[str, tuple[tuple[int, int], ...]] = {}


def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    found = _SENTENCES.get(text)
    if found is None:
        found = _SENTENCES[text] = sentences(text)
    return found


@dataclass(frozen=True, slots=True)
class Hit:
    """An occurrence of a concept: offsets in the passage's text as written."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as written."""
        return self.passage.text[self.start : self.end]

    @property
    def sentence(self) -> str:
        """The sentence (or table row) it stands in, as written."""
        start, end = self.passage.sentence(self.start)
        return self.passage.text[start:end]

    @property
    def anchor(self) -> Anchor:
        """Its place in the document."""
        return self.passage.anchor(self.start, self.end)


@dataclass(slots=True)
class Index:
    """All passages of a dossier and the occurrences of all literals the rules know."""

    dossier: Dossier
    passages: tuple[Passage, ...]
    _folded: list[Folded]
    _positions: Mapping[str, Mapping[int, list[int]]]
    _cache: dict[Concept, tuple[Hit, ...]] = field(default_factory=dict)
    #: By identity, with the concept beside, which keeps its number from another: a concept's hash walks all its words.
    _known: dict[int, tuple[Concept, tuple[Hit, ...]]] = field(default_factory=dict)
    _by_passage: dict[int, tuple[Concept, dict[int, tuple[Hit, ...]]]] = field(default_factory=dict)
    _heads: Mapping[tuple[str, str, int], list[int]] | None = None
    _by_section: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    _sets: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict)
    _by_block: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def hits(self, concept: Concept) -> tuple[Hit, ...]:
        """Every occurrence of a concept in the dossier, in reading order."""
        known = self._known.get(id(concept))
        if known is not None:
            return known[1]
        found = self._cache.get(concept)
        if found is None:
            found = self._cache[concept] = tuple(self._find(concept))
        self._known[id(concept)] = concept, found
        return found

    def hits_at(self, concept: Concept, number: int) -> tuple[Hit, ...]:
        """Its occurrences in the passage of that number; asked for every hit of another, so it walks through none."""
        known = self._by_passage.get(id(concept))
        if known is None:
            by: defaultdict[int, list[Hit]] = defaultdict(list)
            for h in self.hits(concept):
                by[h.passage.number].append(h)
            known = self._by_passage[id(concept)] = concept, {n: tuple(found) for n, found in by.items()}
        return known[1].get(number, ())

    def hits_over(self, concept: Concept, passage: Passage) -> Iterator[Hit]:
        """Its occurrences in the heading of the passage's section and in the rows that head its table, from above."""
        if self._heads is None:
            self._heads = self._found_heads()
        for key in (("section", passage.section), ("section", self._around(passage)), ("table", passage.table)):
            for n in self._heads.get((passage.document, *key), ()):
                if n < passage.number:
                    yield from self.hits_at(concept, n)

    def _found_heads(self) -> Mapping[tuple[str, str, int], list[int]]:
        """The numbers of the headings of each section and of the rows that head each table."""
        heads: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
        for p in self.passages:
            if p.place is Place.HEADING:
                heads[p.document, "section", p.section].append(p.number)
            if p.table >= 0 and not p.header:
                heads[p.document, "table", p.table].append(p.number)
        return heads

    def _around(self, passage: Passage) -> int:
        """The section a table of labels and values stands in, each of whose labels heads a section; else -1."""
        if passage.table < 0 or not passage.label_end or passage.section < 0:
            return -1
        return self.dossier.document(passage.document).sections[passage.section].parent

    def hits_in(self, concept: Concept, kinds: frozenset[DocKind], *, cited: bool = False) -> tuple[Hit, ...]:
        """Its occurrences in documents (or parts) of the kinds; reference lists only if `cited`."""
        return tuple(h for h in self.hits(concept) if h.passage.kinds & kinds and (cited or not h.passage.cited))

    def passages_in(self, kinds: frozenset[DocKind]) -> tuple[Passage, ...]:
        """The passages of documents (or parts) of the kinds."""
        return tuple(p for p in self.passages if p.kinds & kinds)

    def in_section(self, document: str, section: int) -> tuple[int, ...]:
        """Numbers of the passages of a section, subsections included; -1 is what precedes all headings."""
        key = (document, section)
        if key not in self._by_section:
            starts = self._starts(document)
            if section < 0:
                inside = [number for _, number in starts if self.passages[number].section < 0]
            else:
                s = self.dossier.document(document).sections[section]
                inside = [
                    n for _, n in starts[bisect_left(starts, (s.first, -1)) : bisect_left(starts, (s.last + 1, -1))]
                ]
            self._by_section[key] = tuple(sorted(inside))
        return self._by_section[key]

    def section_set(self, document: str, section: int) -> frozenset[int]:
        """The same numbers to ask for membership."""
        key = (document, section)
        found = self._sets.get(key)
        if found is None:
            found = self._sets[key] = frozenset(self.in_section(document, section))
        return found

    def _starts(self, document: str) -> list[tuple[int, int]]:
        """First block and number of the document's passages, by block."""
        if not self._by_block:
            by: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
            for p in self.passages:
                by[p.document].append((p.pieces[0].block, p.number))
            self._by_block = {d: sorted(found) for d, found in by.items()}
        return self._by_block.get(document, [])

    def _find(self, concept: Concept) -> list[Hit]:
        spans: set[tuple[int, int, int]] = set()
        for form in concept.forms:
            spans.update(self._form(form))
        stops: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for lit in concept.stops:
            for number, starts in self._positions.get(lit, {}).items():
                stops[number].extend((s, s + len(lit)) for s in starts)
        out: list[Hit] = []
        for number, start, end in sorted(spans):
            if any(a <= start and end <= b for a, b in stops.get(number, ())):
                continue
            first, last = self._folded[number].span(start, end)
            out.append(Hit(self.passages[number], first, last))
        return out

    def _form(self, form: Form) -> Iterable[tuple[int, int, int]]:
        if len(form.components) == 1:
            for lit in form.components[0]:
                for number, starts in self._positions.get(lit, {}).items():
                    for s in starts:
                        yield number, s, s + len(lit)
            return
        words = tuple((c,) for c in form.components) if form.ordered else form.words()
        found = [self._word(w) for w in words]
        common = set(found[0])
        for f in found[1:]:
            common &= set(f)
        for number in common:
            chains = [f[number] for f in found]
            if form.ordered:
                spans = chained(chains, form.gaps, self._folded[number].text)
                yield from ((number, start, end) for start, end in spans)
            else:
                yield from self._together(number, chains)

    def _word(self, pieces: tuple[tuple[str, ...], ...]) -> dict[int, list[tuple[int, int]]]:
        if len(pieces) == 1:
            return self._component(pieces[0])
        common = set.intersection(*({n for lit in p for n in self._positions.get(lit, ())} for p in pieces))
        at: dict[int, list[tuple[int, int]]] = {}
        for number in common:
            here = {lit: self._positions.get(lit, {}).get(number, []) for p in pieces for lit in p}
            spans = joined(pieces, here)
            if spans:
                at[number] = spans
        return at

    def _component(self, literals: tuple[str, ...]) -> dict[int, list[tuple[int, int]]]:
        out: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for lit in literals:
            for number, starts in self._positions.get(lit, {}).items():
                out[number].extend((s, s + len(lit)) for s in starts)
        return out

    def _together(self, number: int, chains: list[list[tuple[int, int]]]) -> Iterable[tuple[int, int, int]]:
        passage, text = self.passages[number], self._folded[number]
        for start, end in chains[0]:
            a, b = passage.sentence(text.starts[start])
            lows, highs = [start], [end]
            for chain in chains[1:]:
                inside = [(s, e) for s, e in chain if a <= text.starts[s] < b]
                if not inside:
                    break
                s, e = min(inside, key=lambda x: abs(x[0] - start))
                lows.append(s)
                highs.append(e)
            else:
                yield number, min(lows), max(highs)


def build(dossier: Dossier, matcher: Matcher) -> Index:
    """Passages of all documents and the positions of all literals of `matcher` in them."""
    passages: list[Passage] = []
    for document in dossier.documents:
        passages.extend(_passages(document, len(passages)))
    texts = [fold(p.text) for p in passages]
    joined = Folded("\n".join(t.text for t in texts), "\n".join(t.lower for t in texts), (), ())
    offsets = [0]
    for t in texts:
        offsets.append(offsets[-1] + len(t.text) + 1)
    positions: dict[str, dict[int, list[int]]] = {}
    for lit, starts in matcher.scan(joined).items():
        by_passage: dict[int, list[int]] = {}
        for s in starts:
            number = bisect_right(offsets, s) - 1
            by_passage.setdefault(number, []).append(s - offsets[number])
        positions[lit] = by_passage
    return Index(dossier, tuple(passages), texts, positions)


def _passages(document: Document, first: int) -> list[Passage]:
    units = _units(document)
    out: list[Passage] = []
    for k, (text, place, pieces, label_end, header, block) in enumerate(units):
        out.append(
            Passage(
                first + k,
                document.id,
                document.kinds_of(block.number),
                text,
                place,
                pieces,
                block.section,
                _before(document, units, k),
                units[k + 1][0][:80] if k + 1 < len(units) else "",
                header,
                block.cell.table if block.cell else -1,
                block.cell.row if block.cell else -1,
                label_end,
                _cited(document, block),
            )
        )
    return out


_Unit: TypeAlias = "tuple[str, Place, tuple[Piece, ...], int, str, Block]"


def _before(document: Document, units: list[_Unit], k: int) -> str:
    """The table's header row, else the nearest heading, else the text before."""
    header, block = units[k][4], units[k][5]
    if header:
        return header
    path = document.section_path(block.number)
    return path[-1] if path else (units[k - 1][0][-80:] if k else "")


def _cited(document: Document, block: Block) -> bool:
    return any(
        folded(h).endswith(w) or folded(h).startswith(w)
        for h in document.section_path(block.number)
        for w in _REFERENCES
    )


def _units(document: Document) -> list[_Unit]:
    in_fields: dict[int, tuple[str, int]] = {}
    for f in document.fields:
        for v in f.value_blocks:
            if not f.value_start:
                in_fields[v] = (f.label, f.label_blocks[0] if f.label_blocks else v)
    labels = {b for f in document.fields for b in f.label_blocks if not f.value_start}
    headers = {t.number: t.header_rows for t in document.tables}
    rows: dict[tuple[int, int], list[Block]] = defaultdict(list)
    for b in document.body():
        if b.cell and b.number not in in_fields and b.number not in labels:
            rows[b.cell.table, b.cell.row].append(b)
    header_text = {
        t: _ROW.join(_cells([b for r in range(n) for b in rows.get((t, r), ())])) for t, n in headers.items() if n
    }
    out: list[_Unit] = []
    done: set[tuple[int, int]] = set()
    valued = {b for f in document.fields for b in f.value_blocks}
    for b in document.body():
        if b.number in in_fields:
            label, label_block = in_fields[b.number]
            if not b.text.strip() and _others(document, b):
                continue
            out.append((f"{label}：{b.text}", Place.KV, _field_pieces(label, label_block, b), len(label), "", b))
        elif b.number in labels:
            if not any(v in valued for f in document.fields if b.number in f.label_blocks for v in f.value_blocks):
                out.append(_single(document, b))
        elif b.cell:
            key = (b.cell.table, b.cell.row)
            if key not in done:
                done.add(key)
                out.append(
                    _row(
                        rows[key],
                        header_text.get(b.cell.table, "") if b.cell.row >= headers.get(b.cell.table, 0) else "",
                    )
                )
        elif b.text.strip():
            out.append(_single(document, b))
    return out


def _others(document: Document, block: Block) -> bool:
    return any(
        block.number in f.value_blocks and any(document.blocks[v].text.strip() for v in f.value_blocks)
        for f in document.fields
    )


def _field_pieces(label: str, label_block: int, b: Block) -> tuple[Piece, ...]:
    begin = len(label) + 1
    return (Piece(0, len(label), label_block, 0), Piece(begin, begin + len(b.text), b.number, 0))


def _cells(blocks: list[Block]) -> list[str]:
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for b in blocks:
        if b.cell:
            cells[b.cell.row, b.cell.column].append(b.text)
    return [" ".join(t for t in c if t) for c in cells.values()]


def _row(blocks: list[Block], header: str) -> _Unit:
    text, pieces, last = "", [], None
    for b in blocks:
        column = b.cell.column if b.cell else 0
        if last is not None:
            text += _ROW if column != last else "\n"
        last = column
        pieces.append(Piece(len(text), len(text) + len(b.text), b.number, 0))
        text += b.text
    return text, Place.CELL, tuple(pieces), 0, header, blocks[0]


_CONSENT = frozenset({DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.ASSENT, DocKind.PLAIN_SUMMARY})
_BOXES = frozenset("☐☑☒□■✓✔")


def _single(document: Document, b: Block) -> _Unit:
    if b.role in (Role.HEADING, Role.TITLE, Role.CAPTION):
        place = Place.HEADING
    elif b.role is Role.NOTE:
        place = Place.NOTE
    elif _BOXES & set(b.text):
        place = Place.CHECKBOX
    elif document.kind in _CONSENT:
        place = Place.CONSENT
    else:
        place = Place.LIST if b.role is Role.ITEM else Place.PROSE
    return b.text, place, (Piece(0, len(b.text), b.number, 0),), 0, "", b


__all__ = ["SILENT_ROLES", "Hit", "Index", "Passage", "Piece", "build"]
