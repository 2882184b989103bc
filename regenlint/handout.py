"""Commands that write what is handed on: annotated copies, the evidence map, the answer table.

Each judges as `check` does and ends with the same exit code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regenlint import app, console, flags, switches
from regenlint.labels import Lang
from regenlint.rules import Severity
from regenlint.sink import write_whole
from regenlint.switches import (
    AnswersFrom,
    AsOf,
    ConfigFile,
    ExitZero,
    Force,
    Gate,
    Given,
    Ignore,
    Known,
    Language,
    NoCache,
    Paths,
    Sandbox,
    Scope,
    Select,
    StdinName,
    Undecided,
)


def annotate(
    paths: Paths,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="写しを置くフォルダ")],
    force: Force = False,
    fail_on: Gate = None,
    profile: Scope = None,
    min_severity: Annotated[
        Severity | None, typer.Option("--min-severity", help="書き込む重大度（既定 warning）")
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    given: Given = None,
    as_of: AsOf = None,
    baseline: Known = None,
    waivers_from: AnswersFrom = None,
    allow_undecided: Undecided = False,
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
    sandbox: Sandbox = None,
    config: ConfigFile = None,
    stdin_filename: StdinName = "",
    show: Annotated[list[str] | None, typer.Option(metavar="waived", help="免除した所見も書き込む")] = None,
    lang: Language = Lang.JA,
) -> int:
    """Word・PDFの写しに所見を書き込む / copies with the findings as Word comments and PDF highlights."""
    from regenlint import annotation
    from regenlint.report import copies
    from regenlint.report.notes import Choice

    overrides = switches.layer(
        fail_on=fail_on, profile=profile, select=select, ignore=ignore, given=given, as_of=as_of, baseline=baseline,
        allow_undecided=allow_undecided,
    )  # fmt: skip
    options = switches.options(
        paths,
        overrides,
        config,
        stdin_filename,
        no_cache=no_cache,
        exit_zero=exit_zero,
        answers=waivers_from,
        sandbox=sandbox,
    )
    choice = Choice(lang, min_severity or Severity.WARNING, "waived" in flags.shown(show))
    done = annotation.annotate(options, to, choice, force=force)
    console.write(copies.as_text(done.copies, lang))
    return done.exit_code


def checklist(
    paths: Paths,
    to: Annotated[Path, typer.Option("--to", metavar="FILE.xlsx|docx", help="書き出すファイル")],
    force: Force = False,
    fail_on: Gate = None,
    profile: Scope = None,
    select: Select = None,
    ignore: Ignore = None,
    given: Given = None,
    as_of: AsOf = None,
    baseline: Known = None,
    waivers_from: AnswersFrom = None,
    allow_undecided: Undecided = False,
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
    sandbox: Sandbox = None,
    config: ConfigFile = None,
    stdin_filename: StdinName = "",
    lang: Language = Lang.JA,
) -> int:
    """要件ごとの記載箇所の対応表 / the evidence map: each requirement, where it stands, what is said."""
    from regenlint.report import checklist as report

    form = flags.target(to, (".xlsx", ".docx"), force=force)
    overrides = switches.layer(
        fail_on=fail_on, profile=profile, select=select, ignore=ignore, given=given, as_of=as_of, baseline=baseline,
        allow_undecided=allow_undecided,
    )  # fmt: skip
    run = app.check(
        switches.options(
            paths,
            overrides,
            config,
            stdin_filename,
            no_cache=no_cache,
            exit_zero=exit_zero,
            answers=waivers_from,
            sandbox=sandbox,
        )
    )
    render = report.as_docx if form == ".docx" else report.as_xlsx
    write_whole(to, render(run, app.rules(not no_cache).titles(lang), lang))
    console.write(f"{to.as_posix()}\n")
    return run.exit_code


def answers(
    paths: Paths,
    to: Annotated[Path, typer.Option("--to", metavar="FILE.xlsx", help="書き出すファイル")],
    carry: Annotated[
        Path | None, typer.Option("--carry", metavar="FILE.xlsx", help="前の表の状態・回答・担当・日付を引き継ぐ")
    ] = None,
    force: Force = False,
    fail_on: Gate = None,
    profile: Scope = None,
    min_severity: Annotated[
        Severity | None, typer.Option("--min-severity", help="載せる重大度（既定 note：すべて）")
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    given: Given = None,
    as_of: AsOf = None,
    baseline: Known = None,
    allow_undecided: Undecided = False,
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
    sandbox: Sandbox = None,
    config: ConfigFile = None,
    stdin_filename: StdinName = "",
    show: Annotated[list[str] | None, typer.Option(metavar="waived", help="ベースラインの所見も載せる")] = None,
    lang: Language = Lang.JA,
) -> int:
    """指摘対応表 / the findings with room for status, answer, person and date."""
    from regenlint import answers as table
    from regenlint.report import answer_table
    from regenlint.report.notes import Choice

    flags.target(to, (".xlsx",), force=force)
    earlier = table.read(carry) if carry is not None else ()
    overrides = switches.layer(
        fail_on=fail_on, profile=profile, select=select, ignore=ignore, given=given, as_of=as_of, baseline=baseline,
        allow_undecided=allow_undecided,
    )  # fmt: skip
    run = app.check(
        switches.options(
            paths, overrides, config, stdin_filename, no_cache=no_cache, exit_zero=exit_zero, sandbox=sandbox
        )
    )
    choice = Choice(lang, min_severity or Severity.NOTE, "waived" in flags.shown(show))
    write_whole(to, answer_table.as_xlsx(run, choice, earlier))
    console.write(f"{to.as_posix()}\n")
    return run.exit_code
