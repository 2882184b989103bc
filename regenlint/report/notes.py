"""What an annotated copy says: notes at the places of findings, and the summary of a document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regenlint.citation import cited
from regenlint.labels import OUTCOMES, SEVERITIES, Lang, said
from regenlint.record import DossierRecord, FindingRecord, Location, ResultRecord
from regenlint.report import harmless
from regenlint.rules import Confidence, Severity

#: Formats that can hold notes of ours.
ANNOTATED = frozenset({"docx", "pdf"})
_MOST_SEARCHED = 8


@dataclass(frozen=True, slots=True)
class Note:
    """Words for a place: block and span of its text, the whole block where the span is empty.

    `head` is one line, `lines` what follows it.
    """

    block: int
    start: int
    end: int
    severity: Severity
    head: str
    lines: tuple[str, ...]
    #: Findings it tells of.
    count: int = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings are noted: those at or above `least`, waived ones only where asked for."""

    lang: Lang = Lang.JA
    least: Severity = Severity.WARNING
    waived: bool = False

    def holds(self, f: FindingRecord) -> bool:
        """Whether a finding is noted."""
        return f.severity.rank <= self.least.rank and (self.waived or f.waived is None)

    def of(self, ja: str, en: str) -> str:
        """The sentence in the language asked for."""
        return en if self.lang is Lang.EN else ja


_Pair = tuple[ResultRecord, FindingRecord]


def notes(record: DossierRecord, document: str, choice: Choice) -> tuple[Note, ...]:
    """The notes of a document in reading order.

    Findings at words get a note each; those that point at a block as a whole, because something
    is missing there, share one.
    """
    placed: defaultdict[tuple[int, int, int], list[_Pair]] = defaultdict(list)
    for r, f in _chosen(record, choice):
        if f.location is not None and f.location.document == document:
            placed[f.location.block, f.location.start, f.location.end].append((r, f))
    out: list[Note] = []
    for (block, start, end), pairs in sorted(placed.items()):
        if end > start or len(pairs) == 1:
            out += (Note(block, start, end, f.severity, *_words(r, f, choice)) for r, f in pairs)
        else:
            out.append(_together(block, start, pairs, choice))
    return tuple(out)


def _chosen(record: DossierRecord, choice: Choice) -> Iterator[_Pair]:
    return ((r, f) for r, f in record.findings() if choice.holds(f))


def _together(block: int, at: int, pairs: Sequence[_Pair], choice: Choice) -> Note:
    ordered = sorted(pairs, key=lambda p: (p[1].severity.rank, p[0].rule.id))
    head = choice.of(f"ここに関する所見 {len(pairs)}件", f"{len(pairs)} findings about this place")
    lines = tuple(line for r, f in ordered for line in (_headed(r, f, choice), *_body(r, f, choice)))
    return Note(block, at, at, ordered[0][1].severity, head, lines, len(pairs))


def _words(r: ResultRecord, f: FindingRecord, choice: Choice) -> tuple[str, tuple[str, ...]]:
    return _headed(r, f, choice), tuple(_body(r, f, choice))


def _headed(r: ResultRecord, f: FindingRecord, choice: Choice) -> str:
    parts = said(SEVERITIES, f.severity.value, choice.lang), said(OUTCOMES, f.outcome.value, choice.lang)
    unsure = choice.of("・要確認", ", to be checked") if f.confidence is Confidence.LOW else ""
    title = choice.of(r.rule.title, r.rule.title_en)
    brackets = choice.of(f"［{'・'.join(parts)}{unsure}］", f"[{', '.join(parts)}{unsure}] ")
    return f"{brackets}{r.rule.id} {title}"


def _body(r: ResultRecord, f: FindingRecord, choice: Choice) -> Iterator[str]:
    yield choice.of(f.message, f.english)
    for other in f.related:
        yield choice.of("関連：", "related: ") + shown(other, choice.lang)
    # In English the message has just named them.
    if f.searched and choice.lang is Lang.JA:
        more = "…" if len(f.searched) > _MOST_SEARCHED else ""
        yield "探したもの：" + "、".join(f.searched[:_MOST_SEARCHED]) + more
    yield choice.of("根拠：", "basis: ") + basis(r, choice.lang)
    fix = choice.of(r.rule.fix, r.rule.fix_en)
    if fix:
        yield choice.of("直し方：", "to mend: ") + fix
    if f.waived is not None:
        yield choice.of("免除：", "waived: ") + f.waived.reason


