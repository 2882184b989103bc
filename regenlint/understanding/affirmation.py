"""What a plan says of itself: not what it denies, tells of others, or asks in general."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from regenlint.context import Reading
from regenlint.evidence import State
from regenlint.index import Hit, Passage
from regenlint.model import Anchor, DocKind
from regenlint.rules import Fact, FactSource, FactValue
from regenlint.text import folded

TECHNICAL = frozenset(
    {
        DocKind.FORM,
        DocKind.PROTOCOL,
        DocKind.OUTLINE,
        DocKind.STANDARD,
        DocKind.MANUFACTURING_STANDARD,
        DocKind.QUALITY_STANDARD,
        DocKind.SOP,
        DocKind.CONSENT,
        DocKind.CONTRACT,
        DocKind.CARTAGENA,
        DocKind.PLAIN_SUMMARY,
        DocKind.CHECKLIST,
    }
)
#: Documents that say how the product is made.
MAKING = frozenset(
    {
        DocKind.FORM,
        DocKind.PROTOCOL,
        DocKind.OUTLINE,
        DocKind.STANDARD,
        DocKind.MANUFACTURING_STANDARD,
        DocKind.QUALITY_STANDARD,
        DocKind.HYGIENE_STANDARD,
        DocKind.SOP,
        DocKind.CONTRACT,
        DocKind.OTHER,
    }
)
#: Documents that tell every material and step: what they are silent on is not done.
DETAILED = frozenset({DocKind.OUTLINE, DocKind.STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.QUALITY_STANDARD})
TITLED = frozenset({DocKind.FORM, DocKind.PROTOCOL, DocKind.OUTLINE, DocKind.STANDARD, DocKind.CONSENT})
#: Keys of form fields that name what is given.
NAMES = ("name_of_therapy", "product_name")

_DENIED = frozenset({State.DENIED, State.NA_BARE, State.NA_REASONED, State.TEMPLATE})
_NEGATION = re.compile(
    r"^[^。、；;]{0,14}?(?:ない|なく|ません|ず(?:[、。にの]|$)|なし|無し|不使用|不含|フリー|以外|除く|除外|禁止|該当しない|当たらない|未使用|いいえ|否(?:[。、]|$))"
)
#: The denial belongs to what follows from the thing: ご自身の細胞を使うため拒絶反応はありません.
_ANOTHER_CLAUSE = re.compile(r"ため|ので|よう|(?:し|い|っ)て(?!い|は)|場合")
#: Named to set the plan off: 羊膜を使う従来法と異なり, 凍結品ではなく; 凍らせたり増やしたりはしません.
_INSTEAD = re.compile(
    r"^[^。]{0,24}?(?:と(?:は)?(?:異な|違[いう])|に代え|の代わりに|ではなく|でなく)"
    r"|^[^。、]{0,4}?たり[^。]{0,30}?たり(?:は|も|する(?:こと)?は)?(?:し(?:ない|ません)|(?:ない|ありません|なく))"
)
_REASON = re.compile(r"^[^。、]{0,16}?(?:ため|ので)")
_UNFIT = re.compile(r"^[^。、；;]{0,14}?(?:は|も)?(?:使用)?不可(?!能|欠|避|逆)|^[^。、；;]{0,8}?を避け")
_NOT = r"(?:ない|なかった|ません|ず(?:[、。にと]|$))"
_DONE = (
    r"(?:用い|使用し|使わ|使い|扱わ|扱い|取扱わ|行わ|行い|実施し|実施せ|含ま|含み|伴わ|投与し|添加し"
    r"|参加でき|受けられ|お受けいただけ|対象とし|対象にし|認め|施さ|加え|入れ)"
)
#: What may stand between a thing and the others it is listed with: nouns, no verb and no particle but の.
_NOUNS = r"[ァ-ヶー一-龥々A-Za-z0-9()\-/「」の]{0,16}?"
_LISTED = re.compile(
    rf"^{_NOUNS}(?:(?:、|・|,|や|又は|及び|並びに|あるいは){_NOUNS}){{0,8}}"
    rf"(?:など|等)?(?:による|を用いた|を用いる|での|からの)?[^。、]{{0,10}}?(?:は|を|も)(?:一切|原則|いずれも|、)?"
    rf"(?:除外|除く|除き|除いて|対象外|対象から|不使用|なし|{_DONE}{_NOT}|{_DONE}ることはあり?(?:ない|ません))"
)
#: The plan itself named again behind the clause that speaks of the thing: 〜する方法は、当院では扱わない。
_DISOWNED = re.compile(
    rf"(?:本|この|今回の|当)(?:計画|治療|研究|療法|技術|品|法|院|施設|センター)(?:で|にお?いて)?は、?(?:一切|(?:これ|それ)(?:ら)?(?:を|は))?{_DONE}{_NOT}"
)
#: Somebody else's work.
_ELSEWHERE = re.compile(
    r"先行(?:研究|試験|例|する)|既報|報告(?:が|も|では|され(?:て|た)|例|によ(?:れば|ると))|(?:論文|文献)(?:で|に|上)|知られて"
    r"|(?:海外|国外|欧米|米国|諸外国)(?:で(?!製造|作)|では|における|の(?:臨床|研究|報告|試験|文献|例|治療))"
    r"|類似の|よく似た|(?:他|別)の(?:計画|研究|治療|療法|施設|医療機関|大学)|別(?:計画|研究)|他(?:施設|院|大学)(?:で|の)"
    r"|(?:[A-Z][A-Z]?|ある)(?:大学|病院|社)(?:で|の)|(?<!本)(?<!この)(?<!本臨床)(?<!臨床)研究では|(?<!本)(?<!この)臨床研究では|過去に|試みられ|(?:と|との|に)比(?:較|べ)|一般的?に|(?:方法|例|研究|試験|治療)(?:も|が)(?:あ[るり]|行われて|進め)"
)
_ELSEWHERE_ABOVE = re.compile(r"国内外|実施状況|先行研究|文献|既報|類似|他の治療|代替(?:治療|療法)|従来の|参考")
#: Words that take a name back inside the name itself.
_NAMED_WITHOUT = re.compile(r"^[^。、]{0,8}?(?:を|は)?(?:用い|使用し|含ま|伴わ|使わ)(?:ない|ず)|^(?:不使用|フリー)")


@dataclass(frozen=True, slots=True)
class Vote:
    """A place that speaks for a value, and how much it counts."""

    value: FactValue
    weight: float
    at: Anchor


def affirmed(hit: Hit, reading: Reading) -> bool:
    """Whether the words around a hit let it stand: not denied, excluded, general talk or a template."""
    return not denied_beside(hit) and reading.state(hit).state not in _DENIED


def denied_beside(hit: Hit) -> bool:
    """Whether a denial stands right behind a hit or a negating character before it."""
    return bool(_NEGATION.match(after(hit))) or _negated_before(hit)


def _negated_before(hit: Hit) -> bool:
    start, _ = hit.passage.sentence(hit.start)
    return hit.passage.text[max(start, hit.start - 3) : hit.start].endswith(("非", "無", "未"))


def own(hit: Hit, reading: Reading) -> bool:
    """Whether a hit is what the plan says of itself: affirmed, not taken back further on, not told of others."""
    if elsewhere(hit) or taken_back(hit):
        return False
    judged, rest = reading.state(hit), after(hit)
    if judged.state is State.DENIED and _REASON.match(rest):
        return True
    if not judged.trusted and (judged.state is State.TEMPLATE or _ANOTHER_CLAUSE.search(rest)):
        return True
    return judged.state not in _DENIED


def elsewhere(hit: Hit) -> bool:
    """Whether a hit stands in a sentence or under a heading that tells of somebody else's work."""
    return bool(_ELSEWHERE.search(folded(sentence(hit))) or _ELSEWHERE_ABOVE.search(folded(hit.passage.before)))


