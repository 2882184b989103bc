"""使用規程と計画・手順書・説明文書で、ベクターの名称や使用条件が食い違わないかをみる。

何を見るか：使用規程（承認書を含む）とほかの文書の間で、AAVの血清型、投与経路、個室・隔離の期間、
排泄物を処理する期間、避妊の期間、排出に備える（傷を覆う、接触を控える等）期間、体液を拭いた紙等を分けて捨てる期間。
なぜ：第一種使用等は承認された規程に従って行う（カルタヘナ法4条）。名称や条件が違えば、別の生物・別の使用になる。
見ないもの：どちらか一方にしか書かれていない項目、規程より長い期間、より厳しく管理する旨の説明があるもの、
ステロイド等ほかの薬の経路。
直し方：使用規程に合わせるか、規程より厳しくする旨を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.quantity import Quantity, in_unit, quantities
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.understanding import affirmed

_SEROTYPES = tuple(f"car.serotype.{n}" for n in ("1", "2", "5", "6", "8", "9", "rh10"))
_ROUTES = tuple(f"car.route.{n}" for n in ("iv", "im", "it", "eye", "tumour", "joint", "brain"))
_PERIODS = (
    ("car.isolation", "個室・隔離の期間", "isolation"),
    ("car.excreta", "排泄物を処理する期間", "treatment of excreta"),
    ("car.contraception", "避妊の期間", "contraception"),
    ("car.shedding_period", "排出に備える期間", "precautions against shedding"),
    ("car.wipes", "体液を拭いた紙等を分けて捨てる期間", "keeping apart what wiped body fluids"),
)
_OTHERS = (DocKind.OUTLINE, DocKind.PROTOCOL, DocKind.SOP, DocKind.CONSENT)
_ROUGH = {"month": Decimal(30), "year": Decimal(365)}
NEAR = 20


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One conflict per item that differs, at the other document, with the use rule beside."""
    if not ctx.documents(DocKind.CARTAGENA):
        quoted = [f for term, ja, en in _PERIODS for f in _shorter_than_quoted(ctx, term, ja, en)]
        yield from quoted
        if quoted:
            return
        raise NotApplicable("使用規程が提出物にありません", "no use rule is in the dossier")
    yield from _differ(ctx, _SEROTYPES, "血清型", "serotype", routes=False)
    yield from _differ(ctx, _ROUTES, "投与経路", "route", routes=True)
    for term, ja, en in _PERIODS:
        yield from _shorter(ctx, term, ja, en)


def _differ(ctx: Context, terms: tuple[str, ...], ja: str, en: str, *, routes: bool) -> Iterator[Finding | Evidence]:
    ruled = _named(ctx, terms, (DocKind.CARTAGENA,), routes=routes)
    if len(ruled) != 1:
        return
    ((name, hits),) = ruled.items()
    for kind in _OTHERS:
        said = _named(ctx, terms, (kind,), routes=routes)
        if not said:
            continue
        if name in said:
            yield ctx.evidence(said[name][0])
            continue
        other = next(iter(said.values()))[0]
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"{ja}が食い違います：使用規程「{hits[0].text}」、この文書「{other.text}」",
            f"{en} differs: use rule “{hits[0].text}”, here “{other.text}”",
            other,
            related=hits[:1],
        )


def _named(ctx: Context, terms: tuple[str, ...], kinds: tuple[DocKind, ...], *, routes: bool) -> dict[str, list[Hit]]:
    out: dict[str, list[Hit]] = {}
    for term in terms:
        hits = [h for h in ctx.hits(term, *kinds) if affirmed(h, ctx.reading)]
        if routes:
            hits = [
                h
                for h in hits
                if ctx.shares_sentence(h, "car.material_word") and not ctx.shares_sentence(h, "car.other_drug")
            ]
        if hits:
            out[term] = hits
    return out


def _shorter(ctx: Context, term: str, ja: str, en: str) -> Iterator[Finding]:
    ruled = _periods(ctx, term, (DocKind.CARTAGENA,))
    if len({d for _, d in ruled}) != 1:
        return
    rule, days = ruled[0]
    for kind in _OTHERS:
        said = _periods(ctx, term, (kind,))
        if len({d for _, d in said}) != 1:
            continue
        hit, there = said[0]
        if there < days and not ctx.shares_sentence(hit, "car.stricter"):
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"{ja}が使用規程（{days:f}日）より短くなっています（{there:f}日）",
                f"{en}: {there:f} days here, {days:f} in the use rule",
                hit,
                related=[rule],
            )


#: The plan says what the use rule lays down: 規程では、投与後7日間を個室で管理し.
_QUOTED = re.compile(r"規程(?:では|には|により|に従い|に基づき|の定め|上)")


def _shorter_than_quoted(ctx: Context, term: str, ja: str, en: str) -> Iterator[Finding]:
    """Where the rule is not enclosed but quoted, shorter periods in the other documents."""
    spoken = [_periods(ctx, term, (kind,)) for kind in _OTHERS]
    quoted = [(h, d) for said in spoken for h, d in said if _QUOTED.search(ctx.sentence(h))]
    if len({d for _, d in quoted}) != 1:
        return
    rule, days = quoted[0]
    for said in spoken:
        own = [(h, d) for h, d in said if not _QUOTED.search(ctx.sentence(h))]
        if len({d for _, d in own}) != 1:
            continue
        hit, there = own[0]
        if there < days and not ctx.shares_sentence(hit, "car.stricter"):
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"{ja}が、引用された使用規程（{days:f}日）より短くなっています（{there:f}日）",
                f"{en}: {there:f} days here, {days:f} in the use rule as quoted",
                hit,
                related=[rule],
            )


def _periods(ctx: Context, term: str, kinds: tuple[DocKind, ...]) -> list[tuple[Hit, Decimal]]:
    out: list[tuple[Hit, Decimal]] = []
    for hit in ctx.hits(term, *kinds):
        start, _ = hit.passage.sentence(hit.start)
        at, stop = hit.start - start, hit.end - start
        near = [
            (max(at - q.end, q.start - stop, 0), days)
            for q in quantities(ctx.sentence(hit))
            if (days := _days(q)) is not None
        ]
        if near and min(near)[0] <= NEAR:
            out.append((hit, min(near)[1]))
    return out


def _days(q: Quantity) -> Decimal | None:
    least = q.low if q.low is not None else q.high
    if least is None or q.unit not in ("day", "week", "hour", *_ROUGH):
        return None
    if q.unit in _ROUGH:
        return least * _ROUGH[q.unit]
    days = in_unit(q, "day")
    return None if days is None else days.low if days.low is not None else days.high
