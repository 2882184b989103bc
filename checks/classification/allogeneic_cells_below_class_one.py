"""他人の細胞を用いる計画が第一種とされているかを見る。

何を見るか
    第二種・第三種の計画で、受ける者以外の人の細胞を加工して投与すると述べる所。
なぜ
    省令2条4号により第一種である。
見ないもの
    様式の用語としての「細胞提供者」、患者本人を指すドナー、細胞を含まない上清・血清。
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
    found = given(ctx, "cls.other_persons", unless="cls.not_other")
    yield from below_class_one(ctx, found, "受ける者以外の人の細胞を用いる", "another person's cells are used", "4号")
    place = ctx.expected_place()
    if not found and place:
        yield Evidence(place, "value")
