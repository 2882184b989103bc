"""What is given: dose, number, interval and route, where a document speaks of giving it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from regenlint.comparison.places import Lens, Stretch
from regenlint.comparison.said import Item, Said
from regenlint.interval import Relation
from regenlint.measure import Measure
from regenlint.model import DocKind
from regenlint.quantity import Bound, Quantity
from regenlint.unit import SIZE, TIMES

#: Kinds that tell how the therapy is given.
TELLING = (
    DocKind.FORM,
    DocKind.PROTOCOL,
    DocKind.OUTLINE,
    DocKind.STANDARD,
    DocKind.CONSENT,
    DocKind.PLAIN_SUMMARY,
    DocKind.ASSENT,
    DocKind.SOP,
    DocKind.CARTAGENA,
    DocKind.STAT_PLAN,
)
ROUTES = (
    "intravenous",
    "intraarticular",
    "intramuscular",
    "subcutaneous",
    "intradermal",
    "intrathecal",
    "intraarterial",
    "nasal",
    "inhalation",
    "intravitreal",
    "intratumoral",
    "topical",
)
_DOSED = frozenset(
    {"cells", "count", "vg", "vp", "PFU", "CFU", "TU", "IFU", "copies", "particles", "mass", "dose", "tube"}
)
_FEWEST = {"count": 10_000, "cells": 10_000, "particles": 10_000}
#: Dimensions whose amounts are doses only of what is not cells; a volume alone may be the diluent.
_CONTAINERS = frozenset({"dose", "tube"})
_UNITS_OF_CONTAINERS = frozenset({"vial", "tube", "bag"})


def doses(lens: Lens) -> Iterator[Said]:
    """Amounts given at one administration, and totals apart from them."""
    for s in lens.own(*TELLING):
        giving = _of_giving(lens, s)
        if lens.elsewhere(s):
            continue
        what = "ev." if re.search(r"エクソソーム|細胞外小胞|上清", s.text) else ""
        for q in lens.quantities(s):
            dimension = (_dimension(q) if giving else None) or _per_site(lens, s, q)
            if dimension is None or _other(lens, s, q):
                continue
            single = bool(re.search(r"(?:[1１一]回|片膝|1バッグ)[^。、]{0,10}$", s.passage.text[s.start : q.start]))
            about = f"{what}{dimension}{'.total' if _total(lens, s, q) else ''}"
            yield _said(lens, s, _one_dose(q), Item.DOSE, about, "single" if single else "")


#: Denominators that say no more than that it is one administration's amount.
_ONE = frozenset({"dose", "times", "body", "tube", "bag", "vial", "container", "site", "lot"})


def _one_dose(q: Quantity) -> Quantity:
    """A dose without 1回 or 1バッグ under it, counted in cells."""
    per = tuple(x for x in q.per if x.unit not in _ONE)
    unit = "cells" if q.unit == "count" else q.unit
    return replace(q, measure=Measure(unit, q.measure.of, per))


def _of_giving(lens: Lens, s: Stretch) -> bool:
    if re.match(r"\s*[1１一](?:回|本)", s.text) and _lately(lens, s):
        return True
    return (
        lens.compared(s.passage)
        or s.label.strip() in ("量", "用量", "1回量")
        or lens.here("xdc.administer", s)
        or lens.says("xdc.dose_label", s.label)
        or lens.says("xdc.dose_label", s.header)
    )


def _dimension(q: Quantity) -> str | None:
    if q.unit not in SIZE or q.relation is not Relation.NONE:
        return None
    dimension = SIZE[q.unit][0]
    least = _FEWEST.get(dimension)
    most = q.high if q.high is not None else q.low
    if q.unit in _UNITS_OF_CONTAINERS:
        return q.unit if q.bound is Bound.EXACT and most is not None and most < 20 else None
    if least is not None and (most is None or most < least):
        return None
    if dimension in ("vg", "vp", "PFU", "CFU", "TU", "IFU", "copies") and (most is None or most < 1000):
        return None
    if dimension not in _DOSED or dimension in _CONTAINERS:
        return None
    per = (
        "/"
        + "/".join(
            SIZE[p.unit][0] for p in q.per if p.unit in SIZE and p.unit not in ("dose", "body", "vial", "bag", "tube")
        )
        if q.per
        else ""
    )
    return ("cells" if dimension == "count" else dimension) + per.rstrip("/")


_SITE = re.compile(r"[1１一](?:か所|カ所|ヶ所|ヵ所|箇所|部位|関節)(?:に|当たり|あたり|につき|に約)[^。、]{0,6}$")


def _per_site(lens: Lens, s: Stretch, q: Quantity) -> str | None:
    """A volume given at one place, which is the dose of what is not counted."""
    if q.unit not in SIZE or SIZE[q.unit][0] != "volume":
        return None
    if any(x.unit == "site" for x in q.per) or _SITE.search(s.passage.text[s.start : q.start]):
        return "volume"
    return None


_PAUSE = re.compile(r"[。、，,;；]")


#: Residues and tests of them, whose amounts are computed for a dose but are none.
_IMPURITY = re.compile(r"宿主(?:細胞)?(?:由来)?DNA|残存DNA|残留DNA|HCP|rcAAV|RCL|RCR|RCA|エンドトキシン")


def _other(lens: Lens, s: Stretch, q: Quantity) -> bool:
    """Whether the clause of a quantity is about another amount than the dose."""
    p = s.passage
    if (
        lens.says("xdc.dose_other", s.label)
        or lens.says("xdc.dose_other", s.header)
        or lens.says("xdc.in_process", s.label)
        or _IMPURITY.search(f"{s.label}{s.text}")
    ):
        return True
    start = max((m.end() for m in _PAUSE.finditer(p.text, s.start, q.start)), default=s.start)
    stop = next((m.start() for m in _PAUSE.finditer(p.text, q.end, s.end)), s.end)
    return bool(lens.inside("xdc.dose_other", p, start, min(stop, q.end + 14)))


def _total(lens: Lens, s: Stretch, q: Quantity) -> bool:
    if re.search(r"総量|総投与量|合計|累積", s.label):
        return True
    return bool(lens.inside("xdc.total", s.passage, max(s.start, q.start - 14), q.start)) or bool(
        re.match(r"\s*(?:まで|を(?:超え|上限))", s.passage.text[q.end : q.end + 5])
    )


_ONE_OF = re.compile(r"(?:第|目|回目|1回目|初回|毎|各)\s*$")
_REPEATED = re.compile(r"(?:繰り?返|2回目|同じ(?:膝|部位)|再投与)")


def times(lens: Lens) -> Iterator[Said]:
    """How often it is given."""
    for s in lens.own(*TELLING):
        if lens.elsewhere(s) or not (_lately(lens, s) or lens.says("xdc.times", s.label)):
            continue
        for q in lens.quantities(s):
            if q.unit != "times" or q.relation is Relation.ORDINAL or _aside(lens, s, q):
                continue
            if (q.per and q.per[0].unit in TIMES) or "円" in s.text:
                continue
            most = q.high if q.high is not None else q.low
            if most is None or most > 60 or q.bound in (Bound.AT_LEAST, Bound.ABOVE):
                continue
            yield _said(lens, s, q, Item.TIMES, "")


def _lately(lens: Lens, s: Stretch) -> bool:
    """Whether giving is spoken of in the stretch or the sentence before it."""
    return (
        lens.compared(s.passage)
        or lens.has("xdc.administer", s)
        or bool(lens.inside("xdc.administer", s.passage, max(0, s.start - 70), s.start))
    )


def _aside(lens: Lens, s: Stretch, q: Quantity) -> bool:
    """Whether a count is of something else: 1回 before an amount, 2回 of washing, 1回につき."""
    p = s.passage
    after = p.text[q.end : q.end + 10]
    if re.match(
        r"\s*(?:量|分|当た|あたり|につき|目|の(?:投与|点滴|注射|手術)(?:量|で|につき)|[はに、]?\s*(?:約)?[0-9０-９])",
        after,
    ):
        return True
    if re.search(r"[×xX✕][ ]?$", p.text[s.start : q.start]):
        return True
    start = max((m.end() for m in _PAUSE.finditer(p.text, s.start, q.start)), default=s.start)
    stop = next((m.start() for m in _PAUSE.finditer(p.text, q.end, s.end)), s.end)
    clause = (start, min(stop, q.end + 12))
    if lens.inside("xdc.times_other", p, max(clause[0], q.start - 18), clause[1]) or lens.says(
        "xdc.times_other", s.label
    ):
        return True
    near = lens.inside("xdc.times", p, max(s.start, q.start - 30), min(s.end, q.end + 20))
    spaced = re.search(r"あけて|おいて|間をあけ", p.text[max(s.start, q.start - 8) : q.start])
    return not near and not spaced and not lens.says("xdc.times", s.label)


def intervals(lens: Lens) -> Iterator[Said]:
    """How far apart administrations are."""
    for s in lens.own(*TELLING):
        if (
            lens.elsewhere(s)
            or not _lately(lens, s)
            or re.search(r"抗がん剤|放射線|報告|例ずつ|次例|次の者|前の者|例目", s.text)
        ):
            continue
        for q in lens.quantities(s):
            if q.unit not in TIMES or q.unit in ("s", "min", "hour") or q.per:
                continue
            p = s.passage
            around = p.text[q.start : q.end + 10]
            spaced = q.relation is Relation.EVERY or re.search(
                r"(?:間隔|おき|ごと|毎に|間をあけ|以上あけ|あけて|間あけ)", around
            )
            if not spaced or re.search(
                r"(?:試料|来院|診察|検査|報告)", p.text[max(s.start, q.start - 10) : q.end + 16]
            ):
                continue
            if (
                lens.inside("xdc.times_other", p, q.end, min(s.end, q.end + 8))
                and "回" not in p.text[q.end : q.end + 8]
            ):
                continue
            counted = "回" in p.text[max(s.start, q.start - 14) : q.start] or "回" in p.text[q.end : q.end + 16]
            given = any(0 <= a - q.end <= 12 for a, _ in lens.inside("xdc.administer", p, q.end, s.end))
            if not (counted or given or lens.says("xdc.times", s.label)):
                continue
            yield _said(lens, s, q, Item.INTERVAL, "")


def routes(lens: Lens) -> Iterator[Said]:
    """By which way it is given."""
    for s in lens.own(*TELLING):
        if lens.elsewhere(s) or not (_of_giving(lens, s) or lens.says("xdc.dose_label", s.label)):
            continue
        if re.search(
            r"(?:誤|アレルギー|アドレナリン|麻酔|ない|ません|違|以外|緊急|救急|禁じ|避け|受けない|既往|以前|行われ|症状|処置|抗菌薬|造影)",
            s.text,
        ):
            continue
        for route in ROUTES:
            hits = lens.inside(f"xdc.route.{route}", s.passage, s.start, s.end)
            for start, end in [h for h in hits if not _in_quotes(s.passage.text, h[0])][:1]:
                yield Said(
                    Item.ROUTE,
                    "",
                    s.passage.text[start:end],
                    route,
                    s.passage.anchor(start, end),
                    *_who(lens, s, start),
                )


def _in_quotes(text: str, at: int) -> bool:
    """Whether a place lies in 「…」: a name quoted says nothing of its own."""
    opened = text.rfind("「", 0, at)
    return (
        opened >= 0
        and text.find("」", opened, at) < 0
        and text.find("」", at) >= 0
        and text.find("」", at) - opened > 20
    )


def _who(lens: Lens, s: Stretch, at: int) -> tuple[str, DocKind]:
    v = lens.voice(s.passage, at)
    return v.name, v.kind


def _said(lens: Lens, s: Stretch, q: Quantity, item: Item, about: str, note: str = "") -> Said:
    v = lens.voice(s.passage, q.start)
    return Said(item, about, s.passage.text[q.start : q.end], q, s.passage.anchor(q.start, q.end), v.name, v.kind, note)
