"""The use case: read the dossiers, understand them, judge them, review the findings.

The command line, tests and other programs call `check`. It prints nothing and ends no process;
what a user can mend is a RegenlintError. Modules that read and judge are imported where they are
needed: a run that is answered from the cache needs none of them.
"""

from __future__ import annotations

import datetime
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from regenlint import __version__, cache
from regenlint.config import DEFAULTS, Layer, Settings, Waiver, find, merge, read
from regenlint.errors import UsageError
from regenlint.job import Job
from regenlint.record import DossierRecord, RunRecord
from regenlint.rules import Outcome

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from regenlint.model import Dossier
    from regenlint.registry import Registry

#: Names that promise a document we read; one that is none is broken, not a wrong path.
_PROMISING = frozenset({".docx", ".docm", ".dotx", ".pdf", ".xlsx", ".xlsm", ".txt", ".md", ".zip"})

#: Reasons for not reading a file that lie in the machine or in us, not in the file.
_PASSING = frozenset({"timeout", "memory", "crashed"})


def _unwatched(plans: int) -> AbstractContextManager[Callable[[], None]]:
    return nullcontext(lambda: None)


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
    deep: bool = False
    write_baseline: Path | None = None
    #: Answer tables whose rows marked as needing no change are waivers.
    answers: tuple[Path, ...] = ()
    exit_zero: bool = False
    #: An earlier version of the one plan asked for.
    against: str = ""
    #: Whether files are read in a child process with limits; None does so for ZIPs.
    sandbox: bool | None = None
    #: Enters with the number of plans and gives what is called as each is done.
    watch: Callable[[int], AbstractContextManager[Callable[[], None]]] = _unwatched


#: PDFium belongs to one thread at a time; executors of threads gain nothing over it.
_ONE_AT_A_TIME = threading.Lock()


def check(options: Options, executor: Executor | None = None) -> RunRecord:
    """Judge every dossier asked for, in this process, in `options.jobs` processes or where `executor` runs them.

    Any `concurrent.futures.Executor` will do; it stays the caller's to shut down. Its workers must see the
    plans at the same paths and hold the same rules. The record is the same whichever does the work.

    UsageError or ConfigError where there is no valid run: a path that is not there, nothing to
    judge, a setting or a rule that does not load. Files that cannot be read are in the record.
    """
    settings = _settings(options)
    _stop_if_incomparable(options)
    jobs = [_job(p, s, options) for p, s in zip(options.paths, settings, strict=True)]
    with options.watch(len(jobs)) as done:
        judged = _each(jobs, options.jobs, done) if executor is None else _spread(jobs, executor, done)
    for job, record in zip(jobs, judged, strict=True):
        _stop_if_nothing(job, record)
    answered = _answered(options)
    reviewed = tuple(_reviewed(d, s, answered, options) for d, s in zip(judged, settings, strict=True))
    if options.write_baseline is not None:
        from regenlint import review

        review.write_baseline(options.write_baseline, reviewed)
        reviewed = tuple(_with_baseline(d, options.write_baseline) for d in reviewed)
    if options.against:
        reviewed = (_compared(reviewed[0], jobs[0], options),)
    code = _exit_code(reviewed, [s.allow_undecided for s in settings], exit_zero=options.exit_zero)
    days = {d.as_of for d in reviewed}
    return RunRecord(
        __version__, cache.stamp().ruleset[:12], days.pop() if len(days) == 1 else options.today, reviewed, code
    )


def understood(options: Options, *, compared: bool = False) -> tuple[DossierRecord, ...]:
    """The facts of every dossier asked for, without judging any rule; with what its documents are compared by."""
    from regenlint.judging import judge

    settings = _settings(options)
    out: list[DossierRecord] = []
    for path, s in zip(options.paths, settings, strict=True):
        job = _job(path, s, options)
        done = judge(job, (), compared=compared)
        _stop_if_nothing(job, done)
        out.append(done)
    return tuple(out)


def opened(options: Options) -> tuple[Dossier, ...]:
    """The dossiers as read."""
    from regenlint import judging

    settings = _settings(options)
    return tuple(judging.opened(_job(p, s, options)) for p, s in zip(options.paths, settings, strict=True))


