"""様式の必須の欄が空欄でないかを見る。

何を見るか
    様式の欄のうち、計画の種類から必須となるもの。空白、見出しのみ、「－」のもの。
なぜ
    様式の欄は法4条1項・省令27条の記載事項で、空欄は記載がないことになる。
見ないもの
    名称・住所・氏名・分類・委員会など個別の規則がある欄。使わない種別に固有の欄。
直し方
    内容を書く。他の書類に書いたときも、要点と書類の番号を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.form import FormValue
from regenlint.lexicon import dictionary
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding
from regenlint.values import of_form, unfilled


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every mandatory field the form prints."""
    need_documents(ctx)
    for key in _owed(ctx):
        found = [v for v in ctx.form(key) if not v.inner and _in_form(ctx, v)]
        blank = [v for v in found if v.fill is Fill.BLANK and not v.field.choices]
        if found and len(blank) == len(found):
            yield unfilled(ctx, of_form(blank[0]))
        elif found:
            yield Evidence(found[0].anchor, "value")


def _in_form(ctx: Context, value: FormValue) -> bool:
    return DocKind.FORM in ctx.dossier.document(value.document).kinds_of(value.anchor.block)


def _owed(ctx: Context) -> Iterator[str]:
    duties = dictionary("form_duties")["mandatory"]
    yield from duties["always"]
    if ctx.facts.has("product", "cells", "prp"):
        yield from duties["cells"]
    if not ctx.facts.has("product", "approved-product"):
        yield from duties["products"]
    if ctx.facts.has("outsourced", True):
        yield from duties["outsourced"]
    if ctx.facts.has("purpose", "research"):
        yield from duties["research"]