def taken_back(hit: Hit) -> bool:
    """Whether a hit is denied beside it, in the list it stands in, or by what the plan says of itself behind it."""
    rest = after(hit)
    beside = _NEGATION.match(rest)
    if beside and not _ANOTHER_CLAUSE.search(beside.group()):
        return True
    return _negated_before(hit) or bool(
        _UNFIT.match(rest) or _LISTED.match(rest) or _DISOWNED.search(rest) or _INSTEAD.match(rest)
    )


def named_without(hit: Hit) -> bool:
    """Whether a name says that the thing is not in it: 無血清, フィーダー細胞を用いない."""
    return bool(_NAMED_WITHOUT.match(after(hit))) or _negated_before(hit)


def mentions(reading: Reading, term: str, kinds: Iterable[DocKind] = frozenset(DocKind)) -> tuple[Hit, ...]:
    """Every occurrence of a term in documents of the kinds, whatever is said of it."""
    return reading.index.hits_in(reading.terms[term].concept, frozenset(kinds))


def hits(reading: Reading, term: str, kinds: Iterable[DocKind] = frozenset(DocKind)) -> list[Hit]:
    """Affirmed occurrences of a term in documents of the kinds."""
    return [h for h in mentions(reading, term, kinds) if affirmed(h, reading)]


