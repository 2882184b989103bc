"""標準書に含めるべき概要書の記載事項

何を見るか：標準書に、①名称、②構成細胞又は核酸等の構成、③主な工程、④規格、⑤保管条件と投与可能期間があるか。「概要書を別添として
本書の一部とする」等の形は、概要書が一式にあればよい。

なぜ：標準書は概要書記載事項を含む（省令96条1項1号）。

見ないもの：値の違い（文書間照合の規則で見る）、概要書にない事項の追加。

直し方：足りない事項を書くか、概要書を別添とする。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

_ITEMS = (
    ("std.name", "名称", "the name"),
    ("std.composition", "構成細胞又は核酸等の構成", "the composition"),
    ("std.process", "主な工程", "the main steps"),
    ("std.specification", "規格", "the limits"),
    ("std.storage", "保管条件・投与可能期間", "storage and usable period"),
)
#: A label with nothing behind it.
_BLANK = re.compile(r"[^。]{0,12}[：:][\s　]*(?:[（(][\s　]*[）)])?[\s　]*$")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Look for the five items in the standard."""
    standards = ctx.documents(DocKind.STANDARD)
    if not standards:
        raise NotJudged("標準書が提出物にありません", "the standard is not in the dossier")
    left_out = {(h.passage.number, h.passage.sentence(h.start)) for h in ctx.hits("std.outline_left_out")}
    for hit in ctx.hits("std.outline_joined", DocKind.STANDARD):
        joined = (hit.passage.number, hit.passage.sentence(hit.start)) not in left_out
        if joined and (ctx.documents(DocKind.OUTLINE) or len(ctx.dossier.documents) == 1):
            yield ctx.evidence(hit)
            return
    missing = []
    for term, ja, en in _ITEMS:
        found = next((h for h in ctx.hits(term, DocKind.STANDARD) if not _BLANK.match(h.passage.text[h.end :])), None)
        if found is None:
            missing.append((ja, en))
        else:
            yield ctx.evidence(found)
    if not missing:
        return
    blind = [d for d in standards if any(x.blinds for x in d.losses)]
    if blind:
        raise NotJudged("標準書に読み取れない頁があるため判定できません", "pages of the standard could not be read")
    outcome = Outcome.MISSING if len(missing) == len(_ITEMS) else Outcome.DEFICIENT
    yield ctx.finding(
        outcome,
        f"標準書に{'、'.join(ja for ja, _ in missing)}の記載が見当たりません",
        f"the standard does not state {', '.join(en for _, en in missing)}",
        _place(ctx, standards[0].id),
        searched=tuple(ja for ja, _ in missing),
    )


def _place(ctx: Context, document: str) -> Hit | None:
    """The first words of the standard that name an item, to point at; None where there are none."""
    return next(
        (h for t, _, _ in _ITEMS for h in ctx.hits(t, DocKind.STANDARD) if h.passage.document == document), None
    )
