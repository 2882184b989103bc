"""The examples for CI and editors under docs/examples: their own commands are run, their patterns read real output."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
CI = ROOT / "docs" / "examples" / "ci"
SILENT = "# 特定細胞加工物標準書\n\n本品は同種の間葉系幹細胞である。\n"


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
