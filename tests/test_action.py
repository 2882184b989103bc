"""The GitHub action: its own steps, taken from action.yml and run by bash as the runner would run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SILENT = "# 特定細胞加工物標準書\n\n本品は同種の間葉系幹細胞である。\n"
VIR = {"select": "VIR002", "facts": "donor=allogeneic\nproduct=cells\n"}
EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")


@dataclass(frozen=True, slots=True)
class Run:
    """What a step left behind."""

    code: int
    log: str
    error: str
    summary: str
    outputs: dict[str, str]


def step(name: str) -> dict[str, Any]:
    return next(s for s in STEPS if s.get("name") == name)


def resolved(value: str, known: dict[str, str]) -> str:
    """A value with the expressions of the runner filled in; KeyError for one the runner would not know."""
    return EXPRESSION.sub(lambda m: known[m[1]], value)


def judged(folder: Path, **inputs: str) -> Run:
    """The step that judges, run in a folder; the inputs by their names with `_` for `-`."""
    given = {k.replace("_", "-"): v for k, v in inputs.items()}
    assert set(given) <= set(ACTION["inputs"])
    known = {f"inputs.{k}": given.get(k, v["default"]) for k, v in ACTION["inputs"].items()}
    judge = step("Judge")
    tools = folder.parent / "bin"
    tools.mkdir(exist_ok=True)
    tool = tools / "regenlint"
    tool.write_text(f'#!/bin/sh\necho run >>"{tools}/count"\nexec "{sys.executable}" -m regenlint "$@"\n', "utf-8")
    tool.chmod(0o755)
    summary, output = tools / "summary.md", tools / "output"
    summary.write_text("", encoding="utf-8")
    output.write_text("", encoding="utf-8")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", judge["run"]],
        cwd=folder,
        env={
            **os.environ,
            **{k: resolved(v, known) for k, v in judge["env"].items()},
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "CI": "true",
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_OUTPUT": str(output),
        },
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    told = dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
    return Run(done.returncode, done.stdout, done.stderr, summary.read_text(encoding="utf-8"), told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with two plans, one of them with a space in its name."""
    top = tmp_path / "checkout"
    for name in ("plans/a", "plans/ 計画 b"):
        (top / name).mkdir(parents=True)
        (top / name / "04_標準書.txt").write_text(SILENT, encoding="utf-8")
    return top


def test_no_shell_text_holds_an_expression() -> None:
    shells = [s for s in STEPS if "run" in s]

    assert len(shells) == 3
    assert [s["name"] for s in shells if "${{" in s["run"]] == []
    assert all(s["shell"] == "bash" for s in shells)


def test_every_input_and_output_is_described_and_used() -> None:
    whole = (ROOT / "action.yml").read_text(encoding="utf-8")

    assert all(v["description"] and isinstance(v["default"], str) for v in ACTION["inputs"].values())
    assert [k for k in ACTION["inputs"] if not re.search(rf"inputs\.{k}\b(?!-)", whole)] == []
    assert all(v["description"] and v["value"] for v in ACTION["outputs"].values())


def test_one_run_gives_annotations_a_summary_and_the_code(folder: Path) -> None:
    done = judged(folder, paths="plans/a", **VIR)

    assert done.code == 0, done.error
    assert done.outputs == {"exit-code": "1"}
    assert re.search(r"^::error file=plans/a/04_標準書\.txt,line=\d+,title=VIR002 [a-z-]+::", done.log, re.M)
    assert done.summary.startswith("## plans/a\n")
    assert "VIR002" in done.summary
    assert (folder.parent / "bin/count").read_text(encoding="utf-8") == "run\n"


@pytest.mark.parametrize(("code", "ends"), [("0", 0), ("1", 1), ("3", 3), ("", 2)])
def test_the_last_step_ends_with_the_code_of_the_run(code: str, ends: int) -> None:
    verdict = step("Verdict")
    environment = {**os.environ, "CODE": resolved(verdict["env"]["CODE"], {"steps.judge.outputs.exit-code": code})}

    assert STEPS[-1] is verdict
    assert subprocess.run(["bash", "-e", "-c", verdict["run"]], env=environment, check=False).returncode == ends


def test_patterns_are_expanded_and_names_with_spaces_stay_whole(folder: Path) -> None:
    done = judged(folder, paths="plans/*\n", **VIR)

    assert "## plans/a\n" in done.summary
    assert re.search(r"^## plans/ 計画 b$", done.summary, re.M)


def test_an_input_is_never_run(folder: Path) -> None:
    sly = "$(touch struck)`touch struck`;touch struck;\"';touch struck;'"
    done = judged(folder, paths=f"plans/a\n{sly}\n--exit-zero", select=sly, config=f"-x {sly}", facts=sly)

    assert done.outputs == {"exit-code": "2"}
    assert list(folder.rglob("struck")) == []
    assert "Traceback" not in done.error


def test_a_path_that_looks_like_a_flag_is_a_path(folder: Path) -> None:
    done = judged(folder, paths="--exit-zero\nplans/a", **VIR)

    assert done.outputs == {"exit-code": "2"}
    assert "--exit-zero" in done.error


