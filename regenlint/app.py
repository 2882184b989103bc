"""The use case: read the dossiers, understand them, judge them, review the findings.

The command line, tests and other programs call `check`. It prints nothing and ends no process;
what a user can mend is a RegenlintError.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache as remember
from pathlib import Path, PurePath

from regenlint import __version__, cache, review
from regenlint.config import DEFAULTS, Layer, Profile, Settings, find, merge, read
from regenlint.errors import UnreadableError, UsageError
from regenlint.given import nearest, unknown
from regenlint.model import Dossier, Unread
from regenlint.record import DossierRecord, RunRecord
from regenlint.registry import Registered, Registry, registry
from regenlint.resolve import record_of
from regenlint.rules import Fact, Facts, FactSource, FactValue, Outcome, Rule, RuleResult, Severity

#: Names that promise a document we read; one that is none is broken, not a wrong path.
_PROMISING = frozenset({".docx", ".docm", ".dotx", ".pdf", ".xlsx", ".xlsm", ".txt", ".md", ".zip"})


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a run. `overrides` is the strongest layer; `config` replaces the search for a file.

    The path `-` is `stdin` under the name `stdin_name`. `today` decides which waivers have expired,
    and the law where neither the user nor the plan gives a date.
    """

    paths: tuple[str, ...]
    overrides: Layer = field(default_factory=lambda: Layer("command line"))
    config: Path | None = None
    today: datetime.date = field(default_factory=datetime.date.today)
    stdin: bytes = b""
    stdin_name: str = ""
    jobs: int = 1
    use_cache: bool = True
    write_baseline: Path | None = None
    exit_zero: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """One dossier to judge, as plain values: it may be sent to another process."""

    path: str
    stdin: bytes | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    profile: str
    severity: Mapping[str, Severity]
    facts: Mapping[str, FactValue]
    as_of: datetime.date | None
    today: datetime.date
    use_cache: bool


def check(options: Options) -> RunRecord:
    """Judge every dossier asked for.

    UsageError or ConfigError where there is no valid run: a path that is not there, nothing to
    judge, a setting or a rule that does not load. Files that cannot be read are in the record.
    """
    settings = _settings(options)
    jobs = [_job(p, s, options) for p, s in zip(options.paths, settings, strict=True)]
    judged = _each(jobs, options.jobs)
    for job, done in zip(jobs, judged, strict=True):
        _stop_if_nothing(job, done)
    reviewed = tuple(_reviewed(d, s, options) for d, s in zip(judged, settings, strict=True))
    if options.write_baseline is not None:
        review.write_baseline(options.write_baseline, reviewed)
        reviewed = tuple(_with_baseline(d, options.write_baseline) for d in reviewed)
    code = _exit_code(reviewed, [s.allow_undecided for s in settings], exit_zero=options.exit_zero)
    days = {d.as_of for d in reviewed}
    return RunRecord(
        __version__, cache.stamp().ruleset[:12], days.pop() if len(days) == 1 else options.today, reviewed, code
    )


def understood(options: Options) -> tuple[DossierRecord, ...]:
    """The facts of every dossier asked for, without judging any rule."""
    settings = _settings(options)
    out: list[DossierRecord] = []
    for path, s in zip(options.paths, settings, strict=True):
        job = replace(_job(path, s, options), use_cache=options.use_cache)
        done = _judge(job, ())
        _stop_if_nothing(job, done)
        out.append(done)
    return tuple(out)


def opened(options: Options) -> tuple[Dossier, ...]:
    """The dossiers as read."""
    settings = _settings(options)
    return tuple(_open(_job(p, s, options)) for p, s in zip(options.paths, settings, strict=True))


def settings_for(path: str, options: Options) -> Settings:
    """The effective settings for a path: defaults, the nearest file, the command line."""
    start = Path(options.stdin_name or ".") if path == "-" else Path(path)
    file = options.config or find(start if start.exists() else start.parent)
    layers = [DEFAULTS]
    if file is not None:
        layers.append(read(file, _shown(file)))
    return merge([*layers, options.overrides])


