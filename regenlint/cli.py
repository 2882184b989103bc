"""The command line: flags to Options, a record to text and an exit code, nothing else."""

from __future__ import annotations

import logging
import os
import sys
import traceback
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from regenlint import __version__, app, console
from regenlint.config import FailOn, Layer, Profile, date, fact, nearest
from regenlint.console import Color
from regenlint.errors import RegenlintError, UsageError
from regenlint.labels import Lang
from regenlint.report import FOR_PEOPLE, FORMATS, Display, render
from regenlint.rules import FactValue, Severity
from regenlint.sink import write_whole

BASELINE = "regenlint-baseline.json"
_SHOWN = {"met": {"met"}, "na": {"na"}, "waived": {"waived"}, "all": {"met", "na", "waived"}}

cli = typer.Typer(
    name="regenlint", rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True, add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="再生医療等提供計画の書類を検査する。 / A linter for Japanese regenerative-medicine provision plans.\n\n"
    "regenlint PATH… は regenlint check PATH… と同じ。",
)

Paths = Annotated[list[str], typer.Argument(metavar="PATH…", help="ファイル、フォルダ（一つの計画）、.zip、または -", show_default=False)]
ConfigFile = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="この設定を使う（探さない）")]
Given = Annotated[list[str] | None, typer.Option("--fact", metavar="NAME=VALUE", help="事実を指定する（例：class=2）。繰り返し可")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="どの日の規則で見るか（2026-11-01）")]
StdinName = Annotated[str, typer.Option("--stdin-filename", metavar="NAME", help="- で読む文書の名前")]
Language = Annotated[Lang, typer.Option("--lang", help="表示の言語")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="前の結果を使わず、残さない")]
Colors = Annotated[Color, typer.Option("--color", help="色")]


@cli.command()
def check(
    paths: Paths,
    output: Annotated[
        list[str] | None, typer.Option("--output", "-o", metavar="FORMAT[:FILE]", help="／".join(FORMATS) + "。繰り返し可"),
    ] = None,
    fail_on: Annotated[FailOn | None, typer.Option(help="この重さ以上の所見で終了コード1（既定 error）")] = None,
    profile: Annotated[Profile | None, typer.Option(help="draft ⊂ committee ⊂ submission（既定）")] = None,
    min_severity: Annotated[Severity | None, typer.Option(help="表示する重さ（判定は変わらない）")] = None,
    select: Annotated[list[str] | None, typer.Option(metavar="RULES", help="番号・名前・領域。コンマ区切り、繰り返し可")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="RULES", help="同じ書き方で除く")] = None,
    given: Given = None,
    as_of: AsOf = None,
    baseline: Annotated[Path | None, typer.Option(metavar="FILE", help="この中の所見は数えない")] = None,
    write_baseline: Annotated[bool, typer.Option("--write-baseline", help=f"今の所見をベースラインに書く（既定 {BASELINE}）")] = False,
    allow_undecided: Annotated[bool, typer.Option("--allow-undecided", help="読めないものがあっても3で終わらない")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="所見があっても0で終わる（2と3はそのまま）")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="同時に見る計画の数")] = 1,
    no_cache: NoCache = False,
    config: ConfigFile = None,
    stdin_filename: StdinName = "",
    show: Annotated[list[str] | None, typer.Option(metavar="met|na|waived|all", help="所見のほかに並べるもの")] = None,
    lang: Language = Lang.JA,
    color: Colors = Color.AUTO,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="所見だけを出す")] = False,
) -> int:
    """計画を読み、理解し、判定する / judge plans (the default command)."""
    sinks = _sinks(output or ["text"])
    overrides = _layer(
        fail_on=fail_on, profile=profile, min_severity=min_severity, select=_words(select), ignore=_words(ignore),
        given=given, as_of=as_of, baseline=baseline, allow_undecided=allow_undecided or None,
    )
    options = _options(paths, overrides, config, stdin_filename, no_cache=no_cache, jobs=jobs, exit_zero=exit_zero)
    if write_baseline:
        options = replace(options, write_baseline=baseline or Path(BASELINE))
    display = Display(lang, console.colored(color, sys.stdout), quiet, min_severity, _shown(show))
    run = app.check(options)
    # All are rendered before any is written: a fault of ours leaves no half of a report behind.
    texts = [(form, file, render(form, run, display)) for form, file in sinks]
    for form, file, text in texts:
        if file is None:
            console.write(text, exact=form not in FOR_PEOPLE)
        else:
            write_whole(file, text)
    return run.exit_code


@cli.command(name="version", hidden=True)
def version() -> int:
    """版を示す / print the version."""
    console.write(f"regenlint {__version__}\n")
    return 0