def basis(r: ResultRecord, lang: Lang) -> str:
    """A rule's basis in one line, with what kind of authority says it and whether that was verified."""
    english = lang is Lang.EN
    text = ("; " if english else "、").join(cited(b, lang) for b in r.rule.basis)
    return text if r.rule.verified else text + (" (basis not verified)" if english else "（根拠未確認）")


def shown(place: Location, lang: Lang) -> str:
    """A place in one line: file, section, page, quote."""
    quote = " ".join(place.quote.split())[:80]
    where = place.where(lang)
    name = place.document.rsplit("/", 1)[-1]
    words = f" “{quote}”" if lang is Lang.EN else f"「{quote}」"
    return harmless(name + (f" {where}" if where else "") + (words if quote else ""))


def summary(record: DossierRecord, document: str, main: bool, choice: Choice) -> tuple[str, ...]:
    """The lines of a document's summary; the first is its title, an empty one parts them.

    The `main` document of a dossier also names the findings that no copy can hold at their place.
    """
    return tuple(harmless(line) for line in _summary(record, document, main, choice))


def _summary(record: DossierRecord, document: str, main: bool, choice: Choice) -> Iterator[str]:
    name = document.rsplit("/", 1)[-1]
    here = [(r, f) for r, f in _chosen(record, choice) if f.location and f.location.document == document]
    yield choice.of(f"regenlint の所見：{name}", f"Findings of regenlint: {name}")
    yield choice.of(f"{record.as_of.isoformat()}の規則で判定", f"judged as of {record.as_of}")
    yield choice.of("この書類の所見　", "findings in this document: ") + _weights(here, choice)
    hidden = sum(
        f.location is not None and f.location.document == document and f.waived is None and not choice.holds(f)
        for _, f in record.findings()
    )
    if hidden:
        yield choice.of(f"ほかに注記など {hidden}件（--min-severity note）", f"{hidden} more by --min-severity note")
    yield choice.of(
        "所見がないことは、書かれていることを意味しません。書類の記載だけを見たもので、治療の当否は判断していません。",
        "No finding does not mean that something is stated. Only the documents were read; the therapy is not judged.",
    )
    for d in record.documents:
        if d.path == document:
            for loss in d.losses:
                yield choice.of(f"読めない所：{loss.message}", f"not read: {loss.english}")
    if any(d.path == document and d.format == "docx" for d in record.documents):
        yield choice.of(
            "対応しないと決めた所見は、その場所のコメントに「regenlint: ignore 規則番号 理由」と書くと免除になります。",
            "To waive a finding, put a comment at its place: “regenlint: ignore”, the rule's number, a reason.",
        )
    if main:
        yield from elsewhere(record, choice)


def elsewhere(record: DossierRecord, choice: Choice) -> Iterator[str]:
    """Lines on findings that no copy can hold at their place, and on documents that could not be read."""
    formats = {d.path: d.format for d in record.documents}
    loose = [
        (r, f)
        for r, f in _chosen(record, choice)
        if f.location is None or formats.get(f.location.document) not in ANNOTATED
    ]
    if loose:
        yield ""
        yield choice.of("書き込む場所のない所見（計画全体、表計算・テキスト）", "Findings without a place in a copy")
    for r, f in loose:
        yield _headed(r, f, choice)
        yield "  " + choice.of(f.message, f.english)
        if f.location is not None:
            yield "  " + shown(f.location, choice.lang)
    if record.unread:
        yield ""
        yield choice.of("読めない書類", "Documents that could not be read")
        for u in record.unread:
            yield f"{u.path.rsplit('/', 1)[-1]}: " + choice.of(u.message, u.english)


def _weights(pairs: Iterable[_Pair], choice: Choice) -> str:
    counts = Counter(f.severity for _, f in pairs)
    return choice.of("、", ", ").join(f"{said(SEVERITIES, s.value, choice.lang)} {counts[s]}" for s in Severity)
