"""How much a plan says: the five viewpoints of validity, the risks, and the hazards it declares.

It counts what is written, viewpoint by viewpoint. It never adds the viewpoints up, and it says
nothing about how safe or how good a therapy is. What a plan declares as a hazard is an axis of
its own. Viewpoints follow the research report of 令和7年度 §7; what hangs on each is our proposal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from regenlint.labels import Lang, Pair
from regenlint.record import DossierRecord, Location, ResultRecord, RuleRecord
from regenlint.report.requirement import ASKING
from regenlint.report.viewpoints import CLAIMS, FRAME, RISKS, VIEWPOINTS, Topic
from regenlint.rules import Outcome, RuleKind
from regenlint.text import folded

#: Below this many items a bar would look like more than it is.
FEWEST = 4


class Standing(StrEnum):
    """What a plan says about an item, from most to least, and what is outside the count."""

    STATED = "stated"
    ACKNOWLEDGED = "acknowledged"
    VAGUE = "vague"
    SILENT = "silent"
    CONFLICTING = "conflicting"
    UNREAD = "unread"
    NOT_APPLICABLE = "not-applicable"


STANDINGS: Mapping[Standing, Pair] = {
    Standing.STATED: ("記載あり", "stated"),
    Standing.ACKNOWLEDGED: ("未確立と明示", "acknowledged gap"),
    Standing.VAGUE: ("漠然・不足", "vague or incomplete"),
    Standing.SILENT: ("記載なし", "silent"),
    Standing.CONFLICTING: ("食い違い", "conflicting"),
    Standing.UNREAD: ("読めない・判定不能", "unread or undecided"),
    Standing.NOT_APPLICABLE: ("対象外", "not applicable"),
}

CAPTION: Pair = (
    "書類にどれだけ書かれているかを数えたもので、安全性・有効性・妥当性の評価ではありません。合計や順位は出しません",
    "A count of what the documents say, no judgement of safety, effect or validity; no total, no rank",
)
HAZARDS_CAPTION: Pair = (
    "計画から事実や値として読み取れた条件だけを挙げます。ここにないことは、当てはまらないことを意味しません",
    "Only conditions read as facts or values are listed; what is not here may still apply",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked of the plan and what it says about it; `places` are its evidence or where it falls short."""

    rule: RuleRecord
    outcome: Outcome
    standing: Standing
    places: tuple[Location, ...]
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one name; `common` only means something for risks."""

    key: str
    name: Pair
    items: tuple[Item, ...]
    common: bool = False

    @property
    def counts(self) -> dict[Standing, int]:
        """How many items have each standing."""
        found = Counter(i.standing for i in self.items)
        return {s: found[s] for s in Standing}

    @property
    def asked(self) -> int:
        """Items that apply; the others are told beside."""
        return sum(i.standing is not Standing.NOT_APPLICABLE for i in self.items)


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """A viewpoint of validity with its themes."""

    whole: Group
    themes: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Hazard:
    """A condition the plan declares that calls for more attention, with the places that say so."""

    key: str
    name: Pair
    places: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The picture of one dossier. `claims` are findings about wording: strong claims, denied risks."""

    frame: tuple[Item, ...]
    viewpoints: tuple[Viewpoint, ...]
    risks: tuple[Group, ...]
    hazards: tuple[Hazard, ...]
    claims: tuple[Item, ...]


def coverage(record: DossierRecord) -> Coverage:
    """The picture of a record; groups none of whose rules ran are left out."""
    items = {r.rule.id: _item(r) for r in record.results}
    asking = {i: x for i, x in items.items() if x.rule.kind in ASKING}
    viewpoints = []
    for view in VIEWPOINTS:
        themes = tuple(g for g in (_group(t, asking) for t in view.themes) if g.items)
        whole = Group(view.key, view.name, tuple(i for g in themes for i in g.items))
        if whole.items:
            viewpoints.append(Viewpoint(whole, themes))
    risks = tuple(g for g in (_group(t, asking) for t in RISKS) if g.items)
    return Coverage(
        tuple(asking[i] for i in FRAME if i in asking),
        tuple(viewpoints),
        risks,
        tuple(_hazards(record)),
        tuple(x for i, x in items.items() if _in(CLAIMS, i) and x.outcome not in _SILENT_OUTCOMES),
    )


_SILENT_OUTCOMES = frozenset({Outcome.MET, Outcome.NOT_APPLICABLE, Outcome.UNDECIDABLE, Outcome.CRASHED})


def _group(topic: Topic, items: Mapping[str, Item]) -> Group:
    found = tuple(x for i, x in items.items() if _in(topic.rules, i) and i not in topic.but)
    return Group(topic.key, topic.name, found, topic.common)


def _in(rules: Iterable[str], rule: str) -> bool:
    return rule in rules or rule[:3] in rules


def _item(r: ResultRecord) -> Item:
    found = [f.location for f in r.findings if f.location is not None]
    # What admits a gap comes first where the item counts as one.
    said = sorted(r.evidence, key=lambda e: not _admits(*e)) if standing(r) is Standing.ACKNOWLEDGED else r.evidence
    places = tuple(found) if r.findings else tuple(x for x, _ in said)
    return Item(r.rule, r.outcome, standing(r), places, r.reason, r.reason_en)


