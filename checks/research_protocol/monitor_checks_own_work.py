"""モニタリング担当者が自らの業務を見ることになっていないか

何を見るか：モニタリング担当者の氏名と、実施責任者・投与する医師・データ管理・統計解析・試験検査などの担当者の氏名。

なぜ：省令8条の5第2項は、研究に従事する者に、その者が直接担当する業務のモニタリングを行わせることを禁じている。

見ないもの：担当する業務を除いて見る、相互に見るなど、範囲を分ける旨のあるもの。氏名が書かれていないもの。

直し方：モニタリング担当者を、その業務を担当しない者に替えるか、担当業務を除く範囲と別の確認者を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import says

from .parties import Part, parts, same_person

_DUTIES = ("prt.responsible", "prt.physician", "prt.data", "prt.statistics", "prt.tests")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict where a monitor bears a duty of the study too."""
    need_documents(ctx)
    monitors = (*parts(ctx, "prt.person_label", kinds=(DocKind.MONITORING_SOP,)), *parts(ctx, "prt.monitor"))
    if not monitors:
        raise NotApplicable("モニタリング担当者の氏名が書かれていません", "no monitor is named")
    duties = parts(ctx, *_DUTIES)
    pairs = [
        (m, d) for m in monitors if not _apart(ctx, m) for d in duties if same_person(m, d) and not _same_list(m, d)
    ]
    if not pairs:
        yield ctx.evidence(monitors[0].hit)
        return
    m, d = min(pairs, key=lambda x: _plainness(ctx, *x))
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"モニタリング担当の「{m.written}」が「{d.hit.text}」も担当しています",
        f"the monitor “{m.written}” also does “{d.hit.text}”",
        m.hit,
        related=[d.hit],
    )


def _plainness(ctx: Context, m: Part, d: Part) -> int:
    """First where one passage says that he does both, then one list of roles, then two documents."""
    if says(ctx, "prt.both_duties", m.hit.passage.text):
        return 0
    return 1 if m.hit.passage.document == d.hit.passage.document else 2


def _apart(ctx: Context, m: Part) -> bool:
    p = m.hit.passage
    near = ctx.reading.index.passages[max(0, p.number - 1) : p.number + 3]
    return any(q.document == p.document and says(ctx, "prt.kept_apart", q.text) for q in near)


def _same_list(m: Part, d: Part) -> bool:
    """モニタリング、データ管理：… in one breath would be two roles of one person; a list of all roles is none."""
    return m.hit.passage.number == d.hit.passage.number and abs(m.hit.start - d.hit.start) < 3
