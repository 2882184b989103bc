"""The project checks itself: every rule judged, every word found, every theme covered."""

from __future__ import annotations

import csv
import importlib
import importlib.util
import re
from pathlib import Path

import pytest

from regenlint.find import find
from regenlint.lexicon import terms
from regenlint.registry import AREAS, Registry, registry

ROOT = Path(__file__).parent.parent
HEADINGS = ("何を見るか", "なぜ", "見ないもの", "直し方")


@pytest.fixture(scope="module")
def rules() -> Registry:
    return registry()


def test_every_area_folder_is_registered() -> None:
    folders = {p.name for p in (ROOT / "checks").iterdir() if (p / "rules.yaml").exists()}

    assert folders == set(AREAS.values())


def test_a_rule_name_is_used_once(rules: Registry) -> None:
    names = [r.rule.name for r in rules.rules.values()]

    assert len(names) == len(set(names))


def test_a_rule_belongs_to_the_area_its_id_begins_with(rules: Registry) -> None:
    wrong = [i for i, r in rules.rules.items() if r.rule.area != i[:3] or r.rule.area not in AREAS]

    assert wrong == []


def test_every_written_check_is_a_manual_with_its_four_headings(rules: Registry) -> None:
    lacking = []
    for rule_id, registered in rules.rules.items():
        if registered.module is not None:
            manual = importlib.import_module(registered.module).__doc__ or ""
            lacking += [(rule_id, h) for h in HEADINGS if h not in manual]

    assert lacking == []


def test_every_module_beside_a_rule_table_is_a_rule_or_imported_by_one(rules: Registry) -> None:
    modules = {r.module.rsplit(".", 1)[-1] for r in rules.rules.values() if r.module}
    orphans = []
    for file in (ROOT / "checks").glob("*/*.py"):
        name = file.stem
        if name != "__init__" and name not in modules:
            beside = "\n".join(f.read_text(encoding="utf-8") for f in file.parent.glob("*.py") if f != file)
            if not re.search(rf"from \.{name} import|from \. import (?:\([^)]*|[^\n(]*)\b{name}\b", beside):
                orphans.append(str(file.relative_to(ROOT)))

    assert orphans == []


def test_a_term_is_found_in_its_matches_and_in_none_of_its_rejects() -> None:
    wrong = []
    for key, term in terms().items():
        wrong += [(key, "misses", m) for m in term.matches if find(term.concept, m) is None]
        wrong += [(key, "finds", r) for r in term.rejects if find(term.concept, r) is not None]

    assert wrong == []


def test_every_rule_says_in_both_languages_what_is_wrong_and_what_to_write(rules: Registry) -> None:
    lacking = [
        i for i, r in rules.rules.items() if not (r.rule.title and r.rule.title_en and r.rule.fix and r.rule.fix_en)
    ]

    assert lacking == []


def test_every_theme_of_the_research_report_has_a_working_rule(rules: Registry) -> None:
    with (ROOT / "tests" / "corpus" / "report-coverage.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    uncovered = [
        row for row in rows if not any(i in rules.rules for i in re.findall(r"[A-Z]{3}\d{3}", " ".join(row.values())))
    ]

    assert rows
    assert uncovered == []
