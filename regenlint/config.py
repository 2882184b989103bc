"""From regenlint.toml and the command line to frozen settings; every value remembers who said it.

The nearest file going up from a plan wins, and files are not merged. Unknown keys are errors.
Layers are defaults, file, command line; the last one that said something wins.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from regenlint.errors import ConfigError, RegenlintError, UsageError
from regenlint.rules import FACT_NAMES, FactValue, Rule, Severity

FILE_NAME = "regenlint.toml"
TABLE = "tool.regenlint"


class FailOn(StrEnum):
    """From which severity on findings make the run fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"

    @property
    def severity(self) -> Severity | None:
        """The severity, None for never."""
        return None if self is FailOn.NEVER else Severity(self.value)


class Profile(StrEnum):
    """How much is asked of a plan: draft ⊂ committee ⊂ submission."""

    DRAFT = "draft"
    COMMITTEE = "committee"
    SUBMISSION = "submission"

    def holds(self, rule: Rule) -> bool:
        """Whether a rule belongs to the profile, by its tier and its own severity."""
        match self:
            case Profile.DRAFT:
                return rule.tier == 1 and rule.severity is Severity.ERROR
            case Profile.COMMITTEE:
                return rule.tier <= 2 and rule.severity is not Severity.NOTE
            case Profile.SUBMISSION:
                return True


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding a person has accepted. `at` names document and section, or a fingerprint; empty: anywhere."""

    rule: str
    reason: str
    at: str = ""
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """What one source says; None is "not said". `source` is how messages call it."""

    source: str
    fail_on: FailOn | None = None
    profile: Profile | None = None
    as_of: datetime.date | None = None
    min_severity: Severity | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    allow_undecided: bool | None = None
    baseline: str | None = None
    severity: Mapping[str, Severity] = field(default_factory=dict)
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    waiver: tuple[Waiver, ...] | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The effective settings of one dossier; `origins` maps each key to the layer that said it."""

    fail_on: FailOn
    profile: Profile
    as_of: datetime.date | None
    min_severity: Severity | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    allow_undecided: bool
    baseline: str | None
    severity: Mapping[str, Severity]
    facts: Mapping[str, FactValue]
    waiver: tuple[Waiver, ...]
    origins: Mapping[str, str]


DEFAULTS = Layer(
    "default", FailOn.ERROR, Profile.SUBMISSION, select=(), ignore=(), allow_undecided=False, waiver=(),
)

#: Keys of one value, in the order they are shown.
_SINGLE = ("fail_on", "profile", "as_of", "min_severity", "select", "ignore", "allow_undecided", "baseline", "waiver")
_KEYED = ("severity", "facts")


def merge(layers: Sequence[Layer]) -> Settings:
    """The settings of layers, the strongest last. Facts and severities are merged key by key."""
    values: dict[str, Any] = dict.fromkeys(_SINGLE)
    keyed: dict[str, dict[str, Any]] = {k: {} for k in _KEYED}
    origins: dict[str, str] = {}
    for layer in layers:
        for key in _SINGLE:
            said = getattr(layer, key)
            if said is not None:
                values[key], origins[key] = said, layer.source
        for key in _KEYED:
            for name, said in getattr(layer, key).items():
                keyed[key][name], origins[f"{key}.{name}"] = said, layer.source
    return Settings(
        **values, severity=keyed["severity"], facts=keyed["facts"], origins=origins,
    )


def find(start: Path) -> Path | None:
    """The nearest regenlint.toml, or pyproject.toml with our table, from `start` (file or folder) upwards."""
    start = start.absolute()
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        own = folder / FILE_NAME
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and "regenlint" in _toml(project).get("tool", {}):
            return project
    return None


def read(path: Path, shown: str | None = None) -> Layer:
    """The layer a file says. ConfigError names the file, the key and the nearest valid name."""
    content = _toml(path)
    name = shown or str(path)
    if path.name == "pyproject.toml":
        content = content.get("tool", {}).get("regenlint", {})
        name = f"{name} [{TABLE}]"
    return layer(content, name)


def layer(content: Mapping[str, Any], name: str) -> Layer:
    """A mapping as written in a file, as a layer; strict."""
    known = tuple(f.name for f in fields(Layer) if f.name != "source")
    for key in content:
        _known(key, known, f"{name}: 知らないキー「{key}」", f"{name}: unknown key {key}", ConfigError)
    facts = _table(content, "facts", name)
    severity = _table(content, "severity", name)
    return Layer(
        name,
        fail_on=_choice(content, "fail_on", FailOn, name),
        profile=_choice(content, "profile", Profile, name),
        as_of=_date(content.get("as_of"), f"{name}: as_of"),
        min_severity=_choice(content, "min_severity", Severity, name),
        select=_strings(content, "select", name),
        ignore=_strings(content, "ignore", name),
        allow_undecided=_typed(content, "allow_undecided", bool, name),
        baseline=_typed(content, "baseline", str, name),
        severity={k: _choice(severity, k, Severity, f"{name}: severity") or Severity.NOTE for k in severity},
        facts={k: fact(k, v, name) for k, v in facts.items()},
        waiver=_waivers(content["waiver"], name) if "waiver" in content else None,
    )