def denied(reading: Reading, term: str, kinds: Iterable[DocKind]) -> list[Hit]:
    """Occurrences of a term that the plan takes back for itself."""
    return [h for h in mentions(reading, term, kinds) if taken_back(h) and not elsewhere(h)]


def own_hits(reading: Reading, term: str, kinds: Iterable[DocKind] = frozenset(DocKind)) -> list[Hit]:
    """Occurrences of a term that the plan says of itself."""
    return [h for h in outermost(mentions(reading, term, kinds)) if own(h, reading)]


def outermost(found: Iterable[Hit]) -> list[Hit]:
    """Hits that lie in no other: 凍結保存 is one place, not 凍結 and 凍結保存."""
    out: list[Hit] = []
    for h in sorted(found, key=lambda h: (h.passage.number, h.start, -h.end)):
        if not (out and out[-1].passage.number == h.passage.number and h.end <= out[-1].end):
            out.append(h)
    return out


def by_sentence(found: Iterable[Hit]) -> list[Hit]:
    """The first hit of each sentence: what is said once counts once."""
    return list({(h.passage.number, h.passage.sentence(h.start)): h for h in reversed(list(found))}.values())[::-1]


def sentence(hit: Hit) -> str:
    """The sentence a hit stands in, as written."""
    return hit.sentence


def after(hit: Hit) -> str:
    """What follows a hit in its sentence, folded."""
    _, end = hit.passage.sentence(hit.start)
    return folded(hit.passage.text[hit.end : end])


def sentences_of(passage: Passage) -> Iterable[tuple[int, int, str]]:
    """Start, end and folded text of each sentence of a passage."""
    start = 0
    while start < len(passage.text):
        a, b = passage.sentence(start)
        if b <= start:
            return
        yield a, b, folded(passage.text[a:b])
        start = b


def given_hits(reading: Reading, term: str, keys: tuple[str, ...] = (*NAMES, "content")) -> list[Hit]:
    """Hits in the fields and titles that say what is given, but where the name itself takes them back."""
    fields, names = value_blocks(reading, *keys), _titles(reading) | value_blocks(reading, *NAMES)
    return [
        h
        for h in mentions(reading, term)
        if (in_blocks(h, names) and not named_without(h))
        or (in_blocks(h, fields) and affirmed(h, reading) and not taken_back(h))
    ]


def value_blocks(reading: Reading, *keys: str) -> set[tuple[str, int]]:
    """The document and number of each block that holds a value of these fields of the form."""
    return {(v.document, b) for k in keys for v in reading.form(k) for b in v.field.value_blocks}


def _titles(reading: Reading) -> set[tuple[str, int]]:
    return {(d.id, b.number) for d in reading.dossier.of_kinds(TITLED) for b in d.blocks[:4] if is_title(b.text)}


def is_title(text: str) -> bool:
    """Whether a text near the top of a document may be its title: short, and no sentence."""
    return len(text) <= _TITLE and not text.rstrip().endswith("。")


_TITLE = 80


def in_blocks(hit: Hit, places: set[tuple[str, int]]) -> bool:
    """Whether a hit stands in any of the blocks."""
    return any((hit.passage.document, x.block) in places for x in hit.passage.pieces)


def winner(name: str, votes: list[Vote], margin: float) -> Fact:
    """The value with the most weight, unknown where the next is closer than the margin."""
    sums: dict[FactValue, float] = {}
    for v in votes:
        sums[v.value] = sums.get(v.value, 0.0) + v.weight
    ranked = sorted(sums.items(), key=lambda x: -x[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] < margin * ranked[1][1]):
        return unknown(name)
    return read(name, ranked[0][0], (v.at for v in votes if v.value == ranked[0][0]))


def read(name: str, value: FactValue, at: Iterable[Anchor] = (), note: str = "") -> Fact:
    """A fact the dossier says, with up to five places."""
    return Fact(name, value, FactSource.READ, tuple(at)[:5], note)


def unknown(name: str) -> Fact:
    """A fact nothing settles."""
    return Fact(name, None, FactSource.UNKNOWN)


def default(name: str, value: FactValue, note: str) -> Fact:
    """A fact taken for granted, and why."""
    return Fact(name, value, FactSource.DEFAULT, (), note)
