"""ウイルス対策の数値が成り立つかをみる。

何を見るか：単一工程のLRV（8を超え、根拠の試験を示さないもの）、製品（EV・AAV）が通らない孔径の
フィルターを通す記載、血清等へのγ線照射量（10〜60 kGyの外）、0日の再検査・隔離、本数の分からない
プールの核酸検査。
なぜ：ICH Q5A(R2)が示すクリアランスの考え方と、実在する工程の大きさから外れる数値は、書き誤りか
評価の取り違えであることが多い。
見ないもの：合計のLRV、試験報告書等を同じ文で示すもの、培地・血清等の原料のろ過、器具・細胞への照射
（Gyで書かれた細胞・血液の照射）、機序が同じ工程を足し合わせたかどうか。
直し方：単位と桁を確かめ、根拠となる試験の資料を同じ箇所に示す。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.quantity import Quantity, in_unit, quantities
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

#: A single step that claims more than this many log10 asks for the study behind it.
MOST_LRV = Decimal(8)
#: Doses used on sera and similar materials lie between (kGy).
LEAST_DOSE, MOST_DOSE = Decimal(10), Decimal(60)
#: Filters that the product cannot pass, below this pore size (nm); vesicles measure 50–150 nm, AAV 25 nm.
PORES = {"ev": Decimal(50), "aav": Decimal(25)}
_CLAUSE = re.compile(r"[、，；;] *")
#: Characters between a word and the number that is its value.
NEAR = 12


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Findings on values that cannot hold; evidence for those looked at."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    yield from _reductions(ctx)
    yield from _pores(ctx)
    yield from _doses(ctx)
    yield from _intervals(ctx)
    yield from _pools(ctx)


def _reductions(ctx: Context) -> Iterator[Finding | Evidence]:
    for hit in ctx.hits("vir.lrv"):
        if _summed(ctx, hit) or ctx.shares_sentence(hit, "vir.study"):
            continue
        q = _after(ctx, hit)
        if q is None or q.unit not in ("", "log"):
            continue
        least = q.low if q.low is not None else q.high
        if least is not None and least > MOST_LRV:
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"単一の工程のLRVが{least}とされていますが、根拠となる試験が示されていません",
                f"an LRV of {least} for one step without the study behind it",
                hit,
            )
        else:
            yield ctx.evidence(hit)


def _pores(ctx: Context) -> Iterator[Finding]:
    for product, pore in PORES.items():
        for hit in ctx.hits("vir.nanofilter"):
            given = ctx.facts.has("product", product) and ctx.shares_sentence(hit, "vir.vector_fraction")
            if ctx.shares_sentence(hit, "vir.raw_liquid") or not (
                given or ctx.shares_sentence(hit, f"vir.particle.{product}")
            ):
                continue
            for q in quantities(ctx.sentence(hit)):
                size = in_unit(q, "nm")
                if size is None or size.value is None or not 0 < size.value < pore or not _of_filter(ctx, hit, q):
                    continue
                yield ctx.finding(
                    Outcome.DEFICIENT,
                    f"孔径{size.value} nmのフィルターは製品も通しません（製品の大きさと合いません）",
                    f"a filter of {size.value} nm holds back the product as well",
                    hit,
                )
                break


#: Cells and blood are irradiated with some Gy to keep them from growing, which is another matter.
_MATERIAL, _CELLS = (
    re.compile(r"血清|FBS|FCS|培地|トリプシン|アルブミン"),
    re.compile(r"フィーダー|細胞を|細胞に|リンパ球|輸血|血液"),
)


def _doses(ctx: Context) -> Iterator[Finding | Evidence]:
    for hit in ctx.hits("vir.irradiated"):
        sentence = ctx.sentence(hit)
        for given in quantities(sentence):
            q = in_unit(given, "kGy")
            ends = [] if q is None else [x for x in (q.low, q.high) if x is not None]
            if not ends or (given.unit != "kGy" and (not _MATERIAL.search(sentence) or _CELLS.search(sentence))):
                continue
            if any(not LEAST_DOSE <= x <= MOST_DOSE for x in ends):
                yield ctx.finding(
                    Outcome.DEFICIENT,
                    f"γ線の照射量（{_shown(ends)} kGy）が通常の範囲（10〜60 kGy）の外です",
                    f"a γ dose of {_shown(ends)} kGy lies outside 10–60 kGy",
                    hit,
                )
            else:
                yield ctx.evidence(hit)
            break


def _intervals(ctx: Context) -> Iterator[Finding]:
    for hit in ctx.hits("vir.retest"):
        for q in quantities(ctx.sentence(hit)):
            days = in_unit(q, "day")
            if days is not None and days.value == 0 and _beside(ctx, hit, q):
                yield ctx.finding(
                    Outcome.DEFICIENT, "再検査・隔離の期間が0日とされています", "a retest or quarantine of 0 days", hit
                )


def _pools(ctx: Context) -> Iterator[Finding]:
    for hit in ctx.hits("vir.pooled"):
        text, start = hit.passage.text, hit.start
        around = text[max(0, start - NEAR) : hit.end + NEAR]
        if not quantities(around) and not ctx.shares_sentence(hit, "vir.study"):
            yield ctx.finding(
                Outcome.DEFICIENT,
                "プールの核酸検査の本数（何人分をまとめるか）が書かれていません",
                "how many samples are pooled for nucleic acid testing is not said",
                hit,
            )


def _after(ctx: Context, hit: Hit) -> Quantity | None:
    """The first quantity that follows a hit closely in its sentence."""
    _, end = hit.passage.sentence(hit.start)
    found = quantities(hit.passage.text[hit.end : end])
    return found[0] if found and found[0].start <= NEAR else None


def _beside(ctx: Context, hit: Hit, q: Quantity) -> bool:
    start, _ = hit.passage.sentence(hit.start)
    return hit.start - start - NEAR <= q.end and q.start <= hit.end - start + NEAR


def _of_filter(ctx: Context, hit: Hit, q: Quantity) -> bool:
    """Whether the size stands at the filter and not at the particle: it ends right before the word or follows it."""
    start, _ = hit.passage.sentence(hit.start)
    between = hit.passage.text[start + q.end : hit.end]
    return 0 <= len(between) <= NEAR + hit.end - hit.start and not quantities(between)


def _summed(ctx: Context, hit: Hit) -> bool:
    """Whether a word of totals stands in the hit's own clause; the total may follow the steps in one sentence."""
    start, end = hit.passage.sentence(hit.start)
    text = hit.passage.text
    start = max((m.end() for m in _CLAUSE.finditer(text, start, hit.start)), default=start)
    stop = _CLAUSE.search(text, hit.end, end)
    end = stop.start() if stop else end
    return any(start <= h.start < end for h in ctx.beside(hit, "vir.sum"))


def _shown(ends: list[Decimal]) -> str:
    return "〜".join(str(x) for x in dict.fromkeys(ends))
