"""実施責任者が医師又は歯科医師であることが分かるかを見る。

何を見るか
    医師・歯科医師の区分の選択、氏名に添えた肩書、略歴の免許・学歴。
なぜ
    省令5条3項は、実施責任者が医師又は歯科医師であることを求めている。
見ないもの
    第三種で実施責任者を置かないもの。専門性（PPL004）。
直し方
    区分を選び、肩書や略歴で医師・歯科医師であることを示す。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.model import DocKind
from regenlint.person import name_key
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.values import Value, of_form, says, short, unfilled

from .staff import of_cv, people, responsible_values

#: 美容皮膚科・歯科クリニック tells nothing of the person's profession.
_INSTITUTION = re.compile(
    r"[^\s　、（(]*(?:病院|医院|クリニック|診療所|医療センター|医科大学|歯科大学|大学)"
    r"(?!長|教授|卒|准|講師|医師)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The profession of the responsible person."""
    need_documents(ctx)
    values = responsible_values(ctx)
    placed = [v for v in values if v.filled]
    if placed and all(says(ctx, "ppl.not_placed", v.text) for v in placed):
        raise NotApplicable(
            "実施責任者を置かないとされています", "no responsible person is placed", (Evidence(placed[0].at),)
        )
    boxes = [of_form(v) for k in ("profession", "profession_short") for v in ctx.form(k)]
    for v in boxes:
        if says(ctx, "ppl.physician", v.chosen()):
            yield Evidence(v.at, "value")
            return
    names = [n for v in placed for n in people(v.text)]
    said = next((v for v in placed if says(ctx, "ppl.physician", _INSTITUTION.sub("", _own(v)))), None)
    if said:
        yield Evidence(said.at, "value")
        return
    career = _career(ctx, [n.key for n in names])
    if career:
        yield career
        return
    unticked = next((v for v in boxes if len(v.choices) > 1 and not v.ticked), None)
    if unticked is not None:
        yield unfilled(ctx, unticked, "医師・歯科医師の区分", "profession of the responsible person")
        return
    if not placed and not boxes:
        raise NotJudged("実施責任者が読み取れません", "no responsible person was read")
    blank = next((v for v in boxes if v.fill in (Fill.UNTOUCHED, Fill.BLANK) or (v.choices and not v.ticked)), None)
    other = next((v for v in placed if says(ctx, "ppl.not_physician", v.text)), None)
    if other:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"実施責任者「{short(other.text)}」が医師・歯科医師であることが分かりません",
            f"“{short(other.text)}” is not told to be a physician or dentist",
            other.at,
        )
    elif blank:
        yield unfilled(ctx, blank, "医師・歯科医師の区分", "profession of the responsible person")
    elif placed:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"実施責任者「{short(placed[0].text)}」の医師・歯科医師の区分が分かりません",
            f"whether “{short(placed[0].text)}” is a physician or dentist is not told",
            placed[0].at,
        )


def _own(value: Value) -> str:
    """The value without boxes that are not ticked."""
    text = value.text
    for c in value.choices:
        if c not in value.ticked:
            text = text.replace(c, "", 1)
    return text


def _career(ctx: Context, keys: list[str]) -> Evidence | None:
    """A career of the person that holds a physician's licence, school or board; any career where nobody is named."""
    everybody = {p.name.key for p in of_cv(ctx)}
    owner: set[str] = set()
    for p in ctx.passages(DocKind.CV):
        text = name_key(p.text)
        owner = {k for k in (*everybody, *keys) if k in text} or owner
        if says(ctx, "ppl.physician", p.text) and (not keys or not (owner or everybody) or owner & set(keys)):
            return Evidence(p.whole(), "value")
    return None
