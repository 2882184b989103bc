"""The validity and risk picture in HTML: a bar a viewpoint, the items behind it with their quotes, no total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regenlint.labels import Lang
from regenlint.record import DossierRecord
from regenlint.report.coverage import (
    CAPTION,
    FEWEST,
    HAZARDS_CAPTION,
    STANDINGS,
    Group,
    Hazard,
    Item,
    Standing,
    coverage,
    named,
)
from regenlint.report.html_parts import chosen, quoted, table, where
from regenlint.report.markup import Markup, joined, tag
from regenlint.report.requirement import requirement

_SHOWN = 2
_WIDTH, _HEIGHT = 400, 16


def picture(record: DossierRecord, anchor: str, lang: Lang) -> Markup | None:
    """The section; None where no rule of the picture ran."""
    found = coverage(record)
    if not found.viewpoints and not found.risks:
        return None
    common = [g for g in found.risks if g.common]
    specific = [g for g in found.risks if not g.common and g.asked]
    idle = [g for g in found.risks if not g.common and not g.asked]
    return tag(
        "section",
        tag("h3", chosen(lang, "妥当性と危険の記載", "What is said about validity and risk")),
        tag("p", named(CAPTION, lang), class_="soft"),
        tag(
            "p",
            chosen(lang, f"項目が{FEWEST}に満たないものは数だけを示します", f"Fewer than {FEWEST} items: counts only"),
            class_="soft",
        ),
        _key(lang),
        tag("h4", chosen(lang, "妥当性の五つの観点", "Five viewpoints of validity")),
        _bars((row for v in found.viewpoints for row in _viewpoint(v.whole, v.themes, lang)), lang),
        _framed(found.frame, lang),
        [_items(v.whole, lang) for v in found.viewpoints],
        tag("h4", chosen(lang, "危険：共通のもの", "Risks common to all")),
        _bars((_bar_row(g, lang) for g in common), lang),
        tag("h4", chosen(lang, "危険：用いる技術に固有のもの", "Risks of the technology used")),
        _bars((_bar_row(g, lang) for g in specific), lang),
        tag(
            "p",
            chosen(lang, "対象外：", "not applicable: ") + "、".join(named(g.name, lang) for g in idle),
            class_="soft",
        )
        if idle
        else None,
        [_items(g, lang) for g in (*common, *specific)],
        _hazards(found.hazards, lang),
        _claims(found.claims, lang),
        id=f"{anchor}-picture",
    )


def _key(lang: Lang) -> Markup:
    def entry(s: Standing) -> Markup:
        swatch = tag("svg", tag("rect", width=10, height=10, class_=s.value), viewBox="0 0 10 10", aria_hidden="true")
        return tag("li", swatch, named(STANDINGS[s], lang))

    return tag("ul", (entry(s) for s in Standing if s is not Standing.NOT_APPLICABLE), class_="key")


def _bars(rows: Iterable[Markup], lang: Lang) -> Markup:
    names = (named(STANDINGS[s], lang) for s in Standing)
    return table((chosen(lang, "項目", "item"), "", *names), rows, "picture")


def _viewpoint(whole: Group, themes: Iterable[Group], lang: Lang) -> Iterator[Markup]:
    yield _bar_row(whole, lang, "whole")
    for theme in themes:
        yield _bar_row(theme, lang)


def _bar_row(g: Group, lang: Lang, class_: str | None = None) -> Markup:
    counts = g.counts
    idle = tag("small", named(STANDINGS[Standing.NOT_APPLICABLE], lang))
    return tag(
        "tr",
        tag("th", named(g.name, lang), scope="row"),
        tag("td", _bar(g, lang) if g.asked >= FEWEST else None if g.asked else idle, class_="bar"),
        (tag("td", counts[s] or "·", class_="num") for s in Standing),
        class_=class_,
    )


def _bar(g: Group, lang: Lang) -> Markup:
    counts = g.counts
    said = chosen(lang, "、", ", ").join(
        f"{named(STANDINGS[s], lang)} {counts[s]}" for s in Standing if counts[s] and s is not Standing.NOT_APPLICABLE
    )
    parts: list[Markup] = []
    left = 0.0
    for s in Standing:
        if s is Standing.NOT_APPLICABLE or not counts[s]:
            continue
        wide = _WIDTH * counts[s] / g.asked
        title = tag("title", f"{named(STANDINGS[s], lang)} {counts[s]}")
        rect = tag("rect", x=f"{left:.2f}", width=f"{wide:.2f}", height=_HEIGHT, class_=s.value)
        parts.append(tag("g", title, rect))
        left += wide
    return tag(
        "svg",
        parts,
        class_="bar",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        preserveAspectRatio="none",
        role="img",
        aria_label=f"{named(g.name, lang)}: {said}",
    )


def _framed(frame: Iterable[Item], lang: Lang) -> Markup | None:
    shown = [i for i in frame if i.standing is not Standing.NOT_APPLICABLE]
    if not shown:
        return None
    return joined(
        tag("h5", chosen(lang, "観点・領域に沿った説明そのもの", "The account by viewpoints and areas itself")),
        _item_table(shown, lang),
    )


def _items(g: Group, lang: Lang) -> Markup:
    head = f"{named(g.name, lang)} ({len(g.items)})"
    return tag("details", tag("summary", head), _item_table(g.items, lang))


def _item_table(items: Iterable[Item], lang: Lang) -> Markup:
    heads = chosen(lang, "規則|見たこと|記載|場所と引用", "rule|looked at|what is said|place and quote").split("|")
    ordered = sorted(items, key=lambda i: list(Standing).index(i.standing))
    return table(heads, (_item(i, lang) for i in ordered))


def _item(i: Item, lang: Lang) -> Markup:
    places = [tag("div", tag("small", where(p, lang)), quoted(p)) for p in i.places[:_SHOWN]]
    reason = i.reason_en if lang is Lang.EN else i.reason
    return tag(
        "tr",
        tag("td", i.rule.id, class_="id"),
        tag("td", requirement(i.rule, lang)),
        tag("td", named(STANDINGS[i.standing], lang), class_="word"),
        tag("td", places, tag("small", reason) if reason else None),
    )


def _hazards(hazards: Iterable[Hazard], lang: Lang) -> Markup:
    rows = [
        tag(
            "tr",
            tag("th", named(h.name, lang), scope="row"),
            tag("td", [tag("div", tag("small", where(p, lang)), quoted(p)) for p in h.places[:_SHOWN]]),
        )
        for h in hazards
    ]
    none = tag("p", chosen(lang, "読み取れたものはありません", "none was read"))
    heads = chosen(lang, "条件|場所と引用", "condition|place and quote").split("|")
    return joined(
        tag("h4", chosen(lang, "計画が示す、注意を要する条件", "Conditions the plan declares that call for attention")),
        tag("p", named(HAZARDS_CAPTION, lang), class_="soft"),
        table(heads, rows, "picture") if rows else none,
    )


def _claims(claims: tuple[Item, ...], lang: Lang) -> Markup | None:
    if not claims:
        return None
    return joined(
        tag("h4", chosen(lang, "言い方についての所見", "Findings about what is claimed")),
        _item_table(claims, lang),
    )
