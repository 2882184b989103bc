"""治療として行うのか研究として行うのかが、文書によって食い違わないかを見る。

何を見るか
    治療の計画に、この再生医療等を研究として行う記載（本研究、被験者の割付け、主要評価項目、jRCTへの自らの登録）がないか。研究の計画に、自由診療の治療として提供する記載がないか。
なぜ
    様式も、求められる書類（研究計画書、利益相反管理、統計解析等）も違う。
見ないもの
    成績の集計・登録事業への登録、関連する研究・文献の説明、「研究ではない」という説明、別の研究への試料の利用。
直し方
    実際の目的に合わせて様式と文書を改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.comparison.places import Stretch
from regenlint.context import Context
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

from .disagreement import whole

_FORM = {"様式第一の二": "treatment", "様式第1の2": "treatment", "様式第１の２": "treatment", "様式第一（": "research"}


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Words of the other purpose, affirmed of this therapy itself."""
    purpose = ctx.facts.value("purpose")
    if purpose not in ("treatment", "research"):
        purpose = next((v for w, v in _FORM.items() for p in ctx.passages() if w in p.text), None)
    if purpose is None:
        raise NotJudged("治療か研究かを読み取れません", "whether it is treatment or research could not be read")
    lens = whole(ctx).lens
    other = "xdc.purpose.research" if purpose == "treatment" else "xdc.purpose.treatment"
    seen: set[str] = set()
    for s in lens.own(*ctx.kinds):
        p = s.passage
        if (
            p.document in seen
            or (lens.elsewhere(s) and not re.search(r"本研究は", s.text))
            or (lens.here("xdc.purpose_denied", s) and not _registered(s))
        ):
            continue
        if re.search(r"と比べ|対照となる|同種|類似", s.text):
            continue
        hits = lens.inside(other, p, s.start, s.end)
        if purpose == "treatment" and not hits and _registered(s):
            hits = tuple((i.start, i.end) for i in identifiers(p.text) if i.kind is IdentifierKind.JRCT)[:1]
        if not hits or (purpose == "treatment" and not _strong(s, hits[0], p.text)):
            continue
        seen.add(p.document)
        start, end = hits[0]
        ja, en = (
            ("治療の計画に、研究として行う記載", "a plan for treatment says it is research")
            if purpose == "treatment"
            else ("研究の計画に、治療として提供する記載", "a plan for research says it is treatment")
        )
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"{ja}があります（「{p.text[start:end]}」）",
            en,
            p.anchor(start, end),
            related=ctx.facts.fact("purpose").evidence[:1],
        )
    if not seen and (at := ctx.facts.fact("purpose").evidence):
        yield Evidence(at[0], "value")


def _registered(s: Stretch) -> bool:
    """Whether a stretch says that this therapy is registered as a study."""
    return bool(
        re.search(r"(?:この|本)(?:臨床)?(?:研究|試験|治療)[^。]{0,24}jRCT|jRCT[a-c]?[0-9]{6,}(?:として|に)登録", s.text)
    )


def _strong(s: Stretch, hit: tuple[int, int], text: str) -> bool:
    """Whether the words are the plan's own: not the title of a study described, not a question."""
    words = text[hit[0] : hit[1]]
    if "主要評価項目" in words:
        return bool(re.search(r"主要評価項目(?:は|：|を|とする)", s.text)) and not re.search(r"例|群|論文|報告", s.text)
    if words.startswith(("本研究", "本臨床研究", "この臨床研究", "本試験")):
        return True
    return s.passage.kinds & {DocKind.PROTOCOL, DocKind.CONSENT, DocKind.FORM, DocKind.PLAIN_SUMMARY} != frozenset()
