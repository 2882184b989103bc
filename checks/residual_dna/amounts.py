"""Amounts of residual DNA in a dossier: each bound to its role, its method and what DNA it is of.

An amount is read where the words of residual DNA stand: in the same row, in the column's head, in
the same sentence, or in the heading or label above. What stands nearer to another impurity is
left out; a value of which the role is not told is `OTHER` and no rule accuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.measure import Measure, Per
from regenlint.model import Anchor
from regenlint.quantity import Bound, Quantity, quantities
from regenlint.text import sentences

from .surroundings import MASSES, Words, cell_spans, column_at, headings_above, unit_in, words_of

_CEILING = frozenset({Bound.AT_MOST, Bound.BELOW})


class Role(StrEnum):
    """What an amount is: a limit, a result, a reporting limit, a line drawn by others, or unclear."""

    LIMIT = "limit"
    RESULT = "result"
    REPORTING = "reporting"
    REFERENCE = "reference"
    OTHER = "other"


class Method(StrEnum):
    """How it was measured: a sequence (PCR), all DNA (fluorescence), or not said."""

    PCR = "pcr"
    FLUORESCENCE = "fluorescence"
    UNSAID = ""


class Item(StrEnum):
    """What DNA it is."""

    PLASMID = "plasmid"
    HOST = "host"
    ANY = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity of residual DNA in a passage; its offsets are those of the passage's text."""

    passage: Passage
    quantity: Quantity
    role: Role
    method: Method
    item: Item

    @property
    def anchor(self) -> Anchor:
        """Its place in the document."""
        return self.passage.anchor(self.quantity.start, self.quantity.end)

    @property
    def text(self) -> str:
        """As written."""
        return self.passage.text[self.quantity.start : self.quantity.end]

    @property
    def per_dose(self) -> bool:
        """Whether it is given for one dose."""
        return [p.unit for p in self.quantity.per] == ["dose"]


def ceiling(q: Quantity) -> float | None:
    """The highest value a quantity allows, as a number in its own measure."""
    top = q.high if q.high is not None else q.value
    return None if top is None else float(top)


def akin(a: Amount, b: Amount) -> bool:
    """Whether two amounts can be of the same DNA by the same method."""
    return (a.item is b.item or Item.ANY in (a.item, b.item)) and (
        a.method is b.method or Method.UNSAID in (a.method, b.method)
    )


def amounts(ctx: Context, units: frozenset[str] = MASSES) -> tuple[Amount, ...]:
    """Every amount of residual DNA in what the rule reads, in reading order, in one of the units."""
    words = words_of(ctx)
    out: list[Amount] = []
    for p in ctx.passages():
        if p.cited or p.place is Place.HEADING:
            continue
        above = headings_above(p, words)
        if p.table >= 0 and p.header:
            out.extend(_row(p, above, words, units))
        elif p.table >= 0 and p.label_end and (head := _named_column(p, ctx, words)) is not None:
            out.extend(_listed(p, head, words, units))
        elif words.of("dna.residual", p.number) or any(words.of("dna.residual", n) for n in above):
            out.extend(_prose(p, above, words, units))
    return tuple(out)


def _row(p: Passage, above: tuple[int, ...], words: Words, units: frozenset[str]) -> Iterator[Amount]:
    spans, heads = cell_spans(p.text), cell_spans(p.header)
    head_number = words.headers.get((p.document, p.table), -1)
    row_hits = words.of("dna.residual", p.number)
    columns = {column_at(heads, h.start): h for h in words.of("dna.residual", head_number)}
    if not row_hits and not columns:
        return
    row_unit = unit_in(p.text[slice(*spans[column_at(spans, row_hits[0].start)])]) if row_hits else None
    for q in _read(p.text):
        column = column_at(spans, q.start)
        head = p.header[slice(*heads[column])] if column < len(heads) else ""
        hit = columns.get(column)
        if hit is None and (not row_hits or _nearer_other(p, q, words, spans[column][0])):
            continue
        unit = unit_in(head) or row_unit or _shared_unit(p.text)
        if not q.unit and not q.per:
            if unit is None or (hit is None and column == column_at(spans, row_hits[0].start)):
                continue
            q = replace(q, measure=unit)
        if q.unit not in units:
            continue
        name = hit or row_hits[0]
        method = _method_of_text(head, words, head_number, heads, column) if hit else Method.UNSAID
        yield Amount(
            p,
            q,
            cell_role(p, q, head, column, spans, words, above),
            method or _method(p, q, above, words),
            _item(name),
        )


