"""再生医療等の区分が、文書・番号の英字・意見書で一致するかを見る。

何を見るか
    分類欄の区分と、他の文書がこの計画の区分として述べるもの、計画番号（PA・PB・PC）、jRCT番号（a・b・c）の英字。
なぜ
    区分によって審査する委員会も手続も違う。
見ないもの
    区分の一般の説明、第一種使用規程、過去の別計画の番号、図2の検討の途中の否定。
直し方
    正しい区分に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding

from .disagreement import conflict, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every other mention is compared with the form's class; without a form with the first one."""
    found = said(ctx, Item.CLASS)
    if not found:
        return
    form = next((s for s in found if s.kind is DocKind.FORM and s.note != "number"), found[0])
    odd = [s for s in found if s.value != form.value]
    seen: set[str] = set()
    for s in odd:
        if s.speaker not in seen and not _minority(form, found):
            seen.add(s.speaker)
            yield conflict(ctx, Item.CLASS, s, form)
    if odd and not seen:
        yield conflict(ctx, Item.CLASS, form, odd[0])
    elif not odd and len(found) > 1:
        yield Evidence(form.at, "value")


def _minority(form: Said, found: tuple[Said, ...]) -> bool:
    """Whether all other documents agree against the form."""
    others = [s for s in found if s.speaker != form.speaker]
    return len({s.speaker for s in others}) > 2 and all(s.value != form.value for s in others)
