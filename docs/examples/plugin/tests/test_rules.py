"""Every rule's cases, as regenlint judges its own. Needs the package installed: pip install -e ."""

from __future__ import annotations

from pathlib import Path

import pytest

from regenlint.testing import faults

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.yaml"))


@pytest.mark.parametrize("file", CASES, ids=lambda f: f.stem)
def test_a_rule_judges_its_cases_as_written(file: Path) -> None:
    assert "\n".join(faults(file)) == ""