def test_sarif_is_written_where_asked_and_named_for_the_upload(folder: Path) -> None:
    done = judged(folder, paths="plans/a", sarif="報告.sarif", **VIR)

    assert done.outputs == {"exit-code": "1", "sarif": "報告.sarif"}
    log = json.loads((folder / "報告.sarif").read_text(encoding="utf-8"))
    assert [r["ruleId"] for r in log["runs"][0]["results"]] == ["VIR002"]


def test_an_upload_alone_makes_a_file_of_its_own(folder: Path) -> None:
    done = judged(folder, paths="plans/a", upload_sarif="true", **VIR)

    assert done.outputs["sarif"] == "regenlint.sarif"
    assert (folder / "regenlint.sarif").is_file()
    assert "steps.judge.outputs.sarif != ''" in step("Upload")["if"]


def test_a_run_that_did_not_take_place_uploads_no_older_file(folder: Path) -> None:
    (folder / "regenlint.sarif").write_text("{}", encoding="utf-8")

    done = judged(folder, paths="plans/none", upload_sarif="true")

    assert done.outputs == {"exit-code": "2"}
    assert done.summary == ""


def test_settings_given_as_inputs_hold(folder: Path) -> None:
    (folder / "other.toml").write_text('[severity]\nVIR002 = "note"\n', encoding="utf-8")

    milder = judged(folder, paths="plans/a", config="other.toml", **VIR)
    never = judged(folder, paths="plans/a", fail_on="never", lang="en", as_of="2026-11-01", **VIR)
    quiet = judged(folder, paths="plans/a", annotations="false", summary="false", ignore="VIR002", **VIR)

    assert milder.outputs == {"exit-code": "0"}
    assert "::notice file=plans/a/04_標準書.txt" in milder.log
    assert never.outputs == {"exit-code": "0"}
    assert "| severity | rule |" in never.summary
    assert quiet.outputs == {"exit-code": "0"}
    assert "::error" not in quiet.log
    assert quiet.summary == ""


def test_what_cannot_be_read_is_3_unless_allowed(folder: Path) -> None:
    (folder / "plans/a/x.pdf").write_bytes(b"%PDF-1.7\nbroken")

    strict = judged(folder, paths="plans/a", fail_on="never", **VIR)
    lenient = judged(folder, paths="plans/a", fail_on="never", allow_undecided="true", **VIR)

    assert strict.outputs == {"exit-code": "3"}
    assert "x.pdf" in strict.summary
    assert lenient.outputs == {"exit-code": "0"}


def test_a_summary_longer_than_github_takes_ends_with_a_whole_line(folder: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.md"
    long.write_text("## 計画\n" + "| 記載なし | VIR002 | 場所 | 所見 | 根拠 |\n" * 20_000, encoding="utf-8")
    judge = step("Judge")
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "regenlint").write_text(
        '#!/bin/sh\nfor a in "$@"; do case $a in markdown:*) cp "$LONG" "${a#markdown:}";; esac; done\n', "utf-8"
    )
    (fake / "regenlint").chmod(0o755)
    known = {f"inputs.{k}": v["default"] for k, v in ACTION["inputs"].items()}
    summary = tmp_path / "summary.md"
    summary.touch()
    environment = {
        **os.environ,
        **{k: resolved(v, known) for k, v in judge["env"].items()},
        "PATH": f"{fake}{os.pathsep}{os.environ['PATH']}",
        "LONG": str(long),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }

    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", judge["run"]], cwd=folder, env=environment, check=True)

    text = summary.read_text(encoding="utf-8")
    assert long.stat().st_size > 1_048_576 > summary.stat().st_size
    assert text.splitlines()[-3] == "| 記載なし | VIR002 | 場所 | 所見 | 根拠 |"
    assert text.endswith("cut short）\n")


def test_the_install_step_takes_the_source_and_extras_from_the_environment(tmp_path: Path) -> None:
    install = step("Install")
    known = {"inputs.extras": "ginza", "github.action_path": str(tmp_path / "the action")}
    calls = tmp_path / "calls"
    fake = tmp_path / "fake"
    fake.mkdir()
    # It stands for Python, and for the Python of the environment it makes.
    (fake / "python").write_text(
        "#!/bin/sh\n"
        f'printf \'%s\\n\' "$*" >>"{calls}"\n'
        f'if [ "$3" = venv ]; then mkdir -p "$4/bin"; cp "{fake}/python" "$4/bin/python"; fi\n',
        encoding="utf-8",
    )
    (fake / "python").chmod(0o755)
    environment = {
        **os.environ,
        **{k: resolved(v, known) for k, v in install["env"].items()},
        "PATH": f"{fake}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path / "run temp"),
        "GITHUB_PATH": str(tmp_path / "path"),
    }

    subprocess.run(["bash", "-e", "-o", "pipefail", "-c", install["run"]], env=environment, check=True)

    made, installed = calls.read_text(encoding="utf-8").splitlines()
    assert made == f"-I -m venv {tmp_path}/run temp/regenlint"
    assert installed.startswith("-I -m pip install ")
    assert installed.endswith(f" {tmp_path}/the action[ginza]")
    assert (tmp_path / "path").read_text(encoding="utf-8") == f"{tmp_path}/run temp/regenlint/bin\n"
