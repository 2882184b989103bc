"""The examples for CI and editors under docs/examples: their own commands are run, their patterns read real output."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from regenlint import skeleton, starter

ROOT = Path(__file__).parent.parent
CI = ROOT / "docs" / "examples" / "ci"
SILENT = "# 特定細胞加工物標準書\n\n本品は同種の間葉系幹細胞である。\n"


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("gitlab-ci", CI / "gitlab-ci.yml"),
        ("github-workflows", CI / "github.yml"),
        ("github-actions", ROOT / "action.yml"),
    ],
)
def test_files_for_a_runner_follow_its_schema(schema: str, file: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_of_init_follows_the_schema_of_its_runner(tmp_path: Path) -> None:
    assert starter.begin(tmp_path)
    file = tmp_path / ".github/workflows/regenlint.yml"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two plans that say nothing of the donor's tests, one with an unreadable file, and `regenlint` on the path."""
    for name in ("plans/a", "plans/計画 b: 改"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "04_標準書.txt").write_text(SILENT, encoding="utf-8")
    (tmp_path / "plans/a/x.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (tmp_path / "plans/regenlint.toml").write_text(
        'select = ["VIR001", "VIR002", "DOC"]\n[severity]\nVIR001 = "note"\n'
        '[facts]\ndonor = "allogeneic"\nproduct = ["cells"]\ncultured = true\n',
        encoding="utf-8",
    )
    tool = tmp_path / "bin" / "regenlint"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m regenlint "$@"\n', encoding="utf-8")
    tool.chmod(0o755)
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def test_the_job_for_gitlab_leaves_the_report_it_names(folder: Path) -> None:
    job = yaml.safe_load((CI / "gitlab-ci.yml").read_text(encoding="utf-8"))["regenlint"]
    (command,) = job["script"]

    done = run(folder, "bash", "-e", "-c", command)

    report = job["artifacts"]["reports"]["codequality"]
    issues = json.loads((folder / report).read_text(encoding="utf-8"))
    assert done.returncode == 3, done.stderr
    assert job["artifacts"]["when"] == "always"
    assert all((folder / name).is_file() for name in job["artifacts"]["paths"])
    assert {i["severity"] for i in issues} <= {"info", "minor", "major", "critical", "blocker"}
    assert len({i["fingerprint"] for i in issues}) == len(issues) > 2
    assert all(i["description"] and i["check_name"] for i in issues)
    # The code host wants paths below the repository, and lines that count from one.
    assert all((folder / i["location"]["path"]).exists() for i in issues)
    assert all(not i["location"]["path"].startswith(("/", "./")) for i in issues)
    assert all(i["location"]["lines"]["begin"] >= 1 for i in issues)


def test_the_plain_shell_script_judges_each_folder_and_ends_with_the_code(folder: Path) -> None:
    unread = run(folder, str(CI / "check-plans"), "plans")
    (folder / "plans/a/x.pdf").unlink()
    found = run(folder, str(CI / "check-plans"), "plans", "報告")
    (folder / "plans/regenlint.toml").write_text('fail_on = "never"\n', encoding="utf-8")
    passed = run(folder, str(CI / "check-plans"), "plans")
    missing = run(folder, str(CI / "check-plans"), "nowhere")

    assert [r.returncode for r in (unread, found, passed, missing)] == [3, 1, 0, 2]
    assert "plans/計画 b: 改/04_標準書.txt" in unread.stdout
    assert (folder / "reports/regenlint.xml").is_file()
    assert (folder / "報告/regenlint.html").stat().st_mode & 0o077 == 0
    assert (folder / "報告").stat().st_mode & 0o077 == 0


def test_the_workflow_for_github_gives_the_action_inputs_it_has() -> None:
    workflow = yaml.safe_load((CI / "github.yml").read_text(encoding="utf-8"))
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = [s for s in workflow["jobs"]["regenlint"]["steps"] if "/regenlint@" in s.get("uses", "")]

    assert workflow["permissions"] == {"contents": "read"}
    assert set(step["with"]) <= set(action["inputs"])


