"""The manual: every rule has its page, every key is told, and every command in it is run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from bench.manual import pages
from regenlint.config import Layer
from regenlint.registry import registry

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "manual"
SAMPLE = ROOT / "sample_plans" / "bad" / "first-look" / "files"
#: What sets up an environment: continuous integration does it with the wheel.
SETTING_UP = re.compile(r"^(\./lint-sample|\./run-tests|python -m (venv|pip) |\. \.venv)")
BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)


def blocks(file: Path) -> list[list[tuple[str, list[str]]]]:
    """The console blocks of a page: commands, each with the output shown below it."""
    found = []
    for block in BLOCK.findall(file.read_text(encoding="utf-8")):
        commands: list[tuple[str, list[str]]] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                commands.append((line[2:].split("  #")[0].strip(), []))
            elif commands:
                commands[-1][1].append(line)
        found.append(commands)
    return found


def as_shown(shown: list[str]) -> re.Pattern[str]:
    """What the output must look like: `…` alone stands for any lines, within a line for anything on it."""
    told = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", "[^\n]*") + r"\n" for line in shown)
    return re.compile(told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder as the pages take it: plans, an earlier version, a ZIP, and `regenlint` on the path."""
    plan = tmp_path / "plans" / "a"
    shutil.copytree(SAMPLE, plan)
    shutil.make_archive(str(tmp_path / "plan"), "zip", SAMPLE)
    tool = tmp_path / "bin" / "regenlint"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m regenlint "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    return tmp_path


def ran(commands: list[tuple[str, list[str]]], folder: Path) -> Iterator[tuple[str, list[str], int, str, str]]:
    """Each command with what is shown of it, its exit code, standard output and error. The next sees the code."""
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
    }
    code = 0
    for command, shown in commands:
        done = subprocess.run(
            ["bash", "-c", f"(exit {code}); {command}"],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        yield command, shown, done.returncode, done.stdout, done.stderr
        code = done.returncode


def pages_with_commands() -> list[Path]:
    return [*sorted(MANUAL.glob("*.md")), ROOT / "README.ja.md", ROOT / "README.md"]


@pytest.mark.parametrize("page", pages_with_commands(), ids=lambda p: p.stem)
def test_the_commands_of_a_page_do_what_it_shows(page: Path, folder: Path) -> None:
    told = [c for block in blocks(page) for c in block if not SETTING_UP.match(c[0])]
    for name in re.findall(r"--against (\S+)", page.read_text(encoding="utf-8")):
        if not (folder / name).exists() and name.startswith("plans/"):
            shutil.copytree(SAMPLE, folder / name)

    wrong = []
    for command, shown, code, out, error in ran(told, folder):
        # A usage error is shown as such by the code below it; nowhere else may one come out.
        if code not in (0, 1) and "echo $?" not in "".join(c for c, _ in told[told.index((command, shown)) + 1 :][:1]):
            wrong.append((command, code, error))
        if shown and not as_shown(shown).fullmatch(out if out.endswith("\n") else out + "\n"):
            wrong.append((command, code, out[:600]))

    assert wrong == []


def test_a_page_that_shows_other_output_is_found_out() -> None:
    pattern = as_shown(["plans/a …", "…", "所見：エラー 1"])

    assert pattern.fullmatch("plans/a x\ny\nz\n所見：エラー 1\n")
    assert pattern.fullmatch("plans/a x\n所見：エラー 1\n")
    assert not pattern.fullmatch("plans/a x\ny\n所見：エラー 2\n")
    assert not pattern.fullmatch("plans/a x\n所見：エラー 1\nmore\n")


def test_every_rule_has_a_page_with_its_basis_cases_and_figures() -> None:
    made = pages()
    lacking = []
    for rule_id in registry().rules:
        page = made[f"rules/{rule_id}.md"]
        lacking += [
            (rule_id, h)
            for h in ("求めること", "根拠", "当てはまる場合", "直し方", "検査の事例", "測定")
            if f"## {h}" not in page
        ]

    assert lacking == []


def test_every_key_of_the_configuration_is_told() -> None:
    told = (MANUAL / "configuration.md").read_text(encoding="utf-8")
    names = [f.name for f in fields(Layer) if f.name != "source"]

    assert [n for n in names if not re.search(rf"^\| `\[*{n}\]*` ", told, re.M)] == []


def test_the_samples_the_manual_links_to_are_there() -> None:
    links = re.findall(r"\]\((\.\./samples/[^)]+)\)", (MANUAL / "outputs.md").read_text(encoding="utf-8"))

    assert len(links) == 3
    assert [x for x in links if not (MANUAL / x).is_file()] == []
