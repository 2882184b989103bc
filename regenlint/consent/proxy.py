"""Whether the consent of a proxy and the proxy's relation are recorded."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding


def recorded(ctx: Context, whose: str, whose_en: str) -> Iterator[Finding | Evidence]:
    """Evidence for both records, else one finding that names what is not there."""
    proxies = [h for h in ctx.hits("icf.signature.proxy") if _records(h, ctx)]
    relations = [
        h
        for h in ctx.hits("icf.relation")
        if not ctx.beside(h, "icf.emergency") and (_near(h, proxies) or ctx.beside(h, "icf.signature.proxy"))
    ]
    lacks: list[tuple[str, str]] = []
    if not proxies:
        lacks.append(("代諾者の同意の記録（署名・同意日の欄又は記録の定め）", "the proxy's consent"))
    if not relations:
        lacks.append((f"代諾者と{whose}との関係（続柄）の記録", f"the proxy's relation to {whose_en}"))
    if not lacks:
        yield from (Evidence(h.anchor, "value") for h in (proxies[0], relations[0]))
        return
    seen = _in_first_kind(proxies or relations or list(ctx.hits("icf.signature.proxy")), ctx)
    yield lacking(ctx, [x for x, _ in lacks], [x for _, x in lacks], seen)


def _records(hit: Hit, ctx: Context) -> bool:
    """A signature line of the proxy, or a sentence that has the proxy's consent recorded."""
    return bool(ctx.beside(hit, "icf.signature") or ctx.beside(hit, "icf.record"))


def _near(hit: Hit, proxies: list[Hit]) -> bool:
    p = hit.passage
    return any(q.passage.document == p.document and abs(q.passage.number - p.number) <= 5 for q in proxies)


def _in_first_kind(hits: list[Hit], ctx: Context) -> Hit | None:
    """The first hit in the kind of document read first, else the first of all."""
    for kind in ctx.rule.reads:
        for h in hits:
            if kind in h.passage.kinds:
                return h
    return next(iter(hits), None)
