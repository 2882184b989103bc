"""核酸等を体内に導入する計画が第一種とされているかを見る。

何を見るか
    第二種・第三種の計画で、遺伝情報を含む核酸等を体内の細胞に導入すると述べる所。
なぜ
    省令2条5号により、例外なく第一種である。
見ないもの
    体外で細胞に導入するもの（CLS007）、遺伝情報を含まない核酸、細胞の分泌物。
直し方
    第一種再生医療等提供計画として作り直し、特定認定再生医療等委員会の意見を聴く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .grounds import below_class_one, given


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """What the plan says it uses, where the class declared is lower."""
    need_documents(ctx)
    found = given(ctx, "cls.nucleic_given", unless="cls.cell_free")
    yield from below_class_one(ctx, found, "核酸等を体内に導入する", "nucleic acids are given into the body", "5号")
    place = ctx.expected_place()
    if not found and place:
        yield Evidence(place, "value")
