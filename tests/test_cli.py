"""The command line in this process: every exit code, flag and message of the contract."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from regenlint import app, cli

Plans = Callable[[dict[str, str]], Path]

#: A standard that says nothing about the donor's tests, and one that says it all.
SILENT = "# 特定細胞加工物標準書\n\n本品は同種の間葉系幹細胞である。\n"
VIR = ["--select", "VIR002", "--fact", "donor=allogeneic", "--fact", "product=cells"]
AUTOLOGOUS = ["--select", "VIR002", "--fact", "donor=autologous", "--fact", "product=cells"]


@pytest.fixture
def plan(plans: Plans) -> Path:
    return plans({"plan/04_標準書.txt": SILENT})


def run(*arguments: str) -> int:
    return cli.run(list(arguments))


def report(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["plan", *AUTOLOGOUS], 0),
        (["check", "plan", *AUTOLOGOUS], 0),
        (["plan", *VIR], 1),
        (["plan/04_標準書.txt", *VIR], 1),
        (["--select", "VIR002", "plan", *VIR[2:]], 1),
        (["plan", *VIR, "--exit-zero"], 0),
        (["plan", *VIR, "--fail-on", "never"], 0),
        (["plan", *VIR, "--ignore", "VIR"], 0),
        (["plan", *VIR, "--min-severity", "note"], 1),
        (["plan", *VIR, "--quiet"], 1),
        (["plan", *VIR, "--color", "always"], 1),
        (["plan", *VIR, "--no-cache"], 1),
        (["plan", *VIR, "--allow-undecided"], 1),
        (["plan", *VIR, "--lang", "en"], 1),
        (["plan", "plan", *VIR, "--jobs", "2"], 1),
        (["plan", *VIR, "--output", "sarif"], 1),
        (["plan", *VIR, "--output", "sarif:x.sarif", "--output", "json:x.json", "--output", "text"], 1),
        (["plan", *AUTOLOGOUS, "--profile", "draft", "--as-of", "2026-11-01"], 0),
    ],
)
def test_findings_decide_between_0_and_1(plan: Path, arguments: list[str], code: int) -> None:
    assert run(*arguments) == code


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere"], "nowhere"),
        (["plan", "nowhere"], "nowhere"),
        (["chekc", "plan"], "check"),
        (["plan", "--select", "VIR02"], "「VIR0"),
        (["plan", "--ignore", "allogeneic-donor-virus-panel-incomplet"], "allogeneic-donor-virus-panel-incomplete"),
        (["plan", "--fact", "clas=2"], "class"),
        (["plan", "--fact", "class=4"], "1、2、3"),
        (["plan", "--fact", "class"], "NAME=VALUE"),
        (["plan", "--as-of", "yesterday"], "--as-of"),
        (["plan", "--output", "jsn"], "json"),
        (["plan", "--output", "json", "--output", "text"], "標準出力"),
        (["plan", "--output", "json:nowhere/x.json"], "nowhere"),
        (["plan", "--show", "everything"], "all"),
        (["plan", "--otput", "json"], "--output"),
        (["plan", "--fail-on", "fatal"], "--fail-on"),
        (["plan", "--config", "none.toml"], "none.toml"),
        (["plan", "--baseline", "none.json"], "none.json"),
        (["-"], "--stdin-filename"),
        (["check"], "PATH"),
        (["empty"], "empty"),
        (["picture.zzz"], "picture.zzz"),
        (["explain", "VIR02"], "「VIR0"),
        (["rules", "--area", "VRI"], "VIR"),
    ],
)
def test_no_valid_run_is_2_with_a_reason_and_nothing_on_stdout(
    plan: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    (plan / "empty").mkdir()
    (plan / "picture.zzz").write_bytes(bytes(range(256)))

    code = run(*arguments)

    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert says in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("fail_onn = 1", "fail_on"),
        ('[severity]\nVIR02 = "note"', "「VIR0"),
        ('[[waiver]]\nrule = "VIR02"\nreason = "x"', "「VIR0"),
        ('[[waiver]]\nrule = "VIR002"', "reason"),
        ("fail_on", "TOML"),
    ],
)
def test_a_bad_configuration_is_2(plan: Path, capsys: pytest.CaptureFixture[str], toml: str, says: str) -> None:
    (plan / "regenlint.toml").write_text(toml, encoding="utf-8")

    code = run("plan", *VIR)

    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert says in err
    assert run("config") == 2


def test_a_bug_of_ours_is_2_with_a_traceback_and_no_report(
    plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(options: app.Options) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(app, "check", broken)

    code = run("plan", "--output", "json")

    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert "ZeroDivisionError" in err


@pytest.fixture
def unreadable(plan: Path) -> Path:
    (plan / "plan/07_略歴.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    return plan


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (VIR, 3),
        (AUTOLOGOUS, 3),
        ([*VIR, "--exit-zero"], 3),
        ([*VIR, "--allow-undecided"], 1),
        ([*AUTOLOGOUS, "--allow-undecided"], 0),
        ([*VIR, "--allow-undecided", "--exit-zero"], 0),
        ([*VIR, "--fail-on", "never"], 3),
    ],
)
def test_what_could_not_be_read_is_3_whatever_was_found(unreadable: Path, more: list[str], code: int) -> None:
    assert run("plan", *more) == code


def test_findings_are_reported_beside_what_could_not_be_read(
    unreadable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("plan", *VIR, "--output", "json")

    content = report(capsys)
    assert content["exit_code"] == 3
    assert [u["path"] for u in content["dossiers"][0]["unread"]] == ["plan/07_略歴.doc"]
    assert content["dossiers"][0]["results"][0]["outcome"] == "missing"


def test_a_baseline_and_a_waiver_never_take_away_3(unreadable: Path) -> None:
    (unreadable / "regenlint.toml").write_text('[[waiver]]\nrule = "VIR002"\nreason = "別紙"', encoding="utf-8")

    assert run("plan", *VIR) == 3
    assert run("plan", *VIR, "--write-baseline") == 3
    assert run("plan", *VIR, "--baseline", "regenlint-baseline.json") == 3


def test_a_lone_broken_document_is_3_and_every_rule_undecidable(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan / "x.docx").write_bytes(b"PK\x03\x04 nothing")

    code = run("x.docx", *VIR, "--output", "json")

    summary = report(capsys)["dossiers"][0]["summary"]
    assert code == 3
    assert summary["undecidable"] == 1
    assert summary["met"] == 0


def test_a_kind_that_a_lone_file_lacks_is_undecidable_and_no_3(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan / "other.txt").write_text("メモ\n\nこれは覚え書きです。\n", encoding="utf-8")

    code = run("other.txt", *VIR, "--output", "json")

    assert code == 0
    assert report(capsys)["dossiers"][0]["results"][0]["outcome"] == "undecidable"


def test_an_unknown_fact_is_undecidable_and_no_3(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan / "plan/04_標準書.txt").write_text("# 標準書\n\n本文。\n", encoding="utf-8")

    code = run("plan", "--select", "VIR002", "--output", "json")

    result = report(capsys)["dossiers"][0]["results"][0]
    assert code == 0
    assert result["outcome"] == "undecidable"
    assert "--fact" in result["reason"]


def test_a_given_fact_is_said_to_be_given(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("plan", *VIR, "--output", "json")

    facts = {f["fact"]: (f["value"], f["source"]) for f in report(capsys)["dossiers"][0]["facts"]}
    assert facts["donor"] == ("allogeneic", "given")
    assert facts["product"] == (["cells"], "given")
    assert len(facts) == 14


@pytest.mark.parametrize(
    ("more", "day", "source"),
    [
        (["--as-of", "2025-05-31"], "2025-05-31", "given"),
        (["--fact", "submitted=2025-06-02"], "2025-06-02", "submitted"),
        (["--as-of", "2025-05-31", "--fact", "submitted=2025-06-02"], "2025-05-31", "given"),
    ],
)
def test_the_day_is_as_told_else_the_plans_own(
    plan: Path, capsys: pytest.CaptureFixture[str], more: list[str], day: str, source: str
) -> None:
    run("plan", *VIR, *more, "--output", "json")

    content = report(capsys)
    assert content["tool"]["as_of"] == content["dossiers"][0]["as_of"] == day
    assert content["dossiers"][0]["as_of_source"] == source


def test_a_severity_of_ones_own_decides_what_fails(plan: Path) -> None:
    (plan / "regenlint.toml").write_text('[severity]\nVIR002 = "note"', encoding="utf-8")

    assert run("plan", *VIR) == 0
    assert run("plan", *VIR, "--fail-on", "note") == 1


def test_the_settings_of_each_plan_are_the_nearest(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan / "lax").mkdir()
    (plan / "lax/04_標準書.txt").write_text(SILENT, encoding="utf-8")
    (plan / "lax/regenlint.toml").write_text('fail_on = "never"', encoding="utf-8")

    assert run("lax", *VIR) == 0
    assert run("lax", "plan", *VIR) == 1


def test_a_waiver_takes_the_finding_out_of_the_count_and_leaves_it_in_the_report(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (plan / "regenlint.toml").write_text('[[waiver]]\nrule = "VIR002"\nreason = "別紙3に記載"', encoding="utf-8")

    code = run("plan", *VIR, "--output", "json")

    finding = report(capsys)["dossiers"][0]["results"][0]["findings"][0]
    assert code == 0
    assert finding["waived"] == {"by": "waiver", "reason": "別紙3に記載", "until": None}


def test_an_expired_waiver_lets_the_finding_return(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan / "regenlint.toml").write_text(
        '[[waiver]]\nrule = "VIR002"\nreason = "別紙3に記載"\nuntil = 2020-01-01', encoding="utf-8"
    )

    code = run("plan", *VIR)

    assert code == 1
    assert "期限が切れています" in capsys.readouterr().out


def test_a_written_baseline_makes_the_next_run_clean(plan: Path) -> None:
    assert run("plan", *VIR, "--write-baseline", "--baseline", "base.json") == 0
    assert run("plan", *VIR, "--baseline", "base.json") == 0
    assert run("plan", *VIR) == 1


def test_several_formats_come_from_one_run(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("plan", *VIR, "-o", "json:x.json", "-o", "junit:x.xml", "-o", "concise")

    assert capsys.readouterr().out.startswith("plan/04_標準書.txt:1:1: error VIR002 ")
    assert json.loads((plan / "x.json").read_text(encoding="utf-8"))["exit_code"] == 1
    assert (plan / "x.xml").read_text(encoding="utf-8").startswith("<?xml")


def test_the_same_input_gives_the_same_bytes_with_and_without_cache(plan: Path) -> None:
    for name, more in (("1", []), ("2", []), ("3", ["--no-cache"])):
        run("plan", *VIR, "--output", f"json:{name}.json", *more)

    first, second, third = ((plan / f"{n}.json").read_bytes() for n in "123")
    assert first == second == third


def test_jobs_change_nothing_but_time(plan: Path) -> None:
    (plan / "b").mkdir()
    (plan / "b/04_標準書.txt").write_text(SILENT + "\n問診を行う。\n", encoding="utf-8")

    run("plan", "b", *VIR, "--no-cache", "--output", "json:1.json")
    run("plan", "b", *VIR, "--no-cache", "--output", "json:2.json", "--jobs", "2")

    assert (plan / "1.json").read_bytes() == (plan / "2.json").read_bytes()


@pytest.mark.parametrize("word", ["VIR002", "vir002", "allogeneic-donor-virus-panel-incomplete"])
def test_explain_knows_a_rule_by_id_and_name(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", word) == 0
    assert "VIR002 allogeneic-donor-virus-panel-incomplete" in capsys.readouterr().out


def test_rules_lists_an_area_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules", "--area", "VIR", "--output", "json") == 0
    assert {r["area"] for r in report(capsys)["rules"]} == {"VIR"}


def test_facts_are_printed_with_their_source(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("facts", "plan", "--fact", "class=3") == 0
    assert "区分 (class): 第三種 [指定]" in capsys.readouterr().out


def test_the_table_of_values_is_printed_where_asked_for(plans: Plans, capsys: pytest.CaptureFixture[str]) -> None:
    plans(
        {
            "two/01_説明文書.txt": "# 説明文書\n\n## 投与\n\n投与量：1×10^8個\n",
            "two/02_標準書.txt": "# 特定細胞加工物標準書\n\n## 投与\n\n投与量：2×10^8個\n",
        }
    )

    assert run("facts", "two") == 0
    assert "2×10^8" not in capsys.readouterr().out
    assert run("facts", "two", "--table") == 0
    out = capsys.readouterr().out
    assert "1×10^8" in out
    assert "2×10^8" in out
    assert run("facts", "two", "--table", "-o", "json") == 0
    values = report(capsys)["dossiers"][0]["values"]
    assert {v["text"] for v in values if v["item"] == "dose"} == {"1×10^8個", "2×10^8個"}


def test_facts_and_outline_end_with_3_on_what_they_could_not_read(
    unreadable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("facts", "plan") == 3
    assert run("outline", "plan") == 3
    assert "07_略歴.doc" in capsys.readouterr().out


def test_outline_shows_the_model(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("outline", "plan") == 0
    assert "特定細胞加工物標準書" in capsys.readouterr().out


def test_config_says_which_layer_said_what(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan / "plan/regenlint.toml").write_text('profile = "draft"', encoding="utf-8")

    assert run("config", "--for", "plan") == 0
    assert 'profile = "draft"  # plan/regenlint.toml' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lies", "expected"),
    [
        ("様式第1.docx", "."),
        ("膝関節/様式第1.docx", "*/"),
        ("plans/膝関節/様式第1.docx", "plans/*/"),
        ("README.md", "plans/*/"),
        (".git/hooks/a.pdf", "plans/*/"),
    ],
)
def test_the_workflow_of_init_checks_each_plan_where_it_lies(lies: str, expected: str, tmp_path: Path) -> None:
    from regenlint.starter import files

    (tmp_path / lies).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / lies).write_bytes(b"")
    steps = yaml.safe_load(files(tmp_path)[".github/workflows/regenlint.yml"])["jobs"]["regenlint"]["steps"]
    assert steps[-1]["run"].endswith(f" --output github {expected}")


def test_init_writes_files_that_work_and_keeps_those_that_are_there(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (plan / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")

    assert run("init") == 0
    assert run("config") == 0
    assert (plan / ".pre-commit-config.yaml").read_text(encoding="utf-8") == "repos: []\n"
    assert (plan / ".github/workflows/regenlint.yml").is_file()
    assert 'fail_on = "error"  # regenlint.toml' in capsys.readouterr().out


def test_a_zip_is_one_dossier(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import zipfile

    with zipfile.ZipFile(plan / "plan.zip", "w") as z:
        z.write(plan / "plan/04_標準書.txt", "計画/04_標準書.txt")

    assert run("plan.zip", *VIR, "--output", "json") == 1
    assert len(report(capsys)["dossiers"]) == 1


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("check", "explain", "rules", "facts", "outline", "config", "init"))
