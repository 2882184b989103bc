"""What `.ci/audit` makes of pip-audit's reports; no service is asked here."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / ".ci" / "audit"
FOUND = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.0"], "description": "…"}


@pytest.fixture(scope="module")
def verdict() -> Callable[[str], Any]:
    loader = SourceFileLoader("audit", str(SCRIPT))
    spec = importlib.util.spec_from_loader("audit", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    function: Callable[[str], Any] = module.verdict
    return function


def report(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_vulnerability_is_told_with_its_names_and_its_repair(verdict: Callable[[str], Any]) -> None:
    said = report({"name": "a", "version": "1.0", "vulns": [FOUND]}, {"name": "b", "version": "1.0", "vulns": []})

    assert verdict(said) == (2, ["a 1.0: PYSEC-1 (CVE-1), repaired in 2.0"], [])


def test_packages_the_service_does_not_know_are_named(verdict: Callable[[str], Any]) -> None:
    said = report({"name": "a", "version": "1.0", "vulns": []}, {"name": "b", "skip_reason": "not found"})

    assert verdict(said) == (1, [], ["b"])


@pytest.mark.parametrize(
    "said", ["", "Traceback", "[]", "{}", '{"dependencies": [{"name": "a", "skip_reason": "not found"}]}']
)
def test_a_service_that_knew_nothing_is_no_clean_bill(verdict: Callable[[str], Any], said: str) -> None:
    assert verdict(said) is None
