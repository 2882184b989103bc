"""The command line: flags to Options, a record to text and an exit code, nothing else."""

from __future__ import annotations

import logging
import os
import sys
import traceback
import warnings
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from regenlint import app, completion, console, flags, handout, switches
from regenlint.config import Layer
from regenlint.console import Color
from regenlint.errors import RegenlintError
from regenlint.given import date, nearest, unknown
from regenlint.labels import Lang
from regenlint.report import FOR_PEOPLE, FORMATS, Display, rendered
from regenlint.sink import write_whole
from regenlint.switches import (
    AnswersFrom,
    AsOf,
    Colors,
    ConfigFile,
    ExitZero,
    Gate,
    Given,
    Ignore,
    Known,
    Language,
    Least,
    NoCache,
    Paths,
    Sandbox,
    Scope,
    Select,
    StdinName,
    Undecided,
    layer,
)

INTERRUPTED = 130
BASELINE = "regenlint-baseline.json"

cli = typer.Typer(
    name="regenlint",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="再生医療等提供計画の書類を検査する。 / A linter for Japanese regenerative-medicine provision plans.\n\n"
    "regenlint PATH… は regenlint check PATH… と同じ。",
)


@cli.command()
def check(
    paths: Paths,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FORMAT[:FILE]",
            help="／".join(FORMATS) + "。繰り返し可",
            autocompletion=completion.formats,
        ),
    ] = None,
    fail_on: Gate = None,
    profile: Scope = None,
    min_severity: Least = None,
    select: Select = None,
    ignore: Ignore = None,
    given: Given = None,
    as_of: AsOf = None,
    baseline: Known = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help=f"今の所見をベースラインに書く（既定 {BASELINE}）")
    ] = False,
    waivers_from: AnswersFrom = None,
    against: Annotated[
        str, typer.Option("--against", metavar="OLD", help="前の版と比べる（所見と、変わった記載）", show_default=False)
    ] = "",
    rendition: Annotated[
        Path | None,
        typer.Option("--rendition", metavar="DIR", help="文を1段落1行で書き出す（concise、sarif-github の行）"),
    ] = None,
    allow_undecided: Undecided = False,
    exit_zero: ExitZero = False,
    jobs: Annotated[int, typer.Option(min=1, help="同時に見る計画の数")] = 1,
    executor: Annotated[
        str, typer.Option(metavar="dask://HOST:PORT", help="Daskで見る。dask:// はここに作る", show_default=False)
    ] = "",
    no_cache: NoCache = False,
    sandbox: Sandbox = None,
    deep: Annotated[bool, typer.Option("--deep", help="読み手が分かれる文をGiNZAでも読む（regenlint[ginza]）")] = False,
    config: ConfigFile = None,
    stdin_filename: StdinName = "",
    show: Annotated[list[str] | None, typer.Option(metavar="met|na|waived|all", help="所見のほかに並べるもの")] = None,
    lang: Language = Lang.JA,
    color: Colors = Color.AUTO,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="所見だけを出す")] = False,
) -> int:
    """計画を読み、理解し、判定する / judge plans (the default command)."""
    sinks = flags.sinks(output or ["text"])
    overrides = layer(
        fail_on=fail_on,
        profile=profile,
        min_severity=min_severity,
        select=select,
        ignore=ignore,
        given=given,
        as_of=as_of,
        baseline=baseline,
        allow_undecided=allow_undecided,
    )
    options = switches.options(
        paths,
        overrides,
        config,
        stdin_filename,
        no_cache=no_cache,
        jobs=jobs,
        exit_zero=exit_zero,
        answers=waivers_from,
        sandbox=sandbox,
    )
    options = replace(options, deep=deep, against=against)
    if write_baseline:
        options = replace(options, write_baseline=baseline or Path(BASELINE))
    folder = rendition.as_posix() if rendition else ""
    display = Display(lang, console.colored(color, sys.stdout), quiet, min_severity, flags.shown(show), folder)
    if executor:
        from regenlint.cluster import connected

        with connected(executor, jobs) as there:
            run = app.check(options, there)
    else:
        run = app.check(options)
    # All are rendered before any is written: a fault of ours leaves no half of a report behind.
    texts = [(form, file, rendered(form, run, display)) for form, file in sinks]
    if rendition is not None:
        from regenlint.report import rendition as renditions

        renditions.write(rendition, app.opened(options))
    for form, file, text in texts:
        if file is not None:
            write_whole(file, text)
            if console.steered(sys.stderr):
                console.complain(file.as_posix())
        elif isinstance(text, str):
            console.write(text, exact=form not in FOR_PEOPLE, styled=form == "text" and display.color)
    return run.exit_code


