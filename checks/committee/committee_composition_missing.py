"""委員の氏名と構成の区分が書かれているかを見る。

何を見るか
    様式の委員の構成の欄、又は一式にある委員名簿。
なぜ
    法4条1項7号は委員の構成を計画の記載事項としている。
見ないもの
    人選が構成要件を満たすかどうか。
直し方
    委員の氏名と区分を書くか、名簿を添えてその番号を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.find import find_all
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, best, labelled, says, short, unfilled

from .review import FORM, OPINION, attendees, of_kind, rosters


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The field of the committee's composition, else a roster anywhere in the dossier."""
    need_documents(ctx)
    found = of_kind(ctx, FORM, "committee_members") or list(labelled(ctx, "committee_members"))
    value = best(found)
    if value is not None and value.filled and _composed(ctx, value.text):
        yield Evidence(value.at, "value")
        return
    if value is not None and value.fill is Fill.BLANK:
        yield unfilled(ctx, value, "委員の構成", "composition of the committee")
        return
    listed = rosters(ctx) or rosters(ctx, FORM, OPINION, DocKind.OTHER)
    if listed:
        yield Evidence(listed[0].whole(), "value")
    elif members := attendees(ctx, FORM, OPINION, DocKind.OTHER):
        yield Evidence(members[0].at, "value")
    elif value is None:
        yield absent(ctx, "委員の構成", "composition of the committee")
    elif value.fill is not Fill.FILLED:
        yield unfilled(ctx, value, "委員の構成", "composition of the committee")
    else:
        elsewhere = says(ctx, "cmt.roster_elsewhere", value.text)
        why, english = (
            ("一式の外の名簿を指すだけです", "only points outside the dossier")
            if elsewhere
            else ("氏名と区分まで書かれていません", "lacks names and categories")
        )
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"委員の構成「{short(value.text, 24)}」：{why}",
            f"the composition “{short(value.text, 24)}” {english}",
            value.at,
        )


def _composed(ctx: Context, text: str) -> bool:
    """At least two categories, and more than a mere count of members."""
    kinds = {text[a:b] for a, b in find_all(ctx.reading.terms["cmt.category"].concept, text)}
    return len(kinds) >= 2 and not re.fullmatch(r"\s*委員[0-9０-９]+名\s*", text)
