"""Costs by what is paid for, limits of specifications by test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from regenlint.comparison.names import plain
from regenlint.comparison.places import Lens, Stretch
from regenlint.comparison.said import Item, Said
from regenlint.evidence import Place
from regenlint.index import Passage
from regenlint.model import DocKind
from regenlint.quantity import Bound, Quantity, quantities
from regenlint.text import folded

PAYING = (DocKind.CONSENT, DocKind.PROTOCOL, DocKind.PLAIN_SUMMARY, DocKind.FORM)
SPECIFYING = (
    DocKind.FORM,
    DocKind.PROTOCOL,
    DocKind.OUTLINE,
    DocKind.STANDARD,
    DocKind.QUALITY_STANDARD,
    DocKind.SOP,
    DocKind.CONSENT,
    DocKind.CONTRACT,
    DocKind.MANUFACTURING_STANDARD,
    DocKind.OTHER,
)
TESTS = (
    "viability",
    "count",
    "nucleated",
    "endotoxin",
    "albumin",
    "purity",
    "encapsulation",
    "fulllength",
    "cap",
    "polya",
    "dsrna",
    "full",
    "size",
    "pdi",
    "particles",
    "rna_conc",
    "dna",
    "hcp",
    "titer",
    "infectious",
    "empty",
    "vcn",
    "car",
    "concentration",
    "platelet",
    "wbc",
    "volume",
    "ph",
    "osmo",
    "kill",
    "potency",
    "protein",
    "moisture",
    "solvent",
    "doubling",
    "tcell",
    "plaque",
)
_STAGES = ("before_freeze", "after_thaw")
_SIGN = r"(?:[+＋⁺\-－−⁻]|陽性|陰性)"
_MARKER = re.compile(
    rf"CD[ ]?\d{{1,3}}[a-z]?{_SIGN}(?:CD[ ]?\d{{1,3}}[a-z]?{_SIGN})+|CD[ ]?\d{{1,3}}[a-z]?{_SIGN}?"
    r"|HLA-?DR|Oct-?4|TRA-1-60"
)
#: Several tests and their limits set against each other by strokes, the unit behind the last: CD3+／CD19+ 70／3 %.
_STROKES = re.compile(
    rf"(?P<tests>CD[ ]?\d{{1,3}}[a-z]?{_SIGN}?(?:[/／]CD[ ]?\d{{1,3}}[a-z]?{_SIGN}?)+)(?:率|細胞|の割合|：|:|\s|\||は)*"
    r"(?P<values>\d+(?:\.\d+)?(?:以上|以下|未満)?[%％]?(?:[/／]\d+(?:\.\d+)?(?:以上|以下|未満)?[%％]?)+)\s*(?P<unit>[%％])?(?P<end>以上|以下|未満)?"
)
_SHARE = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<end>以上|以下|未満)?[%％]?")


def costs(lens: Lens) -> Iterator[Said]:
    """Amounts of money by the label of their row, or the total."""
    for p in lens.reading.index.passages:
        if not p.kinds & frozenset(PAYING) or p.cited or not _paid(lens, p):
            continue
        tax = _tax(lens, p)
        for s in lens.stretches(p):
            for q in lens.quantities(s):
                if q.unit != "円" or q.bound is not Bound.EXACT or q.value is None or q.value < 1000:
                    continue
                key = _paid_for(lens, s, q)
                if key is None:
                    continue
                note = _tax_here(p.text, q) or tax
                v = lens.voice(p, q.start)
                yield Said(Item.COST, key, p.text[q.start : q.end], q, p.anchor(q.start, q.end), v.name, v.kind, note)


def _paid(lens: Lens, p: Passage) -> bool:
    heads = lens.heads(p)
    return (
        lens.says("xdc.cost", heads)
        or lens.says("xdc.cost", p.header)
        or bool(lens.inside("xdc.cost", p, 0, len(p.text)))
        or bool(lens.inside("xdc.cost_total", p, 0, len(p.text)))
        or any(w in p.text or w in p.header for w in ("税込", "税抜"))
        or _priced(lens, p)
    )


def _priced(lens: Lens, p: Passage) -> bool:
    """Whether the first row of a passage's table heads a list of prices."""
    if p.table < 0:
        return False
    first = p
    for x in reversed(lens.reading.index.passages[max(0, p.number - 40) : p.number]):
        if (x.document, x.table) != (p.document, p.table):
            break
        first = x
    return first is not p and any(w in first.text for w in ("税込", "税抜"))


