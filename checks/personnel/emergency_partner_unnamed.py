"""救急の連携先の医療機関名と、あらかじめの取決めが書かれているかを見る。

何を見るか
    連携するとする計画で、①医療機関の名称、②受入れの取決め、③その施設又は設備の内容。
なぜ
    省令6条ただし書は、体制があらかじめ確保されていることを求めている。
見ないもの
    自施設で対応する計画。取決めの書面の添付（ATT015）。
直し方
    連携先の正式な名称、取決めの時期と方法、使える病床・設備を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.fill import Fill
from regenlint.find import find_all
from regenlint.index import Passage
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import of_form, says

_HOSPITAL = re.compile(r"病院|医療センター|救命センター|救急センター|クリニック|医院")
#: What a name of a hospital does not reach over: brackets, marks, particles, 同院とは.
_BEFORE_NAME = re.compile(r"[、。，,（(「『／/：:；\s　＝=]|[はがとへをにやで]|車[0-9]*分の|からの|の(?=[一-鿿]{4,})")
_LONGEST = 24


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """What is said of the partner where the emergency speaks of one."""
    need_documents(ctx)
    chosen = [of_form(v) for v in ctx.form("emergency") if v.field.choices]
    ticked = "、".join(t for v in chosen for t in v.ticked)
    if ticked and says(ctx, "ppl.own_choice", ticked) and not re.search(r"他の|連携", ticked):
        raise NotApplicable("自施設で救急に対応するとされています", "emergency care is given by the institution itself")
    places = _places(ctx)
    spoken = [p for p in places if says(ctx, "ppl.coop", p.text)]
    if not spoken and not ticked:
        raise NotApplicable(
            "他の医療機関との連携は述べられていません", "no cooperation with another institution is spoken of"
        )
    text = "\n".join(p.text for p in places)
    lacking = [
        (ja, en)
        for there, ja, en in (
            (_named(ctx, text), "連携先の医療機関の名称", "the partner's name"),
            (
                says(ctx, "ppl.arranged", text) and not says(ctx, "ppl.not_arranged", text),
                "受入れのあらかじめの取決め",
                "that admission is agreed beforehand",
            ),
            (says(ctx, "ppl.partner_equipment", text), "連携先の施設・設備の内容", "the partner's equipment"),
        )
        if not there
    ]
    at = (spoken or places)[0] if (spoken or places) else None
    if not lacking:
        if at:
            yield Evidence(at.whole(), "value")
        return
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"救急の連携について{'、'.join(x for x, _ in lacking)}が書かれていません",
        f"of the emergency partner this is not said: {', '.join(x for _, x in lacking)}",
        at.whole() if at else ctx.expected_place(),
        searched=tuple(x for x, _ in lacking),
    )


def _places(ctx: Context) -> list[Passage]:
    """The form's fields of emergency care, else passages and sections that speak of it."""
    fields = {
        (v.document, b)
        for k in ("emergency", "emergency_content", "facility_partner", "@emergency")
        for v in ctx.form(k)
        if v.fill is Fill.FILLED
        for b in v.field.value_blocks
    }
    inside = [p for p in ctx.passages() if any((p.document, x.block) in fields for x in p.pieces)]
    heads = [
        h.passage
        for h in ctx.hits("ppl.emergency_topic")
        if h.passage.place is Place.HEADING and h.passage.section >= 0
    ]
    numbers = {n for h in heads for n in ctx.reading.index.in_section(h.document, h.section)}
    spoken = {h.passage.number for h in ctx.hits("ppl.coop") if says(ctx, "ppl.emergency_topic", h.passage.text)}
    if inside and any(says(ctx, "ppl.coop", p.text) for p in inside):
        return inside
    return inside + [p for p in ctx.passages() if p.number in numbers | spoken and p.place is not Place.HEADING]


def _named(ctx: Context, text: str) -> bool:
    """Whether a hospital stands there with a name of its own, not 近隣の総合病院."""
    for m in _HOSPITAL.finditer(text):
        before = text[max(0, m.start() - _LONGEST) : m.start()]
        name = _BEFORE_NAME.split(before)[-1]
        for start, end in reversed(find_all(ctx.reading.terms["ppl.generic_hospital"].concept, name)):
            name = name[:start] + name[end:]
        if len(re.sub(r"[○◯〇●]", "", name)) >= 2:
            return True
    return False