def _options(
    paths: list[str], overrides: Layer, config: Path | None, stdin_name: str, *,
    no_cache: bool = False, jobs: int = 1, exit_zero: bool = False,
) -> app.Options:
    stdin = sys.stdin.buffer.read() if "-" in paths else b""
    return app.Options(
        tuple(paths), overrides, config, stdin=stdin, stdin_name=stdin_name, jobs=jobs, use_cache=not no_cache, exit_zero=exit_zero,
    )


def _layer(
    *, fail_on: FailOn | None = None, profile: Profile | None = None, min_severity: Severity | None = None,
    select: tuple[str, ...] | None = None, ignore: tuple[str, ...] | None = None, given: list[str] | None = None,
    as_of: str | None = None, baseline: Path | None = None, allow_undecided: bool | None = None,
) -> Layer:
    return Layer(
        "command line", fail_on=fail_on, profile=profile, as_of=date(as_of, "--as-of"), min_severity=min_severity,
        select=select, ignore=ignore, allow_undecided=allow_undecided, baseline=str(baseline) if baseline else None,
        facts=_facts(given or []),
    )


def _facts(given: list[str]) -> dict[str, FactValue]:
    out: dict[str, list[str]] = {}
    for entry in given:
        name, sign, value = entry.partition("=")
        if not sign:
            raise UsageError(f"--fact は NAME=VALUE と書きます：{entry}", f"--fact wants NAME=VALUE: {entry}")
        out.setdefault(name.strip(), []).extend(value.split(",") if name.strip() == "product" else [value])
    return {n: fact(n, v if len(v) > 1 or n == "product" else v[0], "--fact") for n, v in out.items()}


def _words(given: list[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(w.strip() for entry in given for w in entry.split(",") if w.strip())


def _sinks(output: list[str]) -> list[tuple[str, Path | None]]:
    out: list[tuple[str, Path | None]] = []
    for entry in output:
        form, _, file = entry.partition(":")
        if form not in FORMATS:
            near = nearest(form, FORMATS)
            ja, en = (f"。「{near}」のことですか？", f"; did you mean {near}?") if near else ("", "")
            raise UsageError(f"知らない出力形式「{form}」（{'、'.join(FORMATS)}）{ja}", f"unknown format {form} ({', '.join(FORMATS)}){en}")
        if file and not Path(file).absolute().parent.is_dir():
            raise UsageError(f"出力先のフォルダがありません：{file}", f"no folder for {file}")
        out.append((form, Path(file) if file else None))
    if sum(f is None for _, f in out) > 1:
        raise UsageError("標準出力に出せる形式は一つです", "only one format can go to standard output")
    return out


def _shown(show: list[str] | None) -> frozenset[str]:
    out: set[str] = set()
    for word in _words(show) or ():
        if word not in _SHOWN:
            raise UsageError(f"--show に「{word}」は使えません（{'、'.join(_SHOWN)}）", f"--show cannot be {word} ({', '.join(_SHOWN)})")
        out |= _SHOWN[word]
    return frozenset(out)


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code, whatever happens."""
    console.prepare()
    if not sys.warnoptions:
        # Libraries warn about the plan's files; what matters of that is in the losses.
        warnings.simplefilter("ignore")
    _log()
    lang = _language(arguments)
    command = typer.main.get_command(cli)
    first = arguments[0] if arguments else ""
    if first and first not in command.commands and first not in _GLOBAL:  # type: ignore[attr-defined]  # a group
        arguments = ["check", *arguments]
    try:
        code = command.main(args=arguments, prog_name="regenlint", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except RegenlintError as e:
        console.complain("regenlint: " + (e.english if lang is Lang.EN else str(e)))
        return 2
    except _USAGE as e:
        console.complain(f"regenlint: {e.format_message()}")
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except Exception:
        console.complain(traceback.format_exc() + _BUG[lang is Lang.EN])
        return 2


#: typer's own usage errors; since 0.28 it brings its own click.
_USAGE = typer.BadParameter.__mro__[2]
_GLOBAL = frozenset({"--help", "-h", "--install-completion", "--show-completion"})
_BUG = (
    "regenlint: プログラムの誤りです。判定は行われませんでした",
    "regenlint: this is a bug of regenlint; nothing was judged",
)


def _log() -> None:
    """Nothing is logged unless REGENLINT_LOG names a level; a plan's text never is above debug."""
    level = os.environ.get("REGENLINT_LOG", "").upper()
    root = logging.getLogger()
    if level in logging.getLevelNamesMapping():
        logging.basicConfig(level=level, stream=sys.stderr)
    else:
        root.addHandler(logging.NullHandler())


def _language(arguments: list[str]) -> Lang:
    """The language for errors that come before the options are parsed."""
    joined = " ".join(arguments)
    return Lang.EN if "--lang en" in joined or "--lang=en" in joined else Lang.JA
