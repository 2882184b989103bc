"""Runs the rules: exactly one result per rule and dossier, whatever a check does."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from regenlint.context import Context, Reading
from regenlint.declared import judge_spec
from regenlint.registry import Registered
from regenlint.rules import FIRING, Evidence, Fact, Finding, NotApplicable, NotJudged, Outcome, Rule, RuleResult

LOG = logging.getLogger(__name__)


def run(rules: Iterable[Registered], reading: Reading) -> tuple[RuleResult, ...]:
    """One result per rule that is in force on the reading's day, in the order given."""
    return tuple(run_one(r, reading) for r in rules if r.rule.in_force(reading.as_of))


def run_one(registered: Registered, reading: Reading) -> RuleResult:
    """The result of one rule. A check that raises is `crashed`, never silent."""
    rule = registered.rule
    blocked = _blocked(rule, reading)
    if blocked is not None:
        return blocked
    context = Context(rule, reading)
    findings: list[Finding] = []
    evidence: list[Evidence] = []
    try:
        said = judge_spec(registered.spec, context) if registered.spec is not None else registered.check()(context)
        for item in said:
            if isinstance(item, Finding):
                findings.append(_checked(item, reading))
            else:
                evidence.append(item)
    except NotApplicable as e:
        return RuleResult(rule, Outcome.NOT_APPLICABLE, str(e), e.english, e.evidence)
    except NotJudged as e:
        # What was already found stands: a denial on page 1 needs no page 9.
        if not findings:
            return RuleResult(rule, Outcome.UNDECIDABLE, str(e), e.english, tuple(evidence))
    except Exception as e:
        LOG.exception("the check of %s failed", rule.id)
        kind = type(e).__name__
        return RuleResult(rule, Outcome.CRASHED, f"検査が失敗しました（{kind}）", f"the check failed ({kind})")
    if not findings:
        return RuleResult(rule, Outcome.MET, evidence=tuple(evidence))
    outcome = min((f.outcome for f in findings), key=FIRING.index)
    return RuleResult(rule, outcome, evidence=tuple(evidence), findings=tuple(findings))


def _checked(finding: Finding, reading: Reading) -> Finding:
    """A finding whose outcome fires and whose anchors stand in the dossier; ValueError otherwise."""
    if finding.outcome not in FIRING:
        raise ValueError(f"{finding.outcome} is not an outcome of a finding")
    for anchor in (finding.at, *finding.related):
        if anchor is not None and not 0 <= anchor.block < len(reading.dossier.document(anchor.document).blocks):
            raise ValueError("an anchor outside its document")
    return finding


def _blocked(rule: Rule, reading: Reading) -> RuleResult | None:
    """Not applicable by a known fact, undecidable by an unknown one, None where the rule may look."""
    unknown: Fact | None = None
    for name, values in rule.applies.items():
        fact = reading.facts.fact(name)
        if fact.unknown:
            unknown = unknown or fact
        elif not reading.facts.has(name, *values):
            shown = _shown(fact)
            return RuleResult(
                rule,
                Outcome.NOT_APPLICABLE,
                f"{name}={shown} のため対象外",
                f"not applicable: {name}={shown}",
                tuple(Evidence(a) for a in fact.evidence[:1]),
            )
    if unknown is not None:
        return RuleResult(
            rule,
            Outcome.UNDECIDABLE,
            f"事実「{unknown.name}」を読み取れないため判定できません（--fact で指定できます）",
            f"the fact {unknown.name} is unknown (give it with --fact)",
        )
    return None


def _shown(fact: Fact) -> str:
    if fact.value is None:
        return "none"
    if isinstance(fact.value, tuple):
        return ",".join(str(v) for v in fact.value)
    return str(fact.value).lower() if isinstance(fact.value, bool) else str(fact.value)
