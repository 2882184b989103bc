"""Whom the plan is for and where: minors, several sites, verified care."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regenlint.context import Reading
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.rules import Fact
from regenlint.text import folded
from regenlint.understanding.affirmation import (
    after,
    default,
    denied,
    elsewhere,
    own_hits,
    read,
    sentence,
    sentences_of,
    taken_back,
    unknown,
)

_TOLD = frozenset({DocKind.FORM, DocKind.PROTOCOL, DocKind.CONSENT})
_FROM_AGE = re.compile(r"(?:満)?(?<!\d)(?P<age>\d{1,2})歳(?:以上|から|~|を超え|-)(?!\d*歳?未満(?:は|を|の者は)除)")
_ADULT = 18
#: Ages that are not the patient's at the time of the therapy.
_NOT_THE_PATIENT = re.compile(r"提供者|ドナー|発症|接種|勤務|委員|立会")
#: A department or a society is named after children, not the plan's patients.
_DEPARTMENT = re.compile(r"^[・ァ-ヶー一-龥]{0,10}?(?:科|病院|学会|センター|病棟|看護|専門医)")
_NEWBORN = re.compile(
    r"(?:生後\d+|新生児|乳児|乳幼児|患児)(?:型)?[^。]{0,20}(?:対象|投与|以内の|に対する|患者|未満|点滴)"
)


def minors(reading: Reading) -> Fact:
    """Whether some who take part cannot consent for themselves by age."""
    assent = reading.dossier.of_kinds(frozenset({DocKind.ASSENT}))
    if assent:
        return read("minors", True, [Anchor(assent[0].id, 0)])
    adult, young = _ages(reading)
    children = [
        h
        for h in own_hits(reading, "fact.minors", _TOLD)
        if h.passage.place is not Place.HEADING and not _DEPARTMENT.match(after(h))
    ]
    if young and (children or not adult):
        return read("minors", True, young)
    if adult and len(children) < 3:
        return read("minors", False, adult)
    if len(children) >= 2:
        return read("minors", True, (h.anchor for h in children))
    if adult:
        return read("minors", False, adult)
    if children or not reading.dossier.of_kinds(_TOLD):
        return unknown("minors")
    against = denied(reading, "fact.minors", _TOLD)
    if against:
        return read("minors", False, (h.anchor for h in against))
    return default("minors", False, "小児・代諾の記載がない")


def _ages(reading: Reading) -> tuple[list[Anchor], list[Anchor]]:
    """Where the lower bound of the patients' age is eighteen or more, and where it is less."""
    adult: list[Anchor] = []
    young: list[Anchor] = []
    for p in reading.index.passages_in(_TOLD):
        for start, end, text in sentences_of(p):
            ages = [int(m["age"]) for m in _FROM_AGE.finditer(text)]
            if not ages and not _NEWBORN.search(text):
                continue
            if any(a >= _ADULT for a in ages):
                adult.append(p.whole())
            if _NOT_THE_PATIENT.search(text) or elsewhere(Hit(p, start, end)):
                continue
            if any(a < _ADULT for a in ages) or (not ages and _NEWBORN.search(text)):
                young.append(p.whole())
    return adult, young


def multi_site(reading: Reading) -> Fact:
    """Whether several institutions carry out the plan together."""
    kinds = frozenset({DocKind.FORM, DocKind.PROTOCOL})
    found = [h for h in own_hits(reading, "fact.multi_site", kinds) if not _CAREER.search(sentence(h))]
    places = [h.anchor for h in found] + list(_several(reading, kinds))
    if places:
        return read("multi_site", True, places)
    if not reading.dossier.of_kinds(kinds):
        return unknown("multi_site")
    return default("multi_site", False, "記載がない")


_CAREER = re.compile(r"経歴|略歴|経験|業績|歴任|分担研究者として|実績")
_SEVERAL = re.compile(
    r"(?<!他の)(?<!ほかの)(?<!国内)(?<!海外)(?:(?<![\d.第他])(?:[2-9]|[1-9]\d)|[二三四五六七八九十]|複数の?)(?:つの)?(?:施設|機関|医療機関|病院|大学病院|拠点)"
    r"(?:\)|が参加|で実施|で行う|において|(?:による|の|が)?共同)"
)
_JOINT = re.compile(r"共同(?:して|で|の)?[^:]{0,12}(?:医療機関|研究機関|機関|施設|病院)")
_NONE = re.compile(r"(?:なし|無|該当|いない|ない|[-―]|単独)")


def _several(reading: Reading, kinds: frozenset[DocKind]) -> Iterable[Anchor]:
    """Sentences that count the sites, and fields of the form for the institutions that take part."""
    for p in reading.index.passages_in(kinds):
        label, value = folded(p.text[: p.label_end]), folded(p.text[p.label_end :]).lstrip(": ")
        if DocKind.FORM in p.kinds and _JOINT.search(label) and value and not _NONE.match(value):
            yield p.whole()
        for start, end, text in sentences_of(p):
            m = _SEVERAL.search(text)
            if (
                m
                and (not m.group().endswith(")") or p.place is Place.HEADING or "名称" in label)
                and not elsewhere(Hit(p, start, end))
                and not taken_back(Hit(p, start + m.start(), min(end, start + m.end())))
            ):
                yield p.anchor(start, end)


def verified_care(reading: Reading) -> Fact:
    """Whether the plan calls itself 検証型診療."""
    name = "claims_verified_care"
    found = own_hits(reading, "fact.verified_care")
    if found:
        return read(name, True, (h.anchor for h in found))
    return default(name, False, "記載がない") if reading.dossier.documents else unknown(name)
