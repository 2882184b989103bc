"""遺伝子を導入・改変した細胞を用いる計画が第一種とされているかを見る。

何を見るか
    第二種・第三種の計画で、体外で遺伝子を導入・改変した細胞を投与すると述べる所。
なぜ
    省令2条2号により第一種である。
見ないもの
    遺伝子検査・解析、組換えたんぱく質の試薬。
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
    found = given(ctx, "cls.gene_modified", unless="cls.production", made=True)
    found += [h for h in ctx.hits("cls.gene_excuse") if h not in found]
    yield from below_class_one(ctx, found, "遺伝子を導入・改変した細胞を用いる", "gene-modified cells are used", "2号")
    place = ctx.expected_place()
    if not found and place:
        yield Evidence(place, "value")
