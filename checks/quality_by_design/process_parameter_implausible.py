"""工程条件・規格の数値の妥当性

何を見るか：①下限が上限より大きい範囲、②100％を超える生細胞率・純度等、③34～40℃の外の培養温度、④6.0～8.5の外のpH、⑤項目に
合わない単位（細胞数に％、温度にrpm等）、⑥10を超える間葉系細胞の継代数の上限、⑦0～1の外のPDI。

なぜ：桁や単位の誤りは、そのまま製造の指図になる。

見ないもの：理由の書かれた特別な条件（温度感受性株、昆虫細胞、低温培養等）、溶出液・不活化処理のpH、負の温度の範囲。

直し方：数値と単位を確かめて直す。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Passage
from regenlint.interval import Relation
from regenlint.model import Anchor
from regenlint.quantity import Bound, Quantity, quantities
from regenlint.rules import Confidence, Evidence, Finding, Outcome

from .bindings import Amount, bound

_SPECIAL = re.compile(
    r"ため|理由|感受性|不死化|低温|低酸素|馴化|昆虫|Sf9|Sf21|酵母|大腸菌|細菌|ファージ|植物|別紙|特別|シフト|熱処理|非働化|誘導"
)
_SHARES = (
    "qbd.attribute.viability",
    "qbd.attribute.full_length",
    "qbd.attribute.capping",
    "qbd.attribute.encapsulation",
    "qbd.attribute.full_particles",
    "qbd.parameter.confluence",
)
_NOT_PH = re.compile(
    r"溶出|交換|勾配|担体|カラム|溶離|不活化|酸|アルカリ|緩衝|バッファ|クロマト|中和|洗浄液|トリス|Tris|低pH|胃|尿"
)
#: Units that cannot be of the thing, by its term.
_WRONG: dict[str, frozenset[str]] = {
    "qbd.parameter.cell_count": frozenset({"%", "℃", "rpm"}),
    "qbd.parameter.culture_temperature": frozenset({"rpm", "%", "min", "hour", "×g", "mL"}),
    "qbd.attribute.viability": frozenset({"count", "cells", "℃", "mL"}),
    "qbd.parameter.seeding": frozenset({"℃", "rpm"}),
}
#: 3-1 検体: the number of a section before its title.
_NUMBERED = re.compile(r"[\d０-９]+\s?[-－‐‑–—―ー.．・の]\s?[\d０-９]+[)）]?[\s　]+\S+")
_MOST_PASSAGES = 10
_LIMIT = re.compile(
    r"(?:上限|最大|まで|以内)[^、。0-9]{0,8}?(?:[PＰ第]\s?(\d{1,3})(?!\d)|(?<!\d)(\d{1,3})\s?(?:代|継代)(?!目))"
    r"|(?:[PＰ第]\s?(\d{1,3})|(?<!\d)(\d{1,3})\s?(?:代|回|継代))\s?(?:まで|以内|を上限|を超え)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Report numbers that cannot be."""
    read = 0
    for p in ctx.passages():
        if p.cited or p.place is Place.HEADING:
            continue
        found = quantities(p.text)
        read += len(found)
        for q in found:
            if _is_reversed(p, q):
                yield _said(ctx, p, q, "下限が上限より大きくなっています", "its lower end is above its upper end")
            elif _is_ph(p, q) and _outside(q, 6.0, 8.5) and not _NOT_PH.search(_around(p, q)):
                yield _said(ctx, p, q, "pHの値が6.0～8.5の外です", "the pH is outside 6.0 to 8.5", Confidence.LOW)
    for b in bound(ctx, (*_SHARES, *_WRONG), reach=6):
        yield from _judged(ctx, b)
    yield from _passages(ctx)
    yield from _dispersity(ctx)
    if read:
        yield Evidence(ctx.passages()[0].whole(), "value")


def _said(ctx: Context, p: Passage, q: Quantity, ja: str, en: str, confidence: Confidence = Confidence.HIGH) -> Finding:
    text = p.text[q.start : q.end]
    return ctx.finding(
        Outcome.DEFICIENT,
        f"「{text}」：{ja}",
        f"“{text}”: {en}",
        _anchor(p, q),
        confidence=confidence,
    )


def _anchor(p: Passage, q: Quantity) -> Anchor:
    return p.anchor(q.start, q.end)


def _around(p: Passage, q: Quantity) -> str:
    start, end = p.sentence(q.start)
    return p.text[start:end]


