"""品質部門が製造部門から独立しているかをみる。

何を見るか：製造部門と品質部門の責任者の氏名、両者を兼ねる・品質部門を製造部門の下に置くという記載、品質部門の責任者の欄。
なぜ：製造部門と品質部門を置き、品質部門は製造部門から独立していなければならない（省令93条1項・2項）。
見ないもの：施設管理者が両部門を監督すること、試験を外部に委託すること、「兼ねない」とする記載、氏名のない組織図。
直し方：両部門に別の責任者を置き、品質部門が独立していることを組織図・責任者一覧で示す。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.find import find_all
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

from .persons import Holder, holders

_BLANK = re.compile(r"(?:責任者|部長|部門長|担当者?)[\s　]*[:：][\s　_＿]*$")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict where one person or one line of command holds both; evidence of two heads."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    joined = _joined(ctx)
    if joined is not None:
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"「{joined.text[:40]}」：品質部門が製造部門から独立していません",
            f"“{joined.text[:40]}”: the quality section is not independent of manufacture",
            joined,
        )
        return
    makers, quality = list(holders(ctx, "mfg.maker_head")), list(holders(ctx, "mfg.quality_head"))
    same = _same(makers, quality)
    if same is not None:
        maker, head = same
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"製造部門と品質部門の責任者がいずれも「{head.name}」です",
            f"“{head.name}” heads both manufacture and quality",
            head.role,
            related=[maker.role],
        )
        return
    heads = list(ctx.hits("mfg.quality_head"))
    blank = next((h for h in heads if _blank(h)), None)
    if not quality and blank is not None:
        yield ctx.finding(
            Outcome.EMPTY, "品質部門の責任者が記入されていません", "the head of quality is not filled in", blank
        )
        return
    if heads:
        yield ctx.evidence(quality[0].role if quality else heads[0])
        return
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
    if not ctx.documents(
        DocKind.STANDARD, DocKind.QUALITY_STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.HYGIENE_STANDARD
    ):
        raise NotJudged("標準書・基準書が提出物にありません", "neither the standard nor the three standards are there")
    yield ctx.finding(
        Outcome.MISSING,
        "品質部門とその責任者の記載が見当たりません",
        "no quality section or head of it was found",
        ctx.expected_place(),
        searched=("品質部門",),
    )


def _joined(ctx: Context) -> Hit | None:
    excused = ctx.reading.terms["mfg.not_both"].concept
    for hit in ctx.hits("mfg.one_for_both"):
        if hit.passage.place is not Place.HEADING and not find_all(excused, ctx.sentence(hit)):
            return hit
    return None


def _same(makers: list[Holder], quality: list[Holder]) -> tuple[Holder, Holder] | None:
    """A person who heads both; where a role has several holders, the lists are read as of several facilities."""
    made = {h.key: h for h in makers}
    good = {h.key: h for h in quality}
    if not made or not good or set(made) - set(good):
        return None
    shared = next(iter(set(made) & set(good)), None)
    return None if shared is None or set(good) - set(made) else (made[shared], good[shared])


def _blank(hit: Hit) -> bool:
    p = hit.passage
    if p.label_end and hit.start < p.label_end:
        return not p.text[p.label_end + 1 :].strip(" 　_＿")
    return bool(_BLANK.search(p.text)) and hit.end >= len(p.text) - 6
