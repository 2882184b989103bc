"""The bar over a run: on a terminal and for long work only."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from regenlint import app, progress
from regenlint.app import Options

pty = pytest.importorskip("pty", reason="a terminal is made the way Unix makes one")

PLAN = "# 特定細胞加工物標準書\n\n本品は同種の間葉系幹細胞である。\n"


@pytest.fixture
def plans(tmp_path: Path) -> tuple[str, ...]:
    """Three plans of one line each."""
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "標準書.txt").write_text(PLAN, encoding="utf-8")
    return tuple(str(tmp_path / n) for n in "abc")


def on_a_terminal(patience: float) -> str:
    """What a program of two plans, a quarter of a second each, leaves on the terminal of standard error."""
    program = (
        "import time\nfrom regenlint import progress\n"
        f"progress.PATIENCE = {patience}\n"
        "with progress.bar(2) as done:\n    time.sleep(.25)\n    done()\n    time.sleep(.25)\n    done()\n"
        "print('out')"
    )
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=theirs, env=environment, check=True
    )
    os.close(theirs)
    assert done.stdout == b"out\n"
    os.set_blocking(ours, False)
    try:
        return os.read(ours, 1 << 16).decode("utf-8")
    except (BlockingIOError, OSError):
        return ""
    finally:
        os.close(ours)


def test_long_work_on_a_terminal_shows_how_many_plans_are_done_and_leaves_nothing() -> None:
    said = on_a_terminal(0.05)
    assert "0/2" in said
    assert "1/2" in said
    assert said.rstrip().endswith("\x1b[2K")


def test_short_work_shows_nothing_on_a_terminal() -> None:
    assert on_a_terminal(30) == ""


def test_long_work_shows_nothing_where_standard_error_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with progress.bar(1) as done:
        time.sleep(0.1)
        done()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_tells_its_watch_of_each_plan(jobs: int, plans: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []

    @contextmanager
    def watch(number: int) -> Iterator[Callable[[], None]]:
        told.append(number)
        yield lambda: told.append(-1)

    app.check(Options(plans, jobs=jobs, watch=watch))

    assert told == [3, -1, -1, -1]
