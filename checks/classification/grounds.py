"""The declared class of a plan, the passages of its reason, and what the plan says it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.fill import Fill
from regenlint.index import Hit, Passage
from regenlint.model import Anchor, DocKind
from regenlint.rules import Finding, NotJudged, Outcome
from regenlint.text import folded
from regenlint.values import Value, says, short, values

_CLASS = re.compile(r"第?[ ]?(?P<n>[一二三1-3ⅠⅡⅢ])種(?!使用|医薬|特定)")
_NUMBER = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3, "Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3}
_TICKED = re.compile(r"[■☑☒✓✔●◉]\s*(?:第?[ ]?(?P<n>[一二三1-3ⅠⅡⅢ])種)")
_RINGED = re.compile(r"[○◯]\s*(?:第?[ ]?(?P<n>[一二三1-3ⅠⅡⅢ])種)")
_BOX = re.compile(r"[■□☑☐☒✓✔●○◉]\s*第?[ ]?[一二三1-3ⅠⅡⅢ]種")
#: A longer block is text, whatever its first words look like (図2の①…).
_HEADING = 24
KANJI = {1: "第一種", 2: "第二種", 3: "第三種"}


@dataclass(frozen=True, slots=True)
class Declared:
    """The classes a field names or has ticked, with the field's value; `boxes` where it has boxes."""

    classes: tuple[int, ...]
    value: Value
    boxes: bool


def classes_in(text: str) -> tuple[int, ...]:
    """The classes a text names, each once, in order."""
    return tuple(dict.fromkeys(_NUMBER[m["n"]] for m in _CLASS.finditer(folded(text))))


def declared(ctx: Context) -> tuple[Declared, ...]:
    """What each field of the class declares; a line 分類：第二種 counts where the form has no field."""
    return tuple(_declared(v) for v in values(ctx, "class"))


def _declared(value: Value) -> Declared:
    if any("種" in c for c in value.choices):
        return Declared(classes_in("、".join(value.ticked)), value, True)
    text = value.text
    if _BOX.search(text):
        ticked = tuple(_NUMBER[m["n"]] for m in _TICKED.finditer(folded(text)))
        return Declared(ticked or _ringed(text), value, True)
    if value.form is None or value.form.field.value_start:
        text = re.split(r"[\s　…。（(]", text, maxsplit=1)[0]
    return Declared(classes_in(text), value, False)


def _ringed(text: str) -> tuple[int, ...]:
    """The one class a ring stands before, where no box is ticked: a ring before every class is an empty box."""
    rings = [_NUMBER[m["n"]] for m in _RINGED.finditer(folded(text))]
    return tuple(rings) if len(rings) == 1 else ()


def one_class(ctx: Context) -> tuple[int, Anchor] | None:
    """The one class declared, with its place; None where none or several are."""
    for d in declared(ctx):
        if len(d.classes) == 1:
            return d.classes[0], d.value.at
    return None


def reasons(ctx: Context) -> tuple[Passage, ...]:
    """The passages of the reason for the class: the form's field, else what stands under its heading."""
    blocks = {(v.document, b) for v in ctx.form("class_reason") for b in v.field.value_blocks}
    inside = [p for p in ctx.passages(DocKind.FORM) if any((p.document, x.block) in blocks for x in p.pieces)]
    if inside:
        return tuple(p for p in inside if p.text[p.label_end :].strip(" ：:　"))
    headings = [
        h.passage
        for h in ctx.hits("cls.reason_heading", DocKind.FORM)
        if h.passage.place is Place.HEADING and h.passage.section >= 0
    ]
    numbers = {n for h in headings for n in ctx.reading.index.in_section(h.document, h.section)}
    under = [
        p
        for p in ctx.passages(DocKind.FORM)
        if p.number in numbers and (p.place is not Place.HEADING or len(p.text) > _HEADING) and p.text.strip()
    ]
    if under:
        return tuple(under)
    return tuple(
        dict.fromkeys(
            h.passage for h in ctx.hits("cls.reason_heading", DocKind.FORM) if h.passage.place is not Place.HEADING
        )
    )