#: Words in which a gap is admitted. A reader's guess alone would call a plain statement unestablished.
_GAP = re.compile(
    r"未確立|未確定|未実施|未検討|未解明|確立(?:して|されて)い?(?:ない|ません)|(?:明らか|明確)で(?:は)?(?:ない|ありません)|不明|"
    r"分かって(?:い)?(?:ない|ません)|(?:実施|測定|評価|検討|検証)(?:は|を)?(?:して|されて)?い?(?:ない|ません|せず|しない)|行わ(?:ない|ず|れていない)|"
    r"(?:データ|報告|成績|知見|経験|方法|基準)(?:は|が|も)(?:まだ|十分(?:に|で)?)?(?:ない|ありません|なく|乏しい|少ない|限られ)|限界|初めて|困難"
)


def _admits(place: Location, state: str) -> bool:
    return state == "gap_ack" and _GAP.search(folded(place.line)) is not None


def standing(r: ResultRecord) -> Standing:
    """What a plan says about a rule's question.

    A gap is acknowledged where at least half of the evidence was read so and says it in so many
    words, or where the engine for that reason weighed a finding less.
    """
    match r.outcome:
        case Outcome.NOT_APPLICABLE:
            return Standing.NOT_APPLICABLE
        case Outcome.UNDECIDABLE | Outcome.CRASHED:
            return Standing.UNREAD
        case Outcome.CONFLICTING:
            return Standing.CONFLICTING
        case Outcome.MISSING | Outcome.EMPTY:
            return Standing.SILENT
        case Outcome.DEFICIENT:
            milder = all(f.severity.rank > r.rule.severity.rank for f in r.findings)
            return Standing.ACKNOWLEDGED if milder and r.rule.kind is RuleKind.STATEMENT else Standing.VAGUE
        case Outcome.MET:
            states = [state for _, state in r.evidence]
            if states and all(s in ("na_reasoned", "na_bare") for s in states):
                return Standing.NOT_APPLICABLE
            gaps = sum(_admits(*e) for e in r.evidence)
            return Standing.ACKNOWLEDGED if gaps and gaps * 2 >= len(states) else Standing.STATED


_HAZARDS: tuple[tuple[str, Pair, str, frozenset[object]], ...] = (
    ("allogeneic", ("他人の細胞（同種）", "another person's cells (allogeneic)"), "donor", frozenset({"allogeneic"})),
    ("xenogeneic", ("動物の細胞（異種）", "animal cells (xenogeneic)"), "donor", frozenset({"xenogeneic"})),
    ("in-vivo", ("体内への遺伝子導入", "gene transfer in the body"), "gene_modified", frozenset({"in-vivo"})),
    ("ex-vivo", ("遺伝子を改変した細胞", "gene-modified cells"), "gene_modified", frozenset({"ex-vivo"})),
    (
        "integrating",
        ("染色体に組み込まれるベクター", "integrating vector"),
        "product",
        frozenset({"lentivirus", "retrovirus"}),
    ),
    (
        "virus",
        ("組込みを前提としないウイルスベクター", "viral vector not meant to integrate"),
        "product",
        frozenset({"aav", "adenovirus", "other-virus"}),
    ),
    ("editing", ("ゲノム編集", "genome editing"), "product", frozenset({"genome-editing"})),
    (
        "mrna",
        ("mRNAの投与又は導入", "mRNA given or transferred"),
        "product",
        frozenset({"mrna-ivt", "mrna-biological"}),
    ),
    ("phage", ("ファージ", "bacteriophage"), "product", frozenset({"phage"})),
    ("ev", ("EV・培養上清（法の対象外）", "EV or conditioned medium (outside the Act)"), "product", frozenset({"ev"})),
    ("minors", ("代諾による実施（小児など）", "consent by proxy (children and others)"), "minors", frozenset({True})),
    (
        "animal-material",
        ("ヒト・動物由来の原料", "raw material of human or animal origin"),
        "animal_material",
        frozenset({True}),
    ),
)
#: Routes by which a product spreads through the body or reaches the brain or the lung.
_ROUTE = re.compile(r"静脈|静注|点滴|髄腔|くも膜下|脳室|脳内|気管|動脈|門脈|冠動脈")
_SEVERAL = re.compile(r"(?:[2-9]|\d{2,}|[二三四五六七八九十])\s*回|反復|複数回|繰り返")


def _hazards(record: DossierRecord) -> Iterator[Hazard]:
    facts = {f.name: f for f in record.facts if f.source in ("read", "given")}
    for key, name, fact, values in _HAZARDS:
        found = facts.get(fact)
        if found is None:
            continue
        held: tuple[object, ...] = found.value if isinstance(found.value, tuple) else (found.value,)
        if any(v in values for v in held):
            yield Hazard(key, name, found.evidence)
    yield from _by_value(
        record, "route", _ROUTE, "route", ("全身に及ぶ投与経路（静脈内・髄腔内など）", "systemic route")
    )
    yield from _by_value(record, "times", _SEVERAL, "repeated", ("反復投与", "repeated administration"))


def _by_value(record: DossierRecord, item: str, words: re.Pattern[str], key: str, name: Pair) -> Iterator[Hazard]:
    found = tuple(v.place for v in record.values if v.item == item and words.search(folded(v.text)))
    if found:
        yield Hazard(key, name, found)


def named(pair: Pair, lang: Lang) -> str:
    """The name in the language asked for."""
    return pair[lang is Lang.EN]
