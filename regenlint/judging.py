"""One dossier from its files to its record: read, understand, judge. A cached answer needs none of this."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache as remember
from pathlib import Path

from regenlint import cache
from regenlint.comparison.said import Said
from regenlint.comparison.table import table
from regenlint.config import Profile
from regenlint.context import Reading
from regenlint.doubt import doubts, settled
from regenlint.engine import run
from regenlint.errors import UnreadableError, UsageError
from regenlint.evidence import judge_many
from regenlint.given import nearest, unknown
from regenlint.index import build
from regenlint.job import Job
from regenlint.labels import Lang
from regenlint.matcher import Matcher
from regenlint.model import Dossier, Unread
from regenlint.nlp import has_ginza
from regenlint.parse.open import open_dossier, read_bytes
from regenlint.record import DossierRecord, ValueRecord
from regenlint.registry import Registered, Registry, registry
from regenlint.resolve import record_of, values_of
from regenlint.rules import Fact, Facts, FactSource, FactValue, Outcome, Rule, RuleResult
from regenlint.understanding import understand

LOG = logging.getLogger(__name__)

#: The area whose rules compare documents; the table of values is theirs.
_COMPARING = "XDC"


def judged(job: Job) -> DossierRecord:
    """The record of a job with all rules its settings choose."""
    return judge(job, _selected(job))


def _selected(job: Job) -> tuple[Registered, ...]:
    known = compiled(job.use_cache)[0]
    chosen = rules_named(job.select, known) if job.select else frozenset(known.rules)
    ignored = rules_named(job.ignore, known)
    weighed = {i: s for word, s in job.severity.items() for i in _ids(word, known)}
    profile = Profile(job.profile)
    return tuple(
        replace(r, rule=replace(r.rule, severity=weighed[i])) if i in weighed else r
        for i, r in known.rules.items()
        if i in chosen and i not in ignored and profile.holds(r.rule)
    )


def judge(job: Job, chosen: Sequence[Registered], *, compared: bool = False) -> DossierRecord:
    """The record of a job with the rules given; without any it says what was understood.

    The table of values is filled where rules that compare documents run, or when asked for.
    """
    return _judge(job, opened(job), chosen, compared=compared)


def lost(job: Job) -> DossierRecord:
    """The record of a job whose process died: nothing was judged, and why."""
    unread = Unread(
        job.path,
        "crashed",
        "判定中にプロセスが異常終了しました（メモリ不足か、プログラムの誤り）",
        "the process that judged it died (out of memory, or a fault of the program)",
    )
    return _judge(job, Dossier(job.path, (), (unread,)), _selected(job))


def _judge(job: Job, dossier: Dossier, chosen: Sequence[Registered], *, compared: bool = False) -> DossierRecord:
    known, matcher = compiled(job.use_cache)
    index = build(dossier, matcher)
    facts = _with_given(understand(dossier, index, known.terms), job.facts)
    as_of, source = _as_of(job, facts)
    values: tuple[ValueRecord, ...] = ()
    if dossier.documents:
        reading = Reading(dossier, index, facts, known.terms, as_of)
        results = _deeper(chosen, reading, job) if job.deep else run(chosen, reading)
        if compared or any(r.rule.area == _COMPARING for r in chosen):
            values = values_of(dossier, _compared(reading))
    else:
        results = tuple(_unjudged(r.rule) for r in chosen if r.rule.in_force(as_of))
    made = record_of(dossier, facts, results, as_of, source)
    return replace(made, values=values, areas=_areas(known) if chosen else ())


def _areas(known: Registry) -> tuple[tuple[str, str, str], ...]:
    english = known.titles(Lang.EN)
    return tuple((code, title, english[code]) for code, title in known.areas.items())


def _compared(reading: Reading) -> Iterable[Said]:
    found = table(reading)
    for item in found.items():
        try:
            yield from found.of(item)
        except Exception:
            # The rule that compares the item has crashed for the same reason, and says so.
            LOG.exception("the values of %s could not be read", item)


def _deeper(chosen: Sequence[Registered], reading: Reading, job: Job) -> tuple[RuleResult, ...]:
    """The results with the third reader where the first two disagree and a rule hangs on it.

    UsageError without GiNZA.
    """
    if not has_ginza():
        raise UsageError(
            "--deep には GiNZA が要ります（pip install 'regenlint[ginza]'）",
            "--deep needs GiNZA: pip install 'regenlint[ginza]'",
        )
    kept = cache.folder() if job.use_cache else None
    return settled(doubts(chosen, reading), reading, lambda unsure: judge_many(unsure, deep=True, cache=kept))


def _unjudged(rule: Rule) -> RuleResult:
    """No rule may pass because there was nothing to read."""
    return RuleResult(rule, Outcome.UNDECIDABLE, "読めた文書がありません", "no document could be read")


def opened(job: Job) -> Dossier:
    """The dossier of a job. A lone file that cannot be read is a dossier with nothing but that to say."""
    try:
        if job.stdin is None:
            return open_dossier(Path(job.path), name=job.path, sandbox=job.sandbox)
        return Dossier(job.path, (read_bytes(job.stdin, job.path, sandbox=bool(job.sandbox)),))
    except UnreadableError as e:
        return Dossier(job.path, (), (Unread(job.path, e.kind, str(e), e.english),))


def _with_given(facts: Facts, given: Mapping[str, FactValue]) -> Facts:
    return Facts({**facts.items, **{k: Fact(k, v, FactSource.GIVEN) for k, v in given.items()}})


def _as_of(job: Job, facts: Facts) -> tuple[datetime.date, str]:
    """The day whose law holds: as told, else the plan's own date, else today."""
    if job.as_of is not None:
        return job.as_of, "given"
    submitted = facts.value("submitted")
    if isinstance(submitted, str):
        return datetime.date.fromisoformat(submitted), "submitted"
    return job.today, "today"


def rules_named(words: Iterable[str], known: Registry) -> frozenset[str]:
    """The ids that ids, names and areas stand for; UsageError with the nearest name for an unknown one."""
    return frozenset(i for w in words for i in _ids(w, known))


def _ids(word: str, known: Registry) -> tuple[str, ...]:
    found = known.by_name(word) or known.by_name(word.upper())
    if found:
        return found
    names = [*known.rules, *known.areas, *(r.rule.name for r in known.rules.values())]
    raise unknown(f"知らない規則「{word}」", f"unknown rule {word}", nearest(word, names))


@remember
def compiled(use_cache: bool) -> tuple[Registry, Matcher]:
    """The rules and their matcher, from the cache where they were compiled before."""
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
