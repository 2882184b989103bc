"""ES・iPS・iPS様細胞を用いる計画が第一種とされているかを見る。

何を見るか
    第二種・第三種の計画で、ES・iPS・iPS様細胞を加工して投与すると述べる所。
なぜ
    省令2条1号により第一種である。
見ないもの
    用いないという否定。参考文献、将来展望、比較としての言及。
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
    found = given(ctx, "cls.pluripotent")
    yield from below_class_one(ctx, found, "ES・iPS・iPS様細胞を用いる", "cells of ES or iPS origin are used", "1号")
    place = ctx.expected_place()
    if not found and place:
        yield Evidence(place, "value")
