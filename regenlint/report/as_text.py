"""The report for people: what was read, what was understood, the findings by document and section, the counts.

It says what was looked for and where, and on what kind of authority; it gives no mark and
certifies nothing.
"""

from __future__ import annotations

import io
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from regenlint.citation import cited
from regenlint.labels import FACTS, KINDS, OUTCOMES, SEVERITIES, Lang, fact_value, said
from regenlint.record import DocumentRecord, DossierRecord, FindingRecord, Location, ResultRecord, RunRecord
from regenlint.report import Display, harmless
from regenlint.report.versions import lines
from regenlint.rules import Confidence, Outcome, Severity

Span: TypeAlias = "tuple[str, str]"
Line: TypeAlias = "tuple[Span, ...]"

_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def render(run: RunRecord, display: Display) -> str:
    """The report; coloured with terminal codes where the display says so."""
    lines: list[Line] = []
    for dossier in run.dossiers:
        lines.extend(tuple((harmless(t), style) for t, style in line) for line in _Dossier(dossier, display).lines())
    return _colored(lines) if display.color else "".join("".join(text for text, _ in line) + "\n" for line in lines)


def _colored(lines: Iterable[Line]) -> str:
    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(
        file=out, force_terminal=True, color_system="standard", soft_wrap=True, highlight=False, legacy_windows=False
    )
    for line in lines:
        console.print(Text.assemble(*((text, style) for text, style in line)))
    return out.getvalue()