def _tax(lens: Lens, p: Passage) -> str:
    around = f"{p.header} {lens.heads(p)}"
    if not ("税込" in around or "税抜" in around or "税別" in around):
        passages = lens.reading.index.passages[max(0, p.number - 10) : p.number + 8]
        around = " ".join(x.text for x in passages if x.document == p.document)
        if "税抜" in around or "税別" in around:
            return ""
    return "in" if lens.says("xdc.tax_in", around) else "out" if lens.says("xdc.tax_out", around) else ""


def _tax_here(text: str, q: Quantity) -> str:
    after = text[q.end : q.end + 8]
    return "in" if "税込" in after else "out" if "税抜" in after or "税別" in after else ""


_LABEL_BEFORE = re.compile(
    r"(?P<label>[一-鿿ァ-ヴーA-Za-z0-9・とのび]{2,16}?)(?:の費用|費用|代)?[（(]?(?:税込|税抜)?[）)]?[：:はが　 ]{0,3}$"
)


def _paid_for(lens: Lens, s: Stretch, q: Quantity) -> str | None:
    p = s.passage
    if (
        re.search(r"原価|委託費|とき|中止|返金|取りやめ|やめた|負担軽減|×|根拠", f"{s.header}{s.label}")
        or "根拠" in s.header
    ):
        return None
    if s.label and p.place in (Place.CELL, Place.KV) and len(s.label) <= 30 and len(s.text) <= 40:
        key = re.sub(r"[（(].*?[）)]", "", s.label)
        if re.search(r"[0-9０-９,]+円[×x]", s.label):
            return None
        column = "" if re.search(r"金額|費用|額|円", s.header) or not s.header else f"@{plain(s.header)}"
        return ("total" if lens.says("xdc.cost_total", s.label) else plain(key)) + column
    before = p.text[max(s.start, q.start - 24) : q.start]
    if re.match(r"\s*[×xX✕]", p.text[q.end : q.end + 2]):
        return None
    if re.search(r"(?:とき|場合|返|中止|やめ)[^、。]*$", p.text[s.start : q.start]) or re.search(
        r"返|負担軽減|謝金|中止", p.text[q.end : min(s.end, q.end + 30)]
    ):
        return None
    if lens.inside("xdc.cost_total", p, max(s.start, q.start - 16), q.start):
        return "total"
    m = _LABEL_BEFORE.search(before)
    if m is None:
        return None
    label = re.sub(r"^(?:内訳は?|うち|と|及び|の)+", "", m["label"])
    return plain(re.sub(r"(?:費用|の)$", "", label)) or None


def same_cost(a: Said, b: Said) -> bool | None:
    """Whether two amounts are one, with tax or without it; None where one side does not say which."""
    if not isinstance(a.value, Quantity) or not isinstance(b.value, Quantity):
        return None
    one, two = a.value.value, b.value.value
    if one is None or two is None:
        return None
    if one == two:
        return True
    if a.note != b.note:
        ratio = max(one, two) / min(one, two)
        return True if abs(ratio - Decimal("1.1")) < Decimal("0.001") else (None if not (a.note and b.note) else False)
    return False


# --- limits ---


def limits(lens: Lens) -> Iterator[Said]:
    """Limits of tests: by the row's test, or by the test named before them in a sentence."""
    keys = [f"xdc.test.{t}" for t in TESTS]
    for s in lens.own(*SPECIFYING):
        p = s.passage
        if lens.elsewhere(s) or lens.has("xdc.trial_lot", s) or (DocKind.OTHER in p.kinds and not _sheet(lens, p)):
            continue
        strokes = tuple(_strokes(lens, s))
        if strokes:
            yield from strokes
            continue
        found = lens.quantities(s)
        if not found:
            continue
        if s.label and (p.place is Place.CELL or (p.place is Place.KV and len(s.label) <= 30 and len(s.text) <= 60)):
            yield from _row(lens, s, keys)
        else:
            yield from _prose(lens, s, keys)


