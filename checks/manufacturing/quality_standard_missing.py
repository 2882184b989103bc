"""品質管理基準書が一式にあり、二つの章を備えるかをみる。

何を見るか：品質管理基準書（合本ではその部分）の有無と、その中の「検体の採取方法」「試験検査結果の判定方法」の記載。
なぜ：品質管理基準書は製造施設ごとに作成し（省令97条3項）、計画に添える（省令27条8項6号）。
見ないもの：内容の詳しさ（清掃・職員・工程・判定の各規則で見る）。承認品だけを用いる計画。一つの文書だけの検査。
直し方：品質管理基準書を添え、足りない章を加える。合本では当たる部分が分かる見出しを付ける。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding

from .standards import standard


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The standard with its two parts."""
    yield from standard(
        ctx,
        DocKind.QUALITY_STANDARD,
        "mfg.book.quality",
        "品質管理基準書",
        "quality standard",
        ("mfg.quality.sampling", "検体の採取方法", "sampling"),
        ("mfg.quality.judging", "試験検査結果の判定方法", "judging results"),
    )
