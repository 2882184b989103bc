"""The report as a workbook: the findings, every rule with what was found, what was understood. No cell is a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from regenlint.labels import FACTS, KINDS, OUTCOMES, SEVERITIES, SOURCES, STATES, Lang, fact_note, fact_value, said
from regenlint.record import DossierRecord, FindingRecord, Location, ResultRecord, RunRecord
from regenlint.report import Display
from regenlint.report.html_parts import basis, chosen, file_name
from regenlint.report.requirement import outcome_of, requirement
from regenlint.report.values import rows_of
from regenlint.report.versions import fresh, gone, kind, place
from regenlint.report.workbook import Column, Table, written
from regenlint.rules import Confidence

_MORE = 5


def render(run: RunRecord, display: Display) -> bytes:
    """The bytes of the workbook; the same run gives the same bytes. Waived findings come with their reason."""
    lang = display.lang
    tables = (
        _findings(run, display),
        _matrix(run, lang),
        _understood(run, lang),
        _values(run, lang),
        _versions(run, lang),
    )
    return written([t for t in tables if t.rows or t is tables[0]], run.as_of)


def _columns(lang: Lang, spec: str) -> tuple[Column, ...]:
    """Columns of lines `Japanese|English|width`."""
    cells = (line.split("|") for line in spec.strip().split("\n"))
    return tuple(Column(chosen(lang, ja.strip(), en.strip()), float(width)) for ja, en, width in cells)


def _findings(run: RunRecord, display: Display) -> Table:
    lang, least = display.lang, display.min_severity
    columns = _columns(
        lang,
        """計画|plan|18
        重大度|severity|9
        規則|rule|9
        不備|defect|34
        結果|outcome|11
        所見|finding|44
        書類|document|24
        節|section|28
        頁|page|6
        引用|quote|40
        関連|related|30
        根拠|basis|32
        直し方|to mend|38
        免除|waived|20
        指紋|fingerprint|18""",
    )
    rows = [
        _finding(d, r, f, lang)
        for d in run.dossiers
        for r, f in d.findings()
        if least is None or f.severity.rank <= least.rank
    ]
    return Table(chosen(lang, "所見", "Findings"), columns, rows)


def _finding(d: DossierRecord, r: ResultRecord, f: FindingRecord, lang: Lang) -> tuple[str, ...]:
    english = lang is Lang.EN
    unsure = chosen(lang, "（要確認）", " (to be checked)") if f.confidence is Confidence.LOW else ""
    until = f"（{f.waived.until}）" if f.waived and f.waived.until else ""
    return (
        d.path,
        said(SEVERITIES, f.severity.value, lang),
        r.rule.id,
        r.rule.title_en if english else r.rule.title,
        said(OUTCOMES, f.outcome.value, lang) + unsure,
        f.english if english else f.message,
        *_place(f.location),
        "\n".join(_shown(x) for x in f.related[:_MORE]),
        basis(r.rule, lang),
        r.rule.fix_en if english else r.rule.fix,
        f"{f.waived.by}: {f.waived.reason}{until}" if f.waived else "",
        f.fingerprint,
    )


def _place(place: Location | None) -> tuple[str, str, str, str]:
    """Document, section, page and quote."""
    if place is None:
        return "", "", "", ""
    return file_name(place.document), " › ".join(place.section), _page(place), " ".join(place.quote.split())


def _page(place: Location) -> str:
    return "" if place.page is None else f"{'≈' if place.page_is_approximate else ''}{place.page}"


def _shown(place: Location) -> str:
    page = _page(place)
    return f"{file_name(place.document)}{f' p.{page}' if page else ''} {' '.join(place.quote.split())[:80]}".rstrip()


def _matrix(run: RunRecord, lang: Lang) -> Table:
    columns = _columns(
        lang,
        """計画|plan|18
        規則|rule|9
        見たこと|looked at|40
        求めること|what it asks|50
        結果|outcome|12
        重大度|severity|9
        書類|document|24
        節|section|28
        頁|page|6
        引用|quote|40
        記載の状態|state of the evidence|16
        所見又は理由|finding or reason|40
        ほかの場所|other places|34
        根拠|basis|32""",
    )
    rows = [_rule(d, r, lang) for d in run.dossiers for r in d.results]
    return Table(chosen(lang, "要件の一覧", "Requirements"), columns, rows)


def _rule(d: DossierRecord, r: ResultRecord, lang: Lang) -> tuple[str, ...]:
    english = lang is Lang.EN
    places: Sequence[tuple[Location, str]] = (
        [(f.location, "") for f in r.findings if f.location is not None] if r.findings else r.evidence
    )
    first, state = places[0] if places else (None, "")
    told = [f.english if english else f.message for f in r.findings] or [r.reason_en if english else r.reason]
    severity = min((f.severity for f in r.findings), key=lambda s: s.rank, default=r.rule.severity)
    return (
        d.path,
        r.rule.id,
        requirement(r.rule, lang),
        r.rule.asked(lang),
        outcome_of(r, lang),
        said(SEVERITIES, severity.value, lang),
        *_place(first),
        said(STATES, state, lang) if state else "",
        "\n".join(dict.fromkeys(told)),
        "\n".join(_shown(x) for x, _ in places[1 : 1 + _MORE]),
        basis(r.rule, lang),
    )


def _understood(run: RunRecord, lang: Lang) -> Table:
    columns = _columns(
        lang,
        """計画|plan|18
        事項|item|24
        値|value|30
        出どころ|source|12
        書類|document|24
        節|section|28
        頁|page|6
        引用|quote|40
        注|note|40""",
    )
    rows = [row for d in run.dossiers for row in _facts(d, lang)]
    return Table(chosen(lang, "読み取ったこと", "What was understood"), columns, rows)


def _facts(d: DossierRecord, lang: Lang) -> Iterator[tuple[str, ...]]:
    english = lang is Lang.EN
    for f in d.facts:
        value = fact_value(f.name, f.value, lang) if f.source != "unknown" else ""
        place = _place(f.evidence[0] if f.evidence else None)
        yield d.path, said(FACTS, f.name, lang), value, said(SOURCES, f.source, lang), *place, fact_note(f.note, lang)
    empty = ("", "", "", "")
    for x in d.documents:
        kinds = chosen(lang, "・", ", ").join(said(KINDS, k, lang) for k in x.kinds)
        losses = "\n".join(loss.english if english else loss.message for loss in x.losses)
        yield d.path, chosen(lang, "書類", "document"), f"{x.path}\n{kinds}", "", *empty, losses
    for u in d.unjudged:
        name = chosen(lang, "読めない・判定に失敗", "not read or not judged")
        yield d.path, name, u.path, u.code, *empty, u.english if english else u.message
    for o, n in d.summary.items():
        yield d.path, said(OUTCOMES, o.value, lang), str(n), "", *empty, ""
    for notice in d.notices:
        yield d.path, chosen(lang, "注意", "mind"), "", "", *empty, notice.english if english else notice.message


def _values(run: RunRecord, lang: Lang) -> Table:
    columns = _columns(
        lang,
        """計画|plan|18
        項目|item|30
        書かれている値|value as written|40
        書類|document|24
        節|section|28
        頁|page|6
        文|line|60""",
    )
    rows = [
        (d.path, row.name, text, *_place(v.place)[:3], " ".join(v.place.line.split()))
        for d in run.dossiers
        for row in rows_of(d.values, lang)
        for text, values in row.values
        for v in values
    ]
    return Table(chosen(lang, "書類ごとの値", "Values over the documents"), columns, rows)


def _versions(run: RunRecord, lang: Lang) -> Table:
    columns = _columns(
        lang,
        """計画|plan|18
        種別|kind|14
        規則|rule|9
        書類|document|24
        節|section|28
        頁|page|6
        前の版|earlier version|60
        今の版|this version|60""",
    )
    return Table(
        chosen(lang, "前の版との違い", "Earlier version"),
        columns,
        [row for d in run.dossiers for row in _differences(d, lang)],
    )


def _differences(d: DossierRecord, lang: Lang) -> Iterator[tuple[str, ...]]:
    if d.against is None:
        return
    english, marks = lang is Lang.EN, fresh(d)
    for r, f in d.findings():
        if f.fingerprint in marks:
            at = _place(f.location)[:3]
            yield (
                d.path,
                chosen(lang, "新しい所見", "new finding"),
                r.rule.id,
                *at,
                "",
                f.english if english else f.message,
            )
    for g in d.against.gone:
        told = g.finding.english if english else g.finding.message
        yield d.path, gone(g, lang), g.rule.id, *_place(g.finding.location)[:3], told, ""
    for c in d.against.changes:
        before, after = (c.before.line if c.before else ""), (c.after.line if c.after else "")
        yield d.path, kind(c, lang), "", *_place(place(c))[:3], before, after