def _named_column(p: Passage, ctx: Context, words: Words) -> Passage | None:
    """The head of a table of two columns whose second one is of residual DNA: ロット｜残存DNA（ng/mg）."""
    number = words.headers.get((p.document, p.table), -1)
    if number < 0 or words.of("dna.residual", p.number):
        return None
    head = ctx.reading.index.passages[number]
    spans = cell_spans(head.text)
    second = len(spans) == 2 and any(h.start >= spans[1][0] for h in words.of("dna.residual", number))
    return head if second and not quantities(head.text[spans[1][0] :]) else None


def _listed(p: Passage, head: Passage, words: Words, units: frozenset[str]) -> Iterator[Amount]:
    """The amounts of a row below such a head: A（qPCR）｜1.2."""
    start = p.label_end + 1
    title = head.text[cell_spans(head.text)[1][0] :]
    unit = unit_in(title)
    named = words.of("dna.residual", head.number)[-1]
    role = Role.LIMIT if _one_of(title, ("規格", "限度", "基準", "上限", "許容")) else Role.RESULT
    for q in _read(p.text[start:]):
        if not q.unit and not q.per and unit is not None:
            q = replace(q, measure=unit)
        if q.unit not in units:
            continue
        q = replace(
            q,
            start=q.start + start,
            end=q.end + start,
            number_start=q.number_start + start,
            number_end=q.number_end + start,
        )
        ceiling_said = q.bound in _CEILING
        yield Amount(p, q, Role.LIMIT if ceiling_said else role, _method(p, q, (head.number,), words), _item(named))


def cell_role(
    p: Passage, q: Quantity, head: str, column: int, spans: list[tuple[int, int]], words: Words, above: tuple[int, ...]
) -> Role:
    """The role of a quantity in a cell: what the head of its column, its own cell or the row's first cell says."""
    start = spans[column][0]
    if _said_before("dna.reporting_limit", p, q, words, start) or _one_of(head, ("定量限界", "検出限界", "LOQ", "LOD")):
        return Role.REPORTING
    if _one_of(head, ("規格", "限度", "基準", "上限", "許容", "目標", "管理値", "限界値")):
        return Role.LIMIT
    if _one_of(head, ("結果", "成績", "実測", "測定値", "ロット", "Lot", "lot", "LOT", "値", "バッチ")):
        return Role.RESULT
    role = _role(p, q, words, start)
    if role is not Role.OTHER:
        return role
    first = p.text[slice(*spans[0])]
    if _one_of(first, ("規格", "限度", "判定基準", "上限")):
        return Role.LIMIT
    if q.bound is Bound.EXACT and column and any(words.of("dna.result", n) for n in above):
        return Role.RESULT
    return (
        Role.RESULT
        if _one_of(first, ("ロット", "Lot", "lot", "LOT", "バッチ")) or re.search(r"\d{3}", first)
        else Role.OTHER
    )


def _one_of(text: str, names: tuple[str, ...]) -> bool:
    return any(n in text for n in names)


@cache
def _shared_unit(text: str) -> Measure | None:
    """The one measure of residual DNA a text uses, None where it uses several."""
    found = {q.measure for q in quantities(text) if q.unit in MASSES}
    return found.pop() if len(found) == 1 else None


