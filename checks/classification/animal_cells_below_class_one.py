"""動物の細胞を用いる計画が第一種とされているかを見る。

何を見るか
    第二種・第三種の計画で、動物の細胞を加工して人に投与すると述べる所。
なぜ
    省令2条3号により第一種である。
見ないもの
    血清・酵素などの原料、投与物に残らない支持細胞。
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
    found = given(ctx, "cls.animal_cells", unless="cls.production")
    yield from below_class_one(ctx, found, "動物の細胞を用いる", "animal cells are used", "3号")
    place = ctx.expected_place()
    if not found and place:
        yield Evidence(place, "value")