def rules_named(words: Iterable[str], rules: Registry, source: str = "") -> frozenset[str]:
    """The ids that ids, names and areas stand for; UsageError with the nearest name for an unknown one."""
    return frozenset(i for w in words for i in _ids(w, rules, source))


def verify(settings: Settings, known: Registry) -> None:
    """UsageError where settings name a rule that does not exist."""
    words = (*settings.select, *settings.ignore, *settings.severity, *(w.rule for w in settings.waiver))
    for word in words:
        _ids(word, known)


def unread_code(done: Sequence[DossierRecord]) -> int:
    """The exit code of a command that judges nothing: 3 where something could not be read, else 0."""
    return _exit_code(done, [False] * len(done), exit_zero=True)


def rules(use_cache: bool = True) -> Registry:
    """All rules, compiled once for what is installed."""
    return _compiled(use_cache)[0]


def _settings(options: Options) -> list[Settings]:
    if not options.paths:
        raise UsageError("検査するファイルかフォルダを指定してください", "name a file or a folder to check")
    for path in options.paths:
        if path == "-":
            if not options.stdin_name:
                raise UsageError("標準入力には --stdin-filename が必要です", "- needs --stdin-filename")
        elif not Path(path).exists():
            raise UsageError(f"ファイルがありません：{path}", f"no such file or folder: {path}")
    return [settings_for(p, options) for p in options.paths]


def _shown(file: Path) -> str:
    """A file as it is called in messages: relative where it is below the working folder."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()


def _job(path: str, s: Settings, options: Options) -> _Job:
    stdin = options.stdin if path == "-" else None
    shown = PurePath(options.stdin_name if path == "-" else path).as_posix()
    return _Job(
        shown,
        stdin,
        s.select,
        s.ignore,
        s.profile.value,
        s.severity,
        s.facts,
        s.as_of,
        options.today,
        options.use_cache,
    )


def _each(jobs: Sequence[_Job], workers: int) -> list[DossierRecord]:
    if workers <= 1 or len(jobs) <= 1:
        return [_cached(j) for j in jobs]
    with ProcessPoolExecutor(min(workers, len(jobs))) as pool:
        return list(pool.map(_cached, jobs))


def _cached(job: _Job) -> DossierRecord:
    """The judged record of a job, from the cache where the very same question was answered before."""
    content = None
    if job.use_cache:
        content = cache.content(Path(job.path)) if job.stdin is None else cache.key("stdin", job.stdin)
    if content is None:
        return _judged(job)
    name = cache.key(
        "judged",
        job.path,
        content,
        job.select,
        job.ignore,
        job.profile,
        sorted(job.severity.items()),
        sorted(job.facts.items()),
        job.as_of or job.today,
        job.as_of is None,
    )
    found = cache.load(name)
    if isinstance(found, DossierRecord):
        return found
    done = _judged(job)
    # A crash or a file that ran out of time may go better next time.
    if not any(o.value == "crashed" and n for o, n in done.summary.items()) and all(
        u.kind != "timeout" for u in done.unread
    ):
        cache.store(name, done)
    return done


def _judged(job: _Job) -> DossierRecord:
    return _judge(job, _selected(job))


def _selected(job: _Job) -> tuple[Registered, ...]:
    known = _compiled(job.use_cache)[0]
    chosen = rules_named(job.select, known) if job.select else frozenset(known.rules)
    ignored = rules_named(job.ignore, known)
    weighed = {i: s for word, s in job.severity.items() for i in _ids(word, known)}
    profile = Profile(job.profile)
    return tuple(
        replace(r, rule=replace(r.rule, severity=weighed[i])) if i in weighed else r
        for i, r in known.rules.items()
        if i in chosen and i not in ignored and profile.holds(r.rule)
    )


def _judge(job: _Job, chosen: Sequence[Registered]) -> DossierRecord:
    # Reading and judging bring in most of the program; a cached answer needs none of it.
    from regenlint.context import Reading
    from regenlint.engine import run
    from regenlint.index import Matcher, build
    from regenlint.understanding import understand

    dossier = _open(job)
    known, matcher = _compiled(job.use_cache)
    assert isinstance(matcher, Matcher)  # noqa: S101 — for the type checker: the import is lazy
    index = build(dossier, matcher)
    facts = _with_given(understand(dossier, index, known.terms), job.facts)
    as_of, source = _as_of(job, facts)
    if dossier.documents:
        results = run(chosen, Reading(dossier, index, facts, known.terms, as_of))
    else:
        results = tuple(_unjudged(r.rule) for r in chosen if r.rule.in_force(as_of))
    return record_of(dossier, facts, results, as_of, source)


def _unjudged(rule: Rule) -> RuleResult:
    """No rule may pass because there was nothing to read."""
    return RuleResult(rule, Outcome.UNDECIDABLE, "読めた文書がありません", "no document could be read")


def _open(job: _Job) -> Dossier:
    """The dossier of a job. A lone file that cannot be read is a dossier with nothing but that to say."""
    from regenlint.parse.open import open_dossier, read_bytes

    try:
        if job.stdin is None:
            return open_dossier(Path(job.path), name=job.path)
        return Dossier(job.path, (read_bytes(job.stdin, job.path),))
    except UnreadableError as e:
        return Dossier(job.path, (), (Unread(job.path, e.kind, str(e), e.english),))


def _stop_if_nothing(job: _Job, done: DossierRecord) -> None:
    if done.documents:
        return
    if not done.unread:
        raise UsageError(f"検査できる文書がありません：{job.path}", f"there is no document to check in {job.path}")
    strange = all(u.kind == "not-a-document" and PurePath(u.path).suffix.lower() not in _PROMISING for u in done.unread)
    if strange:
        raise UsageError(f"{job.path}：{done.unread[0].message}", f"{job.path}: {done.unread[0].english}")


def _with_given(facts: Facts, given: Mapping[str, FactValue]) -> Facts:
    return Facts({**facts.items, **{k: Fact(k, v, FactSource.GIVEN) for k, v in given.items()}})


def _as_of(job: _Job, facts: Facts) -> tuple[datetime.date, str]:
    """The day whose law holds: as told, else the plan's own date, else today."""
    if job.as_of is not None:
        return job.as_of, "given"
    submitted = facts.value("submitted")
    if isinstance(submitted, str):
        return datetime.date.fromisoformat(submitted), "submitted"
    return job.today, "today"