def _is_reversed(p: Passage, q: Quantity) -> bool:
    if not q.reversed or q.bound is not Bound.RANGE or q.relation is not Relation.NONE:
        return False
    if (
        not q.unit
        or q.unit in ("℃", "month", "year", "times", "person", "year-old", "site")
        or (q.low is not None and q.low < 0)
    ):
        return False
    text = p.text[q.start : q.end]
    if q.exponent_lost and len(re.findall(r"[×xX]\s?10", text)) < 2:
        return False  # only where both ends show their power of ten
    if _NUMBERED.fullmatch(text) and p.text[: q.start].rstrip(" 　（(第")[-1:] in ("", "\n", "。"):
        return False
    # 22時～6時 is a night, 12～3 a way to count down; a lone hour mark is a clock time.
    if re.search(r"以上|以下|未満|超", text):
        return False  # 90％以上、2.0％以下 are two limits
    return not (q.unit == "hour" and "時間" not in text) and not re.search(r"→|から", text)


def _is_ph(p: Passage, q: Quantity) -> bool:
    return q.unit == "pH" or (
        q.unit == ""
        and bool(re.search(r"[pｐ][HＨ](?:は|が|：|:|値は|値)?\s?$", p.text[max(0, q.start - 6) : q.start]))
    )


def _outside(q: Quantity, least: float, most: float) -> bool:
    ends = [float(x) for x in (q.low, q.high) if x is not None]
    return any(not least <= x <= most for x in ends)


def _judged(ctx: Context, b: Amount) -> Iterator[Finding]:
    q, p = b.quantity, b.passage
    if b.key in _SHARES and q.unit == "%" and _outside(q, 0, 100) and not q.per:
        yield _said(ctx, p, q, "割合が0～100％の外です", "a share outside 0 to 100 %")
    elif b.key == "qbd.parameter.culture_temperature" and q.unit == "℃" and q.reversed and (q.low or 0) > 0:
        yield _said(ctx, p, q, "下限が上限より大きくなっています", "its lower end is above its upper end")
    elif b.key == "qbd.parameter.culture_temperature" and q.unit == "℃":
        if _outside(q, 34, 40) and not _SPECIAL.search(_around(p, q)):
            yield _said(
                ctx,
                p,
                q,
                "培養温度が34～40℃の外で、理由がありません",
                "a culture temperature outside 34 to 40 ℃, without a reason",
            )
    elif (
        q.unit in _WRONG.get(b.key, ())
        and q.start - b.hit.end <= 4
        and not re.search(r"[±＋+、，,・]", p.text[b.hit.end : q.end])
    ):
        if q.unit == "%" and re.search(r"の|変動|回収|差|比|割合", p.text[b.hit.end : q.end]):
            return
        yield _said(
            ctx,
            p,
            q,
            f"「{b.hit.text}」に単位「{q.unit}」は合いません",
            f"the unit {q.unit} does not fit “{b.hit.text}”",
        )


def _passages(ctx: Context) -> Iterator[Finding]:
    for hit in ctx.hits("qbd.parameter.passage"):
        p = hit.passage
        start, end = p.sentence(hit.start)
        text = p.text[start:end]
        if (
            p.place is Place.HEADING
            or p.cited
            or re.search(r"不死化|株化|iPS|ES細胞|293|Vero|CHO|バンク|ため|理由|根拠", text)
        ):
            continue
        m = _LIMIT.search(text)
        if (
            m
            and int(next(g for g in m.groups() if g)) > _MOST_PASSAGES
            and re.search(r"間葉|MSC|脂肪|骨髄|臍帯|幹細胞", p.before + text + _title(ctx))
        ):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{m.group()}」：継代数の上限が10を超えますが、理由がありません",
                f"“{m.group()}”: more than ten passages, without a reason",
                hit,
                confidence=Confidence.LOW,
            )


def _title(ctx: Context) -> str:
    return "".join(v.text for key in ("product_name", "name_of_therapy") for v in ctx.form(key))


_PDI = re.compile(r"(?:PDI|多分散(?:度|指数))(?:\s?[|：:はが]\s?|[^0-9。、|]{0,8}?)(\d+(?:\.\d+)?)(?:以下|未満)?")


def _dispersity(ctx: Context) -> Iterator[Finding]:
    for p in ctx.passages():
        m = _PDI.search(p.text) if "PDI" in p.text or "多分散" in p.text else None
        if m and float(m.group(1)) > 1 and not re.match(r"\s?(?:%|nm|～|〜|回|ロット)", p.text[m.end() :]):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{m.group()}」：PDIが0～1の外です",
                f"“{m.group()}”: a PDI outside 0 to 1",
                p.anchor(m.start(1), m.end(1)),
                confidence=Confidence.LOW,
            )