def width(text: str) -> int:
    """Columns a text takes in a terminal: wide and full-width characters take two, combining ones none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class _Dossier:
    """One dossier's part of the report."""

    def __init__(self, dossier: DossierRecord, display: Display) -> None:
        self.dossier = dossier
        self.display = display
        self.lang = display.lang
        self.least = display.min_severity or Severity.WARNING

    def _(self, ja: str, en: str) -> str:
        return en if self.lang is Lang.EN else ja

    def lines(self) -> Iterator[Line]:
        quiet = self.display.quiet
        if not quiet:
            yield from self._head()
        yield from self._unread()
        yield from self._findings()
        if quiet:
            return
        yield from self._listed()
        yield from self._undecided()
        yield from self._versions()
        yield from self._notices()
        yield from self._summary()

    def _head(self) -> Iterator[Line]:
        d = self.dossier
        source = {"given": ("指定", "given"), "submitted": ("提出日", "submitted"), "today": ("今日", "today")}[
            d.as_of_source
        ]
        yield (
            (d.path, "bold"),
            (
                self._(
                    f"  {d.as_of.isoformat()}の規則で判定（{source[0]}）", f"  judged as of {d.as_of} ({source[1]})"
                ),
                "dim",
            ),
        )
        known = [f for f in d.facts if f.source != "unknown"]
        if known:
            shown = self._("　", "  ").join(
                f"{said(FACTS, f.name, self.lang)}={fact_value(f.name, f.value, self.lang)}"
                + (self._("（指定）", " (given)") if f.source == "given" else "")
                for f in known
            )
            yield (self._("  読み取った事実　", "  understood: "), "dim"), (shown, "")
        unknown = [said(FACTS, f.name, self.lang) for f in d.facts if f.source == "unknown"]
        if unknown:
            yield (self._("  不明な事実　", "  unknown: "), "dim"), (self._("、", ", ").join(unknown), "dim")
        yield ()

    def _unread(self) -> Iterator[Line]:
        any_said = False
        for u in self.dossier.unread:
            any_said = True
            yield (
                (self._("読めません  ", "not read  "), "bold red"),
                (f"{u.path}：" if self.lang is Lang.JA else f"{u.path}: ", ""),
                (self._(u.message, u.english), ""),
            )
        for d in self.dossier.documents:
            for loss in d.losses:
                any_said = True
                word = self._("読めない所  ", "unread part  ") if loss.blinds else self._("注意  ", "mind  ")
                page = f" p.{loss.page}" if loss.page is not None else ""
                yield (
                    (word, "bold red" if loss.blinds else "yellow"),
                    (f"{d.path}{page}" + self._("：", ": "), ""),
                    (self._(loss.message, loss.english), ""),
                )
        if any_said:
            yield ()

    def _findings(self) -> Iterator[Line]:
        waived = "waived" in self.display.show
        chosen = [
            (r, f)
            for r, f in self.dossier.findings()
            if f.severity.rank <= self.least.rank and (waived or f.waived is None)
        ]
        by_document: defaultdict[str, list[tuple[ResultRecord, FindingRecord]]] = defaultdict(list)
        for r, f in chosen:
            by_document[f.location.document if f.location else ""].append((r, f))
        documents = {d.path: d for d in self.dossier.documents}
        for path in [*(p for p in documents if p in by_document), *(p for p in by_document if p not in documents)]:
            yield (
                (
                    (
                        self._document(documents[path])
                        if path in documents
                        else self._("書類全体", "The dossier as a whole")
                    ),
                    "bold underline",
                ),
            )
            section: tuple[str, ...] | None = None
            for r, f in sorted(by_document[path], key=_place):
                here = f.location.section if f.location else ()
                if here != section:
                    section = here
                    if here:
                        yield ((f"  § {' › '.join(_short(h) for h in here)}", "bold"),)
                yield from self._finding(r, f)
            yield ()

    def _document(self, d: DocumentRecord) -> str:
        kinds = "・".join(said(KINDS, k, self.lang) for k in d.kinds)
        return f"{d.path}（{kinds}）" if self.lang is Lang.JA else f"{d.path} ({kinds})"

    def _finding(self, r: ResultRecord, f: FindingRecord) -> Iterator[Line]:
        severity = said(SEVERITIES, f.severity.value, self.lang)
        unsure = self._("［要確認］", " [to be checked]") if f.confidence is Confidence.LOW else ""
        page = _page(f.location)
        yield (
            ("    ", ""),
            (severity, _STYLES[f.severity.value]),
            (f" {r.rule.id} ", "bold"),
            (r.rule.name, ""),
            (f"  {said(OUTCOMES, f.outcome.value, self.lang)}{unsure}{page}", "dim"),
        )
        yield (("      " + self._(r.rule.title, r.rule.title_en), ""),)
        yield (("      " + self._(f.message, f.english), "bold"),)
        if f.location is not None:
            yield from _quoted(f.location)
        for other in f.related:
            yield (self._("      関連  ", "      related  "), "dim"), (f"{other.document}{_page(other)}", "")
            yield from _quoted(other)
        if f.waived is not None:
            until = f"（{f.waived.until}）" if f.waived.until else ""
            by = self._("免除", "waived") if f.waived.by == "waiver" else self._("ベースライン", "in the baseline")
            yield ((f"      {by}{self._('：', ': ')}{f.waived.reason}{until}", "dim"),)
        if self.display.quiet:
            return
        # In English the message has just named them.
        if f.searched and self.lang is Lang.JA:
            yield ("      探したもの  ", "dim"), ("、".join(f.searched), "")
        yield (self._("      根拠  ", "      basis  "), "dim"), (self._basis(r), "")
        fix = self._(r.rule.fix, r.rule.fix_en)
        if fix:
            yield (self._("      直し方  ", "      to mend  "), "dim"), (fix, "")

    def _basis(self, r: ResultRecord) -> str:
        shown = self._("、", "; ").join(cited(b, self.lang) for b in r.rule.basis)
        return shown if r.rule.verified else shown + self._("（根拠未確認）", " (basis not verified)")

    def _listed(self) -> Iterator[Line]:
        wanted = {Outcome.MET: "met", Outcome.NOT_APPLICABLE: "na"}
        for outcome, word in wanted.items():
            if word not in self.display.show:
                continue
            yield ((said(OUTCOMES, outcome.value, self.lang), "bold"),)
            for r in self.dossier.results:
                if r.outcome is outcome:
                    yield (f"  {r.rule.id} {r.rule.name}", ""), (f"  {self._(r.reason, r.reason_en)}".rstrip(), "dim")
                    for place, _ in r.evidence[:3]:
                        where = " › ".join(_short(h) for h in place.section[-2:])
                        yield ((f"      {place.document}{_page(place)} {where}".rstrip(), "dim"),)
                        yield from _quoted(place)
            yield ()

    def _undecided(self) -> Iterator[Line]:
        for outcome in (Outcome.UNDECIDABLE, Outcome.CRASHED):
            by_reason: defaultdict[str, list[str]] = defaultdict(list)
            for r in self.dossier.results:
                if r.outcome is outcome:
                    by_reason[self._(r.reason, r.reason_en)].append(r.rule.id)
            if not by_reason:
                continue
            yield ((said(OUTCOMES, outcome.value, self.lang), "bold"),)
            for reason, ids in by_reason.items():
                yield ("  " + reason + self._("：", ": "), ""), (_ids(ids), "dim")
            yield ()

    def _versions(self) -> Iterator[Line]:
        said_any = False
        for text in lines(self.dossier, self.lang):
            yield ((text, "bold" if not said_any else ""),)
            said_any = True
        if said_any:
            yield ()

    def _notices(self) -> Iterator[Line]:
        for n in self.dossier.notices:
            yield (self._("注意  ", "mind  "), "yellow"), (self._(n.message, n.english), "")

    def _summary(self) -> Iterator[Line]:
        d = self.dossier
        counts = self._("、", ", ").join(f"{said(OUTCOMES, o.value, self.lang)} {n}" for o, n in d.summary.items())
        yield (self._(f"規則 {len(d.results)}：", f"{len(d.results)} rules: "), "bold"), (counts, "")
        weights = Counter(f.severity for _, f in d.findings() if f.waived is None)
        waived = sum(f.waived is not None for _, f in d.findings())
        parts = [f"{said(SEVERITIES, s.value, self.lang)} {weights[s]}" for s in Severity]
        text = self._("所見：", "findings: ") + self._("、", ", ").join(parts)
        if waived:
            text += self._(f"、免除・ベースライン {waived}", f", waived or in the baseline {waived}")
        hidden = [s for s in Severity if s.rank > self.least.rank and weights[s]]
        if hidden:
            names = self._("・", ", ").join(said(SEVERITIES, s.value, self.lang) for s in hidden)
            flag = f"--min-severity {hidden[-1].value}"
            text += self._(f"（{names}は {flag} で表示）", f" ({names}: see with {flag})")
        yield ((text, ""),)
        if d.unjudged:
            yield (
                (
                    self._(
                        "読めない、または判定に失敗した所があります。所見がないことは記載があることを意味しません",
                        "some things could not be read or judged: silence about them means nothing",
                    ),
                    "bold red",
                ),
            )
        yield ()


def _place(pair: tuple[ResultRecord, FindingRecord]) -> tuple[int, int, str]:
    r, f = pair
    return (f.location.block, f.location.start, r.rule.id) if f.location else (0, 0, r.rule.id)


def _page(place: Location | None) -> str:
    if place is None or place.page is None:
        return ""
    return f" p.{'≈' if place.page_is_approximate else ''}{place.page}"


def _short(text: str, limit: int = 40) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _ids(ids: Sequence[str], limit: int = 12) -> str:
    return " ".join(ids[:limit]) + (f" … +{len(ids) - limit}" if len(ids) > limit else "")


def _quoted(place: Location) -> Iterator[Line]:
    """The words in their line with a caret under them; nothing where the place has no words."""
    if not place.quote.strip():
        return
    before = place.line[: place.column]
    quote = place.quote
    after = place.line[place.column + len(place.quote) :]
    lead = "…" if place.start > place.column else ""
    yield ("      │ ", "dim"), (f"{lead}{before}{quote}{after}", "")
    if before.strip() or after.strip():
        yield ("      │ ", "dim"), (" " * width(lead + before) + "^" * max(1, width(quote)), "green")
