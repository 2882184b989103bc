"""代諾者の同意と、本人との関係（続柄）の記録が残るか。

何を見るか：同意文書に代諾者の署名欄と続柄の欄があるか、又は代諾者の同意と本人との関係を記録する定めが
計画書・手順書にあるか。
なぜ：省令14条2項。
見ないもの：代諾の要件（別の規則が見る）。「保護者印」だけ、緊急連絡先の欄は数えない。
直し方：代諾者の署名・同意日・本人との続柄の欄を設ける。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, require_documents
from regenlint.checks.informed_consent.signing import shares_line
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names what is not recorded."""
    require_documents(ctx)
    proxies = [h for h in ctx.hits("icf.signature.proxy") if _records(h, ctx)]
    relations = [
        h for h in ctx.hits("icf.relation")
        if not shares_line(h, "icf.emergency", ctx) and (_near_proxy(h, proxies) or shares_line(h, "icf.signature.proxy", ctx))
    ]
    lacks: list[tuple[str, str]] = []
    if not proxies:
        lacks.append(("代諾者の同意の記録（署名・同意日の欄又は記録の定め）", "the proxy's consent"))
    if not relations:
        lacks.append(("代諾者と本人との関係（続柄）の記録", "the proxy's relation to the person"))
    if not lacks:
        yield from (Evidence(h.anchor, "value") for h in (proxies[0], relations[0]))
        return
    seen = next(iter(proxies or relations or ctx.hits("icf.signature.proxy")), None)
    yield lacking(ctx, [x for x, _ in lacks], [x for _, x in lacks], seen)


def _records(hit: Hit, ctx: Context) -> bool:
    """A signature line of the proxy, or a sentence that has the proxy's consent recorded."""
    return shares_line(hit, "icf.signature", ctx) or shares_line(hit, "icf.record", ctx)


def _near_proxy(hit: Hit, proxies: list[Hit]) -> bool:
    p = hit.passage
    return any(q.passage.document == p.document and abs(q.passage.number - p.number) <= 5 for q in proxies)
