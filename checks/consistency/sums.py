"""Breakdowns that do not add up: in a table with a total row, or in a line 内訳：A、B、C／合計 D."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from regenlint.context import Context
from regenlint.index import Passage
from regenlint.model import Anchor
from regenlint.quantity import Bound, quantities
from regenlint.rules import Finding, Outcome

from .disagreement import whole


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Decimal
    at: Anchor
    label: str


def wrong_sums(ctx: Context) -> Iterator[Finding]:
    """A finding at each total that its parts do not make."""
    for parts, total in (*_tables(ctx), *_lines(ctx)):
        whole_sum = sum((p.value for p in parts), Decimal(0))
        if len(parts) < 2 or whole_sum == total.value or _part_of_it(parts, total.value):
            continue
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"内訳の合計は{whole_sum:,f}円ですが、合計欄は{total.value:,f}円です",
            f"the parts make {whole_sum:,f} yen, the total says {total.value:,f}",
            total.at,
            related=tuple(p.at for p in parts[:6]),
        )


def _part_of_it(parts: list[_Amount], total: Decimal) -> bool:
    """Whether the parts hold alternatives (1回, 6回コース) some of which make the total."""
    from itertools import combinations

    values = [p.value for p in parts]
    if not any(re.search(r"[1１]回|コース|クール|片|両|オプション", p.label) for p in parts):
        return False
    if any(total == v * n for v in values for n in range(2, 13)):
        return True
    return len(values) <= 10 and any(sum(c) == total for k in range(2, len(values)) for c in combinations(values, k))


_TOTAL = re.compile(r"合計|総額|総計|総費用")
_ALTERNATIVE = re.compile(r"(?:[（(]1回|1回分|追加|オプション|別途|再発行|キャンセル|希望)")


def _tables(ctx: Context) -> Iterator[tuple[list[_Amount], _Amount]]:
    """Columns of tables with a last row that totals them."""
    lens = whole(ctx).lens
    columns: defaultdict[tuple[str, int, int], list[tuple[str, _Amount]]] = defaultdict(list)
    for p in ctx.passages():
        label, cells = _row(p)
        if not label or re.search(r"根拠|原価", label):
            continue
        heads = [h.strip() for h in p.header.split(" | ")] if p.header else []
        for n, (start, text) in enumerate(cells):
            if n + 1 < len(heads) and re.search(r"根拠|内容|備考|税抜", heads[n + 1]):
                continue
            money = [q for q in quantities(text) if q.unit == "円" and q.bound is Bound.EXACT and q.value is not None]
            if len(money) != 1:
                continue
            q = money[0]
            group = p.table if p.table >= 0 else -2 - p.section
            columns[p.document, group, n].append(
                (label, _Amount(q.value or Decimal(0), p.anchor(start + q.start, start + q.end), label))
            )
    del lens
    for rows in columns.values():
        totals = [k for k, (label, _) in enumerate(rows) if _TOTAL.search(label)]
        if len(totals) != 1 or totals[0] == 0:
            continue
        parts = [a for label, a in rows[: totals[0]] if not re.search(r"小計", label)]
        once = [a for a in parts if not (_ALTERNATIVE.search(a.label) and any("コース" in b.label for b in parts))]
        yield once, rows[totals[0]][1]


def _row(p: Passage) -> tuple[str, list[tuple[int, str]]]:
    """A row's label and its other cells with their offsets; a label/value pair is a row of two cells."""
    if p.label_end:
        return p.text[: p.label_end], [(p.label_end + 1, p.text[p.label_end + 1 :])]
    if p.table < 0 or " | " not in p.text:
        return "", []
    cells: list[tuple[int, str]] = []
    at = 0
    for cell in p.text.split(" | "):
        cells.append((at, cell))
        at += len(cell) + 3
    return cells[0][1], cells[1:]


_BREAKDOWN = re.compile(
    r"内訳(?:は)?[：:はが（( ]*(?P<parts>[^。]{8,160}?)[／/、。)）]*\s*(?:の)?(?:合計|総額|計)(?:は|で|が"
    r"|：|:|[ 　])*(?P<total>[0-9０-９,，]+円)"
)
_BEFORE = re.compile(
    r"(?P<total>[0-9０-９,，]+円)(?:（税込）)?(?:です|とする|である)?[（(](?P<parts>[^（）()]*(?:円[、，・][^（）()]*){1,6}円[^（）()]{0,6})[）)]"
)


_AFTER = re.compile(
    r"(?:総額|合計|費用は?)(?:は|で)?[、 　]?(?P<total>[0-9０-９,，]+円)[^。円]{0,16}(?:です|である"
    r"|とする)?。?(?:その)?内訳は?[、：: ]?(?P<parts>[^。]{8,200})。"
)


def _lines(ctx: Context) -> Iterator[tuple[list[_Amount], _Amount]]:
    for p in ctx.passages():
        for pattern in (_BREAKDOWN, _BEFORE, _AFTER):
            for m in pattern.finditer(p.text):
                parts = [
                    _Amount(q.value, p.anchor(m.start("parts") + q.start, m.start("parts") + q.end), "")
                    for q in quantities(m["parts"])
                    if q.unit == "円"
                    and q.value is not None
                    and q.bound is Bound.EXACT
                    and not re.match(r"[ ]?[×xX✕]", m["parts"][q.end :])
                    and m["parts"][: q.start].count("（") == m["parts"][: q.start].count("）")
                ]
                total = next((q for q in quantities(m["total"]) if q.value is not None), None)
                if total is not None and total.value is not None and not re.search(r"とき|返|中止", m["parts"]):
                    yield parts, _Amount(total.value, p.anchor(*m.span("total")), "")
