"""研究計画書と様式第一の食い違い

何を見るか：目標症例数、実施期間の開始・終了、登録開始予定日、主要評価項目、試験の相、盲検と対照の有無。

なぜ：省令27条7項は研究計画書の添付を求めており、計画（様式）と研究計画書は同じ研究を述べるものでなければならない。

見ないもの：表記の違い、和暦と西暦、年月と年月日、一方が他方の要約であるもの。名称・基準・投与量（文書間照合の規則）。

直し方：様式第一と研究計画書の値を、正しい方にそろえる。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from regenlint.context import Context
from regenlint.dates import Date, dates
from regenlint.evidence import Place
from regenlint.find import find_all
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.quantity import quantities
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.text import folded
from regenlint.values import Value, of_form, says, short

_PEOPLE = frozenset({"person", "", "cases"})
_EACH = re.compile(r"各(?:群|コホート|施設|用量)?$")
_PHASE = re.compile(
    r"第?[ ]?(?P<no>(?:I{1,3}V?|IV|[1-4]|[一二三四]|[ⅠⅡⅢⅣ]+)(?:[ab]|[/／・\-~～](?:I{1,3}|[1-4]|[ⅠⅡⅢⅣ]+)[ab]?)?)[ ]?相"
)
_ROMAN = str.maketrans({"一": "1", "二": "2", "三": "3", "四": "4"})


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    at: Anchor


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each item once, where both documents give it."""
    if not ctx.documents(DocKind.FORM) or not ctx.documents(DocKind.PROTOCOL):
        raise NotJudged("様式第一と研究計画書がそろっていません", "the form and the protocol are not both there")
    found = compared = False
    for pair in (_size(ctx), _period(ctx), _entry(ctx), _endpoint(ctx), _phase(ctx), _design(ctx)):
        for item in pair:
            compared = True
            if isinstance(item, Finding):
                found = True
                yield item
    if found:
        return
    if not compared:
        raise NotApplicable("照合できる項目がありません", "nothing can be compared")
    at = ctx.expected_place()
    if at is not None:
        yield Evidence(at, "value")


def _fields(ctx: Context, key: str) -> Iterator[Value]:
    for v in ctx.form(key):
        if DocKind.FORM in ctx.dossier.document(v.document).kinds_of(v.anchor.block) and v.text.strip():
            yield of_form(v)


def _conflict(ctx: Context, what: str, english: str, form: _Said, other: _Said) -> Finding:
    return ctx.finding(
        Outcome.CONFLICTING,
        f"{what}が様式第一では「{short(form.text)}」、研究計画書では「{short(other.text)}」です",
        f"{english}: “{short(form.text)}” in the form, “{short(other.text)}” in the protocol",
        other.at,
        related=[form.at],
    )


def _size(ctx: Context) -> Iterator[Finding | bool]:
    values = [(v, n) for v in _fields(ctx, "sample_size") if (n := _count(v.text)) is not None]
    other: list[tuple[Decimal, _Said]] = []
    for hit in ctx.hits("prt.size_label", DocKind.PROTOCOL):
        if hit.passage.place is Place.HEADING or hit.passage.kinds & {DocKind.FORM}:
            continue
        rest = _rest(hit)
        q = next((q for q in quantities(rest) if q.unit == "person" and q.start <= 14), None)
        if q is not None and q.value is not None and not _EACH.search(rest[: q.start].strip()):
            at = hit.passage.anchor(hit.start, hit.end + q.end)
            other.append((q.value, _Said(hit.passage.text[hit.start : hit.end + q.end], at)))
    if not other:
        other = list(_in_design(ctx))
    if not values or not other:
        return
    yield True
    v, n = values[0]
    if plain := next((said for m, said in _in_one_word(ctx) if m != n), None):
        yield _conflict(ctx, "目標症例数", "number of subjects", _Said(v.text, v.at), plain)
    elif all(n != m for m, _ in other):
        yield _conflict(ctx, "目標症例数", "number of subjects", _Said(v.text, v.at), other[0][1])


#: 目標30例。 as a statement of its own; with the word for a part of them it is another number.
_PLAINLY = re.compile(r"^[ 　]*(?:[：:は]|＝)?[ 　]*$")


