"""The values documents are compared by, as rows: an item, each way it is written, the documents that write it so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regenlint.labels import Lang, Pair
from regenlint.record import ValueRecord
from regenlint.text import folded

#: Parts of an item's inner name that people can read. Others only keep values apart.
_ABOUT: Mapping[str, Pair] = {
    "cells": ("細胞数", "cells"),
    "volume": ("液量", "volume"),
    "mass": ("量", "mass"),
    "total": ("総量", "total"),
    "death": ("死亡", "death"),
    "serious": ("重篤", "serious"),
    "other": ("その他", "other"),
    "every": ("周期", "cycle"),
    "product": ("製品", "product"),
    "record": ("記録", "records"),
    "reference": ("参考品", "reference sample"),
    "frozen": ("凍結", "frozen"),
    "thawed": ("解凍後", "thawed"),
    "listed": ("一覧", "listed"),
    "cv": ("略歴", "CV"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An item and, for each way its value is written, the values that write it so."""

    name: str
    values: tuple[tuple[str, tuple[ValueRecord, ...]], ...]


def rows_of(values: Iterable[ValueRecord], lang: Lang) -> tuple[Row, ...]:
    """The rows in the order of the items; writings that differ only in width or blanks are one."""
    found: dict[tuple[str, str], dict[str, list[ValueRecord]]] = {}
    names: dict[tuple[str, str], str] = {}
    for v in values:
        key = (v.item, v.about)
        names[key] = _name(v, lang)
        found.setdefault(key, {}).setdefault(re.sub(r"\s+", "", folded(v.text)), []).append(v)
    return tuple(
        Row(names[key], tuple((" ".join(same[0].text.split()), _once(same)) for same in writings.values()))
        for key, writings in found.items()
    )


def _once(values: Iterable[ValueRecord]) -> tuple[ValueRecord, ...]:
    return tuple({(v.place.document, v.place.kind): v for v in reversed(tuple(values))}.values())[::-1]


def _name(v: ValueRecord, lang: Lang) -> str:
    label = v.label_en if lang is Lang.EN else v.label
    about = _about(v.about, lang)
    return f"{label} ({about})" if about and lang is Lang.EN else f"{label}（{about}）" if about else label


def _about(about: str, lang: Lang) -> str:
    """What tells the item apart in people's words; inner names nobody outside knows are left out."""
    words = []
    for part in re.split(r"[.@]", re.sub(r"[≤≥=]+", "", about)):
        if part in _ABOUT:
            words.append(_ABOUT[part][lang is Lang.EN])
        elif part and not re.fullmatch(r"[a-z][a-z-]*\d?", part):
            words.append(part)
    return "・".join(words)
