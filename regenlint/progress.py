"""A bar on standard error while plans are judged: on a terminal, after a moment, gone at the end."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from regenlint.console import steered

if TYPE_CHECKING:
    from rich.progress import Progress

#: Seconds before the bar is shown: most runs are over by then, and never load what draws it.
PATIENCE = 1.0


@contextmanager
def bar(plans: int) -> Iterator[Callable[[], None]]:
    """What to call as each plan is done. Nothing is shown where standard error is no terminal."""
    if not steered(sys.stderr):
        yield _nothing
        return
    watch = _Watch(plans)
    timer = threading.Timer(PATIENCE, watch.show)
    timer.daemon = True
    timer.start()
    try:
        yield watch.done
    finally:
        timer.cancel()
        watch.hide()


def _nothing() -> None:
    """A plan is done, and nobody watches."""


class _Watch:
    """The bar, from the thread that shows it and the one that judges."""

    def __init__(self, plans: int) -> None:
        self._plans = plans
        self._done = 0
        self._over = False
        self._bar: Progress | None = None
        self._one_at_a_time = threading.Lock()

    def show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        with self._one_at_a_time:
            if self._over:
                return
            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("計画 / plans"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.add_task("", total=self._plans, completed=self._done)
            self._bar.start()

    def done(self) -> None:
        with self._one_at_a_time:
            self._done += 1
            if self._bar is not None:
                self._bar.update(self._bar.task_ids[0], completed=self._done)

    def hide(self) -> None:
        with self._one_at_a_time:
            self._over = True
            if self._bar is not None:
                self._bar.stop()
