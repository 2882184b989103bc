"""審査した認定再生医療等委員会の名称と審査事項が提供者向け説明文書にあるか。

何を見るか：名のついた（特定）認定再生医療等委員会と審査事項。用途がまだ決まらない保管細胞では、その旨が
書かれていれば名称を求めない。
なぜ：省令7条6号ツ。
見ないもの：意見書との一致。
直し方：委員会の正式な名称と審査事項を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.consent.reviewer import committee_stated
from regenlint.context import Context
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names what is not there."""
    undetermined = ctx.hits("dnr.undetermined")
    if undetermined:
        yield Evidence(undetermined[0].anchor, "na_reasoned")
        return
    yield from committee_stated(ctx)
