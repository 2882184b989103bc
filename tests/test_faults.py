"""What goes wrong around a run: workers, disks, files, interrupts. The right code, a clear line, nothing half done."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import pytest

from regenlint import app, cache, console
from regenlint.cli import run as cli
from regenlint.config import Layer
from regenlint.errors import UsageError
from regenlint.sink import write_whole
from tests.test_process import PLUGIN, command, run

Plans = Callable[[dict[str, str]], Path]
VIR = ("--select", "VIR002", "--fact", "donor=allogeneic", "--fact", "product=cells")
STANDARD = "# 特定細胞加工物標準書\n\n本品は同種の間葉系幹細胞である。\n"


@pytest.fixture
def plan(plans: Plans) -> Path:
    return plans({f"{name}/04_標準書.txt": STANDARD + name for name in ("甲", "乙", "丙")})


def left(folder: Path) -> list[str]:
    """Names of files that are no plan, the report apart."""
    return sorted(p.name for p in folder.iterdir() if p.is_file() and p.name not in ("out.json", "ready"))


# --- a worker that dies


@pytest.fixture
def deadly(plan: Path) -> Path:
    """Rules of which one kills the process that judges 乙."""
    files = {
        **PLUGIN,
        "zzz_checks/always_broken.py": (
            "import os, signal\n\ndef check(ctx):\n"
            "    if '乙' in ctx.dossier.path:\n        os.kill(os.getpid(), signal.SIGKILL)\n"
            "    yield from ()\n"
        ),
    }
    import textwrap

    for name, text in files.items():
        path = plan / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return plan / "site"


def test_a_worker_that_dies_costs_its_plan_and_no_other(plan: Path, deadly: Path) -> None:
    asked = ("甲", "乙", "丙", "--select", "ZZZ", "--jobs", "2", "--output", "json")

    done = run(*asked, cwd=plan, PYTHONPATH=str(deadly))

    dossiers = json.loads(done.stdout)["dossiers"]
    outcomes = [[r["outcome"] for r in d["results"]] for d in dossiers]
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert outcomes == [["met", "deficient"], ["undecidable", "undecidable"], ["met", "deficient"]]
    assert [(u["path"], u["kind"]) for u in dossiers[1]["unread"]] == [("乙", "crashed")]


class Broken(Executor):
    """An executor of others whose workers have died."""

    def __init__(self, *, at_once: bool) -> None:
        self.at_once = at_once

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.at_once:
            raise BrokenExecutor
        made: Future[Any] = Future()
        made.set_exception(BrokenExecutor())
        return made


@pytest.mark.parametrize("at_once", [True, False])
def test_a_broken_executor_is_told_plan_by_plan(plan: Path, at_once: bool) -> None:
    options = app.Options(("甲", "乙"), Layer("test", select=("VIR002",)), use_cache=False)

    done = app.check(options, Broken(at_once=at_once))

    assert done.exit_code == 3
    assert [[u.kind for u in d.unread] for d in done.dossiers] == [["crashed"], ["crashed"]]


# --- disks


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_full_disk_behind_standard_output_is_one_line_and_2(plan: Path, form: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command("甲", *VIR, "--output", form),
            cwd=plan,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == ["regenlint: 標準出力に書き込めません（No space left on device）"]


def test_a_full_disk_behind_standard_error_does_not_change_the_code(plan: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command("ない"), cwd=plan, stdout=subprocess.PIPE, stderr=full, timeout=120, check=False)

    assert (done.returncode, done.stdout) == (2, b"")


def test_a_disk_that_fills_up_leaves_the_old_report_and_nothing_beside_it(plan: Path) -> None:
    (plan / "out.json").write_text("old")

    done = subprocess.run(
        command("甲", *VIR, "--output", "json:out.json"),
        cwd=plan,
        capture_output=True,
        timeout=120,
        check=False,
        # Every file of the run may hold 2,000 bytes, those of the cache too.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == ["regenlint: 書き込めません：out.json（File too large）"]
    assert (plan / "out.json").read_text() == "old"
    assert left(plan) == []
    assert run("甲", *VIR, cwd=plan).returncode == 1


def test_a_read_only_folder_is_one_line_and_2(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)

    assert cli(["甲", *VIR, "--output", "json:out.json"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == ["regenlint: 書き込めません：out.json（Read-only file system）"]


def test_a_cache_that_cannot_be_written_changes_nothing(plan: Path) -> None:
    asked = ("甲", *VIR, "--output", "json")

    nowhere = run(*asked, cwd=plan, REGENLINT_CACHE_DIR="/proc/regenlint")
    homeless = run(*asked, cwd=plan, REGENLINT_CACHE_DIR="", XDG_CACHE_HOME="", HOME="/proc")

    assert nowhere.stdout == homeless.stdout == run(*asked, "--no-cache", cwd=plan).stdout
    assert nowhere.returncode == homeless.returncode == 1
    assert nowhere.stderr == homeless.stderr == b""


def test_a_name_as_long_as_names_can_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("報" * 83 + ".json")

    write_whole(path, "{}")

    assert path.read_text() == "{}"


@pytest.mark.parametrize("fault", [KeyboardInterrupt, MemoryError, OSError])
def test_a_write_that_breaks_off_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[BaseException]
) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")

    def broken(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Path, "replace", broken)

    with pytest.raises(UsageError if fault is OSError else fault):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"]


# --- files that change or are no files


def test_what_changed_while_it_was_judged_is_not_remembered(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = plan / "甲/04_標準書.txt"
    options = app.Options(("甲",), Layer("test", select=("VIR002",)))
    judged, kept = app._judged, []

    def slow(job: Any) -> Any:
        done = judged(job)
        file.write_text(STANDARD + "書き換えられた。", encoding="utf-8")
        return done

    monkeypatch.setattr(app, "_judged", slow)
    monkeypatch.setattr(cache, "store", lambda name, value: kept.append(name))

    app.check(options)

    assert kept == []


def test_a_file_that_goes_away_before_it_is_read_is_named(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from regenlint.parse import open as opening

    found = opening.sources(plan / "甲")
    (plan / "甲/04_標準書.txt").unlink()

    done = opening._dossier("甲", found, sandbox=False)

    assert [(Path(u.path).name, u.kind) for u in done.unread] == [("04_標準書.txt", "broken")]
    assert done.unread[0].message == "読み込めません（No such file or directory）"


def test_a_pipe_or_a_device_among_the_files_is_not_waited_for(plan: Path) -> None:
    os.mkfifo(plan / "甲/05_概要書.txt")
    (plan / "甲/06_概要書.txt").symlink_to("/dev/zero")
    (plan / "甲/07_概要書.txt").symlink_to("nowhere")

    done = run("甲", *VIR, "--output", "json", cwd=plan)

    unread = json.loads(done.stdout)["dossiers"][0]["unread"]
    assert done.returncode == 3
    assert [u["kind"] for u in unread] == ["not-a-document", "not-a-document", "broken"]


def test_a_link_out_of_the_folder_is_not_followed_in_a_strangers_plan(plan: Path) -> None:
    (plan / "secret.txt").write_text("鍵は12345です。", encoding="utf-8")
    (plan / "甲/05_概要書.txt").symlink_to("../secret.txt")
    (plan / "甲/06_写し.txt").symlink_to("04_標準書.txt")

    done = run("甲", *VIR, "--sandbox", "--output", "json", cwd=plan)

    dossier = json.loads(done.stdout)["dossiers"][0]
    assert [(u["path"], u["kind"]) for u in dossier["unread"]] == [("甲/05_概要書.txt", "unsafe")]
    assert "フォルダの外を指すリンク" in dossier["unread"][0]["message"]
    assert "甲/06_写し.txt" in {d["path"] for d in dossier["documents"]}
    assert "12345" not in done.stdout.decode()


def test_a_link_to_a_shared_paper_is_read_in_ones_own_plan(plan: Path) -> None:
    (plan / "共通").mkdir()
    (plan / "甲/04_標準書.txt").rename(plan / "共通/標準書.txt")
    (plan / "甲/04_標準書.txt").symlink_to("../共通/標準書.txt")

    done = run("甲", *VIR, "--no-sandbox", "--output", "json", cwd=plan)

    assert json.loads(done.stdout)["dossiers"][0]["unread"] == []


# --- two at once, and interrupts


def test_two_runs_on_one_empty_cache_give_the_same_bytes(plan: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "REGENLINT_CACHE_DIR": str(tmp_path / "shared")}
    asked = command("甲", "乙", "丙", *VIR, "--output", "json")

    running = [
        subprocess.Popen(asked, cwd=plan, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    shown = {p.communicate(timeout=300) for p in running}

    assert shown == {(run(*asked[3:], "--no-cache", cwd=plan).stdout, b"")}
    assert run(*asked[3:], cwd=plan, REGENLINT_CACHE_DIR=str(tmp_path / "shared")).stdout == shown.pop()[0]
    assert list((tmp_path / "shared").rglob(".regenlint.*")) == []


#: Phase → the module, and what of it waits there for the interrupt.
PHASES = {
    "reading": ("regenlint.judging", "open_dossier"),
    "judging": ("regenlint.judging", "run"),
    "rendering": ("regenlint.cli", "rendered"),
    "writing": ("regenlint.sink", "_umask"),
    "caching": ("regenlint.cache", "_prune"),
}
WAITING = """
import importlib, pathlib, sys, time

