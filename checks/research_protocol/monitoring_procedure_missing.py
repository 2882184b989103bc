"""モニタリング手順書

何を見るか：モニタリングに関する手順書が一式にあること、その中の担当者、方法と時期、確認する事項、管理者及び実施責任者への報告。

なぜ：省令8条の5第1項は研究計画書ごとに一の手順書の作成を、27条8項9号はその添付を求めている。

見ないもの：担当者の独立（別の規則）、頻度の当否。

直し方：研究名を付した手順書に、担当者、方法と時期、確認する事項、管理者及び実施責任者への報告を書き、添付する。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import stop_if_blind, stop_if_untold
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, Outcome

_WANTED = (
    ("prt.mon_person", "担当者", "who monitors"),
    ("prt.mon_when", "方法と時期・頻度", "how and when"),
    ("prt.mon_items", "確認する事項", "what is checked"),
    ("prt.mon_report", "管理者及び実施責任者への報告", "the report to the administrator and the responsible person"),
)
_SOP = DocKind.MONITORING_SOP


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The document, then its contents."""
    there = ctx.documents(_SOP)
    if not there:
        titled = [
            h
            for h in ctx.reading.index.hits(ctx.reading.terms["prt.monitoring_title"].concept)
            if h.passage.place is Place.HEADING or (h.passage.pieces[0].block <= 2 and h.start <= 2)
        ]
        if titled:
            yield Evidence(titled[0].anchor, "value")
            return
        stop_if_untold(ctx)
        yield ctx.finding(
            Outcome.MISSING,
            "モニタリングに関する手順書が提出物に見当たりません",
            "no monitoring procedure is in the dossier",
            ctx.expected_place(),
            searched=("モニタリングに関する手順書",),
        )
        return
    first = next((p for d in there for p in d.parts if p.kind is _SOP), None)
    at = Anchor(there[0].id, first.first if first else 0)
    template = ctx.hits("prt.mon_template", _SOP)
    if template:
        yield ctx.finding(
            Outcome.EMPTY,
            "モニタリング手順書がひな形のままです",
            "the monitoring procedure is an unfilled template",
            template[0],
        )
        return
    lacking = [(ja, en) for term, ja, en in _WANTED if not ctx.hits(term, _SOP)]
    if lacking:
        stop_if_blind(ctx, _SOP)
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"モニタリング手順書に{'、'.join(j for j, _ in lacking)}の記載が見当たりません",
            f"the monitoring procedure lacks: {', '.join(e for _, e in lacking)}",
            at,
            searched=tuple(j for j, _ in lacking),
        )
        return
    yield Evidence(at, "value")
