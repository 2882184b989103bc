"""Who does the work changes neither the order nor a byte of the report."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from regenlint import app, cache
from regenlint.cli import run
from regenlint.config import Layer
from regenlint.errors import UsageError
from regenlint.labels import Lang
from regenlint.report import Display, rendered

Plans = Callable[[dict[str, str]], Path]
NAMES = tuple(f"計画{n}" for n in range(6))


class Backwards(Executor):
    """Begins nothing before it has to, and then the last first."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.done: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        made = Work(self)
        self.waiting.append((made, lambda: fn(*args, **kwargs)))
        return made

    def work(self) -> None:
        while self.waiting:
            future, call = self.waiting.pop()
            try:
                future.set_result(call())
            except UsageError as e:
                future.set_exception(e)


class Work(Future[Any]):
    def __init__(self, owner: Backwards) -> None:
        super().__init__()
        self.owner = owner

    def result(self, timeout: float | None = None) -> Any:
        self.owner.work()
        return super().result(timeout)


@pytest.fixture
def options(plans: Plans) -> app.Options:
    plans(
        {
            f"{n}/04_標準書.txt": f"# 特定細胞加工物標準書\n\n{n}は同種の細胞である。\n" * (9 - i)
            for i, n in enumerate(NAMES)
        }
    )
    return app.Options(NAMES, Layer("command line", select=("VIR",)), use_cache=False)


def report(record: Any) -> str | bytes:
    return rendered("json", record, Display(Lang.JA))


@pytest.mark.parametrize("jobs", [2, 3, 8])
def test_any_number_of_jobs_gives_the_same_bytes(options: app.Options, jobs: int) -> None:
    assert report(app.check(replace(options, jobs=jobs))) == report(app.check(options))


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_threads_and_processes_give_the_same_bytes(options: app.Options, kind: type[Any]) -> None:
    with kind(2) as pool:
        assert report(app.check(options, pool)) == report(app.check(options))


def test_an_executor_that_works_backwards_gives_the_same_bytes(options: app.Options) -> None:
    assert report(app.check(options, Backwards())) == report(app.check(options))


def test_a_worker_with_other_rules_is_refused(options: app.Options) -> None:
    job = app._job(NAMES[0], app._settings(options)[0], options)

    with pytest.raises(UsageError, match="規則が呼び出し側と違います"):
        app._there(job, "other")


def test_a_worker_that_does_not_see_the_plan_is_refused(options: app.Options, tmp_path: Path) -> None:
    (tmp_path / NAMES[0] / "04_標準書.txt").rename(tmp_path / "away.txt")
    (tmp_path / NAMES[0]).rmdir()
    job = app._job(NAMES[0], app._settings(replace(options, paths=NAMES[1:]))[0], options)

    with pytest.raises(UsageError, match="作業側から見えません"):
        app._there(job, cache.stamp().ruleset)


def test_an_executor_of_another_kind_is_a_usage_error(options: app.Options) -> None:
    assert run([*NAMES, "--executor", "spark://x:1"]) == 2


@pytest.mark.dask
@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.skipif(util.find_spec("distributed") is None, reason="regenlint[dask] is not installed")
@pytest.mark.filterwarnings("default")
def test_a_local_dask_cluster_gives_the_same_bytes(options: app.Options) -> None:
    from regenlint.cluster import connected

    with connected("dask://", 2) as there:
        assert report(app.check(options, there)) == report(app.check(options))
