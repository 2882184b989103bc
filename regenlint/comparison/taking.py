"""Who is treated and what is taken: ages, criteria with a number, tissue, site and amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from regenlint.comparison.places import Lens, Stretch
from regenlint.comparison.said import Item, Said
from regenlint.interval import Relation
from regenlint.model import DocKind
from regenlint.quantity import Bound, Quantity
from regenlint.unit import SIZE

CHOOSING = (DocKind.FORM, DocKind.PROTOCOL, DocKind.CONSENT, DocKind.PLAIN_SUMMARY, DocKind.ASSENT, DocKind.OUTLINE)
TAKING = (
    DocKind.FORM,
    DocKind.PROTOCOL,
    DocKind.OUTLINE,
    DocKind.STANDARD,
    DocKind.CONSENT,
    DocKind.DONOR_CONSENT,
    DocKind.SOP,
    DocKind.PLAIN_SUMMARY,
    DocKind.CONTRACT,
    DocKind.MANUFACTURING_STANDARD,
)
CRITERIA = (
    "hba1c",
    "platelets",
    "haemoglobin",
    "bmi",
    "creatinine",
    "egfr",
    "bilirubin",
    "lvef",
    "ps",
    "lysholm",
    "koos",
    "womac",
    "vas",
    "antibody",
    "cancer",
    "smoking",
    "contraception",
    "conservative",
    "pain",
    "pocket",
    "defect",
    "imt",
    "abi",
    "weight",
    "life",
    "wbc",
    "neutrophil",
    "ast",
    "spo2",
    "pressure",
)
TISSUES = ("adipose", "marrow", "blood", "synovium", "skin", "cartilage", "cord", "tooth", "placenta", "mucosa")
SITES = ("abdomen", "thigh", "buttock", "iliac", "sternum", "ear", "arm")


def ages(lens: Lens) -> Iterator[Said]:
    """Ages of those who are treated, in whole years from the lowest to the highest."""
    for s in lens.own(*CHOOSING):
        if lens.elsewhere(s) or not (_of_choosing(lens, s) or lens.has("xdc.age", s)):
            continue
        for q in _joined(lens.quantities(s)):
            if q.unit != "year-old" or q.bound is Bound.EXACT or q.relation is not Relation.NONE:
                continue
            p = s.passage
            if lens.inside("xdc.age_other", p, max(s.start, q.start - 24), min(s.end, q.end + 14)) or lens.says(
                "xdc.age_other", s.label
            ):
                continue
            if _defined(p.text, q):
                continue
            v = lens.voice(p, q.start)
            yield Said(
                Item.AGE,
                "",
                p.text[q.start : q.end],
                _years(q),
                p.anchor(q.start, q.end),
                v.name,
                v.kind,
                "除外" if _excluded(lens, s, q) else "",
            )


def _defined(text: str, q: Quantity) -> bool:
    """Whether an age only defines an illness: 早発卵巣不全（40歳未満で4か月以上の無経）."""
    opened = text.rfind("（", 0, q.start)
    closed = text.find("）", q.end)
    if (
        opened < 0
        or closed < 0
        or "）" in text[opened : q.start]
        or text[max(0, opened - 3) : opened].endswith(("年齢", "対象", "基準"))
    ):
        return False
    return closed - opened > 24 and "歳" not in text[q.end : closed]


def _joined(found: tuple[Quantity, ...]) -> list[Quantity]:
    """18歳以上50歳以下 as one range also where a stroke behind it kept the two apart."""
    out: list[Quantity] = []
    for q in found:
        last = out[-1] if out else None
        if (
            last
            and last.unit == q.unit == "year-old"
            and last.high is None
            and q.low is None
            and q.start - last.end <= 2
        ):
            out[-1] = replace(last, end=q.number_end + 1, high=q.high, high_open=q.high_open, bound=Bound.RANGE)
        else:
            out.append(q)
    return out


def _years(q: Quantity) -> tuple[str, ...]:
    """Lowest and highest whole age, empty where open."""
    low = q.low if q.low is None or not q.low_open else q.low + 1
    high = q.high if q.high is None or not q.high_open else q.high - 1
    return tuple("" if x is None else f"{x:f}" for x in (low, high))


def _excluded(lens: Lens, s: Stretch, q: Quantity) -> bool:
    return lens.says("xdc.excluded", s.label) or bool(
        lens.inside("xdc.excluded", s.passage, q.end, min(s.end, q.end + 20))
    )


def same_age(a: Said, b: Said) -> bool | None:
    """Whether two ranges of age agree where both have an end; an exclusion has no range."""
    if a.note or b.note or not isinstance(a.value, tuple) or not isinstance(b.value, tuple):
        return None
    pairs = [(x, y) for x, y in zip(a.value, b.value, strict=True) if x and y]
    if not pairs:
        return None
    return all(Decimal(x) == Decimal(y) for x, y in pairs)


def _of_choosing(lens: Lens, s: Stretch) -> bool:
    return lens.compared(s.passage) or lens.under("xdc.eligibility", s) or lens.here("xdc.eligibility", s)


def criteria(lens: Lens) -> Iterator[Said]:
    """Limits of eligibility that have a number, by what they measure."""
    keys = [f"xdc.criterion.{c}" for c in CRITERIA]
    for s in lens.own(*CHOOSING):
        if lens.elsewhere(s) or not _of_choosing(lens, s) or "判定" in s.header or "規格" in s.header:
            continue
        p = s.passage
        named = sorted((a, b, k) for k in keys for a, b in lens.inside(k, p, s.start, s.end))
        if not named:
            continue
        for q in lens.quantities(s):
            if q.unit == "year-old" or (q.bound is Bound.EXACT and q.unit not in ("year", "month", "week")):
                continue
            key = _criterion(p.text, q, named)
            if key is None:
                continue
            v = lens.voice(p, q.start)
            side = (
                "≤"
                if q.bound in (Bound.AT_MOST, Bound.BELOW)
                else "≥"
                if q.bound in (Bound.AT_LEAST, Bound.ABOVE)
                else ""
            )
            dimension = SIZE[q.unit][0] if q.unit in SIZE else ""
            yield Said(
                Item.CRITERION,
                f"{key.rsplit('.', 1)[-1]}{side}{dimension}",
                p.text[q.start : q.end],
                q,
                p.anchor(q.start, q.end),
                v.name,
                v.kind,
            )


#: Things said after their number: 5年以内のがん, 3か月以上の膝痛, 10本を超える喫煙.
_AFTER = frozenset(
    {"xdc.criterion.cancer", "xdc.criterion.smoking", "xdc.criterion.contraception", "xdc.criterion.pain"}
)


def _criterion(text: str, q: Quantity, named: list[tuple[int, int, str]]) -> str | None:
    before = [(b, k) for _, b, k in named if b <= q.start]
    if before:
        end, key = max(before)
        gap = text[end : q.start]
        if "）" in gap and gap.find("）") < (gap.find("（") if "（" in gap else len(gap)):
            # Lysholmスコア（100点満点の点数）が75点以下: the explanation in brackets is none of it.
            gap = gap[gap.find("）") + 1 :]
        if (
            len(gap) <= 14
            and not re.search(r"[、。／/;；（]", gap.replace("（", "", 1) if gap.endswith("（") else gap)
            and key not in _AFTER - {"xdc.criterion.pain"}
        ):
            return key
    after = [(a, k) for a, _, k in named if a >= q.end]
    if after:
        at, key = min(after)
        gap = text[q.end : at]
        if key in _AFTER and len(gap) <= 8 and not re.search(r"[、。／;；]", gap):
            return key
    return None


_USED = re.compile(r"(?:目的|検査|確認|測定|観察|評価|合併|痛み|内出血|手術|超音波|MRI|エコー|膝|感染|消毒|貼)")


def collected(lens: Lens) -> Iterator[Said]:
    """Amounts of tissue taken for the product, by tissue."""
    keys = [f"xdc.tissue.{t}" for t in TISSUES]
    for s in lens.own(*TAKING):
        if lens.elsewhere(s):
            continue
        p = s.passage
        named = sorted((a, b, k) for k in keys for a, b in lens.inside(k, p, s.start, s.end))
        if not _of_taking(lens, s, named):
            continue
        labels = [k for k in keys if lens.says(k, s.label)]
        for q in lens.quantities(s):
            dimension = SIZE[q.unit][0] if q.unit in SIZE else ""
            # What is accepted at the least is not what is taken.
            if (
                dimension not in ("volume", "mass")
                or q.bound in (Bound.AT_LEAST, Bound.ABOVE)
                or (q.per and q.per[0].unit not in ("dose", "tube"))
            ):
                continue
            key = _tissue(lens, s, q, named) or (labels[0] if len(labels) == 1 and not named else None)
            if key is None or _else(lens, s, q):
                continue
            v = lens.voice(p, q.start)
            yield Said(
                Item.COLLECTED,
                f"{key.rsplit('.', 1)[-1]}.{dimension}{'.tube' if q.per else ''}",
                p.text[q.start : q.end],
                q,
                p.anchor(q.start, q.end),
                v.name,
                v.kind,
            )


def _of_taking(lens: Lens, s: Stretch, named: list[tuple[int, int, str]]) -> bool:
    """Whether tissue is taken in a stretch: by its words, or by an amount right behind the tissue."""
    if lens.here("xdc.collect", s) or lens.says("xdc.collect", s.label) or lens.compared(s.passage):
        return True
    return any(0 <= q.start - b <= 2 for q in lens.quantities(s) for _, b, _k in named)


def _tissue(lens: Lens, s: Stretch, q: Quantity, named: list[tuple[int, int, str]]) -> str | None:
    text = s.passage.text
    before = [(b, k) for _, b, k in named if b <= q.start and len(text[b : q.start]) <= 24]
    if before and "。" not in text[max(before)[0] : q.start]:
        return max(before)[1]
    after = [(a, k) for a, _, k in named if a >= q.end and text[q.end : a].strip(" 　") in ("", "の", "を", "（")]
    return min(after)[1] if after else None


def _else(lens: Lens, s: Stretch, q: Quantity) -> bool:
    p = s.passage
    start = max((m.end() for m in re.finditer(r"[。、，,;；]", p.text[s.start : q.start])), default=0) + s.start
    if re.search(r"(?:PRP|血漿|懸濁液|製品)[ 　]?$", p.text[s.start : q.start]):
        return True
    if re.match(r"[ 　]?[×xX✕]", p.text[q.end : q.end + 2]):
        return True
    return (
        lens.says("xdc.collect_other", s.label)
        or bool(lens.inside("xdc.collect_other", p, max(start, q.start - 22), q.start))
        or bool(re.match(r"\s*(?:の)?(?:生理食塩液|保存液|培地|検体|上清|洗浄|血清)", p.text[q.end : q.end + 8]))
        or bool(lens.inside("xdc.total", p, max(start, q.start - 6), q.start))
        or bool(re.search(r"規格外|原因|逸脱|不足", p.text[max(s.start, q.start - 24) : q.start]))
        or bool(
            re.match(
                r"\s*を?[^。、]{0,8}(?:保管|保存|採取日から|採血の日から)|\s*(?:入り|ずつ|の(?:滅菌)?容器|容器|の(?:注射|生理)|に(?:懸濁|分)|当たり|以上の出血)",
                p.text[q.end : q.end + 16],
            )
        )
    )


def tissues(lens: Lens) -> Iterator[Said]:
    """The tissue taken, where a document speaks of taking it."""
    yield from _kinds(lens, Item.TISSUE, [f"xdc.tissue.{t}" for t in TISSUES])


def sites(lens: Lens) -> Iterator[Said]:
    """The part of the body it is taken from."""
    yield from _kinds(lens, Item.SITE, [f"xdc.site.{t}" for t in SITES])


#: Labels of a row that names what the product is made of.
_MATERIAL = re.compile(
    r"(?:原料(?:となる)?(?:細胞|組織|血液)?|採取(?:する)?(?:組織|部位|細胞)(?:・部位)?|採取する組織等?|出発(?:原料|材料))(?:の種類)?$"
)


def _kinds(lens: Lens, item: Item, keys: list[str]) -> Iterator[Said]:
    for s in lens.own(*TAKING):
        p = s.passage
        material = bool(_MATERIAL.match(s.label))
        if lens.elsewhere(s) or not (lens.here("xdc.collect", s) or lens.compared(p) or material):
            continue
        if item is Item.SITE and not re.search(r"脂肪|骨髄|皮膚|血|組織|軟骨|筋", s.text):
            continue
        if re.search(r"検査用|検査のため|検査の採血|ない|ません|副作用|不利益|不都合|へこみ|内出血|痛み", s.text):
            continue
        for key in keys:
            for start, end in lens.inside(key, p, s.start, s.end)[:1]:
                near = [
                    a
                    for a, b in lens.inside("xdc.collect", p, s.start, s.end)
                    if min(abs(a - end), abs(start - b)) <= 22
                ]
                if not near and not lens.compared(p) and not material:
                    continue
                v = lens.voice(p, start)
                yield Said(item, "", p.text[start:end], key.rsplit(".", 1)[-1], p.anchor(start, end), v.name, v.kind)
