"""審査等業務の過程に関する記録（議事録等）の写しが添えられているかを見る。

何を見るか
    議事録・審査記録の題のある文書又は部分、出席者と質疑の記録。
なぜ
    意見の根拠となった審査の経過を、意見書とともに確かめるため。
見ないもの
    意見書がない審査前の案。
直し方
    委員会から審査等業務の過程に関する記録の写しを受け取り、添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

from .review import FORM, OPINION, need_opinion

_TITLE = 30


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Minutes in the file of the opinion or in a file of their own."""
    need_opinion(ctx)
    kinds = frozenset(DocKind) - {FORM, DocKind.CHECKLIST}
    titled = [h for h in ctx.hits("cmt.minutes", *kinds) if _is_title(h)]
    bodies = [h for h in ctx.hits("cmt.minutes_body", OPINION, DocKind.OTHER) if h.start <= 4]
    found = titled or bodies
    if found:
        yield Evidence(found[0].anchor, "value")
        return
    if ctx.dossier.unread or any(x.blinds for d in ctx.documents(OPINION) for x in d.losses):
        raise NotJudged(
            "読み取れない頁・ファイルがあるため判定できません", "pages or files that could not be read may hold it"
        )
    yield ctx.finding(
        Outcome.MISSING,
        "審査等業務の過程に関する記録（議事録等）の写しが提出物に見当たりません",
        "no record of the review (minutes) is in the dossier",
        ctx.expected_place(),
        searched=("審査等業務の過程に関する記録", "議事録"),
    )


def _is_title(hit: Hit) -> bool:
    """A heading, or a short line that is the title of what follows."""
    p = hit.passage
    if p.table >= 0 and p.place is not Place.HEADING:
        return False
    return p.place is Place.HEADING or (
        len(p.text.strip()) <= _TITLE and not p.text.strip().endswith("。") and hit.start <= 6 and not p.label_end
    )
