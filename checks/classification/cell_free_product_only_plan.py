"""細胞も核酸等も含まないものだけを投与する計画になっていないかを見る。

何を見るか
    培養上清・エクソソームなど細胞の分泌物を投与し、細胞も核酸等も投与しないこと。
なぜ
    細胞の分泌物は現行法の対象でなく、計画として出す理由を確かめる必要がある。
見ないもの
    細胞や特定核酸等を併せて投与する計画、上清を併用療法として切り分けた計画。違法・不適合とはいわない。
直し方
    計画として出す理由（併用する細胞など）を書くか、計画の要否を確かめる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.rules import Confidence, Evidence, Finding, Outcome, Severity
from regenlint.values import says, short

from .grounds import denied

_OTHERS = (
    "cells",
    "prp",
    "aav",
    "lentivirus",
    "retrovirus",
    "adenovirus",
    "other-virus",
    "plasmid",
    "mrna-ivt",
    "mrna-biological",
    "genome-editing",
    "approved-product",
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Whether anything but secretions of cells is given."""
    need_documents(ctx)
    place = ctx.expected_place()
    found = [
        h for h in ctx.hits("cls.ev_given") if not says(ctx, "cls.ev_apart", ctx.sentence(h)) and not denied_use(ctx, h)
    ]
    if ctx.facts.has("product", *_OTHERS) or not found:
        if place:
            yield Evidence(place, "value")
        return
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"分泌物のほか、細胞も核酸等も投与しないとみられます「{short(found[0].text, 20)}」。理由を確かめてください",
        "secretions of cells are given, but neither cells nor nucleic acids; make sure why a plan is filed",
        found[0],
        confidence=Confidence.LOW,
        severity=Severity.NOTE,
    )


def denied_use(ctx: Context, hit: Hit) -> bool:
    """Whether the use is denied, not the presence of cells in it."""
    return denied(ctx, hit) and not says(ctx, "cls.cell_free_itself", ctx.sentence(hit))