def _in_one_word(ctx: Context) -> Iterator[tuple[Decimal, _Said]]:
    """Numbers right behind the label that speak of the whole study: they must agree wherever they stand."""
    for hit in ctx.hits("prt.size_whole", DocKind.PROTOCOL):
        p = hit.passage
        start, end = p.sentence(hit.start)
        if (
            p.cited
            or p.place is Place.HEADING
            or p.kinds & {DocKind.FORM}
            or says(ctx, "prt.size_part", p.text[start:end])
        ):
            continue
        rest = p.text[hit.end : end]
        q = next((q for q in quantities(rest) if q.value is not None), None)
        if q is not None and q.unit == "person" and q.value is not None and _PLAINLY.match(rest[: q.start]):
            at = p.anchor(hit.start, hit.end + q.end)
            yield q.value, _Said(p.text[hit.start : hit.end + q.end], at)


_ALONE = re.compile(r"[、，][ 　]*$")


def _in_design(ctx: Context) -> Iterator[tuple[Decimal, _Said]]:
    """第Ⅰ相、単群、非盲検、10例。: a number that is an item of its own in the sentence on the design."""
    for term in ("prt.single_arm", "prt.open_label", "prt.blinded"):
        for hit in ctx.hits(term, DocKind.PROTOCOL):
            p = hit.passage
            start, end = p.sentence(hit.start)
            text = p.text[start:end]
            if p.cited or p.kinds & {DocKind.FORM} or len(text) > 60 or not says(ctx, "prt.phase_label", text):
                continue
            for q in quantities(text):
                if (
                    q.unit == "person"
                    and q.value is not None
                    and _ALONE.search(text[: q.start])
                    and text[q.end : q.end + 1] in ("。", "、", "")
                ):
                    yield q.value, _Said(text, p.anchor(start + q.start, start + q.end))


def _count(text: str) -> Decimal | None:
    found = [q.value for q in quantities(text) if q.unit in _PEOPLE and q.value is not None]
    return found[0] if len(set(found)) == 1 else None


def _rest(hit: Hit) -> str:
    p = hit.passage
    end = p.sentence(hit.start)[1]
    return p.text[hit.end : end]


def _period(ctx: Context) -> Iterator[Finding | bool]:
    values = [(v, d) for v in _fields(ctx, "period") if len(d := _days(v.text)) >= 1]
    other: list[tuple[list[Date], _Said]] = []
    for hit in ctx.hits("prt.period_label", DocKind.PROTOCOL):
        if hit.passage.kinds & {DocKind.FORM}:
            continue
        text, at = _below(ctx, hit)
        if found := _days(text):
            other.append((found, _Said(text, at)))
    if not values or not other:
        return
    yield True
    v, mine = values[0]
    theirs, said = max(other, key=lambda x: len(x[0]))
    if not _meet(mine[-1], theirs[-1]) and not any(_meet(mine[-1], d) for found, _ in other for d in found):
        yield _conflict(ctx, "実施期間の終了", "end of the study", _Said(v.text, v.at), said)
    elif len(mine) > 1 and len(theirs) > 1 and not any(_meet(mine[0], d) for found, _ in other for d in found):
        yield _conflict(ctx, "実施期間の開始", "start of the study", _Said(v.text, v.at), said)


def _below(ctx: Context, hit: Hit) -> tuple[str, Anchor]:
    p = hit.passage
    if p.place is not Place.HEADING:
        start, end = p.sentence(hit.start)
        return p.text[max(start, hit.start) : end] if not p.label_end else p.text, p.whole()
    for q in ctx.reading.index.passages[p.number + 1 : p.number + 2]:
        if q.document == p.document and q.section == p.section:
            return q.text[: q.sentence(0)[1]], q.whole()
    return "", p.whole()


def _days(text: str) -> list[Date]:
    return [d for d in dates(text) if d.first is not None]


def _meet(a: Date, b: Date) -> bool:
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return True
    return a.first <= b.last and b.first <= a.last


def _entry(ctx: Context) -> Iterator[Finding | bool]:
    values = [(v, d) for v in _fields(ctx, "entry_planned") if (d := _days(v.text))]
    other: list[tuple[Date, _Said]] = []
    for hit in ctx.hits("prt.entry_label", DocKind.PROTOCOL):
        if hit.passage.kinds & {DocKind.FORM}:
            continue
        rest = _rest(hit)[:30]
        if found := _days(rest):
            at = hit.passage.anchor(hit.start, hit.end + found[0].end)
            other.append((found[0], _Said(hit.passage.text[hit.start : hit.end + found[0].end], at)))
    if values and other:
        yield True
        v, mine = values[0]
        if not any(_meet(mine[0], d) for d, _ in other):
            yield _conflict(ctx, "登録開始予定日", "planned start of entry", _Said(v.text, v.at), other[0][1])


