"""Spans of time: retention, follow-up and visits, deadlines of reports, storage and shelf life."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.comparison.places import Lens, Stretch
from regenlint.comparison.said import Item, Said
from regenlint.interval import Relation
from regenlint.model import DocKind
from regenlint.quantity import Bound, Quantity
from regenlint.unit import TIMES

_LONG = frozenset({"day", "week", "month", "year"})
KEEPING = (
    DocKind.FORM,
    DocKind.PROTOCOL,
    DocKind.SOP,
    DocKind.CONSENT,
    DocKind.DONOR_CONSENT,
    DocKind.STANDARD,
    DocKind.OUTLINE,
    DocKind.CONTRACT,
)
FOLLOWING = (DocKind.FORM, DocKind.PROTOCOL, DocKind.CONSENT, DocKind.PLAIN_SUMMARY, DocKind.SOP, DocKind.ASSENT)
REPORTING = (
    DocKind.FORM,
    DocKind.PROTOCOL,
    DocKind.SOP,
    DocKind.CONTRACT,
    DocKind.MONITORING_SOP,
    DocKind.CONSENT,
    DocKind.OUTLINE,
)
STORING = (
    DocKind.FORM,
    DocKind.PROTOCOL,
    DocKind.OUTLINE,
    DocKind.STANDARD,
    DocKind.MANUFACTURING_STANDARD,
    DocKind.SOP,
    DocKind.CONTRACT,
    DocKind.CONSENT,
    DocKind.QUALITY_STANDARD,
    DocKind.HYGIENE_STANDARD,
)
_KEPT = ("xdc.retain.product", "xdc.retain.sample", "xdc.retain.research", "xdc.retain.record", "xdc.retain.other")


def retention(lens: Lens) -> Iterator[Said]:
    """How long samples, parts of the product and records are kept."""
    for s in lens.own(*KEEPING):
        p = s.passage
        if not (lens.here("xdc.retain", s) or lens.says("xdc.retain", s.label)):
            continue
        named = sorted(_apart([(b, a, k) for k in _KEPT for a, b in lens.inside(k, p, s.start, s.end)]))
        for q in lens.quantities(s):
            if q.unit not in ("year", "month") or q.per or q.relation not in (Relation.NONE,):
                continue
            if re.match(r"\s*(?:の(?:観察|追跡)|間?追跡)", p.text[q.end : q.end + 6]):
                continue
            if q.bound in (Bound.BELOW,) or re.match(r"\s*(?:後|前|以内の|の経験|ごと)", p.text[q.end : q.end + 4]):
                continue
            kept = _kept(lens, s, q, named)
            if kept is None:
                continue
            v = lens.voice(p, q.start)
            yield Said(Item.RETENTION, kept, p.text[q.start : q.end], q, p.anchor(q.start, q.end), v.name, v.kind)
        yield from _not_kept(lens, s)


def _apart(named: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Things kept without records that are part of a longer name: 製造の記録, 研究の記録."""
    longer = [(a, b) for b, a, k in named if k in ("xdc.retain.other", "xdc.retain.research")]
    return [x for x in named if x[2] != "xdc.retain.record" or not any(a <= x[1] < b for a, b in longer)]


def _kept(lens: Lens, s: Stretch, q: Quantity, named: list[tuple[int, int, str]]) -> str | None:
    """What is kept: the last of the things named before the number, else the label."""
    text = s.passage.text
    before = [(b, k) for b, _, k in named if b <= q.start]
    # 血清2 mL…と懸濁液の残りをいずれも10年間: both; the nearer one stands for them.
    if before:
        end, key = max(before)
        found = key.rsplit(".", 1)[-1]
        records = [b for b, k in before if k == "xdc.retain.record"]
        if found == "other" and records and "とともに" in text[max(records) : q.start]:
            # 記録は、同意書、委員会の文書とともに10年間: the period is the records'.
            found, end = "record", max(records)
        reach = 200 if found == "record" else 90
        return None if found == "other" or len(text[end : q.start]) > reach else found
    after = [(a, k) for _, a, k in named if a >= q.end and len(text[q.end : a]) <= 20]
    if after:
        found = min(after)[1].rsplit(".", 1)[-1]
        return None if found == "other" else found
    if lens.compared(s.passage):
        return "sample"
    if re.fullmatch(r"(?:再生医療等の)?記録(?:の保存|の保管)?", s.label.strip()):
        return "record"
    for key in _KEPT:
        if lens.says(key, s.label):
            found = key.rsplit(".", 1)[-1]
            return None if found == "other" else found
    return None


