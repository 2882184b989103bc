"""What the form, or a line of prose written like one, gives for a key: 分類：第三種／判断理由：…"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from regenlint.absence import need_documents, stop_if_blind
from regenlint.context import Context
from regenlint.dates import Date, Precision, dates
from regenlint.fill import Fill, fill_of
from regenlint.find import find
from regenlint.form import FormValue, field_keys, plain_label
from regenlint.index import Passage
from regenlint.model import Anchor, DocKind
from regenlint.rules import Finding, Outcome
from regenlint.text import fold


@dataclass(frozen=True, slots=True)
class Value:
    """A labelled value: its text, where it stands, what fills it, the labels of ticked boxes."""

    key: str
    label: str
    text: str
    at: Anchor
    fill: Fill
    ticked: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    group: str = ""
    form: FormValue | None = None

    @property
    def filled(self) -> bool:
        """True where something of substance is written."""
        return self.fill is Fill.FILLED

    def chosen(self) -> str:
        """The ticked labels, or the text where there are no boxes."""
        return "、".join(self.ticked) if self.choices else self.text


def of_form(v: FormValue) -> Value:
    """A form's field as a value."""
    return Value(
        v.key,
        v.label,
        v.text,
        v.anchor,
        v.fill,
        tuple(c.label for c in v.ticked),
        tuple(c.label for c in v.field.choices),
        v.group,
        v,
    )


def values(ctx: Context, *keys: str) -> tuple[Value, ...]:
    """Values of the keys from the fields of the form; where there are none, from labelled prose."""
    fields = [v for k in keys for v in ctx.form(k)]
    if fields:
        return tuple(of_form(v) for v in fields)
    return tuple(v for k in keys for v in labelled(ctx, k))


@cache
def _pattern(key: str) -> re.Pattern[str] | None:
    labels = [x for k in field_keys() if k.key == key for x in k.labels if len(x) > 1]
    if not labels:
        return None
    words = "|".join(re.escape(x) for x in sorted(set(labels), key=len, reverse=True))
    return re.compile(
        rf"(?:^|[／/。、,「（(|;；\]】☑☐■□]|(?<=[^一-鿿]))(?P<label>{words})(?:[（(][^）)]{{0,24}}[）)])?[：:＝=](?P<value>[^／|\n]{{0,400}})"
    )


def labelled(ctx: Context, key: str, *kinds: DocKind) -> Iterator[Value]:
    """Values of a key from prose of the kinds the rule reads: ラベル：値, up to a slash or a line end."""
    pattern = _pattern(key)
    if pattern is None:
        return
    for p in ctx.passages(*kinds):
        if p.cited or p.label_end:
            continue
        if p.table >= 0 and (row := _row_value(key, p)) is not None:
            yield row
            continue
        f = fold(p.text)
        for m in pattern.finditer(f.text):
            start, end = m.span("value")
            if start == end:
                yield Value(key, m["label"], "", p.anchor(*f.span(*m.span("label"))), Fill.BLANK)
                continue
            a, b = f.span(start, end)
            text = p.text[a:b].strip()
            yield Value(key, m["label"], text, p.anchor(a, b), fill_of(text))


@cache
def _labels(key: str) -> frozenset[str]:
    return frozenset(x for k in field_keys() if k.key == key and not k.under and not k.groups for x in k.labels)


def _row_value(key: str, p: Passage) -> Value | None:
    """A row of two cells that is a label with its value, though it was not read as a field."""
    cells = p.text.split(" | ")
    if len(cells) != 2 or plain_label(cells[0]) not in _labels(key):
        return None
    start = len(cells[0]) + 3
    return Value(key, cells[0], cells[1].strip(), p.anchor(start, len(p.text)), fill_of(cells[1]))


def says(ctx: Context, term: str, text: str) -> bool:
    """Whether a term of the dictionaries stands in a text."""
    return find(ctx.reading.terms[term].concept, text) is not None


def where(ctx: Context, term: str, text: str) -> tuple[int, int] | None:
    """Where a term of the dictionaries stands in a text."""
    return find(ctx.reading.terms[term].concept, text)


def days(text: str) -> tuple[Date, ...]:
    """The dates of a text that name a day of the calendar."""
    return tuple(d for d in dates(text) if d.precision is Precision.DAY and d.year and d.first and not d.faults)


def submitted(ctx: Context) -> tuple[datetime.date, Anchor | None] | None:
    """The day of submission as the form or the facts give it, with its place."""
    for v in values(ctx, "submitted"):
        for d in days(v.text):
            if d.first:
                return d.first, v.at
    fact = ctx.facts.fact("submitted")
    if isinstance(fact.value, str):
        return datetime.date.fromisoformat(fact.value), next(iter(fact.evidence), None)
    return None


def reviewed(ctx: Context) -> bool:
    """Whether the dossier has gone through the committee: an opinion, or a result in the form."""
    if ctx.dossier.of_kinds(frozenset({DocKind.OPINION})):
        return True
    return any(
        v.fill is Fill.FILLED and (days(v.text) or v.key == "review_result")
        for v in values(ctx, "review_date", "review_result")
    )


def at_passage(p: Passage, start: int = 0, end: int | None = None) -> Anchor:
    """A span of a passage as an anchor."""
    return p.anchor(start, len(p.text) if end is None else end)


def best(found: Iterable[Value]) -> Value | None:
    """The first value that is filled, else the first, None where there is none."""
    listed = tuple(found)
    return next((v for v in listed if v.filled), listed[0] if listed else None)


def absent(ctx: Context, what: str, english: str) -> Finding:
    """The finding that a field stands nowhere; NotJudged where it may stand on an unread page."""
    need_documents(ctx, *({DocKind.FORM} & ctx.kinds))
    stop_if_blind(ctx)
    return ctx.finding(
        Outcome.MISSING,
        f"{what}の欄が見当たりません",
        f"no field for the {english} was found",
        ctx.expected_place(),
        searched=(what,),
    )


_FILL_SAYS = {
    Fill.BLANK: ("空欄です", "is blank"),
    Fill.PLACEHOLDER: ("仮の文字のままです", "holds only a placeholder"),
    Fill.UNTOUCHED: ("どの選択肢にも印がありません", "has no choice marked"),
    Fill.POINTER: ("提出物にない文書を指すだけです", "only points to a document that is not in the dossier"),
    Fill.NOT_APPLICABLE: ("理由のない「該当なし」です", "is a bare “not applicable”"),
}


def unfilled(ctx: Context, v: Value, what: str = "", english: str = "") -> Finding:
    """The finding that a field's value is blank, a placeholder, unmarked, a dead pointer or a bare 該当なし."""
    ja, en = _FILL_SAYS.get(v.fill, _FILL_SAYS[Fill.BLANK])
    outcome = Outcome.DEFICIENT if v.fill is Fill.NOT_APPLICABLE else Outcome.EMPTY
    label = what or v.label
    return ctx.finding(outcome, f"「{label}」が{ja}", f"“{english or label}” {en}", v.at)


def short(text: str, limit: int = 40) -> str:
    """A text in one line of at most `limit` characters, to be quoted."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"
