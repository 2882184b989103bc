"""How the catalogue's own phrasings are judged.

    python -m bench.phrases [--areas VIR,DNA] [--failures]

Every `good` phrasing of a statement rule, put under a fitting heading in a document the rule
reads, must be met (or not applicable for a reason); every `bad` one must make the rule fire. A
good phrasing that holds only part of what is asked counts when its own elements are recognised:
some are stated and none of those seen is turned away. For the other kinds of rule a `good`
phrasing is one that must stay silent. Prints figures per area; exit code 0.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from regenlint.engine import run_one
from regenlint.registry import AREAS, Registered, Registry, registry
from regenlint.rules import FIRING, FactValue, Outcome, RuleKind, RuleResult
from regenlint.specs import AttachmentSpec, FieldSpec, StatementSpec, WordingSpec
from regenlint.testing import facts, plan, reading

_TAG = re.compile(r"^\[[^\]]+\]")


def known(registered: Registered) -> dict[str, FactValue | list[str]]:
    """Facts under which the rule applies."""
    out: dict[str, FactValue | list[str]] = {}
    for name, values in registered.rule.applies.items():
        out[name] = [str(values[0])] if name == "product" else values[0]
    return out


def statement_spec(registered: Registered) -> StatementSpec | None:
    """The statement part of a rule's spec, None where it has none."""
    spec = registered.spec
    if isinstance(spec, (FieldSpec, AttachmentSpec)):
        return spec.elsewhere
    return spec if isinstance(spec, StatementSpec) else None


def notation(registered: Registered, phrase: str) -> str:
    """A plan of one document with the phrase where it belongs; …… and 。／ part two places of it.

    What begins with @@ is a whole plan already.
    """
    if phrase.lstrip().startswith("@@"):
        return phrase
    spec = statement_spec(registered)
    heading = spec.look_in[0] if spec and spec.look_in else registered.rule.title.split("が", 1)[0][:24]
    if isinstance(registered.spec, WordingSpec):
        # The title of such a rule quotes the very words it forbids.
        heading = "この治療について"
    apart = re.sub("……|。／", "。\n", phrase)
    return f"@@ {registered.rule.reads[0].value}\n# {heading}\n{apart}\n"


def judged(
    registered: Registered,
    phrase: str,
    rules: Registry,
    more: Mapping[str, FactValue | list[str]] = MappingProxyType({}),
) -> RuleResult:
    """The rule's result on the phrase; `more` are facts that the rule does not settle itself."""
    given = facts(**{**known(registered), **more})
    return run_one(registered, reading(plan(notation(registered, phrase)), given, rules))


def recognised(result: RuleResult) -> bool:
    """A partial phrasing: something of it was accepted, and what is named lacking was not seen at all."""
    return result.outcome is Outcome.DEFICIENT and all(
        f.message.endswith("の記載が見当たりません") for f in result.findings
    )


def main() -> int:
    """Print the figures; 1 where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", default="")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--least", type=float, default=0.0, help="exit code 1 where an area has less right")
    args = parser.parse_args()
    wanted = [a for a in args.areas.split(",") if a] or list(AREAS)
    rules = registry(frozenset(wanted))
    rows: dict[str, Counter[str]] = {a: Counter() for a in wanted}
    for registered in rules.rules.values():
        rule, count = registered.rule, rows[registered.rule.area]
        if rule.kind in (RuleKind.FIELD, RuleKind.ATTACHMENT, RuleKind.HYGIENE):
            continue
        for phrase in rule.good:
            result = judged(registered, phrase, rules)
            whole = result.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE)
            if rule.kind is not RuleKind.STATEMENT:
                whole = result.outcome not in (*FIRING, Outcome.CRASHED)
            count["good"] += 1
            count["met"] += whole
            count["right"] += whole or recognised(result)
            if args.failures and not whole:
                print(
                    f"{rule.id} good{' (part)' if recognised(result) else ''}: {result.outcome} {[f.message for f in result.findings] or result.reason} ← {phrase}"
                )
        for phrase in rule.bad:
            result = judged(registered, _TAG.sub("", phrase), rules)
            fired = result.outcome in FIRING
            count["bad"] += 1
            count["fired"] += fired
            count["right"] += fired
            if args.failures and not fired:
                print(
                    f"{rule.id} bad: {result.outcome} {[e.state for e in result.evidence] or result.reason} ← {phrase}"
                )
    print(f"{'area':5} {'phrasings':>9} {'right':>7} {'good met':>9} {'bad fired':>10}")
    rows["ALL"] = sum(rows.values(), Counter())
    for area, c in rows.items():
        n = c["good"] + c["bad"]
        if n:
            print(
                f"{area:5} {n:9} {c['right'] / n:7.3f} {c['met'] / max(1, c['good']):9.3f} {c['fired'] / max(1, c['bad']):10.3f}"
            )
    return int(any(c["right"] < args.least * (c["good"] + c["bad"]) for c in rows.values()))


if __name__ == "__main__":
    sys.exit(main())
