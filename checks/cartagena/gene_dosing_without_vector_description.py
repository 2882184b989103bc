"""「遺伝子を投与する」等と述べながら、運ぶものが書かれていないことをみる。

何を見るか：遺伝子を体内に入れると述べる記載があり、ベクターの種類（ウイルス、プラスミド、mRNA、LNP等）も、
遺伝子組換え生物等への該当性も書かれていないこと。
なぜ：何で運ぶかにより、カルタヘナ法の手続も品質・安全性の評価も決まる（令和7年8月の措置命令の事例）。
見ないもの：遺伝子検査、文献や過去の治療の紹介、合成siRNA・核酸医薬である旨の記載、ベクターを名指しするもの。
直し方：ベクターの種類と構造、遺伝子組換え生物等への該当性を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.understanding import affirmed


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding at the first such words where no carrier is named; evidence where one is."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    given = [
        h
        for h in ctx.hits("car.gene_given")
        if h.passage.place is not Place.HEADING and not ctx.shares_sentence(h, "car.background")
    ]
    if not given:
        raise NotApplicable("遺伝子を体内に入れるとの記載がありません", "the plan does not speak of giving genes")
    carriers = [
        h for h in ctx.hits("car.carrier") if not ctx.shares_sentence(h, "car.unlike") and affirmed(h, ctx.reading)
    ]
    decided = [h for h in ctx.hits("car.type1") if affirmed(h, ctx.reading)]
    oligo = [h for h in ctx.hits("car.oligo") if affirmed(h, ctx.reading)]
    for found in (carriers, decided, oligo):
        if found:
            yield ctx.evidence(found[0])
            return
    for d in ctx.blind():
        raise NotJudged(f"読み取れない頁があるため判定できません（{d.path}）", "pages could not be read")
    first = min(given, key=lambda h: _rank(h, ctx))
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"「{first.text}」とありますが、遺伝子を運ぶもの（ベクターの種類・構造）の記載が見当たりません",
        f"“{first.text}” – what carries the gene is not described",
        first,
        searched=("ベクターの種類", "該当性"),
    )


def _rank(hit: Hit, ctx: Context) -> int:
    return min(i for i, kind in enumerate(ctx.rule.reads) if kind in hit.passage.kinds)
