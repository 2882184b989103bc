"""JUnit XML: a suite a dossier, a case a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from regenlint.labels import OUTCOMES, Lang, said
from regenlint.record import DossierRecord, FindingRecord, ResultRecord, RunRecord
from regenlint.report import Display
from regenlint.rules import Outcome

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(run: RunRecord, display: Display) -> str:
    """The suites. A case fails where the run does: findings below `--fail-on` are only told.

    What could not be judged is skipped, and what could not be read is an error.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="regenlint">']
    for d in run.dossiers:
        lines.extend(_suite(d, display.lang))
    return "\n".join([*lines, "</testsuites>", ""])


def _suite(d: DossierRecord, lang: Lang) -> Iterator[str]:
    # Crashed rules have a case of their own below.
    unread = [u for u in d.unjudged if u.code == "unread"]
    cases = [_case(r, d, lang) for r in d.results]
    errors = sum(kind == "error" for kind, _ in cases) + len(unread)
    yield (
        f'<testsuite name={_attribute(d.path)} tests="{len(cases) + len(unread)}"'
        f' failures="{sum(kind == "failure" for kind, _ in cases)}" errors="{errors}"'
        f' skipped="{sum(kind == "skipped" for kind, _ in cases)}">'
    )
    for u in unread:
        message = u.english if lang is Lang.EN else u.message
        error = f"<error type={_attribute(u.name)} message={_attribute(message)}/>"
        yield f'<testcase classname="read" name={_attribute(u.path)}>{error}</testcase>'
    for _, text in cases:
        yield text
    yield "</testsuite>"


def _case(r: ResultRecord, d: DossierRecord, lang: Lang) -> tuple[str, str]:
    english = lang is Lang.EN
    head = f"<testcase classname={_attribute(r.rule.area)} name={_attribute(f'{r.rule.id} {r.rule.name}')}"
    reason = r.reason_en if english else r.reason
    if r.outcome is Outcome.CRASHED:
        return "error", f'{head}><error type="crashed" message={_attribute(reason)}/></testcase>'
    if r.outcome in (Outcome.NOT_APPLICABLE, Outcome.UNDECIDABLE):
        shown = f"{said(OUTCOMES, r.outcome.value, lang)}: {reason}"
        return "skipped", f"{head}><skipped message={_attribute(shown)}/></testcase>"
    if not r.findings:
        return "passed", f"{head}/>"
    text = "\n".join(_finding(f, lang) for f in r.findings)
    limit = d.fail_on
    failing = limit is not None and any(f.waived is None and f.severity.rank <= limit.rank for f in r.findings)
    if failing:
        title = r.rule.title_en if english else r.rule.title
        told = f"<failure type={_attribute(r.outcome.value)} message={_attribute(title)}>{_text(text)}</failure>"
        return "failure", f"{head}>{told}</testcase>"
    return "passed", f"{head}><system-out>{_text(text)}</system-out></testcase>"


def _finding(f: FindingRecord, lang: Lang) -> str:
    where = f"{f.location.document} {f.location.where(lang)}: " if f.location else ""
    waived = f" [{f.waived.by}: {f.waived.reason}]" if f.waived else ""
    return f"{f.severity.value}: {where}{f.english if lang is Lang.EN else f.message}{waived}"


def _attribute(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("", text))


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("", text))