def _marker(text: str) -> str:
    """A marker without its sign; of a phenotype of several the signs make the difference."""
    signed = re.sub(r"陽性|[＋⁺]", "+", re.sub(r"陰性|[－−⁻]", "-", folded(text).replace(" ", "")))
    return signed if signed.count("CD") > 1 else re.sub(r"[+-]", "", signed)


def _strokes(lens: Lens, s: Stretch) -> Iterator[Said]:
    """The limits of tests that share a line with strokes; a bare share of half and more is a floor."""
    p = s.passage
    if _of_steps(lens, p):
        return
    at = s.label_span[0] if s.label_span[1] and _MARKER.search(p.text, *s.label_span) else s.start
    for m in _STROKES.finditer(p.text, at, s.end):
        tests = [_marker(x) for x in re.split("[/／]", m["tests"])]
        values = list(_SHARE.finditer(p.text, m.start("values"), m.end("values")))
        if len(tests) != len(values) or not (m["unit"] or all(re.search("[%％]", v.group()) for v in values)):
            continue
        for test, v in zip(tests, values, strict=True):
            end = v["end"] or m["end"] or ("以上" if Decimal(v["number"]) >= 50 else "以下")
            q = next(iter(quantities(f"{v['number']}%{end}")), None)
            if q is not None:
                moved = replace(q, start=v.start(), end=v.end(), number_start=v.start(), number_end=v.end("number"))
                yield from _limits(lens, s, test, [moved], "")


_PICKED = re.compile(r"(?:検出限界|定量限界|CV|精度|検体|前培養|試験の性能)")


#: Heads of tables of steps and of raw materials, whose limits are not the product's.
_PROCESS = re.compile(r"次に進|次へ進|処置|外れた|供給者|品番|原料|資材|受入れ")
_STEP = re.compile(r"^(?:工程|段階|操作|手順|作業|ステップ)")


def _sheet(lens: Lens, p: Passage) -> bool:
    """Whether a document of no kind is a sheet of specifications by its name or title."""
    d = lens.reading.dossier.document(p.document)
    return "規格" in d.path.replace("\\", "/").rsplit("/", 1)[-1] + d.title


def _of_steps(lens: Lens, p: Passage) -> bool:
    """Whether a row is of a table of steps or of raw materials."""
    heads = lens.heading(p)
    steps = _STEP.match(p.header) and not re.search(r"判定基準|規格", p.header)
    return bool(_PROCESS.search(p.header) or steps or _PROCESS.search(heads))


def _row(lens: Lens, s: Stretch, keys: list[str]) -> Iterator[Said]:
    p = s.passage
    if (
        _PICKED.search(s.header)
        or _of_steps(lens, p)
        or re.search(r"原料|工程内|保存", s.header)
        or lens.says("xdc.in_process", s.label)
        or lens.says("xdc.in_process", s.header)
    ):
        return
    headed = lens.says("xdc.limit_head", s.header)
    if s.header and not headed and "項目" not in s.header and not re.search(r"目標|値|内容", s.header):
        # A品 | B品: a column for each product, the limit with its marker in the cell.
        if _MARKER.search(p.text, s.start, s.end) and re.search("表面抗原|純度|確認", s.label):
            yield from _prose(lens, s, keys)
        return
    tests = _tests(lens, p, (0, max(s.label_span[1], s.start)), keys)
    if not tests:
        # 純度 | CD45陽性3％以下、CD73・CD90 95％以上: the tests stand in the cell.
        yield from _prose(lens, s, keys)
        return
    inner = _tests(lens, p, (s.start, s.end), keys)
    if inner:
        yield from _prose(lens, s, keys)
        return
    found = [
        q
        for q in lens.quantities(s)
        if _limit(q) or (headed and q.bound is Bound.EXACT and q.unit in ("cells", "count"))
    ]
    parts = next((x for x in (s.label.split(c) for c in "・、/／") if len(x) == len(found) > 1), [])
    if parts:
        # CD166・ZO-1 | 95％以上・90％以上: each limit is its own test's.
        for part, q in zip(parts, found, strict=True):
            at = p.text.find(part)
            for test in _tests(lens, p, (at, at + len(part)), keys) if at >= 0 else ():
                yield from _limits(lens, s, test, [q], s.label)
        return
    for test in tests:
        yield from _limits(lens, s, test, found, s.label)