def settings_for(path: str, options: Options) -> Settings:
    """The effective settings for a path: defaults, the nearest file, the command line."""
    start = Path(options.stdin_name or ".") if path == "-" else Path(path)
    file = options.config or find(start if start.exists() else start.parent)
    layers = [DEFAULTS]
    if file is not None:
        layers.append(read(file, _shown(file)))
    return merge([*layers, options.overrides])


def rules_named(words: Iterable[str], known: Registry) -> frozenset[str]:
    """The ids that ids, names and areas stand for; UsageError with the nearest name for an unknown one."""
    from regenlint import judging

    return judging.rules_named(words, known)


def verify(settings: Settings, known: Registry) -> None:
    """UsageError where settings name a rule that does not exist."""
    words = (*settings.select, *settings.ignore, *settings.severity, *(w.rule for w in settings.waiver))
    rules_named(words, known)


def unread_code(done: Sequence[DossierRecord]) -> int:
    """The exit code of a command that judges nothing: 3 where something could not be read, else 0."""
    return _exit_code(done, [False] * len(done), exit_zero=True)


def rules(use_cache: bool = True) -> Registry:
    """All rules, compiled once for what is installed."""
    from regenlint.judging import compiled

    return compiled(use_cache)[0]


def _stop_if_incomparable(options: Options) -> None:
    if not options.against:
        return
    if len(options.paths) != 1:
        raise UsageError("--against は計画一つのときに使います", "--against compares one plan with its earlier version")
    if not Path(options.against).exists():
        raise UsageError(f"前の版がありません：{options.against}", f"no such earlier version: {options.against}")


def _compared(done: DossierRecord, job: Job, options: Options) -> DossierRecord:
    """The record with what is different from the earlier version, judged by the same rules on the same day."""
    from regenlint import judging, revision

    earlier = replace(job, path=PurePath(options.against).as_posix(), stdin=None, as_of=done.as_of)
    old = _cached(earlier)
    _stop_if_nothing(earlier, old)
    return replace(done, against=revision.against(old, judging.opened(earlier), done, judging.opened(job)))


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


def _job(path: str, s: Settings, options: Options) -> Job:
    stdin = options.stdin if path == "-" else None
    shown = PurePath(options.stdin_name if path == "-" else path).as_posix()
    return Job(
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
        options.deep,
        options.sandbox,
    )


def _each(jobs: Sequence[Job], workers: int, done: Callable[[], None]) -> list[DossierRecord]:
    if workers <= 1 or len(jobs) <= 1:
        return [_told(_cached(j), done) for j in jobs]
    records = _pooled(jobs, min(workers, len(jobs)), done)
    # The death of one worker breaks the pool for all: each plan left is judged in a process of its own.
    return [r or _pooled([j], 1, done)[0] or _lost(j) for j, r in zip(jobs, records, strict=True)]


def _told(record: DossierRecord, done: Callable[[], None]) -> DossierRecord:
    done()
    return record


def _pooled(jobs: Sequence[Job], workers: int, done: Callable[[], None]) -> list[DossierRecord | None]:
    """The records of the jobs; None for those that ended when a worker died."""
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(workers, initializer=_die_at_an_interrupt)
    try:
        records = _gathered([_submitted(pool, _cached, j) for j in jobs], done)
    except BaseException:
        # After an interrupt nobody waits for plans that have not begun.
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    # A pool that ends beside the interpreter may complain of its own pipes.
    pool.shutdown()
    return records


def _gathered(waiting: Iterable[Future[DossierRecord]], done: Callable[[], None]) -> list[DossierRecord | None]:
    """The answers in order; None for what ended when a worker died."""
    from concurrent.futures import BrokenExecutor

    records: list[DossierRecord | None] = []
    for w in waiting:
        try:
            records.append(_told(w.result(), done))
        except BrokenExecutor:
            records.append(None)
    return records


def _submitted(executor: Executor, judge: Callable[..., DossierRecord], *arguments: object) -> Future[DossierRecord]:
    """What will be the answer; an executor that is broken already says so then."""
    from concurrent.futures import BrokenExecutor, Future

    try:
        return executor.submit(judge, *arguments)
    except BrokenExecutor as e:
        broken: Future[DossierRecord] = Future()
        broken.set_exception(e)
        return broken