def matchers() -> list[dict[str, Any]]:
    """The two for GitHub and the one for VS Code, in one shape; each with the severity it gives by itself."""
    github = json.loads((CI / "problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]
    (task,) = json.loads((CI / "vscode-tasks.json").read_text(encoding="utf-8"))["tasks"]
    return [
        *({**m["pattern"][0], "always": m.get("severity"), "owner": m["owner"]} for m in github),
        {**task["problemMatcher"]["pattern"], "always": None, "owner": "VS Code"},
    ]


def read_by(matcher: dict[str, Any], line: str) -> dict[str, str] | None:
    # What the pattern uses means the same in JavaScript, .NET and Python.
    found = re.search(matcher["regexp"], line)
    if found is None:
        return None
    fields = {k: found[matcher[k]] for k in ("file", "line", "column", "code", "message")}
    return {**fields, "severity": matcher["always"] or found[matcher["severity"]]}


def test_the_problem_matchers_read_every_line_of_a_real_report(folder: Path) -> None:
    lines = run(folder, "regenlint", "plans/a", "plans/計画 b: 改", "--output", "concise").stdout.splitlines()
    errors, notes, editor = matchers()

    assert len(lines) > 4
    for line in lines:
        found = [m for m in (errors, notes) if read_by(m, line)]
        assert len(found) == 1, line
        assert read_by(editor, line) is not None, line
        told = read_by(found[0], line)
        assert told is not None
        assert (folder / told["file"]).exists(), told
        assert told["severity"] in ("error", "warning", "notice")
        assert f"{told['file']}:{told['line']}:{told['column']}: " in line
        assert line.endswith(f" {told['code']} {told['message']}")
    assert {told["severity"] for line in lines for m in (errors, notes) if (told := read_by(m, line))} == {
        "error",
        "warning",
        "notice",
    }
    assert {told["code"] for line in lines if (told := read_by(editor, line))} >= {"VIR001", "VIR002", "unread"}


def test_the_problem_matchers_leave_other_lines_alone(folder: Path) -> None:
    text = run(folder, "regenlint", "plans/a").stdout.splitlines()
    other = ["12:30:01: error in something", "regenlint: 知らないコマンド", "plans/a:1:1: fatal X y: z", ""]

    assert [line for line in [*text, *other] if any(read_by(m, line) for m in matchers())] == []


def test_the_task_of_the_editor_is_a_run_that_writes_the_lines_it_points_at(folder: Path) -> None:
    (task,) = json.loads((CI / "vscode-tasks.json").read_text(encoding="utf-8"))["tasks"]
    arguments = [a.replace("${workspaceFolder}", str(folder / "plans" / "a")) for a in task["args"]]

    done = run(folder, task["command"], *arguments)

    (_, _, editor) = matchers()
    told = [t for line in done.stdout.splitlines() if (t := read_by(editor, line))]
    (panel,) = [t for t in told if t["code"] == "VIR002"]
    written = Path(panel["file"]).read_text(encoding="utf-8").splitlines()
    assert done.returncode == 3
    assert written[int(panel["line"]) - 1]


@pytest.fixture(scope="module")
def plug_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The example package as an author has it, and the folder pip installed it to."""
    top = tmp_path_factory.mktemp("plug-in")
    source, target = top / "source", top / "site"
    shutil.copytree(ROOT / "docs/examples/plugin", source, ignore=shutil.ignore_patterns("__pycache__"))
    command = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", *command, "--target", str(target), str(source)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return source, target


def with_plug_in(target: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": f"{target}{os.pathsep}{ROOT}"}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_plug_in_passes_its_own_tests_once_installed(plug_in: tuple[Path, Path]) -> None:
    source, target = plug_in

    done = with_plug_in(target, source, "pytest", "-q", "-p", "no:cacheprovider", "tests")

    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_the_rules_of_the_installed_plug_in_run_beside_ours(plug_in: tuple[Path, Path], folder: Path) -> None:
    _, target = plug_in
    (folder / "plans/c").mkdir()
    for name, number in (("01_計画.txt", "RM-2026-012"), ("02_説明文書.txt", "RM-2025-044")):
        (folder / "plans/c" / name).write_text(f"# {name[3:-4]}\n\n管理番号：{number}\n", encoding="utf-8")
    (folder / "plans/c/regenlint.toml").write_text("", encoding="utf-8")

    own = with_plug_in(target, folder, "regenlint", "plans/c", "--select", "INH", "--output", "json")
    both = with_plug_in(target, folder, "regenlint", "plans/c", "--output", "json")
    without = run(folder, "regenlint", "plans/c", "--select", "INH")

    def results(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
        return {r["rule"]: r["outcome"] for r in json.loads(done.stdout)["dossiers"][0]["results"]}

    assert own.returncode == 1, own.stderr
    assert results(own)["INH002"] == "conflicting"
    assert results(own).keys() == {"INH001", "INH002"}
    assert results(both)["INH002"] == "conflicting"
    assert len(results(both)) > 500
    assert without.returncode == 2


def test_the_plug_in_has_its_page_and_its_rows_in_the_table(plug_in: tuple[Path, Path], folder: Path) -> None:
    _, target = plug_in

    page = with_plug_in(target, folder, "regenlint", "explain", "INH002").stdout
    english = with_plug_in(target, folder, "regenlint", "explain", "INH002", "--lang", "en").stdout
    table = with_plug_in(target, folder, "regenlint", "rules", "--area", "INH").stdout

    assert "書類の管理番号がそろっていない" in page
    assert "院内手順書「文書の管理」第5章" in page
    assert "The documents carry different control numbers" in english
    assert [w for w in ("INH001", "INH002") if w not in table] == []


def test_the_plug_in_is_laid_out_as_new_rule_would(plug_in: tuple[Path, Path], tmp_path: Path) -> None:
    source, _ = plug_in

    skeleton.begin("INH", "INH001", "night-contact-missing", skeleton.Way.STATEMENT, tmp_path)
    wrote = skeleton.begin("INH", "INH003", "another-rule", skeleton.Way.PYTHON, source)

    begun = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))
    ours = tomllib.loads((ROOT / "docs/examples/plugin/pyproject.toml").read_text(encoding="utf-8"))
    assert begun.keys() == ours.keys()
    assert begun["project"].keys() | {"description"} == ours["project"].keys()
    assert (tmp_path / "tests/test_rules.py").read_bytes() == (source / "tests/test_rules.py").read_bytes()
    assert source / "in_house_checks/rules.yaml" in wrote
