"""Pieces every part of the HTML report is made of: places, quotes, names of documents."""

from __future__ import annotations

from collections.abc import Iterable

from regenlint.citation import cited
from regenlint.labels import Lang
from regenlint.record import Location, RuleRecord
from regenlint.report.markup import Markup, joined, tag


def chosen(lang: Lang, ja: str, en: str) -> str:
    """The words in the language asked for."""
    return en if lang is Lang.EN else ja


def file_name(path: str) -> str:
    """The last part of a path."""
    return path.rsplit("/", 1)[-1]


def page(place: Location | None) -> str:
    """The page, ≈ before one that was reckoned; empty where there is none."""
    if place is None or place.page is None:
        return ""
    return f"p.{'≈' if place.page_is_approximate else ''}{place.page}"


def quoted(place: Location) -> Markup | None:
    """The words of a place marked in their line; nothing where the place has no words."""
    if not place.quote.strip():
        return None
    end = place.column + len(place.quote)
    return tag(
        "q",
        "…" if place.start > place.column else None,
        place.line[: place.column],
        tag("mark", place.quote),
        place.line[end:],
    )


def where(place: Location, lang: Lang) -> Markup:
    """Document, section and page of a place."""
    there = place.where(lang)
    return joined(tag("span", file_name(place.document), title=place.document), f" {there}" if there else None)


def basis(rule: RuleRecord, lang: Lang) -> str:
    """What a rule rests on, and whether somebody has verified it."""
    shown = chosen(lang, "、", "; ").join(cited(b, lang) for b in rule.basis)
    return shown if rule.verified else shown + chosen(lang, "（根拠未確認）", " (basis not verified)")


def table(heads: Iterable[str], rows: Iterable[Markup], class_: str | None = None) -> Markup:
    """A table that scrolls sideways where it is too wide."""
    head = tag("thead", tag("tr", (tag("th", h, scope="col") for h in heads)))
    return tag("div", tag("table", head, tag("tbody", rows), class_=class_), class_="table")