def _die_at_an_interrupt() -> None:
    """A worker ends without a word at Ctrl-C: this process says it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _lost(job: Job) -> DossierRecord:
    """The record of a plan whose worker died each time."""
    from regenlint import judging

    return judging.lost(job)


def _spread(jobs: Sequence[Job], executor: Executor, done: Callable[[], None]) -> list[DossierRecord]:
    """The records in the order of the jobs; after a failure nobody waits for plans that have not begun."""
    ruleset = cache.stamp().ruleset
    waiting = [_submitted(executor, _there, j, ruleset) for j in jobs]
    try:
        return [r or _lost(j) for j, r in zip(jobs, _gathered(waiting, done), strict=True)]
    finally:
        for w in waiting:
            w.cancel()


def _there(job: Job, ruleset: str) -> DossierRecord:
    """The record of a job on a worker. UsageError where it sees another tree or holds other rules than the caller."""
    if cache.stamp().ruleset != ruleset:
        raise UsageError(
            "作業側の regenlint の規則が呼び出し側と違います",
            "a worker holds other rules than the caller: same version?",
        )
    if job.stdin is None and not Path(job.path).exists():
        raise UsageError(f"作業側から見えません：{job.path}", f"a worker does not see {job.path}")
    with _ONE_AT_A_TIME:
        return _cached(job)


def _cached(job: Job) -> DossierRecord:
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
        job.deep,
        # A link out of the folder is read without it only.
        bool(job.sandbox),
    )
    found = cache.load(name)
    if isinstance(found, DossierRecord):
        return found
    done = _judged(job)
    # What changed while it was read is not what was asked about.
    if job.stdin is None and cache.content(Path(job.path)) != content:
        return done
    # A crash or a file that ran out of time or memory may go better next time.
    if not done.summary[Outcome.CRASHED] and not any(u.kind in _PASSING for u in done.unread):
        cache.store(name, done)
    return done


def _judged(job: Job) -> DossierRecord:
    from regenlint import judging

    return judging.judged(job)


def _stop_if_nothing(job: Job, done: DossierRecord) -> None:
    if done.documents:
        return
    if not done.unread:
        raise UsageError(f"検査できる文書がありません：{job.path}", f"there is no document to check in {job.path}")
    strange = all(u.kind == "not-a-document" and PurePath(u.path).suffix.lower() not in _PROMISING for u in done.unread)
    if strange:
        raise UsageError(f"{job.path}：{done.unread[0].message}", f"{job.path}: {done.unread[0].english}")


def _answered(options: Options) -> tuple[Waiver, ...]:
    if not options.answers:
        return ()
    from regenlint import answers

    return tuple(w for path in options.answers for w in answers.waivers(path))


def _reviewed(done: DossierRecord, s: Settings, answered: tuple[Waiver, ...], options: Options) -> DossierRecord:
    done = replace(done, fail_on=s.fail_on.severity)
    waivers = (*s.waiver, *answered)
    if waivers:
        from regenlint import review

        known = rules(options.use_cache)
        ids = {w.rule: rules_named([w.rule], known) for w in waivers}
        done = review.apply_waivers(done, waivers, ids, options.today)
    if done.comment_waivers:
        from regenlint import review

        named = {w.rule: _rules_or_none(w.rule, rules(options.use_cache)) for w in done.comment_waivers}
        done = review.apply_comments(done, {k: v for k, v in named.items() if v}, options.today)
    if s.baseline is not None and options.write_baseline is None:
        done = _with_baseline(done, Path(s.baseline))
    return done


def _rules_or_none(word: str, known: Registry) -> frozenset[str]:
    """The ids a word of a plan's comment stands for; a plan's own text never stops a run."""
    try:
        return rules_named([word], known)
    except UsageError:
        return frozenset()


def _with_baseline(done: DossierRecord, path: Path) -> DossierRecord:
    from regenlint import review

    return review.apply_baseline(done, review.read_baseline(path), path.name)


def _exit_code(done: Sequence[DossierRecord], allowed: Sequence[bool], *, exit_zero: bool) -> int:
    if any(d.unjudged and not ok for d, ok in zip(done, allowed, strict=True)):
        return 3
    return int(any(d.failing for d in done) and not exit_zero)
