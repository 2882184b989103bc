"""一つを選ぶ欄の印がちょうど一つであるかを見る。

何を見るか
    医師／歯科医師、有／無、自施設／他の医療機関などの選択欄。
なぜ
    印がない欄、両立しない印がある欄は、何を届け出たのかが決まらない。
見ないもの
    再生医療等の分類の欄（CLS）。複数を選べる欄。印が読み取れない欄。
直し方
    当てはまるもの一つに印を付ける。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, fill_of
from regenlint.form import ALL, FormValue
from regenlint.lexicon import dictionary
from regenlint.model import Choice
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.text import folded


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every field of the form whose choices exclude each other."""
    need_documents(ctx)
    seen = False
    done: set[tuple[str, int, int]] = set()
    # A label over several rows holds the boxes of each of them too: the row itself speaks first.
    for value in sorted(ctx.form(ALL), key=lambda v: len(v.text)):
        if any("種" in c.label for c in value.field.choices):
            continue
        if value.fill is Fill.UNTOUCHED and not value.field.choices:
            seen = True
            yield _unmarked(ctx, value)
            continue
        for group in _groups(value.field.choices):
            key = (value.document, group[0].block, group[0].start)
            if key in done or not _exclusive(group, value):
                continue
            done.add(key)
            seen = True
            ticked = [c for c in group if c.ticked]
            if not ticked and _says_nothing(value):
                yield _unmarked(ctx, value)
            elif len(ticked) > 1:
                labels = "」と「".join(c.label for c in ticked)
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"「{value.label}」で「{labels}」が同時に選ばれています",
                    f"“{value.label}”: choices that exclude each other are both marked",
                    value.anchor,
                )
            else:
                yield Evidence(value.anchor, "value")
    if not seen:
        raise NotJudged("一つを選ぶ欄が読み取れません", "no field with exclusive choices was read")


def _groups(choices: Sequence[Choice]) -> Iterator[list[Choice]]:
    """Runs of choices; a label that comes again begins a new run."""
    group: list[Choice] = []
    for c in choices:
        if any(g.label == c.label for g in group):
            yield group
            group = []
        group.append(c)
    if group:
        yield group


def _exclusive(group: Sequence[Choice], value: FormValue) -> bool:
    table = dictionary("choices")
    labels = [folded(c.label) for c in group]
    for pair in table["exclusive"]:
        sides = [any(label.startswith(w) for label in labels for w in words) for words in pair]
        if all(sides) and len(group) == len(pair):
            return True
    return len(group) > 1 and any(w in folded(value.label) for w in table["one_of"])


def _says_nothing(value: FormValue) -> bool:
    rest = value.text
    for c in value.field.choices:
        rest = rest.replace(c.label, "", 1)
    for mark in "☐□☑■○●◯":
        rest = rest.replace(mark, "")
    return value.fill is Fill.UNTOUCHED or fill_of(rest) is Fill.BLANK


def _unmarked(ctx: Context, value: FormValue) -> Finding:
    return ctx.finding(
        Outcome.EMPTY,
        f"「{value.label}」のどの選択肢にも印がありません",
        f"“{value.label}” has no choice marked",
        value.anchor,
    )
