"""Finds the checks: ours by an explicit list of areas, others by entry point. A fault stops the run."""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata, resources
from typing import Any, TypeAlias

from regenlint import ENTRY_POINTS
from regenlint.context import Context
from regenlint.errors import ConfigError
from regenlint.labels import Lang
from regenlint.lexicon import Term, read_yaml, strict, terms
from regenlint.model import DocKind
from regenlint.rules import Basis, Evidence, Finding, Rule, RuleKind, Severity
from regenlint.specs import Spec, concepts_of, read_spec

Check: TypeAlias = "Callable[[Context], Iterator[Finding | Evidence]]"

#: Area code → package below `regenlint.checks`, in the order rules are listed and run.
AREAS: Mapping[str, str] = {
    "FRM": "form",
    "CLS": "classification",
    "PPL": "personnel",
    "CEL": "cell_procurement",
    "ADM": "administration",
    "CMP": "compensation",
    "CMT": "committee",
    "ATT": "attachments",
    "ICF": "informed_consent",
    "DNR": "donor_consent",
    "PRT": "research_protocol",
    "OUT": "product_outline",
    "STD": "product_standard",
    "MFG": "manufacturing",
    "QCT": "point_of_care_quality",
    "QBD": "quality_by_design",
    "VIR": "virus_safety",
    "DNA": "residual_dna",
    "CAR": "cartagena",
    "REG": "registration",
    "EVS": "extracellular_vesicles",
    "GEN": "gene_therapy",
    "MRN": "mrna",
    "PHG": "phage",
    "RSK": "risk",
    "VAL": "validity",
    "ADV": "claims",
    "XDC": "consistency",
    "DOC": "hygiene",
}


@dataclass(frozen=True, slots=True)
class Registered:
    """A rule with its judgement: a spec, or the module whose `check` judges it."""

    rule: Rule
    spec: Spec | None
    module: str | None

    def check(self) -> Check:
        """The written check, imported when first asked for; ConfigError where it does not load."""
        try:
            module = importlib.import_module(self.module or "")
        except Exception as e:
            raise ConfigError(
                f"規則{self.rule.id}のモジュールを読み込めません：{self.module}",
                f"{self.rule.id}: {self.module} does not load: {e}",
            ) from e
        check = getattr(module, "check", None)
        if check is None:
            raise ConfigError(f"規則{self.rule.id}のモジュールに check がありません", f"{self.module} has no check")
        return check  # type: ignore[no-any-return]  # read from a module


@dataclass(frozen=True, slots=True)
class Registry:
    """All rules of a run by id, the areas' titles, and the terms their checks may use."""

    rules: Mapping[str, Registered]
    areas: Mapping[str, str]
    terms: Mapping[str, Term]
    areas_en: Mapping[str, str] = field(default_factory=dict)

    def titles(self, lang: Lang) -> Mapping[str, str]:
        """The areas' titles; the Japanese one where a plug-in gives no other."""
        return self.areas if lang is Lang.JA else {**self.areas, **self.areas_en}

    def literals(self) -> Iterator[str]:
        """Every literal the index must know."""
        for term in self.terms.values():
            yield from term.concept.literals()
        for registered in self.rules.values():
            if registered.spec is not None:
                for concept in concepts_of(registered.spec):
                    yield from concept.literals()

    def by_name(self, word: str) -> tuple[str, ...]:
        """Ids that an id, a rule name or an area code stands for; empty where it is none of them."""
        if word in self.rules:
            return (word,)
        if word in self.areas:
            return tuple(i for i, r in self.rules.items() if r.rule.area == word)
        return tuple(i for i, r in self.rules.items() if r.rule.name == word)


@cache
def registry(areas: frozenset[str] = frozenset()) -> Registry:
    """Our rules and those of installed plug-ins, or those of some areas only.

    Any fault in any of them is a ConfigError: a rule that cannot load stops the run.
    """
    rules: dict[str, Registered] = {}
    titles: dict[str, str] = {}
    english: dict[str, str] = {}
    for code, folder in AREAS.items():
        if not areas or code in areas:
            _load(code, f"regenlint.checks.{folder}", rules, titles, english)
    for point in sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda p: p.name):
        if not areas or point.name.upper() in areas:
            _load(point.name.upper(), point.value, rules, titles, english)
    return Registry(rules, titles, terms(), english)


