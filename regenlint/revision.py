"""Two versions of a dossier: which findings are new, gone or still there, and which passages changed.

Findings are told apart by their fingerprints. Documents are paired by kind and name, passages by
their text; one that only moved has not changed. Numbers of pages and headings do not matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import PurePath
from typing import TypeAlias

from regenlint.model import Anchor, Block, Document, Dossier, Role
from regenlint.record import Against, Change, DossierRecord, FindingRecord, Gone, Location, ResultRecord
from regenlint.resolve import Places, plain
from regenlint.rules import Outcome
from regenlint.text import folded

#: Below this likeness two passages are a removal and an addition, not a change.
_ALIKE = 0.5
#: How far a changed passage is looked for among its neighbours.
_WINDOW = 12
#: A passage that was rewritten and moved must be this long and this much alike to be known again.
_TELLING, _FAR_ALIKE = 10, 0.7
#: Above this many comparisons of passages a document has been written anew.
_MOST_PAIRS = 40_000

_Blocks: TypeAlias = "tuple[Block | None, Block | None]"


def against(old: DossierRecord, before: Dossier, new: DossierRecord, after: Dossier) -> Against:
    """What is different in `new` from `old`, both judged alike."""
    pairs = _documents(before, after)
    changes = tuple(_moved_aside(c for a, b in pairs if a and b for c in _changes(a, b, before, after)))
    known = {f.fingerprint: (r, f) for r, f in old.findings()}
    here = {f.fingerprint: (r, f) for r, f in new.findings()}
    fresh = [here[k] for k in here if k not in known]
    lost = [known[k] for k in known if k not in here]
    moved = tuple(_moved_pairs(fresh, lost, changes))
    now = {n for n, _ in moved}
    then = {b for _, b in moved}
    outcomes = {r.rule.id: r.outcome for r in new.results}
    return Against(
        old.path,
        tuple(f.fingerprint for _, f in fresh if f.fingerprint not in now),
        tuple(k for k in here if k in known),
        moved,
        tuple(Gone(r.rule, f, outcomes.get(r.rule.id)) for r, f in lost if f.fingerprint not in then),
        changes,
        tuple((a.path if a else None, b.path if b else None) for a, b in pairs),
        old.unjudged,
    )


def _documents(before: Dossier, after: Dossier) -> list[tuple[Document | None, Document | None]]:
    """Documents paired by kind and by how alike their names are, in the order of the later version."""
    likely = sorted(
        ((_likeness(a, b), i, k) for i, a in enumerate(before.documents) for k, b in enumerate(after.documents)),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, i, k in likely:
        if likeness >= 1 and i not in taken and k not in partner:
            partner[k] = i
            taken.add(i)
    pairs: list[tuple[Document | None, Document | None]] = [
        (before.documents[partner[k]] if k in partner else None, b) for k, b in enumerate(after.documents)
    ]
    return [*pairs, *((a, None) for i, a in enumerate(before.documents) if i not in taken)]


def _likeness(a: Document, b: Document) -> float:
    """1 or more where the two may be versions of one document: of one kind, or of one name."""
    names = SequenceMatcher(None, folded(PurePath(a.path).stem), folded(PurePath(b.path).stem), autojunk=False).ratio()
    same = a.kind is b.kind
    if _same(a, b):
        return 4 + names
    return (2 + names) if same and a.kind.value != "other" else (1 + names) if names > 0.8 else 0.0


def _same(a: Document, b: Document) -> bool:
    return bool(a.sha256) and a.sha256 == b.sha256


def _key(block: Block) -> str:
    if block.role is Role.HEADING:
        return plain(block.text)
    return re.sub(r"\s+", "", folded(block.text))


def _changes(a: Document, b: Document, before: Dossier, after: Dossier) -> Iterator[Change]:
    if _same(a, b):
        return
    old = [x for x in a.body() if x.text.strip()]
    new = [x for x in b.body() if x.text.strip()]
    matcher = SequenceMatcher(None, [_key(x) for x in old], [_key(x) for x in new], autojunk=False)
    then, now = Places(before), Places(after)
    found = [
        pair
        for kind, i1, i2, k1, k2 in matcher.get_opcodes()
        if kind != "equal"
        for pair in _paired(old[i1:i2], new[k1:k2])
    ]
    for x, y in _far_pairs(found):
        yield Change(
            _whole(then.location(_anchor(a, x)), x) if x else None,
            _whole(now.location(_anchor(b, y)), y) if y else None,
        )


def _far_pairs(found: Sequence[_Blocks]) -> Iterator[_Blocks]:
    """The pairs with passages brought together that were rewritten and moved as well."""
    went = [x for x, y in found if x is not None and y is None and len(_key(x)) >= _TELLING]
    came = [y for x, y in found if y is not None and x is None and len(_key(y)) >= _TELLING]
    if len(went) * len(came) > _MOST_PAIRS:
        yield from found
        return
    partner: dict[int, Block] = {}
    for lost in went:
        likely = [(_likeness_of(lost, y), -y.number) for y in came if y.number not in partner]
        best, number = max(likely, default=(0.0, 0))
        if best >= _FAR_ALIKE:
            partner[-number] = lost
    gone = {x.number for x in partner.values()}
    for x, y in found:
        if x is None and y is not None and y.number in partner:
            yield partner[y.number], y
        elif y is not None or x is None or x.number not in gone:
            yield x, y


def _likeness_of(x: Block, y: Block) -> float:
    matcher = SequenceMatcher(None, _key(x), _key(y), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _FAR_ALIKE else 0.0


def _anchor(d: Document, block: Block) -> Anchor:
    return Anchor(d.id, block.number, 0, len(block.text))


def _whole(place: Location, block: Block) -> Location:
    return replace(place, line=block.text, column=0)


def _paired(old: Sequence[Block], new: Sequence[Block]) -> Iterator[_Blocks]:
    """Passages that replaced each other, in order; what has no counterpart was removed or added."""
    k = 0
    for x in old:
        for step, y in enumerate(new[k : k + _WINDOW]):
            if _alike(x, y):
                yield from ((None, z) for z in new[k : k + step])
                yield x, y
                k += step + 1
                break
        else:
            yield x, None
    yield from ((None, z) for z in new[k:])


def _alike(x: Block, y: Block) -> bool:
    if x.cell is not None and y.cell is not None and (x.cell.row, x.cell.column) == (y.cell.row, y.cell.column):
        # A cell's value may have changed altogether.
        return True
    matcher = SequenceMatcher(None, _key(x), _key(y), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _moved_aside(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes without passages that were removed in one place and added in another."""
    found = list(changes)
    added = Counter(_text(c.after) for c in found if c.before is None)
    removed = Counter(_text(c.before) for c in found if c.after is None)
    twice = {True: added & removed, False: added & removed}
    for c in found:
        if c.before is not None and c.after is not None:
            yield c
            continue
        text = _text(c.after or c.before)
        left = twice[c.before is None]
        if left[text]:
            left[text] -= 1
        else:
            yield c


