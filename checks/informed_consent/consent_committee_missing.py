"""審査した認定再生医療等委員会の名称と審査事項が説明文書にあるか。

何を見るか：「○○（特定）認定再生医療等委員会」のように名のついた委員会名（又は委員会名の欄の値、認定番号）と、
同じ段落・表・節に、何を審査したか（提供の適否、基準への適合、安全性など）があるか。
なぜ：省令13条2項21号。
見ないもの：意見書・様式の委員会名との一致（文書間の規則が見る）。倫理委員会、「第三者機関」、名のない
「認定再生医療等委員会」だけのものは満たさない。
直し方：委員会の正式な名称と、審査事項を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.consent.reviewer import committee_stated
from regenlint.context import Context
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names what is not there."""
    yield from committee_stated(ctx)