cli.command()(handout.annotate)
cli.command()(handout.checklist)
cli.command()(handout.answers)


class TableFormat(StrEnum):
    """The formats of what is not a check."""

    TEXT = "text"
    JSON = "json"


TableOutput = Annotated[TableFormat, typer.Option("--output", "-o", help="形式")]
ValueTable = Annotated[bool, typer.Option("--table", help="文書どうしで比べる値の表も出す / what documents give")]


@cli.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="番号か名前", autocompletion=completion.rules)],
    lang: Language = Lang.JA,
    no_cache: NoCache = False,
) -> int:
    """規則の説明 / the page of a rule."""
    from regenlint.report import explanation, rule_table

    known = app.rules(not no_cache)
    ids = sorted(app.rules_named([rule], known), key=list(known.rules).index)
    if len(ids) == 1:
        console.write(explanation.page(known.rules[ids[0]], known, lang))
    else:
        console.write(rule_table.as_text([known.rules[i].rule for i in ids], known, lang))
    return 0


@cli.command()
def rules(
    area: Annotated[
        list[str] | None, typer.Option(metavar="AREA", help="領域（VIR など）", autocompletion=completion.area)
    ] = None,
    as_of: AsOf = None,
    output: TableOutput = TableFormat.TEXT,
    lang: Language = Lang.JA,
    no_cache: NoCache = False,
) -> int:
    """規則の一覧 / the table of rules."""
    from regenlint.report import rule_table

    known = app.rules(not no_cache)
    chosen = app.rules_named(flags.words(area) or (), known) or frozenset(known.rules)
    day = date(as_of, "--as-of") if as_of else None
    shown = [r.rule for i, r in known.rules.items() if i in chosen and (day is None or r.rule.in_force(day))]
    _write(rule_table.as_json(shown) if output is TableFormat.JSON else rule_table.as_text(shown, known, lang), output)
    return 0


@cli.command()
def facts(
    paths: Paths,
    given: Given = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    stdin_filename: StdinName = "",
    output: TableOutput = TableFormat.TEXT,
    lang: Language = Lang.JA,
    no_cache: NoCache = False,
    sandbox: Sandbox = None,
    table: ValueTable = False,
) -> int:
    """計画から読み取った事実 / what was understood of the plan."""
    from regenlint.report import as_json, fact_table

    overrides = layer(given=given, as_of=as_of)
    options = switches.options(paths, overrides, config, stdin_filename, no_cache=no_cache, sandbox=sandbox)
    done = app.understood(options, compared=table)
    _write(as_json.facts(done) if output is TableFormat.JSON else fact_table.as_text(done, lang), output)
    return app.unread_code(done)


@cli.command()
def profile(
    paths: Paths,
    given: Given = None,
    as_of: AsOf = None,
    config: ConfigFile = None,
    stdin_filename: StdinName = "",
    output: TableOutput = TableFormat.TEXT,
    lang: Language = Lang.JA,
    no_cache: NoCache = False,
    sandbox: Sandbox = None,
) -> int:
    """妥当性の観点と危険ごとの記載の数 / how much is stated per viewpoint of validity and per risk."""
    from regenlint.report import profile as report

    overrides = layer(given=given, as_of=as_of)
    done = app.check(
        switches.options(paths, overrides, config, stdin_filename, no_cache=no_cache, sandbox=sandbox)
    ).dossiers
    _write(report.as_json(done) if output is TableFormat.JSON else report.as_text(done, lang), output)
    return app.unread_code(done)


@cli.command()
def outline(
    paths: Paths,
    stdin_filename: StdinName = "",
    sandbox: Sandbox = None,
    output: TableOutput = TableFormat.TEXT,
    lang: Language = Lang.JA,
) -> int:
    """読み取った構成 / the model as read."""
    from regenlint.report import outline as report

    done = app.opened(switches.options(paths, Layer("command line"), None, stdin_filename, sandbox=sandbox))
    _write(report.as_json(done) if output is TableFormat.JSON else report.as_text(done, lang), output)
    return 3 if any(d.unread or any(x.blinds for doc in d.documents for x in doc.losses) for d in done) else 0