def wait(*_, **__):
    pathlib.Path("ready").touch()
    time.sleep(60)

module, name = {place!r}
setattr(importlib.import_module(module), name, wait)
from regenlint.cli import run
sys.exit(run({arguments!r}))
"""


def interrupted(folder: Path, program: str, more: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """The end of a program that gets Ctrl-C, as its whole group does, when it has come to its place."""
    running = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    for _ in range(1200):
        if (folder / "ready").exists() or running.poll() is not None:
            break
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    return subprocess.CompletedProcess((), running.returncode, out, err)


@pytest.mark.parametrize("phase", PHASES)
def test_an_interrupt_in_any_phase_is_130_a_line_and_no_half_of_anything(
    plan: Path, phase: str, tmp_path: Path
) -> None:
    asked = ["甲", *VIR, "--output", "json:out.json"]
    (plan / "out.json").write_text("old")
    own = {"REGENLINT_CACHE_DIR": str(tmp_path / "own")}

    done = interrupted(plan, WAITING.format(place=PHASES[phase], arguments=asked), own)

    assert (done.returncode, done.stdout) == (130, b"")
    assert done.stderr.decode().splitlines() == ["regenlint: 中断しました"]
    assert (plan / "out.json").read_text() == "old"
    assert left(plan) == []
    assert list((tmp_path / "own").rglob(".regenlint.*")) == []
    after = run(*asked[:-1], "json", cwd=plan, **own)
    assert after.returncode == 1
    assert after.stdout == run(*asked[:-1], "json", "--no-cache", cwd=plan).stdout


@pytest.mark.parametrize("more", [["--jobs", "2"], ["--sandbox"]])
def test_an_interrupt_ends_workers_and_children_without_a_word_of_theirs(plan: Path, more: list[str]) -> None:
    place = ("regenlint.judging", "run")
    program = WAITING.format(place=place, arguments=["甲", "乙", *VIR, "--no-cache", *more])
    # Whatever way workers are started, they wait as well.
    program = "import multiprocessing; multiprocessing.set_start_method('fork')\n" + program

    done = interrupted(plan, program, {})

    assert (done.returncode, done.stdout) == (130, b"")
    assert done.stderr.decode().splitlines() == ["regenlint: 中断しました"]


def test_an_interrupt_in_english_is_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "check", stopped)

    assert cli([".", "--lang", "en"]) == 130
    assert capsys.readouterr().err.splitlines() == ["regenlint: interrupted"]


def test_what_is_complained_of_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli(["check", "計\x1b[2J\x9b\u202e画"]) == 2
    console.write("計\x1b[2J\x9b\u202e画\n")

    shown = capsys.readouterr()
    assert not any(c in shown.err + shown.out for c in "\x1b\x9b\u202e")
