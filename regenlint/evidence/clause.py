"""The reader that knows rules: structure first, then the clause of the target and its cues."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regenlint.evidence import patterns
from regenlint.evidence.cues import Cue, Cues, shipped
from regenlint.evidence.passage import Form, Passage
from regenlint.evidence.states import Place, State
from regenlint.evidence.structure import NO_CHOICE, Kind, Tick, choice, value


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules read: a state, and whether the shape alone settles it."""

    state: State
    settled: bool
    why: str


_NOT_DONE = frozenset({"denied", "omitted", "undone", "absent"})
_SOLID = frozenset({"number", "bound", "identifier"})

_TICKS: dict[Tick, State] = {
    Tick.NONE: State.TEMPLATE,
    Tick.THIS: State.POLICY,
    Tick.OTHER: State.DENIED,
    Tick.YES: State.POLICY,
    Tick.NO: State.DENIED,
    Tick.NA: State.NA_BARE,
    Tick.LATER: State.FUTURE,
    Tick.NAMED: State.POLICY,
}


def read(p: Passage) -> Reading:
    """What the rules make of a passage."""
    by_shape = _shape(p)
    return by_shape if by_shape is not None else _clause(p, shipped())


def _shape(p: Passage) -> Reading | None:
    sentence = p.left + p.target + p.right
    if p.form is Form.BOX:
        box = choice(sentence, len(p.left), len(p.left) + len(p.target))
        if box is not None:
            return _ticked(box.tick, box.more, box.text)
    if p.value is not None:
        return _beside(p)
    if p.form is Form.HEADING and not re.search(r"。|ます$", sentence):
        plain_title = not patterns.TELLING_TITLE.search(p.target + p.right)
        if patterns.PLACEHOLDER.search(sentence):
            return Reading(State.TEMPLATE, False, "placeholder in a heading")
        if re.search(r"[(（](?:該当なし|非該当|対象外|該当せず)[)）]", p.right):
            return Reading(State.NA_BARE, True, "heading without matter")
        return Reading(State.MENTION, plain_title, "heading")
    if p.form is Form.TEXT and p.place in (Place.LIST, Place.PROSE) and patterns.NUMBERED.match(sentence):
        bare = re.sub(r"[0-9]+\s*$", "", sentence.rstrip(" .…・"))
        if len(bare) < 45 and not patterns.FINITE.search(bare) and not re.search(r"[はをが:]", bare):
            return Reading(State.MENTION, p.place is Place.LIST, "numbered title")
    return None


def _ticked(tick: Tick, more: bool, text: str) -> Reading:
    state = _TICKS[tick]
    settled = True
    if tick in (Tick.NA, Tick.NO) and more:
        state, settled = State.NA_REASONED, tick is Tick.NA
    elif tick is Tick.THIS:
        meaning = re.search(r"予定|申請中|手続き?中|検討|未定", text)
        denied = NO_CHOICE.match(text)
        state = State.FUTURE if meaning else State.DENIED if denied else State.POLICY
        settled = not re.search(r"該当しない|非該当|対象外", text)
        if not settled:
            state = State.NA_REASONED if more else State.NA_BARE
    elif tick in (Tick.NAMED, Tick.OTHER):
        settled = False
    if state is State.POLICY and re.search(r"[0-9]", text):
        state = State.VALUE
    return Reading(state, settled, f"box {tick}")


def _beside(p: Passage) -> Reading | None:
    """What a label's value says."""
    text = p.value or ""
    first = value(text.partition(" | ")[0] if p.form is Form.ROW else text)
    whole = value(text)
    kind = first.kind
    head = p.previous if p.form is Form.ROW else ""
    if kind is Kind.CLEAR:
        elsewhere = any(c.name == "elsewhere" for c in shipped().find(f"{p.label} {p.previous} {text}"))
        return Reading(State.RESULT, not elsewhere and not p.left.strip(), "none found")
    if kind is Kind.NONE and (re.search(r"結果|実測|成績|判定|発現", head) or patterns.FINDING.search(p.label)):
        return Reading(State.RESULT, False, "none found")
    if kind in (Kind.NA, Kind.DASH, Kind.NONE):
        more = first.more or (whole.more and " | " in text and not _columns(head, text))
        weak = more and any(c.name == "weak_reason" for c in shipped().find(text))
        return Reading(State.NA_REASONED if more else State.NA_BARE, not weak, f"value {kind}")
    if kind is Kind.PRAISE and not whole.more:
        return Reading(State.VAGUE, p.form is Form.PAIR or " | " not in text, "value praise")
    if kind is Kind.NO:
        if first.more or whole.more:
            return None
        return Reading(State.DENIED, True, "value no")
    if kind in (Kind.BLANK, Kind.NOTHING):
        return Reading(State.TEMPLATE, kind is Kind.BLANK or p.form is Form.PAIR, f"value {kind}")
    if kind is Kind.LATER:
        return Reading(State.FUTURE, False, "value later")
    if kind is Kind.YES:
        return Reading(State.POLICY, False, "value yes")
    return None


def _columns(head: str, text: str) -> bool:
    """True where a row holds several label and value pairs, so that what follows is another item."""
    titles = [c.strip() for c in head.split("|")]
    return len(titles) >= 4 and len(set(titles)) <= len(titles) // 2