def _endpoint(ctx: Context) -> Iterator[Finding | bool]:
    values = list(_fields(ctx, "primary_endpoint"))
    other: list[_Said] = []
    for hit in ctx.hits("prt.primary_label", DocKind.PROTOCOL):
        p = hit.passage
        if p.kinds & {DocKind.FORM}:
            continue
        if (
            p.place is Place.HEADING
            or (p.label_end and hit.end <= p.label_end)
            or re.match(r"[\s　]*[：:は|｜]", p.text[hit.end :])
        ):
            text, at = _below(ctx, hit)
            if len(folded(text)) > 8:
                other.append(_Said(text, at))
    if not values or not other:
        return
    yield True
    v = values[0]
    if max(_shared(ctx, v.text, o.text) for o in other) < 0.16:
        yield _conflict(ctx, "主要評価項目", "primary endpoint", _Said(v.text, v.at), other[0])


def _shared(ctx: Context, a: str, b: str) -> float:
    first, second = _grams(ctx, a), _grams(ctx, b)
    return len(first & second) / max(1, min(len(first), len(second)))


def _grams(ctx: Context, text: str) -> set[str]:
    word = re.sub(r"[\s　、。，：:・（）()0-9０-９ぁ-ん]", "", folded(text))
    for s, e in reversed(find_all(ctx.reading.terms["prt.endpoint_filler"].concept, word)):
        word = word[:s] + word[e:]
    return {word[i : i + 2] for i in range(len(word) - 1)}


#: A sentence on somebody else's trial.
_OF_OTHERS = re.compile(r"海外|国外|米国|先行|既報|文献|報告|別の|他の|他施設|et al|らは|らの")


def _phase(ctx: Context) -> Iterator[Finding | bool]:
    values = [(v, m) for v in _fields(ctx, "phase") if (m := _phases(v.chosen() or v.text))]
    other: list[tuple[str, _Said]] = []
    for hit in ctx.hits("prt.phase_label", DocKind.PROTOCOL):
        p = hit.passage
        if p.kinds & {DocKind.FORM} or p.cited:
            continue
        own = (
            p.place is Place.HEADING
            or p.pieces[0].block <= 12
            or says(ctx, "prt.own_design", p.text[slice(*p.sentence(hit.start))])
        )
        start, end = p.sentence(hit.start)
        found = _phases(p.text[start:end])
        if own and len(found) == 1 and not _OF_OTHERS.search(p.text[start:end]):
            other.append((next(iter(found)), _Said(p.text[start:end], hit.anchor)))
    if values and other:
        yield True
        v, mine = values[0]
        if not any(o in mine for o, _ in other):
            yield _conflict(ctx, "試験の相", "phase", _Said(v.text, v.at), other[0][1])


def _phases(text: str) -> set[str]:
    out = set()
    for m in _PHASE.finditer(text):
        no = m["no"].translate(_ROMAN)
        for roman, digit in (
            ("Ⅰ", "1"),
            ("Ⅱ", "2"),
            ("Ⅲ", "3"),
            ("Ⅳ", "4"),
            ("III", "3"),
            ("IV", "4"),
            ("II", "2"),
            ("I", "1"),
        ):
            no = no.replace(roman, digit)
        out.add(re.sub(r"[／・\-~～]", "/", no))
    return out


_SIDES = (
    ("prt.open_label", "prt.blinded", "盲検の有無", "blinding"),
    ("prt.single_arm", "prt.controlled", "対照の有無・割付け", "control"),
)


def _design(ctx: Context) -> Iterator[Finding | bool]:
    for one, two, what, english in _SIDES:
        form = {t: [h for h in ctx.hits(t, DocKind.FORM) if _labelled(ctx, h)] for t in (one, two)}
        plan = {
            t: [h for h in ctx.hits(t, DocKind.PROTOCOL) if _labelled(ctx, h) and not h.passage.kinds & {DocKind.FORM}]
            for t in (one, two)
        }
        for a, b in ((one, two), (two, one)):
            if form[a] and not form[b] and plan[b] and not plan[a]:
                f, p = form[a][0], plan[b][0]
                yield _conflict(ctx, what, english, _Said(f.text, f.anchor), _Said(p.text, p.anchor))
                break


def _labelled(ctx: Context, hit: Hit) -> bool:
    """Only where the study itself is described: its title, its design, its aim."""
    p = hit.passage
    if p.pieces[0].block <= 12 or p.place is Place.HEADING:
        return True
    return says(ctx, "prt.design_label", p.text[slice(*p.sentence(hit.start))]) or says(
        ctx, "prt.design_label", p.before
    )
