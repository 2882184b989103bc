"""測定法・対象・期間のない数字が効果や品質として示されていないかをみる。

何を見るか
    「純度99％」「100倍濃縮」「成功率98％」「エクソソーム300億個」など、誇る語と数字が同じ文にあり、
    同じ段落に測定法・母数・期間・規格がないこと。
なぜ
    数字は方法と対象がそろって初めて意味をもつ。
見ないもの
    規格値、投与量、例数と期間を添えた成績、文献の引用。
直し方
    測定方法・対象・例数・期間を添えるか、数字を除く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.quantity import quantities
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

#: A sheet of specifications or doses, where figures stand without words around them.
_FIGURES = frozenset({Place.CELL})
_LAY = frozenset({DocKind.CONSENT, DocKind.PLAIN_SUMMARY, DocKind.ASSENT, DocKind.DONOR_CONSENT})
_UNITS = frozenset({"%", "fold", "count", "particles", "単位", ""})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding at each boast with a figure that nothing in its passage explains."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    explained = {h.passage.number for h in ctx.hits("claims.measured")}
    for hit in ctx.hits("claims.boast"):
        if hit.passage.place in _FIGURES or hit.passage.number in explained or _sheet(hit):
            continue
        if any(q.unit in _UNITS for q in quantities(ctx.sentence(hit))):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{hit.text}」の数字に測定法・母数・期間がありません",
                f"the figure at “{hit.text}” has no method, denominator or period",
                hit,
            )
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages could not be read")


def _sheet(hit: Hit) -> bool:
    """Whether it is a row of a label and its value in a paper that is not written for patients."""
    return hit.passage.place is Place.KV and not hit.passage.kinds & _LAY