_BOOLEAN = (True, False)
#: The values of each fact; `submitted` is a date.
FACT_VALUES: Mapping[str, tuple[FactValue, ...]] = {
    "purpose": ("treatment", "research"),
    "class": (1, 2, 3),
    "product": (
        "cells", "ev", "aav", "lentivirus", "retrovirus", "adenovirus", "other-virus", "plasmid", "mrna-ivt",
        "mrna-biological", "genome-editing", "phage", "prp", "approved-product",
    ),
    "donor": ("autologous", "allogeneic", "xenogeneic"),
    "gene_modified": ("none", "ex-vivo", "in-vivo"),
    **dict.fromkeys(
        ("nucleic_acid", "cultured", "animal_material", "outsourced", "frozen", "minors", "multi_site", "claims_verified_care"),
        _BOOLEAN,
    ),
}


def fact(name: str, value: object, source: str) -> FactValue:
    """A fact's value as given by a user, checked against the catalogue; text is read (「2」, 「true」, 「cells,ev」).

    Several products make a tuple, always in the catalogue's order.
    """
    _known(name, FACT_NAMES, f"{source}: 知らない事実「{name}」", f"{source}: unknown fact {name}", ConfigError)
    if name == "submitted":
        day = _date(value, f"{source}: {name}")
        if day is None:
            raise ConfigError(f"{source}: {name} は日付です（2026-11-01）", f"{source}: {name} is a date (2026-11-01)")
        return day.isoformat()
    parts = value if isinstance(value, list) else value.split(",") if isinstance(value, str) and name == "product" else [value]
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
        f"{source}: {name} の値「{value}」は使えません（{shown}）", f"{source}: {name} cannot be {value} ({shown.replace('、', ', ')})"
    )


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The valid name nearest to a word, None where none is near."""
    found = difflib.get_close_matches(word, tuple(known), 1, 0.5)
    if found:
        return found[0]
    lowered = {k.lower(): k for k in known}
    again = difflib.get_close_matches(word.lower(), lowered, 1, 0.5)
    return lowered[again[0]] if again else None


def _known(key: str, known: Sequence[str], ja: str, en: str, kind: type[RegenlintError]) -> None:
    if key in known:
        return
    near = nearest(key, known)
    raise unknown(ja, en, near, kind)


def unknown(ja: str, en: str, near: str | None, kind: type[RegenlintError] = UsageError) -> RegenlintError:
    """The error for a name nobody knows, with the nearest valid one."""
    if near is None:
        return kind(ja, en)
    return kind(f"{ja}。「{near}」のことですか？", f"{en}; did you mean {near}?")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as e:
        raise ConfigError(f"設定を読めません：{path}", f"cannot read {path}: {e.strerror}") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise ConfigError(f"設定がTOMLとして読めません：{path}（{e}）", f"{path} is not valid TOML ({e})") from e


def _choice(content: Mapping[str, Any], key: str, kind: type[Any], name: str) -> Any:
    if key not in content:
        return None
    value = content[key]
    allowed = tuple(str(v) for v in kind)
    if value not in allowed:
        near = nearest(str(value), allowed) or "、".join(allowed)
        raise ConfigError(f"{name}: {key} に「{value}」は使えません（{near}）", f"{name}: {key} cannot be {value} ({near})")
    return kind(value)


def _typed(content: Mapping[str, Any], key: str, kind: type[Any], name: str) -> Any:
    if key not in content:
        return None
    if not isinstance(content[key], kind):
        raise ConfigError(f"{name}: {key} の値の型が違います", f"{name}: {key} must be {kind.__name__}")
    return content[key]


def _table(content: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = _typed(content, key, dict, name) or {}
    return table


def _strings(content: Mapping[str, Any], key: str, name: str) -> tuple[str, ...] | None:
    value = _typed(content, key, list, name)
    if value is None:
        return None
    if not all(isinstance(v, str) for v in value):
        raise ConfigError(f"{name}: {key} は文字列の並びです", f"{name}: {key} is a list of strings")
    return tuple(value)


def _date(value: object, name: str) -> datetime.date | None:
    if value is None or (isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise ConfigError(f"{name} は日付です（2026-11-01）：{value}", f"{name} is a date (2026-11-01): {value}")


date = _date


def _waivers(value: object, name: str) -> tuple[Waiver, ...]:
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise ConfigError(f"{name}: waiver は [[waiver]] の並びです", f"{name}: waiver is a list of [[waiver]]")
    out: list[Waiver] = []
    for k, entry in enumerate(value, 1):
        place = f"{name}: waiver {k}"
        for key in entry:
            _known(key, ("rule", "at", "reason", "until"), f"{place}: 知らないキー「{key}」", f"{place}: unknown key {key}", ConfigError)
        for key in ("rule", "reason"):
            if not str(entry.get(key, "")).strip():
                raise ConfigError(f"{place}: {key} は必須です", f"{place}: {key} is required")
        for key in ("rule", "reason", "at"):
            _typed(entry, key, str, place)
        out.append(Waiver(entry["rule"], entry["reason"].strip(), entry.get("at", "").strip(), _date(entry.get("until"), f"{place}: until")))
    return tuple(out)
