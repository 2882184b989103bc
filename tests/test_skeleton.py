"""Skeletons of rules: they load, judge no plan, and every case fails until its words are written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from regenlint import skeleton
from regenlint.errors import ConfigError, UsageError
from regenlint.skeleton import Way
from regenlint.testing import NEVER, UNWRITTEN, faults

ROOT = Path(__file__).parent.parent


def begun(folder: Path, way: Way = Way.STATEMENT, rule: str = "OWN001", name: str = "duty-phone-missing") -> list[str]:
    return [p.relative_to(folder).as_posix() for p in skeleton.begin(rule[:3], rule, name, way, folder)]


def installed(folder: Path) -> dict[str, str]:
    """The environment in which the plug-in of a folder is installed as its pyproject.toml says."""
    import tomllib

    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = project["entry-points"]["regenlint.checks"]
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[regenlint.checks]\n{lines}", encoding="utf-8")
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def run(*command: str, environment: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        env=environment,
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


def told(rule: str, folder: Path, environment: dict[str, str]) -> list[str]:
    """The faults of a rule's cases, told by a process in which the plug-in is installed."""
    code = (
        "import json, pathlib; from regenlint.testing import faults;"
        f"print(json.dumps(faults(pathlib.Path({str(folder)!r}) / 'tests/cases/{rule[:3]}/{rule}.yaml')))"
    )
    done = run("-c", code, environment=environment, cwd=folder)
    assert done.returncode == 0, done.stderr
    answer: list[str] = json.loads(done.stdout)
    return answer


def test_an_empty_folder_becomes_a_plug_in(tmp_path: Path) -> None:
    assert begun(tmp_path / "rules") == [
        "tests/cases/OWN/OWN001.yaml",
        "pyproject.toml",
        "tests/test_rules.py",
        "own_checks/__init__.py",
        "own_checks/rules.yaml",
        "own_checks/judgement.yaml",
    ]


@pytest.mark.parametrize("way", Way)
def test_a_skeleton_loads_and_all_its_cases_fail_for_want_of_words(tmp_path: Path, way: Way) -> None:
    begun(tmp_path, way)

    found = told("OWN001", tmp_path, installed(tmp_path))

    assert found[0].startswith("規則に〔書く")
    assert [f.split(":")[0] for f in found[1:]] == ["since", "met-1", "violated-1", "lookalike-1"]


@pytest.mark.parametrize("way", Way)
def test_words_for_the_cases_alone_do_not_make_a_skeleton_pass(tmp_path: Path, way: Way) -> None:
    begun(tmp_path, way)
    cases = tmp_path / "tests/cases/OWN/OWN001.yaml"
    cases.write_text(cases.read_text(encoding="utf-8").replace(UNWRITTEN, "〔"), encoding="utf-8")

    found = told("OWN001", tmp_path, installed(tmp_path))

    assert any(f.startswith("規則に〔書く") for f in found)
    failing = {"statement": ["met-1"], "wording": ["violated-1"], "python": ["met-1", "violated-1", "lookalike-1"]}
    assert [f.split(":")[0] for f in found if "のはずが" in f] == failing[way.value]


