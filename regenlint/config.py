"""From regenlint.toml and the command line to frozen settings; every value remembers who said it.

The nearest file going up from a plan wins, and files are not merged. Unknown keys are errors.
Layers are defaults, file, command line; the last one that said something wins.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from regenlint.errors import ConfigError
from regenlint.given import date, fact, known_key, nearest, unknown
from regenlint.rules import FactValue, Rule, Severity

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
    "default",
    FailOn.ERROR,
    Profile.SUBMISSION,
    select=(),
    ignore=(),
    allow_undecided=False,
    waiver=(),
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
        **values,
        severity=keyed["severity"],
        facts=keyed["facts"],
        origins=origins,
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
    said = layer(content, name)
    # A path in a file is meant from where the file stands.
    return replace(said, baseline=str(path.parent / said.baseline)) if said.baseline is not None else said


def layer(content: Mapping[str, Any], name: str) -> Layer:
    """A mapping as written in a file, as a layer; strict."""
    known = tuple(f.name for f in fields(Layer) if f.name != "source")
    for key in content:
        known_key(key, known, f"{name}: 知らないキー「{key}」", f"{name}: unknown key {key}", ConfigError)
    facts = _table(content, "facts", name)
    severity = _table(content, "severity", name)
    return Layer(
        name,
        fail_on=_choice(content, "fail_on", FailOn, name),
        profile=_choice(content, "profile", Profile, name),
        as_of=date(content.get("as_of"), f"{name}: as_of"),
        min_severity=_choice(content, "min_severity", Severity, name),
        select=_strings(content, "select", name),
        ignore=_strings(content, "ignore", name),
        allow_undecided=_typed(content, "allow_undecided", bool, name),
        baseline=_typed(content, "baseline", str, name),
        severity={k: _choice(severity, k, Severity, f"{name}: severity") or Severity.NOTE for k in severity},
        facts={k: fact(k, v, name) for k, v in facts.items()},
        waiver=_waivers(content["waiver"], name) if "waiver" in content else None,
    )


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
        raise unknown(
            f"{name}: {key} に「{value}」は使えません（{'、'.join(allowed)}）",
            f"{name}: {key} cannot be {value} ({', '.join(allowed)})",
            nearest(str(value), allowed),
            ConfigError,
        )
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


def _waivers(value: object, name: str) -> tuple[Waiver, ...]:
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise ConfigError(f"{name}: waiver は [[waiver]] の並びです", f"{name}: waiver is a list of [[waiver]]")
    out: list[Waiver] = []
    for k, entry in enumerate(value, 1):
        place = f"{name}: waiver {k}"
        for key in entry:
            known_key(
                key,
                ("rule", "at", "reason", "until"),
                f"{place}: 知らないキー「{key}」",
                f"{place}: unknown key {key}",
                ConfigError,
            )
        for key in ("rule", "reason"):
            if not str(entry.get(key, "")).strip():
                raise ConfigError(f"{place}: {key} は必須です", f"{place}: {key} is required")
        for key in ("rule", "reason", "at"):
            _typed(entry, key, str, place)
        out.append(
            Waiver(
                entry["rule"],
                entry["reason"].strip(),
                entry.get("at", "").strip(),
                date(entry.get("until"), f"{place}: until"),
            )
        )
    return tuple(out)