def _prose(p: Passage, above: tuple[int, ...], words: Words, units: frozenset[str]) -> Iterator[Amount]:
    about = any(words.of("dna.residual", n) for n in above) or p.label_end > 0
    last: Role | None = None
    for start, end in sentences(p.text):
        here = [h for h in words.of("dna.residual", p.number) if start <= h.start < end]
        others = [h for h in words.of("dna.other_impurity", p.number) if start <= h.start < end]
        about = bool(here) or (about and not others)
        if not about:
            continue
        shared = _shared_unit(p.text[start:end])
        previous = reach = start
        for q in _read(p.text[start:end]):
            q = replace(
                q,
                start=q.start + start,
                end=q.end + start,
                number_start=q.number_start + start,
                number_end=q.number_end + start,
            )
            gap = p.text[previous : q.start]
            bare = not q.unit and not q.per
            labelled = unit_in(p.text[: p.label_end]) if bare and p.label_end and q.start > p.label_end else None
            if labelled is not None:
                q = replace(q, measure=labelled)
            if (
                bare
                and shared is not None
                and re.search(
                    r"(?:Lot|ロット|バッチ|番号|No\.?)[^、。]{0,12}$|^(?:[、,]|及び|および|並びに|と)\s?$|[:：]\s?$"
                    r"|[:：、,]\s?[A-Z][A-Z0-9-]{0,11}\s$|(?:それぞれ|順に)[^、。0-9]{0,12}$",
                    gap,
                )
            ):
                q = replace(q, measure=shared)
            if q.unit in units and not _dose(q, gap) and not _nearer_other(p, q, words, start):
                role = _role(p, q, words, reach)
                if role is Role.OTHER and labelled is not None and q.bound is Bound.EXACT:
                    role = Role.RESULT
                if role is Role.OTHER and q.bound is Bound.EXACT and _headed("dna.result", p, q, words, start):
                    role = Role.RESULT
                if role is Role.OTHER and last is Role.RESULT and len(gap) <= 14 and previous > start:
                    role = Role.RESULT
                before = [h for h in words.of("dna.residual", p.number) if h.start < q.start]
                name = (
                    before[-1]
                    if before
                    else next(
                        (words.of("dna.residual", n)[-1] for n in reversed(above) if words.of("dna.residual", n)), None
                    )
                )
                yield Amount(p, q, role, _method(p, q, above, words), _item(name))
                last, reach = role, q.end
            previous = q.end


_EACH = re.compile(r"\s*[/／]\s*(?:1|一)?(?:眼|人|名|例|症例|患者|関節|body)(以下|未満)?(?![a-zA-Z])")


