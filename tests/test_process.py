"""The command line as a process of its own: pipes, signals, consoles, what is imported, plug-ins."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Plans = Callable[[dict[str, str]], Path]
VIR = ("--select", "VIR002", "--fact", "donor=allogeneic", "--fact", "product=cells")
SILENT = "# 特定細胞加工物標準書\n\n本品は同種の間葉系幹細胞である。☑𠮷㎎\n"


@pytest.fixture
def plan(plans: Plans) -> Path:
    return plans({"計画/04_標準書.txt": SILENT})


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "regenlint", *arguments]


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*arguments), cwd=cwd, env={**os.environ, **environment}, capture_output=True, timeout=120, check=False
    )


def test_a_reader_that_goes_away_does_not_change_the_code(plan: Path) -> None:
    text = SILENT + "".join(f"第{n}項 ウイルス試験を行わない。\n\n" for n in range(3000))
    (plan / "計画/04_標準書.txt").write_text(text, encoding="utf-8")

    running = subprocess.Popen(
        command("計画", *VIR, "--select", "VIR", "--output", "json"),
        cwd=plan,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.read(1)
    running.stdout.close()

    assert running.wait(120) == 1
    assert running.stderr.read() == b""
    running.stderr.close()


def test_a_help_text_nobody_reads_is_no_fault(plan: Path) -> None:
    code = f"{sys.executable} -m regenlint check --help | true; exit ${{PIPESTATUS[0]}}"

    assert subprocess.run(["bash", "-c", code], cwd=plan, timeout=60, check=False).returncode == 0


def test_an_interrupt_is_130(plan: Path) -> None:
    running = subprocess.Popen(
        command("-", "--stdin-filename", "x.txt"),
        cwd=plan,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Where the suite itself runs in the background, SIGINT is ignored and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    time.sleep(1.5)

    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)

    assert running.returncode == 130
    assert out == b""
    assert b"Traceback" not in err


def test_standard_input_is_a_dossier_of_one_document(plan: Path) -> None:
    done = subprocess.run(
        command("-", "--stdin-filename", "計画/標準書.txt", *VIR, "--output", "json"),
        cwd=plan,
        input=SILENT.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )

    content = json.loads(done.stdout)
    assert done.returncode == 1
    assert content["dossiers"][0]["documents"][0]["path"] == "計画/標準書.txt"


@pytest.mark.parametrize("form", ["text", "concise", "markdown"])
def test_a_cp932_console_takes_every_report(plan: Path, form: str) -> None:
    done = run("計画", *VIR, "--show", "all", "--output", form, cwd=plan, PYTHONIOENCODING="cp932", PYTHONUTF8="0")

    assert done.returncode == 1
    assert done.stderr == b""
    assert "VIR002" in done.stdout.decode("cp932")


def test_an_ascii_console_takes_the_report_too(plan: Path) -> None:
    done = run("計画", *VIR, cwd=plan, PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert done.returncode == 1
    assert b"VIR002" in done.stdout


def test_machine_formats_are_utf8_on_every_console(plan: Path) -> None:
    done = run("計画", *VIR, "--output", "json", cwd=plan, PYTHONIOENCODING="cp932", PYTHONUTF8="0")

    assert json.loads(done.stdout.decode("utf-8"))["dossiers"][0]["path"] == "計画"


def test_colour_follows_the_flag_then_the_environment(plan: Path) -> None:
    escape = b"\x1b["

    assert escape not in run("計画", *VIR, cwd=plan).stdout
    assert escape in run("計画", *VIR, cwd=plan, FORCE_COLOR="1").stdout
    assert escape not in run("計画", *VIR, cwd=plan, FORCE_COLOR="1", NO_COLOR="1").stdout
    assert escape not in run("計画", *VIR, "--color", "never", cwd=plan, FORCE_COLOR="1").stdout
    assert escape in run("計画", *VIR, "--color", "always", cwd=plan, NO_COLOR="1").stdout


HEAVY = {"rich", "pydantic", "spacy", "sudachipy", "lxml", "pypdfium2", "pypdf", "docx", "openpyxl", "numpy"}


def imported(cwd: Path, *arguments: str) -> set[str]:
    """Top-level modules that a command line brings in."""
    lines = (
        f"import sys; sys.argv = ['regenlint', *{list(arguments)!r}]",
        "from regenlint.__main__ import main; main()",
        "print('\\n@', *sys.modules)",
    )
    code = "\n".join(lines)
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, timeout=120, check=True)
    return {m.split(".")[0] for m in done.stdout.decode("utf-8").rsplit("@", 1)[1].split()}


def test_the_version_is_told_without_loading_anything(plan: Path) -> None:
    there = imported(plan, "--version")

    assert not there & (HEAVY | {"typer", "click", "yaml", "json"})


def test_a_text_plan_is_judged_without_any_library_it_does_not_need(plan: Path) -> None:
    assert not imported(plan, "計画", *VIR, "--no-cache") & HEAVY


def test_a_second_run_loads_no_rule_and_no_reader(plan: Path) -> None:
    imported(plan, "計画", *VIR)

    assert not imported(plan, "計画", *VIR) & (HEAVY | {"yaml"})


def test_a_word_plan_needs_lxml_alone(plan: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("特定細胞加工物標準書", 1)
    document.add_paragraph("本品は同種の間葉系幹細胞である。")
    document.save(str(plan / "x.docx"))

    assert imported(plan, "x.docx", *VIR, "--no-cache") & HEAVY == {"lxml"}


PLUGIN = {
    "zzz_checks/__init__.py": "",
    "zzz_checks/rules.yaml": """\
        area: ZZZ
        title: 手作り
        rules:
        - {id: ZZZ901, name: always-broken, title: 壊れた検査, severity: error, basis: [{kind: practice, ref: 内規}],
           verified: true, reads: [other], kind: statement, asks: なし, tier: 1}
        - {id: ZZZ902, name: always-there, title: いつもある, severity: warning, basis: [{kind: practice, ref: 内規}],
           verified: true, reads: [other], kind: statement, asks: なし, tier: 1}
        """,
    "zzz_checks/judgement.yaml": """\
        ZZZ901: {title_en: broken, fix: なし, fix_en: none, python: always_broken}
        ZZZ902: {title_en: there, fix: なし, fix_en: none, python: always_there}
        """,
    "zzz_checks/always_broken.py": "def check(ctx):\n    raise KeyError('秘密の本文')\n    yield\n",
    "zzz_checks/always_there.py": """\
        from regenlint.rules import Outcome

        def check(ctx):
            yield ctx.finding(Outcome.DEFICIENT, "一つ目", "the first", ctx.expected_place())
        """,
    "zzz-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: zzz\nVersion: 1.0\n",
    "zzz-1.0.dist-info/entry_points.txt": "[regenlint.checks]\nzzz = zzz_checks\n",
}


@pytest.fixture
def plugin(plan: Path) -> Path:
    folder = plan / "site"
    for name, text in PLUGIN.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def test_a_crashed_check_is_3_named_and_stops_no_other(plan: Path, plugin: Path) -> None:
    done = run("計画", "--select", "ZZZ", "--output", "json", cwd=plan, PYTHONPATH=str(plugin))

    content = json.loads(done.stdout)
    outcomes = {r["rule"]: r["outcome"] for r in content["dossiers"][0]["results"]}
    assert done.returncode == content["exit_code"] == 3
    assert outcomes == {"ZZZ901": "crashed", "ZZZ902": "deficient"}
    assert "秘密の本文" not in done.stdout.decode("utf-8") + done.stderr.decode("utf-8")


def test_a_plugs_rule_has_a_page_and_can_be_left_out(plan: Path, plugin: Path) -> None:
    page = run("explain", "ZZZ902", cwd=plan, PYTHONPATH=str(plugin))
    left = run(
        "計画", "--select", "ZZZ", "--ignore", "ZZZ901", "--fail-on", "warning", cwd=plan, PYTHONPATH=str(plugin)
    )

    assert page.returncode == 0
    assert "いつもある" in page.stdout.decode("utf-8")
    assert left.returncode == 1


def test_a_plug_that_does_not_load_stops_the_run(plan: Path, plugin: Path) -> None:
    (plugin / "zzz_checks/judgement.yaml").write_text("ZZZ909: {}\n", encoding="utf-8")

    done = run("計画", "--output", "json", cwd=plan, PYTHONPATH=str(plugin))

    assert (done.returncode, done.stdout) == (2, b"")
    assert "ZZZ909" in done.stderr.decode("utf-8")


def test_a_changed_plug_is_not_answered_from_the_cache(plan: Path, plugin: Path) -> None:
    before = run("計画", "--select", "ZZZ902", "--output", "concise", cwd=plan, PYTHONPATH=str(plugin))
    check = plugin / "zzz_checks/always_there.py"
    check.write_text(check.read_text(encoding="utf-8").replace("一つ目", "二つ目"), encoding="utf-8")
    # The interpreter's own cache of compiled modules tells files apart by the second and the size.
    later = check.stat().st_mtime + 5
    os.utime(check, (later, later))

    after = run("計画", "--select", "ZZZ902", "--output", "concise", cwd=plan, PYTHONPATH=str(plugin))

    assert "一つ目" in before.stdout.decode("utf-8")
    assert "二つ目" in after.stdout.decode("utf-8")
