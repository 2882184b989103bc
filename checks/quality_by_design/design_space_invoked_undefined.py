"""デザインスペースの引用と定義

何を見るか：「デザインスペースの範囲内の変更（調整）は変更管理を要しない」等と述べる計画に、変数と範囲を示したデザインスペースが
あるか。

なぜ：範囲の定めのないデザインスペースは、どの変更でも管理の外に置ける。

見ないもの：「設定しない」旨の記載、一般的な説明、範囲の表が同じ節にあるもの。

直し方：変数と範囲を示すか、引用を削る。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Hit, Passage
from regenlint.quantity import Bound, quantities
from regenlint.rules import Evidence, Finding, Outcome

_RELIED = re.compile(
    r"(?:範囲内|スペース内|space内|内)[^。]{0,24}(?:変更|調整|運用|製造|操作)|(?:変更|調整)[^。]{0,24}(?:範囲内|スペース内)"
    r"|(?:変更|調整|移動|設定)[^。]{0,24}(?:範囲|スペース)[^。]{0,4}(?:とどま|留ま|収ま|入る|入って|ある)"
    r"|スペース[^。]{0,20}変更[^。]{0,4}(?:に当たら|にあたら|に該当し|とみなさ|と扱わ|としない|ではない)"
    r"|(?:範囲|スペース)(?:に|の中に|の中で|内に)[^。]{0,4}(?:とどま|留ま|収ま|入る|入って|ある)[^。]{0,24}(?:変更|調整|手続)"
)
_NOT_RELIED = re.compile(
    r"設けない|設けず|設けて(?:い|お)|定めて(?:いない|おらず|いません)|定めない|定めず|設定しない|設定せず|用いない|とは(?!み|し|扱|考|認|言|せ|な)|とされ|望まし|一般に|予定|検討"
)

#: A plan without a design space has ranges of another kind.
_NONE = re.compile(r"設けない|設けず|設けていない|設定しない|設定せず|設定していない")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Report reliance on a design space of which no range is found."""
    hits = ctx.hits("qbd.design_space")
    relied = [h for h in hits if _RELIED.search(ctx.sentence(h)) and not _NOT_RELIED.search(ctx.sentence(h))]
    if not relied:
        return
    for h in (h for h in hits if not _NONE.search(ctx.sentence(h))):
        if any(_ranges(p) for p in _near(ctx, h)):
            yield Evidence(h.anchor, "value")
            return
    yield ctx.finding(
        Outcome.CONFLICTING,
        "デザインスペースを引いていますが、変数と範囲を示した記載が見当たりません",
        "a design space is relied on, but its variables and ranges were not found",
        relied[0],
    )


def _near(ctx: Context, hit: Hit) -> Iterator[Passage]:
    yield hit.passage
    passages = ctx.reading.index.passages
    if hit.passage.section >= 0 and not _RELIED.search(ctx.sentence(hit)):
        for number in ctx.reading.index.in_section(hit.passage.document, hit.passage.section):
            if number > hit.passage.number:
                yield passages[number]


def _ranges(p: Passage) -> bool:
    return any(q.bound in (Bound.RANGE, Bound.TOLERANCE) and q.unit for q in quantities(p.text)) or bool(
        re.search(r"pH\s?\d+(?:\.\d+)?\s?[～〜~-]\s?\d", p.text)
    )
