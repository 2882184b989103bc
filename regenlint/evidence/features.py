"""What the learned reader looks at: characters near the target, cues by where they stand, form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from regenlint.evidence.clause import read
from regenlint.evidence.cues import Cues, shipped
from regenlint.evidence.passage import Form, Passage
from regenlint.evidence.patterns import BECAUSE_AFTER, INSTEAD, THEREFORE
from regenlint.evidence.states import ACCEPTED
from regenlint.evidence.structure import choice, value

_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_WINDOW = (40, 70)


def _grams(text: str, low: int, high: int, mark: str) -> Iterator[str]:
    n = len(text)
    for size in range(low, high + 1):
        for i in range(n - size + 1):
            yield mark + text[i : i + size]


def _suffixes(text: str, longest: int, mark: str) -> Iterator[str]:
    for n in range(1, min(longest, len(text)) + 1):
        yield mark + text[-n:]


def _prefixes(text: str, longest: int, mark: str) -> Iterator[str]:
    for n in range(1, min(longest, len(text)) + 1):
        yield mark + text[:n]


_CONTRAST = re.compile(r"(?:が|けれども?|けども|ものの|一方で?|のに対し|反面)、?$")


def _voices(p: Passage) -> tuple[str, str, str, str]:
    """Earlier contrasted clauses, own left, own right, later contrasted clauses of the sentence.

    What a contrast sets apart speaks of another item: 「Aは測るが、Bは測らない」.
    """
    far = len(p.left) - len(p.clause)
    apart = far > 0 and bool(_CONTRAST.search(p.left[:far]))
    before, left = (p.left[:far], p.clause) if apart else ("", p.left)
    if p.rest and _CONTRAST.search(p.scope):
        return before, left, p.scope, p.rest
    return before, left, p.right, ""


def cue_features(p: Passage, cues: Cues) -> Iterator[str]:
    """Cue classes by zone: before the target in its clause (l) or sentence (L), in its scope (r),
    behind it (R), in clauses set apart by a contrast (C, c), in the target (t), in the neighbouring
    sentences (p, n), and the last in scope (e)."""
    sentence = p.left + p.target + p.right
    start, end = len(p.left), len(p.left) + len(p.target)
    clause, scope = start - len(p.clause), end + len(p.scope)
    before_voice, _, _, behind_voice = _voices(p)
    earlier, later = "C" if before_voice else "L", "c" if behind_voice else "R"
    last = ""
    last_end = -1
    counts: dict[str, int] = {}
    for cue in cues.find(sentence):
        if cue.end <= clause:
            zone = earlier
        elif cue.end <= start:
            zone = "l"
        elif cue.start >= scope:
            zone = later
        elif cue.start >= end:
            zone = "r"
            if cue.start - end <= 3:
                yield f"#a{cue.name}"
        elif cue.start >= start and cue.end <= end:
            zone = "t"
        else:
            zone = "r" if cue.end > end else "l"
        key = f"#{zone}{cue.name}"
        counts[key] = counts.get(key, 0) + 1
        if start <= cue.end <= scope and cue.end >= last_end and cue.name not in ("number", "bound"):
            last, last_end = cue.name, cue.end
    yield from counts
    for key, n in counts.items():
        if n > 1:
            yield key + "+"
    if last:
        yield f"#e{last}"
        gap = scope - last_end
        yield f"#g{last}{'0' if gap <= 2 else '1' if gap <= 6 else '2'}"
    else:
        yield "#e-"
    if BECAUSE_AFTER.search(p.following):
        yield "#n!because"
    if INSTEAD.match(p.following):
        yield "#n!instead"
    if THEREFORE.match(sentence):
        yield "#!therefore"
    for zone, text in (("p", p.previous), ("n", p.following)):
        for name in {c.name for c in cues.find(text)}:
            yield f"#{zone}{name}"


def form_features(p: Passage) -> Iterator[str]:
    """Place, form, particle behind the target, lengths, what stands in the value."""
    yield f"@{p.place}"
    yield f"@{p.form}"
    yield f"@link{p.link}"
    yield f"@topic{int(p.topic)}"
    size = len(p.left) + len(p.target) + len(p.right)
    yield f"@size{min(size // 15, 7)}"
    yield f"@at{min(len(p.left) // 8, 5)}"
    yield f"@rest{min(len(p.right) // 8, 6)}"
    yield f"@target{min(len(p.target) // 4, 4)}"
    yield f"@stop{int((p.right or p.target).rstrip().endswith('。'))}"
    if p.value is not None:
        yield f"@value{min(len(p.value) // 4, 5) if p.value else '-'}"
    if p.value is not None:
        first, _, _ = p.value.partition(" | ")
        kind = value(first)
        yield f"@kind{kind.kind}"
        yield f"@kind{kind.kind}{kind.more:d}"
        whole = value(p.value)
        yield f"@row{whole.kind}{whole.more:d}"
        yield f"@kind{kind.kind}{p.form}"
    if p.form is Form.BOX:
        line = p.left + p.target + p.right
        box = choice(line, len(p.left), len(p.left) + len(p.target))
        if box is not None:
            yield f"@box{box.tick}"
            yield f"@box{box.tick}{box.more:d}"
    reading = read(p)
    yield f"!{reading.state}"
    yield f"!{reading.why}"
    yield f"!{reading.state in ACCEPTED:d}"
    if reading.settled:
        yield f"!!{reading.state}"
    if not p.right.strip(" 。"):
        yield "@final"
    if not p.left.strip():
        yield "@first"
    if re.search("[0-9]", p.target):
        yield "@digit"


def char_features(p: Passage) -> Iterator[str]:
    """Character n-grams around the target, anchored ones at its edges and at the ends."""
    before, own_left, own_right, behind = _voices(p)
    left = _DIGITS.sub("0", own_left[-_WINDOW[0] :])
    right = _DIGITS.sub("0", own_right[: _WINDOW[1]])
    scope = _DIGITS.sub("0", p.scope).rstrip("。 、")
    tail = _DIGITS.sub("0", (p.target + own_right)[-12:]).rstrip("。 、")
    yield from _grams(_DIGITS.sub("0", before[-24:]), 2, 4, "M")
    yield from _grams(_DIGITS.sub("0", behind[:50]), 2, 4, "Q")
    yield from _suffixes(_DIGITS.sub("0", behind[-12:]).rstrip("。 "), 6, "F")
    yield from _grams(left + "\x02", 1, 4, "")
    yield from _grams("\x03" + right, 1, 4, "")
    yield from _grams(right[:24], 2, 4, ">")
    yield from _suffixes(left, 6, "L")
    yield from _prefixes(right, 7, "R")
    yield from _suffixes(tail, 8, "E")
    yield from _suffixes(scope, 8, "S")
    yield from _grams(_DIGITS.sub("0", p.target), 1, 3, "T")
    yield from _suffixes(_DIGITS.sub("0", p.previous[-8:]).rstrip("。 "), 5, "P")
    yield from _grams(_DIGITS.sub("0", p.following[:30]), 2, 3, "N")
    if p.value is not None:
        yield from _grams("\x02" + _DIGITS.sub("0", p.value[:30]) + "\x03", 1, 4, "V")


_KATAKANA = re.compile(r"[ァ-ヶー]{3,}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 .+/_-]*")
_KANJI = re.compile(r"[一-龥々]{4,}")


def skeleton(text: str) -> str:
    """A text without its subject matter: long words and names become one sign each."""
    text = _KATAKANA.sub("カ", _LATIN.sub("A", _DIGITS.sub("0", text)))
    return _KANJI.sub("漢", text)


def skeleton_features(p: Passage) -> Iterator[str]:
    """Longer n-grams of the skeleton: how the sentence is made, whatever it speaks of."""
    _, own_left, own_right, _ = _voices(p)
    left, right = skeleton(own_left)[-24:], skeleton(own_right)[:50]
    yield from _grams(left + "\x02", 3, 6, "/")
    yield from _grams("\x03" + right, 3, 7, "/")
    yield from _prefixes(right, 12, "/R")
    yield from _suffixes(skeleton(p.scope).rstrip("。 、"), 14, "/S")
    yield from _suffixes(right.rstrip("。 "), 14, "/E")


def sign_features(p: Passage) -> Iterator[str]:
    """Cues and form: the features that have a name."""
    yield from cue_features(p, shipped())
    yield from form_features(p)


#: The blocks of features, each scaled by itself.
BLOCKS: Mapping[str, Callable[[Passage], Iterator[str]]] = {
    "characters": char_features,
    "signs": sign_features,
    "skeleton": skeleton_features,
}