def body(p: Passage) -> tuple[str, int]:
    """A passage's text behind its label, with the offset it begins at."""
    start = p.label_end + 1 if p.label_end else 0
    return p.text[start:], start


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A class a reason ends in, with the place."""

    number: int
    at: Anchor
    text: str


def conclusions(ctx: Context, passages: tuple[Passage, ...]) -> Iterator[Conclusion]:
    """The classes the passages conclude on; denials and suppositions are none."""
    for p in passages:
        text, offset = body(p)
        for start, end in _sentences(text):
            sentence = text[start:end]
            if says(ctx, "cls.hypothesis", sentence):
                continue
            found = [m for m in _CLASS.finditer(sentence) if not _denied_class(sentence[m.end() : m.end() + 24])]
            if found and says(ctx, "cls.conclude", sentence):
                m = found[-1]
                a = offset + start + m.start()
                yield Conclusion(_NUMBER[folded(m["n"])], p.anchor(a, offset + start + m.end()), sentence)


def _denied_class(after: str) -> bool:
    return bool(
        re.match(
            r"[^、。]{0,14}?(?:(?:に|には|の各号に|のいずれにも)?(?:は)?(?:該当|当た|あた)(?:しない|せず|らない|らず|しません|りません)|でない|ではな|ではあり|の各号)",
            after,
        )
    )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for m in re.finditer(r"[。\n]", text):
        yield last, m.end()
        last = m.end()
    if text[last:].strip():
        yield last, len(text)


_CLAUSE_END = re.compile(r"ため|ので|が、|ものの|けれど|[。；;\n／]|。|(?<=[るたいす])ことから")


def clause(text: str, start: int, end: int) -> str:
    """From a hit to the end of the clause it stands in."""
    m = _CLAUSE_END.search(text, end)
    return text[start : m.start() if m else len(text)]


#: A cross as the answer in a cell, not the sign of a multiplication.
_CROSS = re.compile(r"[|｜（(\s]\s*[×✕✖]\s*(?:[|｜）)\s]|$)")


def denied(ctx: Context, hit: Hit) -> bool:
    """Whether the clause from a hit on denies it: …、…を用いない."""
    a, b = hit.passage.sentence(hit.start)
    b = min(b, hit.end + 160)
    told = clause(hit.passage.text[:b], hit.start, hit.end)
    before = hit.passage.text[max(a, hit.start - 1) : hit.start]
    return says(ctx, "cls.denial", told) or bool(_CROSS.search(told)) or before in ("非", "無", "未")


def given(ctx: Context, term: str, *kinds: DocKind, unless: str = "", made: bool = False) -> list[Hit]:
    """Hits of what the plan itself uses on people: affirmed, with a word of use, no general talk.

    With `made` a step of making the product is use enough.
    """
    out = []
    for h in ctx.hits(term, *kinds):
        sentence = ctx.sentence(h)
        if h.passage.place is Place.HEADING or denied(ctx, h) or says(ctx, "cls.general", _told(sentence, h)):
            continue
        if unless and (says(ctx, unless, sentence) or says(ctx, unless, _around(ctx, h))):
            continue
        if says(ctx, "cls.use", sentence) or (made and says(ctx, "cls.made", sentence)):
            out.append(h)
    return out


_OCCASION = re.compile(r"^[^。]*?場合(?:に)?は[、,]?")
_BY_NOBODY = re.compile(r"選択され|選ばれ|検討され|実施され|行われ|試みられ|考慮され|推奨され")


def _told(sentence: str, hit: Hit) -> str:
    """A sentence without the occasion before the hit: 採血が難しい場合は、ご家族の血液を用いる tells of a use.

    A sentence that speaks of classes or of care by nobody in particular stays whole: it is general talk.
    """
    occasion = _OCCASION.match(sentence)
    if occasion is None or _CLASS.search(folded(sentence)) or _BY_NOBODY.search(sentence):
        return sentence
    rest = sentence[occasion.end() :]
    return rest if hit.text in rest else sentence


def _around(ctx: Context, hit: Hit) -> str:
    """What a hit stands under: the heading or head of the table, and the title of its document."""
    return f"{hit.passage.before[:40]} {ctx.dossier.document(hit.passage.document).title[:60]}"


def below_class_one(ctx: Context, found: list[Hit], what: str, english: str, item: str) -> Iterator[Finding]:
    """The finding that something of class I is declared lower, at the class or else at the first hit."""
    told = [
        h
        for h in found
        if not says(ctx, "cls.class_one", ctx.sentence(h)) or says(ctx, "cls.below_class_one", ctx.sentence(h))
    ]
    if not told:
        return
    own = one_class(ctx)
    number = own[0] if own else ctx.facts.value("class")
    if number == 1:
        return
    said = KANJI.get(number, "第一種以外") if isinstance(number, int) else "第一種以外"
    quote = short(told[0].text, 24)
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"{what}「{quote}」のに{said}としています（省令2条{item}）",
        f"{english} (“{quote}”), which is class I, but a lower class is declared",
        own[1] if own else told[0],
        related=told[:3],
    )


def need_reason(ctx: Context) -> tuple[Passage, ...]:
    """The passages of the reason; NotJudged where there are none (CLS002 reports that)."""
    found = reasons(ctx)
    if not found:
        raise NotJudged("判断理由が読み取れません", "no reason for the class was read")
    return found


def blank_reason(ctx: Context) -> Value | None:
    """The field of the reason where it holds nothing of substance."""
    found = values(ctx, "class_reason")
    if found and all(v.fill is not Fill.FILLED for v in found):
        return found[0]
    return None
