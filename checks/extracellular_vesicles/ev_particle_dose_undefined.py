"""EV・培養上清の用量が、測定法のある単位で書かれているかをみる。

何を見るか：EV・培養上清の投与を述べる文の数量。粒子数には測定法（NTA、TRPS、ナノフロー等）が、どの単位でも回数・間隔・経路のどれかが要る。
なぜ：粒子数は測り方で桁が変わり、「◯億単位」「100倍濃縮」では、だれに何をどれだけ投与したかが分からない。
見ないもの：容量（mL）と回数で書かれた培養上清、細胞や血小板の数、測定法が別の文書にあるもの。
直し方：1回の粒子数（測定法を添える）、タンパク量、又は原液の容量を、回数・間隔・経路とともに書く。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.lexicon import Concept
from regenlint.quantity import Quantity, quantities
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

#: A count smaller than this is of vials or of people, never of particles.
PARTICLES = Decimal(1_000_000)
#: How far from the name of the product its count may stand, in characters.
NEAR = 40
_AMOUNTS = frozenset({"mL", "µL", "L", "µg", "mg", "particles"})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Findings for units without a method; evidence of a dose; missing where there is neither."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    measured = bool(ctx.reading.index.hits(_concept(ctx, "evs.particles")))
    good: Hit | None = None
    vague: Hit | None = None
    seen: set[tuple[int, int]] = set()
    faults: list[Finding] = []
    for hit in _places(ctx):
        key = (hit.passage.number, hit.passage.sentence(hit.start)[0])
        if key in seen or hit.passage.place is Place.HEADING:
            continue
        seen.add(key)
        text = ctx.sentence(hit)
        found = quantities(text)
        method = measured or ctx.shares_sentence(hit, "evs.flow")
        fault = None if ctx.shares_sentence(hit, "evs.only_for_tests") else _fault(ctx, hit, text, found, method)
        if fault is not None:
            faults.append(fault)
        elif ctx.shares_sentence(hit, "evs.vague_dose") or any(q.unit == "fold" for q in found):
            vague = vague or hit
        elif (_dose(found) or (method and _counted(found))) and (
            ctx.shares_sentence(hit, "evs.into_body") or ctx.shares_sentence(hit, "evs.dose_label") or _once(found)
        ):
            good = good or hit
    if faults:
        yield from faults
    elif good is not None:
        yield ctx.evidence(good)
    elif vague is not None:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"用量が測定法のある単位で示されていません「{ctx.sentence(vague)[:40]}」",
            "the dose is not given in a unit with a method",
            vague,
        )
    else:
        if ctx.blind():
            raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
        yield ctx.finding(
            Outcome.MISSING,
            "EV・培養上清の1回の用量（粒子数と測定法、タンパク量又は容量）の記載が見当たりません",
            "no dose of the EV or supernatant was found",
            ctx.expected_place(),
            searched=("EV・培養上清の用量",),
        )


def _places(ctx: Context) -> list[Hit]:
    """Where the product is named; in a plan of nothing else, wherever something is given."""
    hits = [*ctx.hits("evs.product"), *ctx.hits("evs.loose")]
    product = ctx.facts.value("product")
    if not isinstance(product, tuple) or set(product) <= {"ev"}:
        hits += ctx.hits("evs.into_body")
        hits += ctx.hits("evs.dose_label")
    return sorted(hits, key=lambda h: (h.passage.number, h.start))


def _fault(ctx: Context, hit: Hit, text: str, found: tuple[Quantity, ...], method: bool) -> Finding | None:
    start, _ = hit.passage.sentence(hit.start)
    named = [
        (h.start - start, h.end - start)
        for term in ("evs.product", "evs.loose")
        for h in ctx.beside(hit, term)
        if 0 <= h.start - start < len(text)
    ]
    for q in found:
        value = q.value if q.value is not None else q.low
        if value is None or value < PARTICLES or not any(_bound(text, a, b, q) for a, b in named):
            continue
        quoted = text[q.start : q.end]
        if q.unit == "U":
            return ctx.finding(
                Outcome.DEFICIENT,
                f"「{quoted}」：何を測った「単位」かが分かりません（研究報告の提言・学会指針）",
                f"“{quoted}”: nothing says what this unit measures",
                hit.passage.anchor(start + q.start, start + q.end),
            )
        if q.unit in ("count", "particles", "") and not method and (q.unit or "個" in text[q.end : q.end + 2]):
            return ctx.finding(
                Outcome.DEFICIENT,
                f"「{quoted}」：粒子数の測定法（NTA等）の記載がどこにもありません（研究報告の提言・学会指針）",
                f"“{quoted}”: how the particles were counted is not said anywhere",
                hit.passage.anchor(start + q.start, start + q.end),
            )
    return None


def _bound(text: str, start: int, end: int, q: Quantity) -> bool:
    """Whether the count belongs to the product and not to cells named between them."""
    between = text[end : q.start] if q.start >= end else text[q.end : start]
    return len(between) <= NEAR and "細胞" not in between and "血小板" not in between


def _dose(found: tuple[Quantity, ...]) -> bool:
    return any(q.unit in _AMOUNTS for q in found)


def _counted(found: tuple[Quantity, ...]) -> bool:
    """Whether a number of particles is given: one large enough not to be of vials."""
    return any(q.unit == "count" and (q.value or q.low or 0) >= PARTICLES for q in found)


def _once(found: tuple[Quantity, ...]) -> bool:
    return any(q.unit == "times" or any(p.unit == "dose" for p in q.per) for q in found)


def _concept(ctx: Context, term: str) -> Concept:
    return ctx.reading.terms[term].concept
