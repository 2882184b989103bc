"""Settings: strict keys, the nearest file, layers and their origins, profiles, facts."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from regenlint.config import DEFAULTS, FailOn, Layer, Profile, find, layer, merge, read
from regenlint.errors import ConfigError
from regenlint.given import fact
from regenlint.rules import Severity
from tests.report.sample import rule


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_file_going_up_wins_and_nothing_is_merged(tmp_path: Path) -> None:
    write(tmp_path / "regenlint.toml", 'fail_on = "note"\nprofile = "draft"')
    near = write(tmp_path / "plans/regenlint.toml", 'fail_on = "warning"')
    plan = write(tmp_path / "plans/a/01.txt", "x")

    found = find(plan)

    assert found == near
    settings = merge([DEFAULTS, read(near)])
    assert (settings.fail_on, settings.profile) == (FailOn.WARNING, Profile.SUBMISSION)


def test_a_pyproject_counts_only_with_our_table(tmp_path: Path) -> None:
    own = write(tmp_path / "pyproject.toml", '[tool.regenlint]\nprofile = "committee"')
    write(tmp_path / "a/pyproject.toml", "[tool.ruff]\nline-length = 100")
    plan = write(tmp_path / "a/01.txt", "x")

    assert find(plan) == own
    assert read(own).profile is Profile.COMMITTEE
    assert read(own).source.endswith("[tool.regenlint]")


def test_a_file_of_our_own_goes_before_a_pyproject_in_the_same_folder(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.regenlint]")
    own = write(tmp_path / "regenlint.toml", "")

    assert find(tmp_path) == own


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"fail_onn": "error"}, "fail_on"),
        ({"profil": "draft"}, "profile"),
        ({"fail_on": "warn"}, "warning"),
        ({"profile": "commitee"}, "committee"),
        ({"as_of": "1.11.2026"}, "as_of"),
        ({"as_of": "2026-13-01"}, "as_of"),
        ({"as_of": datetime.datetime(2026, 11, 1, 12)}, "as_of"),
        ({"select": "VIR"}, "select"),
        ({"select": [1]}, "select"),
        ({"allow_undecided": "yes"}, "allow_undecided"),
        ({"severity": {"VIR002": "info"}}, "error"),
        ({"severity": ["VIR002"]}, "severity"),
        ({"facts": {"klass": 2}}, "class"),
        ({"facts": {"class": 4}}, "1、2、3"),
        ({"facts": {"product": ["cels"]}}, "cells"),
        ({"facts": {"submitted": "soon"}}, "submitted"),
        ({"waiver": [{"rule": "VIR002"}]}, "reason"),
        ({"waiver": [{"rule": "VIR002", "reason": "  "}]}, "reason"),
        ({"waiver": [{"reason": "x"}]}, "rule"),
        ({"waiver": [{"rule": "VIR002", "reason": "x", "untill": 1}]}, "until"),
        ({"waiver": [{"rule": "VIR002", "reason": "x", "until": "tomorrow"}]}, "until"),
        ({"waiver": {"rule": "VIR002"}}, "[[waiver]]"),
    ],
)
def test_what_is_not_understood_is_an_error_that_names_it(content: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError) as e:
        layer(content, "regenlint.toml")

    assert says in str(e.value)
    assert "regenlint.toml" in str(e.value)
    assert e.value.english != str(e.value)


def test_toml_that_is_none_is_an_error_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        read(write(tmp_path / "regenlint.toml", "fail_on = "))


def test_the_last_layer_that_said_something_wins_and_can_say_off() -> None:
    file = Layer(
        "file", fail_on=FailOn.WARNING, allow_undecided=True, select=("VIR",), facts={"class": 2, "frozen": True}
    )
    command = Layer("command line", allow_undecided=False, select=(), facts={"class": 1})

    settings = merge([DEFAULTS, file, command])

    assert settings.fail_on is FailOn.WARNING
    assert settings.allow_undecided is False
    assert settings.select == ()
    assert settings.facts == {"class": 1, "frozen": True}
    assert settings.origins["fail_on"] == "file"
    assert settings.origins["profile"] == "default"
    assert settings.origins["facts.class"] == "command line"
    assert settings.origins["facts.frozen"] == "file"


def test_the_contracts_own_example_is_read() -> None:
    import tomllib

    text = """
fail_on = "warning"
profile = "submission"
as_of = 2026-11-01
ignore = ["ADV"]
[severity]
VIR009 = "note"
[facts]
class = 2
[[waiver]]
rule = "VIR002"
at = "標準書/原料"
reason = "別紙3に記載"
until = 2027-03-31
"""

    said = layer(tomllib.loads(text), "regenlint.toml")

    assert said.as_of == datetime.date(2026, 11, 1)
    assert said.severity == {"VIR009": Severity.NOTE}
    assert said.waiver is not None
    assert said.waiver[0].until == datetime.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("tier", "severity", "held"),
    [
        (1, Severity.ERROR, {"draft", "committee", "submission"}),
        (2, Severity.ERROR, {"committee", "submission"}),
        (1, Severity.WARNING, {"committee", "submission"}),
        (1, Severity.NOTE, {"submission"}),
        (3, Severity.ERROR, {"submission"}),
    ],
)
def test_profiles_hold_one_another(tier: int, severity: Severity, held: set[str]) -> None:
    there = replace(rule("AAA001", "x", severity), tier=tier)

    assert {p.value for p in Profile if p.holds(there)} == held


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("class", "2", 2),
        ("cultured", "true", True),
        ("cultured", False, False),
        ("product", "ev,cells", ("cells", "ev")),
        ("product", ["plasmid"], ("plasmid",)),
        ("donor", "Autologous", "autologous"),
        ("submitted", "2026-11-01", "2026-11-01"),
        ("submitted", datetime.date(2026, 11, 1), "2026-11-01"),
        ("gene_modified", "none", "none"),
    ],
)
def test_a_fact_is_read_from_text_and_from_toml(name: str, given: object, value: object) -> None:
    read_value = fact(name, given, "--fact")

    assert read_value == value
    assert type(read_value) is type(value)


def test_a_baseline_in_a_file_is_meant_from_where_the_file_stands(tmp_path: Path) -> None:
    file = write(tmp_path / "plans/regenlint.toml", 'baseline = "base.json"')

    assert read(file).baseline == str(tmp_path / "plans" / "base.json")
