"""委員会の意見の内容を記載した書類が添付されているかを見る。

何を見るか
    意見書・審査結果通知書の文書又は部分。
なぜ
    法4条3項1号が、委員会が述べた意見の内容を記載した書類の添付を求めている。
見ないもの
    提出日も審査の記載もない審査前の案。意見の内容（CMT008）。
直し方
    委員会の意見書（審査結果通知書）を添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says, short

from .enclosure import in_path, missing, need_review, of_kind, titled

#: A file shorter than this holds no opinion but a note about one.
_SHORT = 160


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A document of the kind that is not a receipt or a promise."""
    there = of_kind(ctx, DocKind.OPINION)
    if there:
        document = ctx.dossier.document(there.document)
        text = "".join(b.text for b in document.body())
        if says(ctx, "att.not_opinion", text[:_SHORT]) and len(text) < _SHORT:
            yield ctx.finding(
                Outcome.EMPTY,
                f"意見書の内容がありません「{short(text, 30)}」",
                f"this is no opinion: “{short(text, 30)}”",
                there,
            )
        elif not says(ctx, "att.opinion_said", text) and says(ctx, "att.minutes_only", text):
            yield ctx.finding(
                Outcome.MISSING,
                "審査の記録だけで、委員会の意見を記載した書面がありません",
                "there are only minutes, no document with the committee's opinion",
                there,
            )
        else:
            yield Evidence(there, "value")
        return
    hit = titled(ctx, "att.opinion", without=frozenset({DocKind.FORM, DocKind.CHECKLIST}))
    found = hit.anchor if hit else in_path(ctx, "att.opinion")
    if found:
        yield Evidence(found, "value")
        return
    need_review(ctx)
    yield missing(ctx, "認定再生医療等委員会の意見書", "the committee's opinion")
