"""Facts and days as a user gives them, checked against the catalogue; wrong names get the nearest right one."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from regenlint.errors import ConfigError, RegenlintError, UsageError
from regenlint.rules import FACT_NAMES, FactValue

_BOOLEAN = (True, False)
#: The values of each fact; `submitted` is a date.
FACT_VALUES: Mapping[str, tuple[FactValue, ...]] = {
    "purpose": ("treatment", "research"),
    "class": (1, 2, 3),
    "product": (
        "cells",
        "ev",
        "aav",
        "lentivirus",
        "retrovirus",
        "adenovirus",
        "other-virus",
        "plasmid",
        "mrna-ivt",
        "mrna-biological",
        "genome-editing",
        "phage",
        "prp",
        "approved-product",
    ),
    "donor": ("autologous", "allogeneic", "xenogeneic"),
    "gene_modified": ("none", "ex-vivo", "in-vivo"),
    **dict.fromkeys(
        (
            "nucleic_acid",
            "cultured",
            "animal_material",
            "outsourced",
            "frozen",
            "minors",
            "multi_site",
            "claims_verified_care",
        ),
        _BOOLEAN,
    ),
}


def fact(name: str, value: object, source: str) -> FactValue:
    """A fact's value as given by a user, checked against the catalogue; text is read (「2」, 「true」, 「cells,ev」).

    Several products make a tuple, always in the catalogue's order.
    """
    known_key(name, FACT_NAMES, f"{source}: 知らない事実「{name}」", f"{source}: unknown fact {name}", ConfigError)
    if name == "submitted":
        day = date(value, f"{source}: {name}")
        if day is None:
            raise ConfigError(f"{source}: {name} は日付です（2026-11-01）", f"{source}: {name} is a date (2026-11-01)")
        return day.isoformat()
    parts = (
        value
        if isinstance(value, list)
        else value.split(",")
        if isinstance(value, str) and name == "product"
        else [value]
    )
    values = tuple(_fact_value(name, v, source) for v in parts)
    if name == "product":
        return tuple(v for v in FACT_VALUES["product"] if v in values and isinstance(v, str))
    if len(values) != 1:
        raise ConfigError(f"{source}: {name} の値は一つです", f"{source}: {name} has one value")
    return values[0]


def _fact_value(name: str, value: object, source: str) -> FactValue:
    allowed = FACT_VALUES[name]
    word = str(value).strip().lower()
    for v in allowed:
        if str(v).lower() == word:
            return v
    shown = "、".join(str(v).lower() if isinstance(v, bool) else str(v) for v in allowed)
    raise ConfigError(
        f"{source}: {name} の値「{value}」は使えません（{shown}）",
        f"{source}: {name} cannot be {value} ({shown.replace('、', ', ')})",
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The valid name nearest to a word, None where none is near."""
    found = difflib.get_close_matches(word, tuple(known), 1, 0.5)
    if found:
        return found[0]
    lowered = {k.lower(): k for k in known}
    again = difflib.get_close_matches(word.lower(), lowered, 1, 0.5)
    return lowered[again[0]] if again else None


def known_key(key: str, known: Sequence[str], ja: str, en: str, kind: type[RegenlintError]) -> None:
    """Raise `kind` for a key that is not known."""
    if key in known:
        return
    near = nearest(key, known)
    raise unknown(ja, en, near, kind)


def unknown(ja: str, en: str, near: str | None, kind: type[RegenlintError] = UsageError) -> RegenlintError:
    """The error for a name nobody knows, with the nearest valid one."""
    if near is None:
        return kind(ja, en)
    return kind(f"{ja}。「{near}」のことですか？", f"{en}; did you mean {near}?")


def date(value: object, name: str) -> datetime.date | None:
    """A day as written in TOML or as 2026-11-01; None for None, ConfigError otherwise."""
    if value is None or (isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise ConfigError(f"{name} は日付です（2026-11-01）：{value}", f"{name} is a date (2026-11-01): {value}")
