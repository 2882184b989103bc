"""用いる細胞と用い方からみて、選択した区分が必要より高くないかを見る。

何を見るか
    第二種の計画で、培養せず、本人の細胞を用い、相同利用でない理由も慎重を期した旨もないもの。
なぜ
    区分に合わない理由が書かれている可能性がある。
見ないもの
    高い区分を選ぶこと自体は違法とはいえない。
直し方
    判断理由を見直し、第二種とした理由（相同利用に当たらないなど）を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Confidence, Evidence, Finding, NotJudged, Outcome, Severity
from regenlint.values import says

from .grounds import need_reason, one_class


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Whether anything in the reason or the content speaks for class II."""
    need_documents(ctx)
    own = one_class(ctx)
    passages = need_reason(ctx)
    if own is None or own[0] != 2:
        raise NotJudged("第二種の選択が読み取れません", "no declaration of class II was read")
    hits = [
        *ctx.hits("cls.careful", DocKind.FORM, DocKind.PROTOCOL),
        *ctx.hits("cls.not_homologous", DocKind.FORM, DocKind.PROTOCOL),
    ]
    if hits or any(says(ctx, "cls.careful", p.text) for p in passages):
        yield Evidence(passages[0].whole(), "value")
        return
    yield ctx.finding(
        Outcome.DEFICIENT,
        "培養せず本人の細胞を用いる計画で、第二種とした理由（相同利用に当たらないなど）が読み取れません",
        "uncultured cells of the same person: the reason does not tell why it is class II",
        passages[0].whole(),
        confidence=Confidence.LOW,
        severity=Severity.NOTE,
    )