@cli.command(name="config")
def configuration(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH…", help="計画か設定ファイル（pre-commit が渡す）", show_default=False),
    ] = None,
    path: Annotated[str, typer.Option("--for", metavar="PATH", help="どの計画の設定か")] = ".",
    config: ConfigFile = None,
    lang: Language = Lang.JA,
    no_cache: NoCache = False,
) -> int:
    """有効な設定とその出どころ / effective settings and who said each."""
    from regenlint.report import settings_table

    asked = paths or [path]
    options = switches.options(asked, Layer("command line"), config, "", no_cache=no_cache)
    found = [(each, app.settings_for(each, options)) for each in asked]
    for each, settings in found:
        app.verify(settings, app.rules(not no_cache))
        head = f"# {each}\n" if len(found) > 1 else ""
        console.write(head + settings_table.as_text(settings, lang))
    return 0


@cli.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="計画のリポジトリ")] = Path(), lang: Language = Lang.JA
) -> int:
    """設定、pre-commit、CIのひな形を書く / write a configuration, a hook and a workflow."""
    from regenlint import starter

    for name, fresh in starter.begin(folder):
        word = ("書きました" if fresh else "既にあるので残しました", "written" if fresh else "kept, it was there")[
            lang is Lang.EN
        ]
        console.write(f"{name}  {word}\n")
    return 0


@cli.command("new-rule")
def new_rule(
    area: Annotated[str, typer.Argument(metavar="AREA", help="領域（大文字3字）", autocompletion=completion.area)],
    rule: Annotated[str, typer.Argument(metavar="ID", help="番号（自前の規則は 9xx か独自の領域）")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="名前（donor-tests-missing）")],
    way: Annotated[Literal["statement", "wording", "python"], typer.Option("--by", help="判定の仕方")] = "statement",
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="プラグイン（なければ作る）か、このソフトの作業木")
    ] = Path(),
) -> int:
    """規則の骨組みを書く / the skeleton of a rule with its cases, here or in a plug-in."""
    from regenlint import skeleton

    for path in skeleton.begin(area, rule, name, skeleton.Way(way), to):
        console.write(f"{path.as_posix()}\n")
    return 0


def _write(text: str, form: TableFormat) -> None:
    console.write(text, exact=form is TableFormat.JSON)


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
    commands: tuple[str, ...] = tuple(command.commands)  # type: ignore[attr-defined]  # a group
    if "_REGENLINT_COMPLETE" in os.environ:
        completion.name_the_default(os.environ, (*commands, *_GLOBAL), "check")
    if first and first not in commands and first not in _GLOBAL:
        arguments = ["check", *arguments]
    try:
        _stop_if_misspelt(first, commands)
        code = command.main(args=arguments, prog_name="regenlint", standalone_mode=False)
        if code == INTERRUPTED:
            # typer makes this code of Ctrl-C itself.
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except RegenlintError as e:
        console.complain("regenlint: " + (e.english if lang is Lang.EN else str(e)))
        return 2
    except _USAGE as e:
        console.complain(f"regenlint: {e.format_message()}")
        return 2
    except (KeyboardInterrupt, typer.Abort):
        console.complain(_STOPPED[lang is Lang.EN])
        return INTERRUPTED
    except SystemExit as e:
        # typer leaves by itself for a shell's completion, and for a help text nobody reads to its end.
        return int(e.code or 0) if "_REGENLINT_COMPLETE" in os.environ else 0
    except Exception:
        console.complain(traceback.format_exc() + _BUG[lang is Lang.EN])
        return 2


def _stop_if_misspelt(first: str, commands: tuple[str, ...]) -> None:
    near = nearest(first, commands) if first and first not in commands and not first.startswith("-") else None
    if near is not None and not Path(first).exists():
        raise unknown(f"知らないコマンドかファイルです：{first}", f"no such command or file: {first}", near)


#: typer's own usage errors; since 0.28 it brings its own click.
_USAGE: type[typer.BadParameter] = typer.BadParameter.__mro__[2]
_GLOBAL = frozenset({"--help", "-h", "--install-completion", "--show-completion"})
_STOPPED = ("regenlint: 中断しました", "regenlint: interrupted")
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
