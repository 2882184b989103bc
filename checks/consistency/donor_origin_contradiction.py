"""投与する細胞が自己か他人かの記載が一致するかを見る。

何を見るか
    自己・自家・患者本人の細胞という記載と、同種・他家・ドナーから採るという記載が、同じ一式の中で並んでいないか。
なぜ
    同種であれば第一種となり、提供者の選定・説明・検査が要る。
見ないもの
    「細胞提供者」という様式の用語、患者本人を指すドナー、他家製品の文献や比較、培地に使う血清、用いないという否定。
直し方
    正しい由来に書き改める。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.said import Item
from regenlint.context import Context
from regenlint.model import Anchor, DocKind
from regenlint.rules import Confidence, Evidence, Finding, NotApplicable, Outcome

from .disagreement import conflict, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The origin the name or the most documents give is held against each other one."""
    found = said(ctx, Item.DONOR)
    if not found:
        raise NotApplicable("細胞の由来の記載がありません", "nothing says whose cells they are")
    name = next((s for s in found if s.note == "name"), None)
    counts = {v: len({s.speaker for s in found if s.value == v}) for v in ("autologous", "allogeneic")}
    plan = name.value if name else max(counts, key=lambda v: counts[v])
    reference = name or next(s for s in found if s.value == plan)
    seen: set[str] = set()
    for s in found:
        if s.value != plan and s.speaker not in seen:
            seen.add(s.speaker)
            yield conflict(ctx, Item.DONOR, s, reference, "細胞が自己か他人か", "own or another's cells")
    if plan == "autologous" and not seen:
        for d in ctx.documents(DocKind.DONOR_CONSENT):
            if d.kind is DocKind.DONOR_CONSENT and not ctx.documents(DocKind.CONSENT):
                continue
            if d.kind is DocKind.DONOR_CONSENT and d.blocks:
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    "自己の細胞だけの計画に、提供者（第三者）向けの説明文書があります（ひな形の残りの疑い）",
                    "a document for third-party donors in a plan with the patient's own cells",
                    _top(d.id),
                    related=(reference.at,),
                    confidence=Confidence.LOW,
                )
    if not seen:
        yield Evidence(reference.at, "value")


def _top(document: str) -> Anchor:
    return Anchor(document, 0)
