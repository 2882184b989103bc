"""The requirement matrix and the findings in HTML, with what the filters need on each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from regenlint.labels import KINDS, OUTCOMES, SEVERITIES, STATES, Lang, said
from regenlint.record import DossierRecord, FindingRecord, Location, ResultRecord
from regenlint.report import Display
from regenlint.report.html_parts import basis, chosen, file_name, page, quoted, table, where
from regenlint.report.markup import Markup, joined, tag
from regenlint.report.requirement import outcome_of, requirement
from regenlint.rules import Confidence, Outcome, Severity

_MORE = 8


def filters(record: DossierRecord, anchor: str, lang: Lang) -> Markup:
    """The form that hides rows; it shows itself only where its script runs."""
    present = {r.rule.area for r in record.results}
    titles = {code: chosen(lang, title, title_en) for code, title, title_en in record.areas}
    areas = [tag("option", f"{a} {titles.get(a, '')}".strip(), value=a) for a in sorted(present)]
    outcomes = [
        tag(
            "label",
            tag("input", type="checkbox", name="outcome", value=o.value, checked=True),
            said(OUTCOMES, o.value, lang),
        )
        for o in Outcome
        if o is not Outcome.NOT_APPLICABLE
    ]
    severities = [
        tag(
            "label",
            tag("input", type="checkbox", name="severity", value=s.value, checked=True),
            said(SEVERITIES, s.value, lang),
        )
        for s in Severity
    ]
    form = tag(
        "form",
        tag("input", type="search", name="words", placeholder=chosen(lang, "絞り込む語（ / ）", "words (/)"),
            aria_label=chosen(lang, "絞り込む語", "words to look for")),
        tag("select", tag("option", chosen(lang, "すべての領域", "all areas"), value=""), areas, name="area",
            aria_label=chosen(lang, "領域", "area")),
        tag("fieldset", tag("legend", chosen(lang, "結果", "outcome")), outcomes),
        tag("fieldset", tag("legend", chosen(lang, "重大度", "severity")), severities),
        tag("button", chosen(lang, "戻す", "reset"), type="reset"),
        tag("span", tag("output", aria_live="polite"), " ", chosen(lang, "規則", "rules")),
        class_="filters",
        hidden=True,
        id=f"{anchor}-filters",
    )  # fmt: skip
    part = chosen(
        lang,
        "絞り込んだ一部だけを示しています（印刷も同じ）",
        "Only what passes the filter is shown, on paper too",
    )
    return joined(form, tag("p", part, class_="filtered", hidden=True))


def findings(record: DossierRecord, anchor: str, display: Display, fresh: frozenset[str]) -> Markup:
    """The findings by document and section. `fresh` are the fingerprints an earlier version did not have."""
    lang, least = display.lang, display.min_severity or Severity.NOTE
    by_document: defaultdict[str, list[tuple[ResultRecord, FindingRecord]]] = defaultdict(list)
    for r, f in record.findings():
        if f.severity.rank <= least.rank:
            by_document[f.location.document if f.location else ""].append((r, f))
    kinds = {d.path: d.kinds for d in record.documents}
    order = [*(p for p in kinds if p in by_document), *(p for p in by_document if p not in kinds)]
    parts = [_document(path, kinds.get(path, ()), by_document[path], anchor, lang, fresh) for path in order]
    hidden = sum(f.severity.rank > least.rank for _, f in record.findings())
    return tag(
        "section",
        tag("h3", chosen(lang, "所見", "Findings")),
        tag("p", chosen(lang, f"表示していない所見 {hidden}", f"findings not shown: {hidden}"), class_="soft")
        if hidden
        else None,
        parts or tag("p", chosen(lang, "所見はありません。所見がないことは、書かれていることを意味しません",
                                 "No finding. That does not mean that everything is stated")),
        id=f"{anchor}-findings",
    )  # fmt: skip


def _document(
    path: str,
    kinds: tuple[str, ...],
    pairs: list[tuple[ResultRecord, FindingRecord]],
    anchor: str,
    lang: Lang,
    fresh: frozenset[str],
) -> Markup:
    title = file_name(path) if path else chosen(lang, "書類全体", "The dossier as a whole")
    sections: defaultdict[tuple[str, ...], list[Markup]] = defaultdict(list)
    for r, f in sorted(pairs, key=_place):
        sections[f.location.section if f.location else ()].append(_finding(r, f, anchor, lang, f.fingerprint in fresh))
    names = "・".join(said(KINDS, k, lang) for k in kinds)
    return tag(
        "div",
        tag("h4", title, tag("small", f" {names}") if names else None, title=path or None),
        (
            tag("div", tag("h5", "§ " + " › ".join(section)) if section else None, made, data_group=True)
            for section, made in sections.items()
        ),
        data_group=True,
    )


def _place(pair: tuple[ResultRecord, FindingRecord]) -> tuple[int, int, str]:
    r, f = pair
    return (f.location.block, f.location.start, r.rule.id) if f.location else (0, 0, r.rule.id)


def _finding(r: ResultRecord, f: FindingRecord, anchor: str, lang: Lang, fresh: bool) -> Markup:
    severity = said(SEVERITIES, f.severity.value, lang)
    unsure = chosen(lang, "要確認", "to be checked")
    new = tag("span", chosen(lang, "新しい所見", "new"), class_="badge")
    head = tag(
        "p",
        tag("span", severity, class_=f"severity {f.severity.value}"),
        " ",
        tag("a", r.rule.id, href=f"#{anchor}-{r.rule.id}"),
        f" {r.rule.name} · {said(OUTCOMES, f.outcome.value, lang)}",
        (" ", tag("span", unsure, class_="badge")) if f.confidence is Confidence.LOW else None,
        (" ", new) if fresh else None,
        f" · {page(f.location)}" if page(f.location) else None,
        class_="head",
    )
    return tag(
        "div",
        head,
        tag("p", r.rule.title_en if lang is Lang.EN else r.rule.title, class_="title"),
        tag("p", f.english if lang is Lang.EN else f.message, class_="message"),
        quoted(f.location) if f.location else None,
        [
            joined(tag("small", chosen(lang, "関連 ", "related "), where(x, lang)), quoted(x)) for x in f.related
        ],
        _waived(f, lang),
        tag("dl", _reasons(r, f, lang)),
        class_=f"finding {f.severity.value}" + (" waived" if f.waived else ""),
        tabindex="-1",
        **_data(r, f.severity, f.outcome, "finding"),
    )  # fmt: skip


def _waived(f: FindingRecord, lang: Lang) -> Markup | None:
    if f.waived is None:
        return None
    by = chosen(lang, "免除", "waived") if f.waived.by == "waiver" else chosen(lang, "ベースライン", "in the baseline")
    until = f"（{f.waived.until}）" if f.waived.until else ""
    return tag("p", tag("span", by, class_="badge"), f" {f.waived.reason}{until}")


def _reasons(r: ResultRecord, f: FindingRecord, lang: Lang) -> Iterator[Markup]:
    pairs = (
        # What was looked for is named in Japanese; the English message says the same.
        (chosen(lang, "探したもの", "looked for"), chosen(lang, "、".join(f.searched), "")),
        (chosen(lang, "根拠", "basis"), basis(r.rule, lang)),
        (chosen(lang, "直し方", "to mend"), r.rule.fix_en if lang is Lang.EN else r.rule.fix),
        (chosen(lang, "指紋", "fingerprint"), f.fingerprint),
    )
    for name, text in pairs:
        if text:
            yield joined(tag("dt", name), tag("dd", text))


def _data(r: ResultRecord, severity: Severity, outcome: Outcome, row: str) -> dict[str, str]:
    return {
        "data_row": row,
        "data_area": r.rule.area,
        "data_outcome": outcome.value,
        "data_severity": severity.value,
    }


def matrix(record: DossierRecord, anchor: str, lang: Lang) -> Markup:
    """Every rule that applies, one row each; those that do not apply are listed below with the reason."""
    heads = chosen(
        lang,
        "規則|見たこと|結果|重大度|書類・頁|引用又は理由",
        "rule|looked at|outcome|severity|document, page|quote or reason",
    ).split("|")
    applying = [r for r in record.results if r.outcome is not Outcome.NOT_APPLICABLE]
    idle = [r for r in record.results if r.outcome is Outcome.NOT_APPLICABLE]
    rows = (_row(r, anchor, lang) for r in applying)
    return tag(
        "section",
        tag("h3", chosen(lang, "要件の一覧", "Requirement matrix")),
        table(heads, rows, "matrix"),
        _idle(idle, lang) if idle else None,
        id=f"{anchor}-matrix",
    )


def _row(r: ResultRecord, anchor: str, lang: Lang) -> Markup:
    places: list[tuple[Location, str]] = [(f.location, "") for f in r.findings if f.location is not None]
    if not r.findings:
        places = list(r.evidence)
    reason = r.reason_en if lang is Lang.EN else r.reason
    told = list(dict.fromkeys(f.english if lang is Lang.EN else f.message for f in r.findings)) or (
        [reason] if reason else []
    )
    first = places[:1]
    rest = places[1 : 1 + _MORE]
    # Where a rule looks for a mistake and finds none, nothing is thereby stated.
    stated = outcome_of(r, lang) == said(OUTCOMES, Outcome.MET.value, lang)
    severity = min((f.severity for f in r.findings), key=lambda s: s.rank, default=r.rule.severity)
    return tag(
        "tr",
        tag("td", r.rule.id, class_="id"),
        tag("td", requirement(r.rule, lang), _asks(r, lang), class_="ask"),
        tag("td", outcome_of(r, lang), class_="word"),
        tag("td", said(SEVERITIES, severity.value, lang) if r.findings else None, class_="word"),
        tag("td", [_short(p) for p, _ in first], class_="where"),
        tag(
            "td",
            [tag("div", t) for t in told],
            [_said(p, state if stated else "", lang) for p, state in first],
            tag(
                "details",
                tag("summary", _others(len(places) - 1, lang)),
                [
                    tag("div", tag("small", where(p, lang)), _said(p, state if stated else "", lang))
                    for p, state in rest
                ],
            )
            if rest
            else None,
            class_="said",
        ),
        id=f"{anchor}-{r.rule.id}",
        **_data(r, severity, r.outcome, "rule"),
    )


def _others(count: int, lang: Lang) -> str:
    shown = chosen(lang, f"（{_MORE} か所を示す）", f" ({_MORE} shown)") if count > _MORE else ""
    return chosen(lang, f"ほか {count} か所", f"{count} more places") + shown


def _asks(r: ResultRecord, lang: Lang) -> Markup:
    return tag(
        "details",
        tag("summary", tag("small", chosen(lang, "求めること・根拠", "what it asks, basis"))),
        tag("small", r.rule.asked(lang), tag("br"), basis(r.rule, lang)),
    )


def _short(place: Location) -> Markup:
    return joined(tag("span", file_name(place.document), title=place.document), tag("br"), tag("small", page(place)))


def _said(place: Location, state: str, lang: Lang) -> Markup:
    return joined(quoted(place), tag("small", said(STATES, state, lang)) if state else None)


def _idle(idle: Iterable[ResultRecord], lang: Lang) -> Markup:
    by_reason: defaultdict[str, list[ResultRecord]] = defaultdict(list)
    for r in idle:
        by_reason[r.reason_en if lang is Lang.EN else r.reason].append(r)
    count = sum(len(v) for v in by_reason.values())
    told = chosen(lang, f"対象外の規則 {count}（理由つき）", f"{count} rules that do not apply, with the reason")
    return tag("details", tag("summary", told), (_because(reason, rs, lang) for reason, rs in by_reason.items()))


def _because(reason: str, results: Iterable[ResultRecord], lang: Lang) -> Markup:
    names = [f"{r.rule.id} {requirement(r.rule, lang)}" for r in results]
    return joined(tag("h5", f"{reason or '―'} ({len(names)})"), tag("p", tag("small", "、".join(names))))
