"""審査に参加した委員・技術専門員が、計画の管理者・医師などと同じ者でないかを見る。

何を見るか
    議事録・意見書に出席した者の氏名と、様式の管理者・実施責任者・医師の氏名。
なぜ
    省令65条1項は、計画に関わる者が審査等業務に参加してはならないとする。
見ないもの
    説明のための出席、退席・不参加とあるもの、名簿に名があるだけの者。
直し方
    当該の者が審査に参加していないことを議事録で示すか、審査をやり直す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Confidence, Evidence, Finding, NotJudged, Outcome

from .review import FORM, OPINION, attendees, experts, persons_of_plan


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Those present against those of the plan."""
    need_documents(ctx)
    members = [*attendees(ctx, FORM, OPINION, DocKind.OTHER), *experts(ctx, OPINION)]
    persons = persons_of_plan(ctx)
    if not members or not persons:
        raise NotJudged(
            "出席者又は計画の関係者の氏名が読み取れません", "names of members or of the plan's people were not read"
        )
    by_key = {n.key: (role, n, at) for role, n, at in persons}
    for m in members:
        if m.taking_part and m.name.key in by_key:
            role, name, at = by_key[m.name.key]
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"審査に出席した「{m.name.written}」が計画の{role}と同じ氏名です（同一人かの確認が要ります）",
                f"“{name.written}” took part in the review and is named in the plan ({role})",
                m.at,
                related=[at],
                confidence=Confidence.LOW,
            )
            return
    yield Evidence(members[0].at, "value")