def _not_kept(lens: Lens, s: Stretch) -> Iterator[Said]:
    p = s.passage
    for start, end in lens.inside("xdc.not_retained", p, s.start, s.end):
        for key in ("xdc.retain.product", "xdc.retain.sample"):
            named = [b for _, b in lens.inside(key, p, s.start, start)]
            if (
                named
                or (key.endswith("sample") and lens.compared(p))
                or (lens.says(key, s.label) and not lens.inside("xdc.retain.product", p, s.start, start))
            ):
                v = lens.voice(p, start)
                yield Said(
                    Item.RETENTION,
                    key.rsplit(".", 1)[-1],
                    p.text[start:end],
                    False,
                    p.anchor(start, end),
                    v.name,
                    v.kind,
                )
                break


_VISIT_ORDER = re.compile(r"(?:後|から|より|[0-9０-９月週年日])")


def visits(lens: Lens) -> Iterator[Said]:
    """Times of follow-up after the therapy, each with its own place."""
    for s in lens.own(*FOLLOWING):
        p = s.passage
        row = (p.table >= 0 or p.label_end > 0) and not s.label and bool(lens.inside("xdc.follow", p, 0, len(p.text)))
        if lens.elsewhere(s) or not (row or lens.has("xdc.follow", s) or lens.says("xdc.follow", lens.heads(p))):
            continue
        if re.search(r"円|負担軽減|謝金|登録(?!され)|入力|レジストリ", s.text) or (row and "円" in p.text):
            continue
        found = [
            q
            for q in lens.quantities(s)
            if q.unit in _LONG and not q.per and q.relation in (Relation.AFTER, Relation.NONE)
        ]
        last: Quantity | None = None
        for q in found:
            chained = last is not None and re.fullmatch(r"[、,，・及びと ]{1,3}", p.text[last.end : q.start])
            if not chained and not _after_giving(lens, s, q):
                continue
            last = q
            v = lens.voice(p, q.start)
            yield Said(
                Item.VISIT,
                "",
                p.text[q.start : q.end],
                q,
                p.anchor(q.start, q.end),
                v.name,
                v.kind,
                f"list {p.number} {s.start}" if len(found) > 1 else "",
            )


_EVENT = re.compile(
    r"(?:投与|点滴|注射|注入|移植|手術|填入|治療|提供|施術|最終投与|接種)(?:終了|完了|の終了"
    r"|開始)?(?:日)?(?:の?後|から|より|終了後)?[はにも、]*[ 　]*(?:約|およそ|少なくとも)?$"
)
_CLAUSE = re.compile(r"[。;；]")


def _after_giving(lens: Lens, s: Stretch, q: Quantity) -> bool:
    p = s.passage
    if (
        q.bound in (Bound.BELOW, Bound.ABOVE)
        or "以内" in p.text[q.start : q.end]
        or lens.inside("xdc.follow_other", p, max(s.start, q.start - 10), min(s.end, q.end + 12))
    ):
        return False
    if lens.says("xdc.follow_other", s.label):
        return False
    window = p.text[max(s.start, q.start - 40) : q.start]
    event = re.search(
        r"(?:投与|点滴|注射|注入|移植|手術|填入|提供|施術|治療)(?:終了|完了|日)?(?:の?後|から|より|終了)", window
    )
    if q.relation is Relation.AFTER or event or q.unit_shared:
        return True
    follows = lens.inside("xdc.follow", p, s.start, s.end)
    near = any(min(abs(a - q.end), abs(q.start - b)) <= 12 for a, b in follows)
    if near or lens.says("xdc.follow", s.label):
        return True
    # A table of visits: the row's first cell is the time itself.
    if q.bound is Bound.AT_MOST and p.text[q.start : q.end].endswith("まで") and follows:
        return True
    return (
        (p.table >= 0 or p.label_end > 0)
        and not s.label
        and (
            lens.says("xdc.follow", f"{p.header} {lens.heads(p)}")
            or bool(lens.inside("xdc.follow", p, s.end, len(p.text)))
        )
    )


_CLASSES = (
    "xdc.report.death",
    "xdc.report.serious",
    "xdc.report.other",
    "xdc.report.change",
    "xdc.report.maker",
    "xdc.report.periodic",
)


