"""計画に関する役務の提供の有無と内容が書かれているかを見る。

何を見るか
    様式の役務の提供の欄。有る場合は誰が何をしたか。
なぜ
    省令27条6項5号が記載事項とし、役務を提供した者は審査に参加できない。
見ないもの
    「無」との食い違い（CMT014）。
直し方
    有無を選び、有る場合は提供した者と内容を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.text import folded
from regenlint.values import Value, absent, best, labelled, unfilled

from .review import FORM, of_kind

_YES = re.compile(r"^(?:有り?|あり)(?![無])")
_REST = re.compile(r"[☐□☑■✓✔●○◯〇\s　・、/／:：()（）。]|有り?|無し?|あり|なし|(?:その)?内容|役務の提供")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The field of services for the plan."""
    need_documents(ctx)
    value = best(of_kind(ctx, FORM, "committee_service") or labelled(ctx, "committee_service"))
    if value is None:
        spoken = [h for h in ctx.hits("cmt.service", FORM) if len(h.passage.text) > len(h.text) + 3]
        if spoken:
            yield ctx.evidence(spoken[0])
        else:
            yield absent(ctx, "計画に関する役務の提供の有無", "services for the plan")
    elif value.fill in (Fill.BLANK, Fill.PLACEHOLDER, Fill.UNTOUCHED, Fill.POINTER) or (
        value.choices and not value.ticked
    ):
        yield unfilled(ctx, value, "役務の提供の有無", "services for the plan")
    elif _yes(value) and not _REST.sub("", value.text) and not _content(ctx):
        yield ctx.finding(
            Outcome.DEFICIENT,
            "役務の提供が「有」ですが、誰が何をしたかが書かれていません",
            "services were given, but who gave what is not said",
            value.at,
        )
    else:
        yield Evidence(value.at, "value")


def _yes(value: Value) -> bool:
    chosen = value.ticked[0] if value.ticked else value.text
    return bool(_YES.match(folded(chosen)))


def _content(ctx: Context) -> bool:
    return any(v.filled for v in of_kind(ctx, FORM, "committee_service_content"))
