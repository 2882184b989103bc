"""The reader that knows rules: structure first, then the clause of the target and its cues."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


_EXCEPT = re.compile(r"[^、。はがをも]{0,8}?(?:以外|を除[きくい]|は除[きくい]|を除外)")
_ONLY_LEFT = re.compile(r"を除(?:き|いて|く)、?$|以外の?$")
_PLACEHOLDER = re.compile(
    r"[○●△◇☆]{2,}|[*＊_＿]{3,}|(?<![A-Za-z])X{2,}(?![A-Za-z])|(?<![A-Za-z])x{3,}|\( {2,}\)|\(例[):]|^例[:)]|\(記載例|記入例|"
    r"(?:を|に|は|へ)(?:ここに)?(?:記載|記入|入力|明記|列挙|選択|記述|転記)(?:する(?:こと)?|して(?:ください|くださ|ほしい)|してくださ|のこと|されたい|願い?ます?|いただきたい)?[。)>〕］】」]*$|"
    r"[<〔［【\[][^>〕］】\]]{0,24}(?:記入|入力|記載|転記|選択)[^>〕］】\]]{0,8}[>〕］】\]]|[0-9]+ ?文?字(?:以内|程度)|要(?:記入|確認|追記|修正|記載)|"
    r"(?:追記|修正|補足|説明|記載|記入|提示|明示|再提出)(?:を(?:お願い|求め)|してください|されたい|すること|のこと)|(?:お書き|お示し|ご記入|ご記載)ください|"
    r"(?:か|でしょうか|ますか)[。?]?[」』]?(?:と(?:の)?(?:質問|照会|指摘))|[?]\s*$|述べ(?:ること|よ)|述べられたい|示され(?:たい|ていない)。"
)
_CITED = re.compile(
    r"第[0-9]+条(?:の[0-9]+)?(?:第[0-9]+項)?(?:に規定する|の規定|では|は|で定め)|平成[0-9]+年法律|et al|[0-9]{4};|doi|ISBN|参考文献|参考資料|(?:薬生|医政|薬食|医薬)[^、。]{0,8}発[0-9]+第[0-9]+号"
)
_QUOTED = re.compile(r"[「『]([^」』]*)[」』]")
_TITLE = re.compile(r"に関する|指針|ガイドライン|マニュアル|手順書|について|法律|省令|基準|規程|考え方|一覧")
_NUMBERED = re.compile(r"\s*(?:[0-9]+(?:[.\-][0-9]+)*[.)]?\s|第[0-9一二三四五六七八九十]+[条章節項編]|\([0-9]+\)|[①-⑳]|別[紙表添]|様式|付録|図[0-9]|表[0-9]|[ⅠⅡⅢⅣⅤIVX]+[.]|【)")
_FINITE = re.compile(r"(?:る|た|い|う|く|す|つ|ぬ|む|だ|です|ます|ません|でした|ない|ん|こと|済み?|なし)[。)]*$")
_PAST = re.compile(r"(?:た|ました|でした|ている|ています|ており)[。)]*$")
_BY_OTHERS = re.compile(r"(?:に(?:よる|よります|従う|従います|準じる|準ずる|準拠する|委ねる|一任する|譲る|任せる)|のとおり(?:とする|である)?|を参照(?:のこと|する)?|参照)[。)]*$")
BECAUSE_AFTER = re.compile(r"(?:ため|から|ことによる|ことによ)(?:である|です|だ|であります|る)?。?$")
INSTEAD = re.compile(
    r"[(※* ]*(?:代わり|かわり|その代わり|そのかわり|そこで|このため|そのため|したがって|従って|よって|その分|代替として|これに代え|この弱|この点|この代替|これを補|だから)"
)
THEREFORE = re.compile(r"(?:このため|そのため|したがって|従って|よって|以上から|以上より|それゆえ|ゆえに|だから)")
_NOT_DONE = frozenset({"denied", "omitted", "undone", "absent"})
_SOLID = frozenset({"number", "bound", "identifier"})

_VALUES: dict[Kind, State] = {
    Kind.NOTHING: State.TEMPLATE,
    Kind.DASH: State.NA_BARE,
    Kind.NA: State.NA_BARE,
    Kind.NONE: State.NA_BARE,
    Kind.NO: State.DENIED,
    Kind.YES: State.POLICY,
    Kind.LATER: State.FUTURE,
    Kind.BLANK: State.TEMPLATE,
}
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
        plain_title = not re.search(r"[0-9].*(?:年|月|週|日|例|回)|[:(（]|記入|入力|最高|最新|万全|安心", p.target + p.right)
        if _PLACEHOLDER.search(sentence):
            return Reading(State.TEMPLATE, False, "placeholder in a heading")
        if re.search(r"[(（](?:該当なし|非該当|対象外|該当せず)[)）]", p.right):
            return Reading(State.NA_BARE, True, "heading without matter")
        return Reading(State.MENTION, plain_title, "heading")
    if p.form is Form.TEXT and p.place in (Place.LIST, Place.PROSE) and _NUMBERED.match(sentence):
        bare = re.sub(r"[0-9]+\s*$", "", sentence.rstrip(" .…・"))
        if len(bare) < 45 and not _FINITE.search(bare) and not re.search(r"[はをが:]", bare):
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
        return Reading(State.RESULT, False, "none found")
    if kind is Kind.NONE and (re.search(r"結果|実測|成績|判定|発現", head) or _FINDING.search(p.label)):
        return Reading(State.RESULT, False, "none found")
    if kind in (Kind.NA, Kind.DASH, Kind.NONE):
        more = first.more or (whole.more and " | " in text and not _columns(head, text))
        return Reading(State.NA_REASONED if more else State.NA_BARE, True, f"value {kind}")
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


_FINDING = re.compile(
    r"異常|異物|混入|逸脱|不適合|副作用|有害|検出|過去の|処分|指摘|苦情|事故|感染の|凝集|汚染|残留|腫瘍|死亡|再発"
)


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
        start, end, clause, scope, sentence = 0, len(p.target), 0, len(p.target + p.right), p.target + p.right
    right = [c for c in found if c.start >= start and c.end <= scope]
    left = [c for c in found if c.end <= start and c.start >= clause]
    names = {c.name for c in right}
    before = {c.name for c in left}
    everywhere = {c.name for c in found}
    region = sentence[end:scope]

    if _PLACEHOLDER.search(sentence):
        return Reading(State.TEMPLATE, False, "placeholder")
    title = any(m.start(1) <= start < m.end(1) for m in _QUOTED.finditer(sentence))
    if title and _TITLE.search(sentence) and "acts" not in {c.name for c in right if c.start > end}:
        return Reading(State.MENTION, False, "quoted title")
    excepted = _excepted(p, names)
    if excepted is not None:
        return excepted
    if _CITED.search(sentence) and not (names & {"actor", "timing"}):
        return Reading(State.MENTION, False, "citation")
    return _predicate(p, right, names, before, everywhere, region, sentence)


def _excepted(p: Passage, names: set[str]) -> Reading | None:
    if _EXCEPT.match(p.right):
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
    because = bool(BECAUSE_AFTER.search(p.following)) or bool(THEREFORE.match(sentence))
    instead = bool(INSTEAD.match(p.following))
    reasoned = bool(everywhere & {"reason", "sound_reason"}) or because
    weak = "weak_reason" in everywhere
    gap = "gap" in everywhere

    if "double_negative" in names and final in ("double_negative", "acts", "denied", ""):
        return Reading(State.VALUE if solid else State.POLICY, False, "double negative")
    if final == "found_none" or ("found_none" in names and final in ("past", "acts", "absent")):
        return Reading(State.RESULT, False, "negative finding")
    if names & {"na", "unneeded", "unused"} and final in ("na", "unneeded", "unused", "denied"):
        if weak and "na" not in names:
            return Reading(State.DENIED, False, "unneeded, weak reason")
        return Reading(State.NA_REASONED if reasoned else State.NA_BARE if "na" in names else State.DENIED, False, "na")
    if final in _NOT_DONE:
        if instead or (gap and "compensated" in everywhere):
            return Reading(State.GAP_ACK, False, "gap with a control")
        if because and not weak:
            return Reading(State.NA_REASONED, False, "denied, reason in the next sentence")
        if reasoned and not weak and "sound_reason" in everywhere:
            return Reading(State.NA_REASONED, False, "denied with a sound reason")
        return Reading(State.DENIED, False, "denied")
    if final in ("planned", "undecided", "underway") or ("later" in names | before and final in ("acts", "later", "planned", "")):
        return Reading(State.FUTURE, False, "put off")
    if gap and (p.link == "contrast" or reasoned or "compensated" in everywhere):
        return Reading(State.GAP_ACK, False, "gap with a control")
    if "elsewhere" in everywhere and not names & {"actor", "timing"}:
        return Reading(State.MENTION, False, "elsewhere")
    if _BY_OTHERS.search(sentence) or final == "by_others" or ("outsiders" in everywhere and "by_others" in names):
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
    if _PAST.search(sentence) and "past" in names:
        return Reading(State.RESULT, False, "past")
    if names & {"actor", "timing", "means", "acts"} or before & {"actor", "timing", "means"}:
        return Reading(State.POLICY, False, "who, when or how")
    if re.search(r"[0-9]", p.target):
        return Reading(State.VALUE, False, "number is the target")
    return Reading(State.MENTION if not region.strip("。 ") else State.POLICY, False, "nothing said")