def deadlines(lens: Lens) -> Iterator[Said]:
    """Days within which the committee or the minister is told, by what is reported."""
    for s in lens.own(*REPORTING):
        p = s.passage
        named = sorted((b, k) for k in _CLASSES for _, b in lens.inside(k, p, s.start, s.end))
        labels = [k for k in _CLASSES if lens.says(k, s.label)]
        if not (named or labels) or not _of_report(lens, s):
            continue
        last = s.start
        for q in lens.quantities(s):
            if q.unit not in ("day", "month", "year", "business-day") or q.per:
                continue
            before = [k for b, k in named if b <= q.start]
            # 死亡、並びに入院・障害は15日以内: one deadline for all that is named since the last.
            group = dict.fromkeys(k for b, k in named if last <= b <= q.start and k in _CLASSES[:2])
            last = q.end
            keys = (
                list(group)
                if len(group) == 2 and before and before[-1] in group
                else [before[-1]]
                if before
                else labels[:1]
            )
            if not keys or _inside(lens, s, q):
                continue
            every_month = q.relation is Relation.EVERY
            if (
                q.unit in ("month", "year")
                and not every_month
                and not re.match(r"(?:ごと|毎|以内)", p.text[q.end : q.end + 2])
                and "以内" not in p.text[q.start : q.end]
            ):
                continue
            kind = keys[-1].rsplit(".", 1)[-1]
            if kind == "periodic" and any(lens.inside("xdc.report.maker", p, s.start, q.start)):
                kind = "maker"
            if kind == "periodic" and ("xdc.report.other" in before or "xdc.report.other" in labels):
                kind = "other"
            every = q.relation is Relation.EVERY or re.match(r"(?:ごと|毎)", p.text[q.end : q.end + 2])
            if kind not in ("other", "periodic", "maker") and every:
                continue
            v = lens.voice(p, q.start)
            for named_kind in [k.rsplit(".", 1)[-1] for k in keys[:-1]] + [kind]:
                yield Said(
                    Item.DEADLINE,
                    f"{named_kind}{'.every' if every else ''}",
                    p.text[q.start : q.end],
                    q,
                    p.anchor(q.start, q.end),
                    v.name,
                    v.kind,
                )


def _of_report(lens: Lens, s: Stretch) -> bool:
    """Whether a stretch is about reporting: by its words, its label, its column or its heading."""
    around = f"{s.text} {s.label} {s.header} {s.passage.header} {lens.heading(s.passage)}"
    return bool(re.search(r"報告|届|通知|期限|大臣|委員会|厚生局", around)) or lens.compared(s.passage)


def _inside(lens: Lens, s: Stretch, q: Quantity) -> bool:
    """Whether a span is how fast those in the house are told, or no deadline at all."""
    p = s.passage
    start = max((m.end() for m in re.finditer(r"[。、，,;；]", p.text[s.start : q.start])), default=0) + s.start
    stop = next((q.end + m.start() for m in re.finditer(r"[。、，,;；]", p.text[q.end : s.end])), s.end)
    if lens.inside("xdc.report.outside", p, start, stop):
        return False
    if lens.inside("xdc.report.inside", p, start, stop):
        return True
    every = q.relation is Relation.EVERY or re.match(r"(?:ごと|毎)", p.text[q.end : q.end + 2])
    return (
        not every
        and q.bound is not Bound.AT_MOST
        and not re.match(r"\s*(?:以内|まで|$|）|／|\||、)", p.text[q.end : q.end + 4])
    )


def temperatures(lens: Lens) -> Iterator[Said]:
    """At what temperature the product, the tissue and the samples are kept or carried."""
    for s in lens.own(*STORING):
        if lens.elsewhere(s) or not (
            lens.has("xdc.store", s)
            or lens.says("xdc.expire", s.label)
            or lens.says("xdc.store", lens.heading(s.passage))
        ):
            continue
        for q in lens.quantities(s):
            # 10年間－80℃ is no range of temperatures.
            if q.unit != "℃" or "年" in s.passage.text[q.start : q.end] or q.bound in (Bound.ABOVE, Bound.AT_LEAST):
                continue
            about = _stored(lens, s, q)
            if about is None:
                continue
            p = s.passage
            v = lens.voice(p, q.start)
            cold = q.high if q.high is not None else q.low
            frozen = ".frozen" if cold is not None and cold < -10 else ""
            yield Said(
                Item.TEMPERATURE,
                f"{about}{frozen}",
                p.text[q.start : q.end],
                q,
                p.anchor(q.start, q.end),
                v.name,
                v.kind,
            )


_THINGS = ("material", "reference", "sample", "source")


def _stored(lens: Lens, s: Stretch, q: Quantity) -> str | None:
    p = s.passage
    context = f"{s.label} {s.header}"
    if lens.here("xdc.trial_lot", s) or lens.says("xdc.trial_lot", context):
        return None
    named: list[tuple[int, str]] = []
    for what in _THINGS:
        named += [(b, what) for _, b in lens.inside(f"xdc.store.{what}", p, s.start, q.end + 30) if b - q.end <= 30]
    what = max(((b, w) for b, w in named if b <= q.start), default=min(named, default=(0, "")))[1] if named else ""
    if not what:
        for word in _THINGS:
            heading = lens.heading(p)
            if lens.says(f"xdc.store.{word}", s.label) or (
                not re.search("[・、]|及び", heading) and lens.says(f"xdc.store.{word}", heading)
            ):
                what = word
                break
    if what == "material":
        return None
    way = "carried" if lens.has("xdc.transport", s) and _nearer(lens, s, q) else "kept"
    return f"{what or 'product'}.{way}"


