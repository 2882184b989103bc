"""The hooks, run by pre-commit itself on a repository with Japanese file names. Works without a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
VIR = ["--select", "VIR002", "--fact", "donor=allogeneic", "--fact", "product=cells"]


def pre_commit(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(cwd / ".home"), "GIT_CONFIG_GLOBAL": os.devnull}
    for name in [n for n in environment if n.startswith("GIT_") and n != "GIT_CONFIG_GLOBAL"]:
        del environment[name]
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


def hook(id: str, *arguments: str) -> dict[str, Any]:
    """A hook of the manifest as a local one: the installed program in place of a fresh environment."""
    found: dict[str, Any] = next(h for h in HOOKS if h["id"] == id)
    entry = found["entry"].replace("regenlint", f"{sys.executable} -m regenlint", 1)
    return {**found, "entry": entry, "language": "system", "args": list(arguments)}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for name in ("計画/再生医療等提供計画.docx", "計画/別紙 1 標準書.DOCX", "計画/~$再生医療等提供計画.docx"):
        document = docx.Document()
        document.add_heading("特定細胞加工物標準書", 1)
        document.add_paragraph("本品は同種の間葉系幹細胞である。")
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        document.save(str(path))
    (tmp_path / "読んで.txt").write_text("覚え書き", encoding="utf-8")
    return tmp_path


def run(repository: Path, *hooks: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    config = {"repos": [{"repo": "local", "hooks": list(hooks)}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    return pre_commit("run", "--all-files", "--verbose", "--color", "never", cwd=repository)


def test_the_manifest_is_valid(tmp_path: Path) -> None:
    done = pre_commit("validate-manifest", str(MANIFEST), cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_judges_the_plans_and_skips_lock_files(repository: Path) -> None:
    done = run(repository, hook("regenlint", *VIR, "--output", "concise"))

    assert done.returncode == 1
    assert "exit code: 1" in done.stdout
    assert "計画/再生医療等提供計画.docx:1:1: error VIR002" in done.stdout
    assert "計画/別紙 1 標準書.DOCX:1:1: error VIR002" in done.stdout
    assert "~$" not in done.stdout
    assert "読んで.txt" not in done.stdout


def test_the_hook_passes_where_nothing_reaches_the_limit(repository: Path) -> None:
    done = run(repository, hook("regenlint", *VIR, "--fail-on", "never"))

    assert done.returncode == 0, done.stdout


WARNING = ["--select", "VIR001", "--fact", "product=cells", "--fact", "cultured=true", "--output", "concise"]


def test_the_strict_hook_stops_at_a_warning_that_the_plain_one_lets_pass(repository: Path) -> None:
    plain = run(repository, hook("regenlint", *WARNING))
    strict = run(repository, hook("regenlint-strict", *WARNING))

    assert plain.returncode == 0, plain.stdout
    assert "warning VIR001" in plain.stdout
    assert strict.returncode == 1
    assert "exit code: 1" in strict.stdout
    assert "計画/別紙 1 標準書.DOCX:1:1: warning VIR001" in strict.stdout
    assert "~$" not in strict.stdout


def test_the_strict_hook_judges_as_for_submission_whatever_the_settings_say(repository: Path) -> None:
    (repository / "regenlint.toml").write_text('profile = "draft"\nfail_on = "never"\n', encoding="utf-8")

    plain = run(repository, hook("regenlint", "--output", "concise"))
    strict = run(repository, hook("regenlint-strict", "--output", "concise"))

    assert (plain.returncode, strict.returncode) == (0, 1)
    assert strict.stdout.count(": warning ") > plain.stdout.count(": warning ")


def test_the_dossier_hook_judges_a_folder_as_one_plan(repository: Path) -> None:
    done = run(repository, hook("regenlint-dossier", *VIR, "--output", "concise", "計画"))

    assert "exit code: 1" in done.stdout
    assert done.stdout.count("error VIR002") == 1


def test_the_configuration_hook_passes_what_loads_and_finds_a_rule_that_is_not_there(repository: Path) -> None:
    settings = repository / "regenlint.toml"
    settings.write_text('ignore = ["VIR002"]\n', encoding="utf-8")
    sound = run(repository, hook("regenlint-config"))
    settings.write_text('ignore = ["VIR02"]\n', encoding="utf-8")
    wrong = run(repository, hook("regenlint-config"))

    assert sound.returncode == 0, sound.stdout
    assert "(no files to check)" not in sound.stdout
    assert "exit code: 2" in wrong.stdout
    assert "知らない規則「VIR02」" in wrong.stdout


def test_the_configuration_hook_reads_the_file_of_each_plan(repository: Path) -> None:
    (repository / "regenlint.toml").write_text('fail_on = "warning"\n', encoding="utf-8")
    (repository / "計画/regenlint.toml").write_text('profil = "draft"\n', encoding="utf-8")

    done = run(repository, hook("regenlint-config"))

    assert "exit code: 2" in done.stdout
    assert "profile" in done.stdout


def test_no_hook_runs_where_nothing_of_a_plan_is_kept(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "memo.py").write_text("print()\n", encoding="utf-8")

    done = run(tmp_path, *(hook(h["id"]) for h in HOOKS))

    assert done.returncode == 0
    assert done.stdout.count("(no files to check)Skipped") == len(HOOKS) == 4


def test_every_hook_of_the_manifest_is_run_here() -> None:
    tried = set(re.findall(r'hook\("([a-z-]+)"', Path(__file__).read_text(encoding="utf-8")))

    assert tried == {h["id"] for h in HOOKS}


def test_the_configuration_hook_finds_an_unknown_key(repository: Path) -> None:
    (repository / "regenlint.toml").write_text("fail_onn = 'error'\n", encoding="utf-8")

    done = run(repository, hook("regenlint-config"))

    assert "exit code: 2" in done.stdout
    assert "fail_on" in done.stdout


def test_the_files_that_init_writes_make_a_working_hook(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    subprocess.run([sys.executable, "-m", "regenlint", "init"], cwd=repository, check=True, capture_output=True)
    subprocess.run(["git", "add", "."], cwd=repository, check=True)

    done = pre_commit("run", "--all-files", "--verbose", "--color", "never", cwd=repository)

    assert "計画/別紙 1 標準書.DOCX" in done.stdout
    assert "Traceback" not in done.stdout
