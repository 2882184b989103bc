"""What to say where residual DNA is not spoken of in numbers: turned away at a place, or not there at all."""

from __future__ import annotations

from regenlint.absence import need_documents, stop_if_blind
from regenlint.context import Context
from regenlint.evidence import State
from regenlint.index import Hit
from regenlint.rules import Finding, Outcome

_SAYS: dict[State, tuple[str, str]] = {
    State.FUTURE: ("これからのこととされています", "is put off to the future"),
    State.HANDED_ON: ("他者に委ねられ、値が提出物にありません", "is left to somebody else"),
    State.DENIED: ("行わない・ないとされています", "is denied"),
    State.NA_BARE: ("理由のない「該当なし」です", "is a bare “not applicable”"),
    State.TEMPLATE: ("未記入又はひな形のままです", "is blank or still the template's text"),
}


def lacking(ctx: Context, what: str, english: str, terms: tuple[str, ...] = ("dna.residual",)) -> Finding:
    """The finding for values that are not there, at the best place that speaks of them.

    Raises NotJudged where pages that could not be read may hold them.
    """
    stop_if_blind(ctx)
    need_documents(ctx)
    hits = [h for term in terms for h in ctx.hits(term)]
    if not hits:
        return ctx.finding(
            Outcome.MISSING,
            f"{what}の記載が見当たりません",
            f"nothing was found about: {english}",
            ctx.expected_place(),
            searched=(what,),
        )
    hit = max(hits, key=lambda h: _rank(h, ctx))
    state = ctx.state(hit).state
    ja, en = _SAYS.get(state, ("単位のある値がありません", "has no value with a unit"))
    outcome = Outcome.EMPTY if state is State.TEMPLATE else Outcome.DEFICIENT
    return ctx.finding(outcome, f"{what}：{ja}", f"{english}: {en}", hit, searched=(what,))


def _rank(hit: Hit, ctx: Context) -> tuple[bool, int]:
    """Statements before headings; the earlier the better."""
    return (ctx.state(hit).state in _SAYS, -hit.passage.number)