def _reviewed(done: DossierRecord, s: Settings, options: Options) -> DossierRecord:
    done = replace(done, fail_on=s.fail_on.severity)
    if s.waiver:
        known = rules(options.use_cache)
        ids = {w.rule: _ids(w.rule, known, "waiver") for w in s.waiver}
        done = review.apply_waivers(done, s.waiver, ids, options.today)
    if s.baseline is not None and options.write_baseline is None:
        done = _with_baseline(done, Path(s.baseline))
    return done


def _with_baseline(done: DossierRecord, path: Path) -> DossierRecord:
    return review.apply_baseline(done, review.read_baseline(path), path.name)


def _exit_code(done: Sequence[DossierRecord], allowed: Sequence[bool], *, exit_zero: bool) -> int:
    if any(d.unjudged and not ok for d, ok in zip(done, allowed, strict=True)):
        return 3
    return int(any(d.failing for d in done) and not exit_zero)


def _ids(word: str, known: Registry, source: str = "") -> tuple[str, ...]:
    found = known.by_name(word) or known.by_name(word.upper())
    if found:
        return found
    names = [*known.rules, *known.areas, *(r.rule.name for r in known.rules.values())]
    lead = f"{source}: " if source else ""
    raise unknown(f"{lead}知らない規則「{word}」", f"{lead}unknown rule {word}", nearest(word, names))


@remember
def _compiled(use_cache: bool) -> tuple[Registry, object]:
    """The rules and their matcher, from the cache where they were compiled before."""
    from regenlint.index import Matcher

    name = cache.key("compiled") if use_cache else ""
    found = cache.load(name) if use_cache else None
    if (
        isinstance(found, tuple)
        and len(found) == 2
        and isinstance(found[0], Registry)
        and isinstance(found[1], Matcher)
    ):
        return found
    known = registry()
    matcher = Matcher(known.literals())
    if use_cache:
        cache.store(name, (known, matcher))
    return known, matcher