def _clause(p: Passage, cues: Cues) -> Reading:
    sentence = p.left + p.target + p.right
    start, end = len(p.left), len(p.left) + len(p.target)
    clause, scope = start - len(p.clause), end + len(p.scope)
    found = cues.find(sentence if p.value is None else p.target + p.right)
    if p.value is not None:
        sentence = p.target + p.right
        start, end, clause, scope = 0, len(p.target), 0, len(sentence)
    right = [c for c in found if c.start >= start and c.end <= scope]
    left = [c for c in found if c.end <= start and c.start >= clause]
    names = {c.name for c in right}
    before = {c.name for c in left}
    everywhere = {c.name for c in found}
    region = sentence[end:scope]

    if patterns.PLACEHOLDER.search(sentence):
        return Reading(State.TEMPLATE, bool(patterns.UNFILLED.search(sentence)), "placeholder")
    title = any(m.start(1) <= start < m.end(1) for m in patterns.QUOTED.finditer(sentence))
    if title and patterns.TITLE.search(sentence) and "acts" not in {c.name for c in right if c.start > end}:
        return Reading(State.MENTION, False, "quoted title")
    excepted = _excepted(p, names)
    if excepted is not None:
        return excepted
    if patterns.CITED.search(sentence) and not (names & {"actor", "timing"}):
        return Reading(State.MENTION, False, "citation")
    return _predicate(p, right, names, before, everywhere, region, sentence)


def _excepted(p: Passage, names: set[str]) -> Reading | None:
    if patterns.EXCEPT.match(p.right):
        negated = bool(names & {"denied", "absent", "unused", "double_negative"})
        return Reading(State.POLICY if negated else State.DENIED, False, "excepted")
    return None


def _predicate(
    p: Passage,
    right: list[Cue],
    names: set[str],
    before: set[str],
    everywhere: set[str],
    region: str,
    sentence: str,
) -> Reading:
    last = max(
        (c for c in right if c.name not in _SOLID and c.name not in ("reason", "timing", "cited")),
        key=lambda c: c.end,
        default=None,
    )
    final = last.name if last else ""
    solid = bool((names | before) & {"number", "identifier"})
    because = bool(patterns.BECAUSE_AFTER.search(p.following)) or bool(patterns.THEREFORE.match(sentence))
    instead = bool(patterns.INSTEAD.match(p.following))
    reasoned = bool(everywhere & {"reason", "sound_reason"}) or because
    weak = "weak_reason" in everywhere
    gap = "gap" in everywhere

    if "double_negative" in names and final in ("double_negative", "acts", "denied", ""):
        return Reading(State.VALUE if solid else State.POLICY, False, "double negative")
    if final == "found_none" or ("found_none" in names and final in ("past", "acts", "absent")):
        return Reading(State.RESULT, False, "negative finding")
    material = patterns.MATERIAL.search(p.target) and not patterns.TEST.search(p.target + p.right[:6])
    if material and patterns.WITHOUT.match(p.right):
        return Reading(State.RESULT, False, "property of the product")
    if names & {"na", "unneeded", "unused"} and final in ("na", "unneeded", "unused", "denied"):
        if weak and "na" not in names:
            return Reading(State.DENIED, False, "unneeded, weak reason")
        bare = State.NA_BARE if "na" in names else State.DENIED
        return Reading(State.NA_REASONED if reasoned else bare, False, "na")
    if final in _NOT_DONE:
        if instead or (gap and "compensated" in everywhere):
            return Reading(State.GAP_ACK, False, "gap with a control")
        if because and not weak:
            return Reading(State.NA_REASONED, False, "denied, reason in the next sentence")
        if reasoned and not weak and "sound_reason" in everywhere:
            return Reading(State.NA_REASONED, False, "denied with a sound reason")
        return Reading(State.DENIED, False, "denied")
    later = "later" in names | before and final in ("acts", "later", "")
    if later or final in ("planned", "undecided", "underway"):
        return Reading(State.FUTURE, False, "put off")
    if gap and (p.link == "contrast" or reasoned or "compensated" in everywhere):
        return Reading(State.GAP_ACK, False, "gap with a control")
    if "elsewhere" in everywhere and not names & {"actor", "timing"}:
        return Reading(State.MENTION, False, "elsewhere")
    outside = "outsiders" in everywhere and "by_others" in names
    if outside or final == "by_others" or patterns.BY_OTHERS.search(sentence):
        return Reading(State.HANDED_ON, False, "handed on")
    if "condition" in names | before and not names & {"actor", "timing", "means"} and not solid:
        return Reading(State.CONDITIONAL, False, "conditional")
    if final == "general" or ("general" in names and "acts" not in names):
        return Reading(State.MENTION, False, "general statement")
    if final == "past" and (solid or "past" in names):
        return Reading(State.RESULT, False, "past")
    if solid or "bound" in names:
        return Reading(State.VALUE, False, "number")
    if "vague" in names | before:
        return Reading(State.VAGUE, False, "adjectives only")
    if patterns.PAST.search(sentence) and "past" in names:
        return Reading(State.RESULT, False, "past")
    if names & {"actor", "timing", "means", "acts"} or before & {"actor", "timing", "means"}:
        return Reading(State.POLICY, False, "who, when or how")
    if re.search(r"[0-9]", p.target):
        return Reading(State.VALUE, False, "number is the target")
    return Reading(State.MENTION if not region.strip("。 ") else State.POLICY, False, "nothing said")
