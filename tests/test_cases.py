"""Every rule's cases: tests/cases/<AREA>/<RULE>.yaml, a plan in notation, the outcome, the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from regenlint.registry import Registry, registry
from regenlint.testing import fault

CASES = Path(__file__).parent / "cases"


def load() -> list[Any]:
    """One parameter per case of every file."""
    out = []
    for file in sorted(CASES.glob("*/*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            out.append(pytest.param(file.stem, case, id=f"{file.stem}-{case['case']}"))
    return out


@pytest.fixture(scope="session")
def rules() -> Registry:
    return registry()


@pytest.mark.parametrize(("rule", "case"), load())
def test_a_rule_judges_its_case_as_written(rule: str, case: dict[str, Any], rules: Registry) -> None:
    assert fault(rules.rules[rule], case, rules) == ""


def test_every_rule_has_a_met_a_violated_and_a_lookalike_case(rules: Registry) -> None:
    lacking = []
    for rule_id, registered in rules.rules.items():
        file = CASES / registered.rule.area / f"{rule_id}.yaml"
        cases = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
        names = [c["case"].split("-")[0] for c in cases]
        wanted = {"met", "violated", "lookalike"} | ({"na"} if registered.rule.applies else set())
        if not wanted <= set(names):
            lacking.append((rule_id, sorted(wanted - set(names))))

    assert lacking == []
