"""What a shell is offered, through the variables a shell sets, and what that costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from regenlint import catalogue, completion
from regenlint.registry import registry


def offered(line: str, shell: str = "bash", **environment: str) -> list[str]:
    """The words offered at the end of a command line."""
    told = (
        # bash hands the words over one a line, and an empty last word not at all.
        {"COMP_WORDS": line.replace(" ", "\n"), "COMP_CWORD": str(line.count(" "))}
        if shell == "bash"
        else {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    )
    done = subprocess.run(
        [sys.executable, "-m", "regenlint"],
        env={**os.environ, **told, "_REGENLINT_COMPLETE": f"complete_{shell}", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_the_tables_read_as_text_are_those_of_the_registry() -> None:
    rules = registry()

    assert {(e.id, e.name, e.title) for e in catalogue.entries()} == {
        (i, r.rule.name, r.rule.title) for i, r in rules.rules.items()
    }
    assert {a.code: a.title for a in catalogue.areas()} == dict(rules.areas)


def test_an_area_is_offered_first_then_its_rules() -> None:
    assert offered("regenlint explain V") == ["VAL", "VIR"]
    assert offered("regenlint explain VIR")[:3] == ["VIR", "VIR001", "VIR002"]
    assert offered("regenlint explain VIR00")[-1] == "VIR009"
    assert set(offered("regenlint explain ")) == set(registry().areas)


def test_a_name_is_offered_for_its_beginning() -> None:
    assert offered("regenlint explain virus-safety-s") == ["virus-safety-strategy-missing"]


@pytest.mark.parametrize("flag", ["--select", "--ignore"])
@pytest.mark.parametrize("command", ["check", "annotate", "checklist", "answers"])
def test_the_lists_of_rules_are_completed_after_a_comma_too(command: str, flag: str) -> None:
    assert offered(f"regenlint {command} plans {flag} VIR001,VIR00") == [f"VIR001,VIR00{n}" for n in range(1, 10)]


def test_a_line_without_a_command_is_completed_as_a_check() -> None:
    assert offered("regenlint plans/a --select VIR002") == ["VIR002"]
    assert offered("regenlint --select VIR002") == ["VIR002"]
    assert "--fail-on" in offered("regenlint plans/a --fail")
    assert offered("regenlint expl") == ["explain"]


def test_areas_and_formats_are_offered_where_they_belong() -> None:
    assert offered("regenlint rules --area VI") == ["VIR"]
    assert offered("regenlint check x --output sarif") == ["sarif", "sarif-github"]


def test_zsh_and_fish_show_the_title_beside_the_rule() -> None:
    (rule,) = [e for e in catalogue.entries() if e.id == "VIR002"]

    assert f'"VIR002":"{rule.title}"' in offered("regenlint plans/a --select VIR002", "zsh")[0]
    assert offered("regenlint explain VIR002", "fish") == [f"VIR002\t{rule.title}"]


def test_bash_completes_with_the_script_that_is_printed(tmp_path: Path) -> None:
    tool = tmp_path / "regenlint"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m regenlint "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    # What bash itself does at a tab: the words as typed in an array, the function called, the answer in COMPREPLY.
    typed = "COMP_WORDS=(regenlint \"'my plans'\" --select VIR01); COMP_CWORD=3; _regenlint_completion regenlint"
    done = subprocess.run(
        ["bash", "-c", f'eval "$(regenlint --show-completion bash)"; {typed}; printf "%s\\n" "${{COMPREPLY[@]}}"'],
        env={
            **os.environ,
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert done.stdout.splitlines() == [e.id for e in catalogue.entries() if e.id.startswith("VIR01")]


def plugin(folder: Path, table: str) -> dict[str, str]:
    """The environment in which a plug-in with that table of rules is installed."""
    (folder / "own_checks").mkdir()
    (folder / "own_checks" / "__init__.py").touch()
    (folder / "own_checks" / "rules.yaml").write_text(table, encoding="utf-8")
    (folder / "own-1.dist-info").mkdir()
    (folder / "own-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: own\nVersion: 1\n", "utf-8")
    (folder / "own-1.dist-info" / "entry_points.txt").write_text("[regenlint.checks]\nown = own_checks\n", "utf-8")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{Path(__file__).parent.parent}"}


def test_rules_of_plug_ins_are_offered(tmp_path: Path) -> None:
    table = "area: OWN\ntitle: 院内\nrules:\n- {name: own-rule, id: OWN901, title: 院内の規則}\n"

    there = plugin(tmp_path, table)

    assert offered("regenlint explain OWN", **there) == ["OWN", "OWN901"]
    assert offered("regenlint explain own", **there) == ["own-rule"]


def test_a_plug_in_that_does_not_load_takes_nothing_from_the_others(tmp_path: Path) -> None:
    there = plugin(tmp_path, "area: [\n")

    assert offered("regenlint explain VIR002", **there) == ["VIR002"]


def imported(*, complete: str) -> set[str]:
    code = (
        "import sys, atexit; atexit.register(lambda: print('@', *sys.modules)); sys.argv = ['regenlint'];"
        "from regenlint.__main__ import main; main()"
    )
    environment = {**os.environ, "COMP_WORDS": complete, "COMP_CWORD": str(len(complete.split()) - 1)}
    environment["_REGENLINT_COMPLETE"] = "complete_bash"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    return set(done.stdout.rsplit("@", 1)[1].split())


def test_completing_a_rule_compiles_none() -> None:
    there = imported(complete="regenlint explain VIR002")

    assert "regenlint.catalogue" in there
    assert not there & {"regenlint.registry", "regenlint.specs", "regenlint.lexicon", "regenlint.evidence", "yaml"}


def test_what_does_not_complete_a_rule_reads_no_table() -> None:
    assert "regenlint.catalogue" not in imported(complete="regenlint expl")


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("regenlint plans --sel", "regenlint check plans --sel"),
        ("regenlint explain V", "regenlint explain V"),
        ("regenlint pl", "regenlint pl"),
        ("regenlint ", "regenlint "),
        ("regenlint plans ", "regenlint check plans "),
    ],
)
def test_only_a_finished_first_word_that_is_no_command_makes_a_check(line: str, becomes: str) -> None:
    environment = {"_TYPER_COMPLETE_ARGS": line}

    completion.name_the_default(environment, ("check", "explain"), "check")

    assert environment == {"_TYPER_COMPLETE_ARGS": becomes}