@cache
def _read(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text; a mass for one eye, joint or patient is that of a dose: 9 ng/1眼."""
    return tuple(_for_a_dose(q, text) for q in quantities(text))


def _for_a_dose(q: Quantity, text: str) -> Quantity:
    each = _EACH.match(text, q.end) if q.unit in MASSES and not q.per else None
    if each is None:
        return q
    q = replace(q, measure=replace(q.measure, per=(Per("dose"),)), end=each.end())
    if each[1] and q.bound is Bound.EXACT:
        return replace(q, low=None, bound=Bound.AT_MOST if each[1] == "以下" else Bound.BELOW)
    return q


def _dose(q: Quantity, gap: str) -> bool:
    """1回100 µg is the dose, not DNA that is left in it."""
    return (
        q.unit == "µg"
        and (not q.per or [x.unit for x in q.per] == ["dose"])
        and q.bound not in _CEILING
        and not re.search(r"DNA(?:量|の量|濃度)?(?:は|が|を|も|：|:|＝|=)\s?$", gap)
        and (bool(q.per) or bool(re.search(r"1回|投与|用量|量|×", gap[-10:])))
    )


def _nearer_other(p: Passage, q: Quantity, words: Words, start: int) -> bool:
    """Whether another impurity stands between the words of DNA and the quantity, in its clause or cell."""
    others = [h.end for h in words.of("dna.other_impurity", p.number) if start <= h.start < q.start]
    dna = [h.end for h in words.of("dna.residual", p.number) if start <= h.start < q.start]
    return bool(others) and max(others) > max(dna, default=-1)


def _said_before(term: str, p: Passage, q: Quantity, words: Words, start: int, reach: int = 18) -> bool:
    """Whether a word stands shortly before the quantity, with no other quantity between."""
    return any(max(start, q.start - reach) <= h.start < q.start for h in words.of(term, p.number))


def _said_after(term: str, p: Passage, q: Quantity, words: Words) -> bool:
    """Whether a word follows at once: 10 ng/doseの目安, 0.1 ng未満（定量限界未満）."""
    return any(
        q.end <= h.start <= q.end + 6
        and not re.match(r"[^、。]{0,3}\d", p.text[h.end : h.end + 4])
        and re.fullmatch(r"(?:の|という|（|\(|＝|=|を|が|である)*[^、。]{0,2}", p.text[q.end : h.start])
        for h in words.of(term, p.number)
    )


def _role(p: Passage, q: Quantity, words: Words, start: int) -> Role:
    """The role the words around a quantity give it; `start` is where the reach to the left ends."""
    if _said_before("dna.reporting_limit", p, q, words, start) or _said_after("dna.reporting_limit", p, q, words):
        return Role.REPORTING
    # 10 ng/dose以下（WHOの目安による） is a limit with its ground; 10 ng/doseの目安 is the line itself.
    grounded = q.bound in _CEILING and re.match(r"\s*[（(]", p.text[q.end :]) is not None
    named = not grounded and _said_after("dna.reference_line", p, q, words)
    if named or _said_before("dna.reference_line", p, q, words, start, 14):
        return Role.REFERENCE
    limit = _nearest("dna.limit", p, q, words, start)
    result = _nearest("dna.result", p, q, words, start)
    if limit < 0 and result < 0:
        return Role.LIMIT if q.bound in _CEILING else Role.OTHER
    return Role.LIMIT if limit > result else Role.RESULT


def _headed(term: str, p: Passage, q: Quantity, words: Words, start: int) -> bool:
    """Whether what stands before the colon of the sentence holds a word: ロット成績（qPCR）：A1 8.1 ng."""
    colon = max(p.text.rfind("：", start, q.start), p.text.rfind(":", start, q.start))
    return any(start <= h.start < colon for h in words.of(term, p.number))


def _nearest(term: str, p: Passage, q: Quantity, words: Words, start: int) -> int:
    return max((h.start for h in words.of(term, p.number) if max(start, q.start - 30) <= h.start < q.start), default=-1)


def _method(p: Passage, q: Quantity, above: tuple[int, ...], words: Words) -> Method:
    """The method nearest before the quantity in its passage, else the only one there or above."""
    start, end = p.sentence(q.start)
    pcr = [h.start for h in words.of("dna.by_pcr", p.number) if start <= h.start < end]
    light = [h.start for h in words.of("dna.by_fluorescence", p.number) if start <= h.start < end]
    if pcr and light:
        before = [(s, Method.PCR) for s in pcr if s < q.start] + [
            (s, Method.FLUORESCENCE) for s in light if s < q.start
        ]
        return max(before)[1] if before else Method.UNSAID
    if pcr or light:
        return Method.PCR if pcr else Method.FLUORESCENCE
    for number in reversed(above):
        found = {Method.PCR} if words.of("dna.by_pcr", number) else set()
        if words.of("dna.by_fluorescence", number):
            found.add(Method.FLUORESCENCE)
        if len(found) == 1:
            return found.pop()
    return Method.UNSAID


def _method_of_text(head: str, words: Words, number: int, heads: list[tuple[int, int]], column: int) -> Method:
    for term, method in (("dna.by_pcr", Method.PCR), ("dna.by_fluorescence", Method.FLUORESCENCE)):
        if any(column_at(heads, h.start) == column for h in words.of(term, number)):
            return method
    return Method.UNSAID


def _item(hit: Hit | None) -> Item:
    if hit is None:
        return Item.ANY
    text = hit.text
    if re.search(r"宿主|HEK|293|HCD|hcDNA|大腸菌|host", text):
        return Item.HOST
    return Item.PLASMID if re.search(r"鋳型|プラスミド|バックボーン|plasmid", text) else Item.ANY