def _load(
    code: str, package: str, rules: dict[str, Registered], titles: dict[str, str], english: dict[str, str]
) -> None:
    name = f"{package.removeprefix('regenlint.')}/rules.yaml"
    try:
        folder = resources.files(package)
    except ModuleNotFoundError as e:
        raise ConfigError(f"規則のパッケージがありません：{package}", f"no such package of checks: {package}") from e
    area = strict(
        read_yaml((folder / "rules.yaml").read_text(encoding="utf-8"), name),
        name,
        ("area", "title", "rules"),
        ("title_en",),
    )
    if area["area"] != code:
        raise ConfigError(f"{name}: 領域が{code}ではありません", f"{name}: the area is not {code}")
    titles[code] = area["title"]
    if "title_en" in area:
        english[code] = area["title_en"]
    judged_by = "judgement.yaml"
    judgement = read_yaml((folder / judged_by).read_text(encoding="utf-8"), f"{package}/{judged_by}") or {}
    entries = {raw["id"]: raw for raw in area["rules"]}
    for rule_id in judgement:
        if rule_id not in entries:
            raise ConfigError(f"{package}/{judged_by}: 知らない規則{rule_id}", f"{package}: unknown rule {rule_id}")
    for rule_id, raw in entries.items():
        if rule_id in rules:
            raise ConfigError(f"規則{rule_id}が重複しています", f"{rule_id} is defined twice")
        if rule_id not in judgement:
            raise ConfigError(
                f"{package}/{judged_by}: 規則{rule_id}の判定がありません", f"{package}: {rule_id} has no judgement"
            )
        rules[rule_id] = _registered(raw, judgement[rule_id], package, terms())


_MUST = ("id", "name", "title", "severity", "basis", "verified", "reads", "kind", "asks", "tier")
_MAY = ("since", "until", "applies", "good", "bad", "na_ok", "note")
_JUDGED = ("statement", "wording", "field", "attachment", "conflict", "python")


def _registered(raw: object, how: object, package: str, known: Mapping[str, Term]) -> Registered:
    e = strict(raw, f"{package}: {raw.get('id') if isinstance(raw, dict) else raw}", _MUST, _MAY)
    name = f"{package}: {e['id']}"
    h = strict(how, name, ("title_en", "fix", "fix_en"), _JUDGED)
    ways = [w for w in _JUDGED if w in h]
    if len(ways) != 1:
        raise ConfigError(f"{name}: 判定の仕方は一つだけ書きます", f"{name}: exactly one way of judging is wanted")
    rule = _rule(e, h)
    if ways == ["python"]:
        return Registered(rule, None, f"{package}.{rule.name.replace('-', '_')}")
    return Registered(rule, read_spec(h, name, known), None)


def _rule(e: Mapping[str, Any], h: Mapping[str, Any]) -> Rule:
    return Rule(
        id=e["id"],
        name=e["name"],
        area=e["id"][:3],
        title=e["title"],
        title_en=h["title_en"],
        severity=Severity(e["severity"]),
        basis=tuple(Basis(b["kind"], str(b["ref"]), b.get("note", "")) for b in e["basis"]),
        verified=bool(e["verified"]),
        kind=RuleKind(e["kind"]),
        reads=tuple(DocKind(k) for k in e["reads"]),
        asks=e["asks"],
        fix=h["fix"],
        fix_en=h["fix_en"],
        applies={k: tuple(v) if isinstance(v, list) else (v,) for k, v in (e.get("applies") or {}).items()},
        na_ok=bool(e.get("na_ok")),
        tier=int(e["tier"]),
        since=_day(e.get("since")),
        until=_day(e.get("until")),
        good=tuple(e.get("good", ())),
        bad=tuple(e.get("bad", ())),
    )


def _day(value: object) -> datetime.date | None:
    if value is None or isinstance(value, datetime.date):
        return value
    return datetime.date.fromisoformat(str(value))
