"""監査担当者の独立

何を見るか：監査担当者の氏名と、研究に従事する者・モニタリング担当者の氏名。「モニタリング及び監査担当」のように一人で兼ねる記載。

なぜ：省令8条の6第2項は、研究に従事する者とモニタリングに従事する者に監査を行わせることを禁じている。

見ないもの：監査を行わない計画、同じ部署に属するだけのもの、氏名が書かれていないもの。

直し方：監査担当者を、研究にもモニタリングにも従事しない者に替える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import says

from .parties import parts, same_person

_OTHERS = ("prt.monitor", "prt.responsible", "prt.physician", "prt.data", "prt.statistics", "prt.tests")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict where the auditor takes part in the study or monitors it."""
    need_documents(ctx)
    for hit in ctx.hits("prt.one_for_both"):
        if not says(ctx, "prt.kept_apart", ctx.sentence(hit)):
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"「{hit.text}」：モニタリングと監査を同じ者が担当しています",
                f"“{hit.text}”: one and the same monitors and audits",
                hit,
            )
            return
    if no := ctx.hits("prt.no_audit"):
        raise NotApplicable("監査を行わないとされています", "no audit is made", (ctx.evidence(no[0]),))
    auditors = (*parts(ctx, "prt.person_label", kinds=(DocKind.AUDIT_SOP,)), *parts(ctx, "prt.auditor"))
    if not auditors:
        raise NotApplicable("監査担当者の氏名が書かれていません", "no auditor is named")
    others = (*parts(ctx, *_OTHERS), *parts(ctx, "prt.person_label", kinds=(DocKind.MONITORING_SOP,)))
    for a in auditors:
        for o in others:
            if same_person(a, o) and (a.hit.passage.number, a.hit.start) != (o.hit.passage.number, o.hit.start):
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"監査担当の「{a.written}」が「{o.hit.text}」も担当しています",
                    f"the auditor “{a.written}” also does “{o.hit.text}”",
                    a.hit,
                    related=[o.hit],
                )
                return
        if role := _by_role(ctx, a.hit.passage.text[a.hit.end : a.hit.passage.sentence(a.hit.start)[1]][:30]):
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"監査を「{role}」が行うとされています",
                f"the audit is made by “{role}”",
                a.hit,
            )
            return
    yield ctx.evidence(auditors[0].hit)


def _by_role(ctx: Context, text: str) -> str:
    """統計解析責任者の根本が: a role of the study right behind the word for the audit."""
    for term in _OTHERS[1:]:
        for lit in ctx.reading.terms[term].concept.literals():
            if text.startswith((f"は{lit}", f"は、{lit}", f"担当：{lit}", f"担当者：{lit}")):
                return lit
    return ""