def test_a_skeleton_judges_no_plan_and_has_a_page(tmp_path: Path) -> None:
    begun(tmp_path)
    begun(tmp_path, Way.PYTHON, "OWN002", "duty-phone-odd")
    environment = installed(tmp_path)
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan/04_標準書.txt").write_text("# 標準書\n\n本品は細胞である。\n", encoding="utf-8")

    done = run("-m", "regenlint", "plan", "--select", "OWN", "--output", "json", environment=environment, cwd=tmp_path)
    page = run("-m", "regenlint", "explain", "OWN002", environment=environment, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["dossiers"][0]["results"] == []
    assert "duty-phone-odd" in page.stdout


def test_the_tests_of_a_fresh_plug_in_fail_until_its_rule_is_written(tmp_path: Path) -> None:
    begun(tmp_path)
    environment = installed(tmp_path)
    suite = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")

    before = run(*suite, environment=environment, cwd=tmp_path)
    written(tmp_path)
    after = run(*suite, environment=environment, cwd=tmp_path)

    assert (before.returncode, after.returncode) == (1, 0), after.stdout
    assert "since: 9999-12-31" in before.stdout


def written(folder: Path) -> None:
    """Fill the skeleton as its author would."""
    table = folder / "own_checks/rules.yaml"
    (folder / "own_checks/rules.yaml").write_text(
        "\n".join(line for line in filled(table).splitlines() if "since:" not in line) + "\n", encoding="utf-8"
    )
    judged = folder / "own_checks/judgement.yaml"
    text = filled(judged)
    how = (
        "  statement:\n    elements:\n"
        "    - {key: phone, says: 当番の電話, says_en: the phone on duty, any: [当番医&電話]}\n"
    )
    judged.write_text(text[: text.index("  statement:")] + how, encoding="utf-8")
    cases = folder / "tests/cases/OWN/OWN001.yaml"
    plans = iter(
        ["夜間は当番医（電話03-0000-0000）が受ける。", "夜間も受ける。", "当番医が診る。代表の電話は別にある。"]
    )
    lines = [f"    {next(plans)}" if UNWRITTEN in line else line for line in cases.read_text("utf-8").splitlines()]
    cases.write_text("\n".join(lines) + "\n", encoding="utf-8")


def filled(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace(UNWRITTEN, "〔例")


def test_a_second_rule_is_added_to_the_tables_and_changes_nothing_else(tmp_path: Path) -> None:
    begun(tmp_path)
    table = tmp_path / "own_checks/rules.yaml"
    # Somebody else's hand: indented, with a remark, without a line end.
    text = table.read_text(encoding="utf-8").replace("\n", "\n  ").replace("\n  title", "\ntitle")
    text = text.replace("\n  rules:", "\nrules: # ours").rstrip()
    table.write_text(text, encoding="utf-8")
    before = yaml.safe_load(text)["rules"]

    wrote = begun(tmp_path, Way.PYTHON, "OWN002", "duty-phone-odd")

    after = yaml.safe_load(table.read_text(encoding="utf-8"))["rules"]
    assert wrote == [
        "tests/cases/OWN/OWN002.yaml",
        "own_checks/duty_phone_odd.py",
        "own_checks/rules.yaml",
        "own_checks/judgement.yaml",
    ]
    assert table.read_text(encoding="utf-8").startswith(text + "\n")
    assert (after[:-1], after[-1]["id"]) == (before, "OWN002")
    assert len(told("OWN002", tmp_path, installed(tmp_path))) == 5


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("area", "rule", "name"),
    [
        ("OWN", "OWN001", "another-name"),
        ("OWN", "OWN002", "duty-phone-missing"),
        ("OWN", "OWN002", "virus-safety-strategy-missing"),
        ("OWN", "OWN003", "there-already"),
        ("OWN", "OWN004", "cases-there"),
        ("VIR", "VIR001", "own-virus-rule"),
        ("VIR", "VIR500", "own-virus-rule"),
        ("own", "own001", "own-rule"),
        ("OWN", "VIR901", "own-rule"),
        ("OWN", "OWN9", "own-rule"),
        ("OWN", "OWN009", "Own_Rule"),
        ("OWN", "OWN009", "../own-rule"),
    ],
)
def test_nothing_is_written_where_something_is_there_or_misnamed(
    tmp_path: Path, area: str, rule: str, name: str
) -> None:
    begun(tmp_path)
    (tmp_path / "own_checks/there_already.py").write_text('"""Ours."""\n', encoding="utf-8")
    (tmp_path / "tests/cases/OWN/OWN004.yaml").write_text("[]\n", encoding="utf-8")
    before = files(tmp_path)

    with pytest.raises(UsageError):
        skeleton.begin(area, rule, name, Way.PYTHON, tmp_path)

    assert files(tmp_path) == before


def test_a_project_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'other'\n", encoding="utf-8")

    with pytest.raises(UsageError, match=r"pyproject\.toml"):
        begun(tmp_path)

    assert list(files(tmp_path)) == ["pyproject.toml"]


def test_tables_that_cannot_be_added_to_as_text_are_left_alone(tmp_path: Path) -> None:
    begun(tmp_path)
    (tmp_path / "own_checks/rules.yaml").write_text("rules: []\narea: OWN\ntitle: 院内\n", encoding="utf-8")
    before = files(tmp_path)

    with pytest.raises((UsageError, ConfigError)):
        begun(tmp_path, rule="OWN002", name="own-rule")

    assert files(tmp_path) == before


def test_the_command_lists_what_it_wrote_and_refuses_with_code_2(tmp_path: Path) -> None:
    arguments = ("-m", "regenlint", "new-rule", "OWN", "OWN901", "own-rule", "--by", "wording", "--to", "rules")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    first = run(*arguments, environment=environment, cwd=tmp_path)
    second = run(*arguments, environment=environment, cwd=tmp_path)

    assert first.returncode == 0, first.stderr
    assert all((tmp_path / line).is_file() for line in first.stdout.splitlines())
    assert (second.returncode, second.stdout) == (2, "")
    assert "OWN901 own-rule" in second.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A working copy of this project with one area's tables, as installed in place."""
    (tmp_path / "regenlint").mkdir()
    for path in (ROOT / "regenlint").iterdir():
        if path.name != "__pycache__":
            (tmp_path / "regenlint" / path.name).symlink_to(path)
    (tmp_path / "checks").mkdir()
    for path in (ROOT / "checks").iterdir():
        if path.name not in ("virus_safety", "__pycache__"):
            (tmp_path / "checks" / path.name).symlink_to(path)
    area = tmp_path / "checks" / "virus_safety"
    area.mkdir()
    for path in (ROOT / "checks" / "virus_safety").glob("*.*"):
        (area / path.name).write_bytes(path.read_bytes())
    (tmp_path / "regenlint" / "checks").symlink_to(tmp_path / "checks")
    (tmp_path / "regenlint" / "dictionaries").symlink_to(ROOT / "dictionaries")
    return tmp_path


@pytest.mark.parametrize("way", Way)
def test_a_rule_of_our_own_joins_its_area_and_its_cases_fail(checkout: Path, way: Way) -> None:
    area = checkout / "checks/virus_safety"
    before = {name: (area / name).read_text(encoding="utf-8") for name in ("rules.yaml", "judgement.yaml")}

    begun(checkout, way, "VIR899", "viruses-never-heard-of")

    assert all((area / name).read_text(encoding="utf-8").startswith(text) for name, text in before.items())
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    assert len(told("VIR899", checkout, environment)) == 5


@pytest.mark.parametrize(("area", "rule"), [("VIR", "VIR901"), ("VIR", "VIR001"), ("OWN", "OWN001")])
def test_our_own_areas_take_no_users_number_and_no_number_twice(checkout: Path, area: str, rule: str) -> None:
    with pytest.raises(UsageError):
        skeleton.begin(area, rule, "viruses-never-heard-of", Way.PYTHON, checkout)

    assert not (checkout / "tests").exists()


def test_no_skeleton_is_left_among_our_rules() -> None:
    texts = [*(ROOT / "checks").rglob("*.yaml"), *(ROOT / "checks").rglob("*.py"), *(ROOT / "tests/cases").rglob("*.*")]
    left = [p.name for p in texts if UNWRITTEN in p.read_text(encoding="utf-8")]

    assert left == []
    assert not any(NEVER.isoformat() in p.read_text(encoding="utf-8") for p in (ROOT / "checks").glob("*/rules.yaml"))


def test_our_cases_hold_for_authors_of_plug_ins_as_they_do_for_us(tmp_path: Path) -> None:
    good = ROOT / "tests/cases/VIR/VIR002.yaml"
    (tmp_path / "VIR002.yaml").write_text(
        good.read_text(encoding="utf-8").replace("outcome: met", "outcome: missing", 1), encoding="utf-8"
    )

    assert faults(good) == ()
    assert [f.split(":")[0] for f in faults(tmp_path / "VIR002.yaml")] == ["met-1"]
