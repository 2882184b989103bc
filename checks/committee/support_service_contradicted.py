"""役務の提供「無」としながら、外部の作成支援者が一式に現れていないかを見る。

何を見るか
    事務担当者、作成者、契約書などに現れる行政書士・コンサルティング会社・代行者。
なぜ
    役務を提供した者が審査に加わっていないかを確かめられなくなる。
見ないもの
    製造委託先が作る標準書・基準書、印刷・翻訳の業者。
直し方
    役務の提供を「有」とし、提供した者と内容を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.rules import Confidence, Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.text import folded
from regenlint.values import Value, best, labelled, says, short

from .review import FORM, of_kind

_NO = re.compile(r"^(?:無し?|なし|該当なし)")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Somebody outside who helped to make the plan, where services are denied."""
    need_documents(ctx)
    value = best(of_kind(ctx, FORM, "committee_service") or labelled(ctx, "committee_service"))
    if value is None or not (value.ticked or value.text.strip()):
        raise NotJudged("役務の提供の有無が読み取れません", "whether services were given could not be read")
    if not _no(value):
        raise NotApplicable("役務の提供は「有」とされています", "services are declared", (Evidence(value.at, "value"),))
    found = [h for h in ctx.hits("cmt.helper") if _helped(ctx, h)]
    if not found:
        yield Evidence(value.at, "value")
        return
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"役務の提供は「無」ですが「{short(ctx.sentence(found[0]), 36)}」とあります",
        f"no services are declared, but “{short(ctx.sentence(found[0]), 36)}” is written",
        value.at if FORM in found[0].passage.kinds else found[0],
        related=found[:3],
        confidence=Confidence.HIGH if len(found) > 1 else Confidence.LOW,
    )


def _no(value: Value) -> bool:
    return bool(_NO.match(folded(value.ticked[0] if value.ticked else value.text)))


def _helped(ctx: Context, hit: Hit) -> bool:
    sentence = ctx.sentence(hit)
    if says(ctx, "cmt.not_helper", sentence):
        return False
    return says(ctx, "cmt.helper_work", f"{hit.passage.before} {sentence}") or hit.end <= hit.passage.label_end
