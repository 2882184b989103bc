"""Switches that several commands share, and what they make: a layer of settings, the options of a run."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from regenlint import app, completion, console, flags, progress
from regenlint.config import FailOn, Layer, Profile
from regenlint.console import Color
from regenlint.given import date
from regenlint.labels import Lang
from regenlint.rules import Severity

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH…", help="ファイル、フォルダ（一つの計画）、.zip、または -", show_default=False),
]
ConfigFile = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="この設定を使う（探さない）")]
Given = Annotated[
    list[str] | None, typer.Option("--fact", metavar="NAME=VALUE", help="事実を指定する（例：class=2）。繰り返し可")
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="どの日の規則で見るか（2026-11-01）")]
StdinName = Annotated[str, typer.Option("--stdin-filename", metavar="NAME", help="- で読む文書の名前")]
Language = Annotated[Lang, typer.Option("--lang", help="表示の言語")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="前の結果を使わず、残さない")]
Colors = Annotated[Color, typer.Option("--color", help="色")]
Gate = Annotated[FailOn | None, typer.Option("--fail-on", help="この重大度以上の所見で終了コード1（既定 error）")]
Scope = Annotated[Profile | None, typer.Option("--profile", help="draft ⊂ committee ⊂ submission（既定）")]
Least = Annotated[Severity | None, typer.Option("--min-severity", help="表示する重大度（判定は変わらない）")]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULES",
        help="番号・名前・領域。コンマ区切り、繰り返し可",
        autocompletion=completion.rules,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="RULES", help="同じ書き方で除く", autocompletion=completion.rules),
]
Known = Annotated[Path | None, typer.Option("--baseline", metavar="FILE", help="この中の所見は数えない")]
Undecided = Annotated[bool, typer.Option("--allow-undecided", help="読めないものがあっても3で終わらない")]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="所見があっても0で終わる（2と3はそのまま）")]
AnswersFrom = Annotated[
    list[Path] | None,
    typer.Option("--waivers-from", metavar="FILE.xlsx", help="指摘対応表の「対応不要」を免除とする。繰り返し可"),
]
Sandbox = Annotated[
    bool | None,
    typer.Option(
        "--sandbox/--no-sandbox",
        help="文書を上限つきの別プロセスで読む（既定：ZIPと、環境変数CIが真のとき）",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="既にあるファイルを上書きする")]


def options(
    paths: list[str],
    overrides: Layer,
    config: Path | None,
    stdin_name: str,
    *,
    no_cache: bool = False,
    jobs: int = 1,
    exit_zero: bool = False,
    answers: list[Path] | None = None,
    sandbox: bool | None = None,
) -> app.Options:
    """The options of a run; `-` is read from standard input only where it has a name.

    Where nothing is said of a sandbox, CI has one: plans there come from whoever may push.
    """
    if sandbox is None and os.environ.get("CI", "").lower() in ("true", "1"):
        sandbox = True
    elif sandbox and not _has_limits():
        console.complain(
            "regenlint: このシステムではメモリと処理時間の上限を掛けられません。別プロセスと時間切れだけで守ります"
            " / no limits on memory and processor time on this system: only a process of its own and a time-out"
        )
    stdin = sys.stdin.buffer.read() if "-" in paths and stdin_name else b""
    return app.Options(
        tuple(paths),
        overrides,
        config,
        stdin=stdin,
        stdin_name=stdin_name,
        jobs=jobs,
        use_cache=not no_cache,
        exit_zero=exit_zero,
        answers=tuple(answers or ()),
        sandbox=sandbox,
        watch=progress.bar,
    )


def _has_limits() -> bool:
    from regenlint.parse import sandbox

    return sandbox.has_limits()


def layer(
    *,
    fail_on: FailOn | None = None,
    profile: Profile | None = None,
    min_severity: Severity | None = None,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    given: list[str] | None = None,
    as_of: str | None = None,
    baseline: Path | None = None,
    allow_undecided: bool = False,
) -> Layer:
    """What the command line says, as a layer of settings."""
    return Layer(
        "command line",
        fail_on=fail_on,
        profile=profile,
        as_of=date(as_of, "--as-of"),
        min_severity=min_severity,
        select=flags.words(select),
        ignore=flags.words(ignore),
        allow_undecided=allow_undecided or None,
        baseline=str(baseline) if baseline else None,
        facts=flags.facts(given or []),
    )