def _text(place: Location | None) -> str:
    if place is None:
        return ""
    # Only of a heading does the number not matter: of a value it is all there is.
    heading = bool(place.section) and place.section[-1] == place.line
    return plain(place.line) if heading else re.sub(r"\s+", "", folded(place.line))


_Pair = tuple[ResultRecord, FindingRecord]


def _moved_pairs(fresh: Sequence[_Pair], lost: Sequence[_Pair], changes: Sequence[Change]) -> Iterator[tuple[str, str]]:
    """New findings that are old ones of the same rule and outcome, at words that moved or were rewritten.

    What is missing from a whole document stands at no words of its own, so the rule alone tells it.
    """
    rewritten = {
        (c.after.document, c.after.block): (c.before.document, c.before.block)
        for c in changes
        if c.before is not None and c.after is not None
    }
    left = list(lost)
    for r, f in fresh:
        for pair in left:
            q, g = pair
            if q.rule.id == r.rule.id and g.outcome is f.outcome and _same_place(f, g, rewritten):
                left.remove(pair)
                yield f.fingerprint, g.fingerprint
                break


def _same_place(f: FindingRecord, g: FindingRecord, rewritten: Mapping[tuple[str, int], tuple[str, int]]) -> bool:
    if f.outcome is Outcome.MISSING or f.location is None or g.location is None:
        return f.outcome is Outcome.MISSING or f.location is g.location
    there = (g.location.document, g.location.block)
    return rewritten.get((f.location.document, f.location.block)) == there or _text(f.location) == _text(g.location)


def fragments(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    """The two texts in pieces: `=` what stayed, `-` what went, `+` what came, `~` what was replaced (old, new)."""
    names = {"equal": "=", "delete": "-", "insert": "+", "replace": "~"}
    for kind, i1, i2, k1, k2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield names[kind], before[i1:i2], after[k1:k2]