def _tests(lens: Lens, p: Passage, span: tuple[int, int], keys: list[str]) -> list[str]:
    start, end = span
    if start == end:
        return []
    text = p.text[start:end]
    markers = [_marker(m.group()) for m in _MARKER.finditer(text)]
    if markers:
        return list(dict.fromkeys(markers))
    found = sorted((a, k) for k in keys for a, _ in lens.inside(k, p, start, end))
    return [found[0][1].rsplit(".", 1)[-1]] if found else []


def _limit(q: Quantity) -> bool:
    return q.bound is not Bound.EXACT


def _prose(lens: Lens, s: Stretch, keys: list[str]) -> Iterator[Said]:
    p = s.passage
    if (
        _of_steps(lens, p)
        or lens.says("xdc.in_process", s.label)
        or lens.says("xdc.in_process", s.header)
        or (lens.says("xdc.eligibility", s.label) and not lens.says("xdc.limit_head", s.label))
    ):
        return
    if p.kinds & {DocKind.FORM, DocKind.CONSENT, DocKind.PROTOCOL} and lens.says("xdc.eligibility", lens.heading(p)):
        return
    named = sorted(
        [(a, b, k.rsplit(".", 1)[-1]) for k in keys for a, b in lens.inside(k, p, s.start, s.end)]
        + [(m.start(), m.end(), "@" + _marker(m.group())) for m in _MARKER.finditer(p.text, s.start, s.end)]
    )
    if not named:
        return
    for q in lens.quantities(s):
        if not _limit(q):
            continue
        before = [(a, b, k) for a, b, k in named if b <= q.start]
        if not before:
            continue
        last = before[-1]
        gap = p.text[last[1] : q.start]
        if (
            len(gap) > 26
            or re.search(r"[。；;]", gap)
            or lens.inside("xdc.in_process", p, max(s.start, last[0] - 16), q.start)
        ):
            continue
        if re.search(r"までに|以内に|後に|変化|低下|倍", p.text[q.end : q.end + 6]) or re.search(r"変化|増加|差", gap):
            continue
        chosen = [last]
        # CD73・CD90・CD105 各95％以上: the markers in one run share the limit.
        if last[2].startswith("@"):
            for x in reversed(before[:-1]):
                if x[2].startswith("@") and re.fullmatch(
                    r"[・、,，/／と及び\s陽性＋+（()）]*", p.text[x[1] : chosen[-1][0]]
                ):
                    chosen.append(x)
                else:
                    break
        for _, _, k in chosen:
            yield from _limits(lens, s, k.lstrip("@"), [q], p.text[max(s.start, last[0] - 10) : q.end + 12])


def _limits(lens: Lens, s: Stretch, test: str, found: list[Quantity], around: str) -> Iterator[Said]:
    p = s.passage
    if s.passage.place is Place.CELL:
        around = f"{around} {s.passage.text[: s.start]}"
    stage = next(
        (x for x in _STAGES if lens.says(f"xdc.stage.{x}", around) or lens.says(f"xdc.stage.{x}", s.header)), ""
    )
    if re.search(r"ベクター|セルバンク|原薬|中間体|プラスミド", lens.heading(p)) and lens.reading.facts.has(
        "product", "cells"
    ):
        # The virus that carries the gene into the cells has specifications of its own.
        return
    if test == "volume" and not p.kinds & {DocKind.OUTLINE, DocKind.STANDARD, DocKind.QUALITY_STANDARD}:
        # Before giving, what is left in the syringe is measured, not what was filled.
        return
    if re.search(r"目標|QTPP", f"{s.header} {lens.heading(p)}"):
        stage = "target"
    for q in found:
        if q.unit in ("day", "hour", "min", "times", "lot") and test != "doubling":
            continue
        side = (
            "≤" if q.bound in (Bound.AT_MOST, Bound.BELOW) else "≥" if q.bound in (Bound.AT_LEAST, Bound.ABOVE) else "="
        )
        v = lens.voice(p, q.start)
        yield Said(
            Item.LIMIT, f"{test}{side}", p.text[q.start : q.end], q, p.anchor(q.start, q.end), v.name, v.kind, stage
        )
