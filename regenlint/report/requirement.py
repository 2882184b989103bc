"""What a rule asks, in a few words: a rule's title names the defect, a table of requirements needs the thing itself."""

from __future__ import annotations

import re

from regenlint.labels import OUTCOMES, Lang, said
from regenlint.record import ResultRecord, RuleRecord
from regenlint.rules import Outcome, RuleKind

#: Rules that ask for something to be there; the others look for something that must not be.
ASKING = frozenset({RuleKind.STATEMENT, RuleKind.FIELD, RuleKind.ATTACHMENT})

_DONE = (
    "示され|書かれ|定められ|添付され|添えられ|説明され|評価され|特定され|認識され|決められ|置かれ|記され|説明が|"
    "開示され|記載され|まとめられ|用意され|確保され|選定され|登録され|そろっ|定まっ"
)
_ABSENT = re.compile(
    rf"(?P<thing>(?:(?!ない、又は).)+?)(?:(?:が|は)(?:、?[^がは、]{{0,24}}|、.{{0,40}})(?:{_DONE})ていない"
    r"|(?:の記載|の定め|の説明|の同意)?が(?:[^がは、]{0,14}に)?(?:ない|見当たらない|読み取れない|足りない))"
)
_EITHER = re.compile(r"の(?:いずれか|どちらか|一方又は両方)$|のいずれかが欠けている$")
_LEAD = re.compile(r"^(?:(?:研究|第[一二三]種(?:・第[一二三]種)?)なのに、?|計画に、|説明文書に)")


def requirement(rule: RuleRecord, lang: Lang) -> str:
    """「QTPP」 of 「QTPPがまとめて示されていない」; the title as it is where it names a mistake."""
    if lang is Lang.EN:
        return rule.title_en
    thing = _thing(rule)
    return rule.title if thing is None else thing


def outcome_of(result: ResultRecord, lang: Lang) -> str:
    """The outcome in words. Where a rule looks for a mistake and finds none, nothing is thereby stated."""
    if result.outcome is Outcome.MET and (result.rule.kind not in ASKING or _thing(result.rule) is None):
        return "nothing found" if lang is Lang.EN else "指摘なし"
    return said(OUTCOMES, result.outcome.value, lang)


def _thing(rule: RuleRecord) -> str | None:
    m = _ABSENT.fullmatch(rule.title) if rule.kind in ASKING else None
    return None if m is None else _EITHER.sub("", _LEAD.sub("", m["thing"]))
