"""製造を委託する計画に、製造の委託契約書が添えられているかをみる。

何を見るか：契約書（覚書・基本契約を含む）の有無と、それが製造・加工・培養の委託についてのものか。
なぜ：製造を委託する計画には委託契約書の写しその他これに準ずるものを添える（省令27条8項8号）。
見ないもの：契約日・記名・有効期間の不備、契約書案の扱い。一つの文書だけの検査。
直し方：特定細胞加工物等の製造の委託契約書の写しを添える。営業秘密に当たる部分は伏せてもよい。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import stop_if_untold
from regenlint.context import Context
from regenlint.find import find_all
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Evidence of a contract on manufacture; deficient for another one, missing without any."""
    contracts = ctx.dossier.of_kinds(frozenset({DocKind.CONTRACT}))
    for document in contracts:
        hit = next(
            (h for h in ctx.hits("mfg.making_contract", DocKind.CONTRACT) if h.passage.document == document.id), None
        )
        if hit is not None:
            yield Evidence(hit.anchor, "value")
            return
    if any(x.blinds for d in contracts for x in d.losses):
        raise NotJudged("契約書に読み取れない頁があるため判定できません", "pages of the contract could not be read")
    if contracts:
        yield ctx.finding(
            Outcome.DEFICIENT,
            "添付の契約書は製造の委託についてのものではありません",
            "the contract enclosed is not about manufacture",
            Anchor(contracts[0].id, 0),
        )
        return
    withheld = ctx.reading.terms["mfg.withheld"].concept
    for hit in ctx.hits("mfg.contract", *DocKind):
        if find_all(withheld, ctx.sentence(hit)):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"委託契約書を提出しないとしています「{ctx.sentence(hit).strip()[:40]}」",
                "the contract is withheld or not yet made",
                hit,
            )
            return
    stop_if_untold(ctx)
    yield ctx.finding(
        Outcome.MISSING,
        "製造の委託契約書（写し）が提出物に見当たりません",
        "no contract on manufacture is in the dossier",
        None,
        searched=("委託契約書",),
    )
