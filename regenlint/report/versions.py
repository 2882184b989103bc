"""What is different from an earlier version, in words: counts, findings that came and went, passages that changed."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.labels import OUTCOMES, Lang, said
from regenlint.record import Against, Change, DossierRecord, FindingRecord, Gone, Location, ResultRecord
from regenlint.rules import FIRING

#: A terminal shows no more changes than these; the other formats show all.
_SHOWN = 40
_LINE = 120


def fresh(d: DossierRecord) -> frozenset[str]:
    """Fingerprints of findings the earlier version did not have; none where there is no earlier version."""
    return frozenset(d.against.new) if d.against else frozenset()


def new_findings(d: DossierRecord) -> tuple[tuple[ResultRecord, FindingRecord], ...]:
    """The findings the earlier version did not have."""
    marks = fresh(d)
    return tuple((r, f) for r, f in d.findings() if f.fingerprint in marks)


def counted(a: Against, lang: Lang) -> str:
    """How many findings are new, mended, still there, no longer judged; how many passages changed."""
    mended = sum(g.mended for g in a.gone)
    lost = len(a.gone) - mended
    went = sum(c.after is None for c in a.changes)
    came = sum(c.before is None for c in a.changes)
    changed = len(a.changes) - went - came
    if lang is Lang.EN:
        judged = f", no longer judged {lost}" if lost else ""
        return (
            f"findings: new {len(a.new)}, fixed {mended}, unchanged {len(a.unchanged) + len(a.moved)}"
            f" ({len(a.moved)} at other or rewritten passages){judged}; "
            f"passages: changed {changed}, added {came}, removed {went}"
        )
    judged = f"、判定できなくなった {lost}" if lost else ""
    return (
        f"所見：新しい {len(a.new)}、解消 {mended}、変わらず {len(a.unchanged) + len(a.moved)}"
        f"（うち場所や文が変わったもの {len(a.moved)}）{judged}　"
        f"記載：変更 {changed}、追加 {came}、削除 {went}"
    )


def gone(g: Gone, lang: Lang) -> str:
    """Why a finding is no longer there."""
    english = lang is Lang.EN
    if g.now is None:
        return "not asked this time" if english else "今回は見ていません"
    if not g.mended:
        word = said(OUTCOMES, g.now.value, lang)
        return f"not judged this time: {word}" if english else f"今回は{word}のため、解消したとはいえません"
    if g.now in FIRING:
        other = ("その箇所は解消（同じ規則の所見はほかにあります）", "fixed at that place; the rule has other findings")
        return other[english]
    return "fixed" if english else "解消"


def documents(a: Against, lang: Lang) -> Iterator[str]:
    """Documents that came or went, and those that were paired under another name."""
    english = lang is Lang.EN
    for old, new in a.documents:
        if old is None:
            yield f"new document: {new}" if english else f"加わった書類：{new}"
        elif new is None:
            yield f"document gone: {old}" if english else f"なくなった書類：{old}"
        elif old.rsplit("/", 1)[-1] != new.rsplit("/", 1)[-1]:
            yield f"compared as one document: {old} → {new}" if english else f"同じ書類として比べました：{old} → {new}"
    for u in a.unread:
        message = u.english if english else u.message
        yield (
            f"not read in the earlier version: {u.path}: {message}"
            if english
            else f"前の版で読めません：{u.path}：{message}"
        )


def kind(change: Change, lang: Lang) -> str:
    """Whether a passage was changed, added or removed."""
    pair = (
        ("追加", "added")
        if change.before is None
        else ("削除", "removed")
        if change.after is None
        else ("変更", "changed")
    )
    return pair[lang is Lang.EN]


def place(change: Change) -> Location:
    """Where a change stands: in the later version where it still is there."""
    found = change.after or change.before
    assert found is not None  # noqa: S101 - a change has a side at least
    return found


def lines(d: DossierRecord, lang: Lang) -> Iterator[str]:
    """The comparison for a terminal; empty where there is no earlier version."""
    a = d.against
    if a is None:
        return
    english = lang is Lang.EN
    yield f"Against {a.path}" if english else f"前の版との違い（{a.path}）"
    yield "  " + counted(a, lang)
    yield from (f"  {line}" for line in documents(a, lang))
    for r, f in new_findings(d):
        yield f"  + {r.rule.id} {r.rule.name}: {f.english if english else f.message}"
    for g in a.gone:
        yield f"  - {g.rule.id} {g.rule.name}: {g.finding.english if english else g.finding.message} [{gone(g, lang)}]"
    for c in a.changes[:_SHOWN]:
        at = place(c)
        where = at.where(lang)
        yield f"  {kind(c, lang)}  {at.document}" + (f" {where}" if where else "")
        if c.before is not None:
            yield f"      - {_short(c.before.line)}"
        if c.after is not None:
            yield f"      + {_short(c.after.line)}"
    rest = len(a.changes) - _SHOWN
    if rest > 0:
        yield f"  {rest} more changes: see html or json" if english else f"  ほか {rest} か所（html、json にすべて）"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LINE else text[: _LINE - 1] + "…"