def _nearer(lens: Lens, s: Stretch, q: Quantity) -> bool:
    """Whether carrying is the nearest way of handling named by a quantity."""
    p = s.passage
    carried = [
        min(abs(a - q.end), abs(q.start - b))
        for a, b in lens.inside("xdc.transport", p, s.start, s.end)
        if "／" not in p.text[min(b, q.end) : max(a, q.start)]
    ]
    stored = [
        min(abs(a - q.end), abs(q.start - b))
        for a, b in lens.inside("xdc.store", p, s.start, s.end)
        if not any(x <= a < y for x, y in lens.inside("xdc.transport", p, s.start, s.end))
    ]
    if not carried:
        return lens.says("xdc.transport", s.label) or lens.says("xdc.transport", s.header)
    return not stored or min(carried) <= min(stored)


_RESULT = re.compile(r"[^。、]{0,14}?[0-9０-９.．]+[ ]?[％%]|[^。]{0,6}(?:の成績|の結果|調べ|の試験|安定)")
_STARTS = ("thawed", "diluted", "frozen", "made")
#: 到着後は輸送容器のまま5日以内に用いる: no time of carriage.
_ARRIVED = re.compile(r"(?:到着|受領|受取り?|受け取り|納品|入荷)(?:後|から|より|の?日から|した後)[^。]{0,24}$")


def expiries(lens: Lens) -> Iterator[Said]:
    """For how long the product may be used, by what the time is counted from; how long it is carried."""
    for s in lens.own(*STORING):
        p = s.passage
        if lens.elsewhere(s) or lens.says("xdc.trial_lot", f"{s.label} {s.header}"):
            continue
        for q in lens.quantities(s):
            # 4時間まで85％以上: a result, no limit.
            result = _RESULT.match(p.text[q.end : q.end + 20])
            if result or lens.inside("xdc.trial_lot", p, max(s.start, q.start - 30), q.start):
                continue
            if q.unit not in TIMES or q.per or q.relation in (Relation.EVERY, Relation.ORDINAL):
                continue
            if lens.has("xdc.transport", s) and q.unit in ("min", "hour", "day") and _nearer(lens, s, q):
                about = _stored(lens, s, q)
                if (
                    about in ("product.carried", "source.carried")
                    and q.bound is Bound.AT_MOST
                    and not _ARRIVED.search(p.text[s.start : q.start])
                    and not lens.here("xdc.expire", s)
                ):
                    v = lens.voice(p, q.start)
                    yield Said(
                        Item.TRANSPORT, about, p.text[q.start : q.end], q, p.anchor(q.start, q.end), v.name, v.kind
                    )
                continue
            start = _counted_from(lens, s, q)
            if start is None:
                continue
            v = lens.voice(p, q.start)
            span = "short" if q.unit in ("s", "min", "hour") else "long"
            yield Said(
                Item.EXPIRY, f"{start}.{span}", p.text[q.start : q.end], q, p.anchor(q.start, q.end), v.name, v.kind
            )


def _counted_from(lens: Lens, s: Stretch, q: Quantity) -> str | None:
    p = s.passage
    if lens.inside("xdc.store.sample", p, s.start, q.start) or lens.says("xdc.store.sample", s.label):
        return None
    limited = (
        q.bound is Bound.AT_MOST
        or lens.says("xdc.expire", s.label)
        or re.match(r"\s*(?:を超え|まで|。|$|（|で(?:あ|す)|と(?:する|し)|を(?:有効|使用))", p.text[q.end : q.end + 4])
    )
    if not limited or not lens.has("xdc.expire", s):
        return None
    start = max((m.end() for m in re.finditer(r"[。、，,;；]", p.text[s.start : q.start])), default=0) + s.start
    near = [(b, k) for k in _STARTS for _, b in lens.inside(f"xdc.expire.{k}", p, start, q.start)]
    near = [(b, k) for b, k in near if q.start - b <= 16]
    if near:
        return max(near)[1]
    if lens.inside("xdc.store.source", p, start, q.end) or lens.inside("xdc.follow", p, s.start, s.end):
        return None
    return "made" if lens.says("xdc.expire", s.label) and q.unit in ("min", "hour") else None
