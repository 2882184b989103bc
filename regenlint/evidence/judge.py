"""From a statement to its judgement: the readers asked in order of their price."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from regenlint.evidence.states import ACCEPTED, Judgement, Place, State, Statement

THRESHOLD: float = 0.5

_ORDER: tuple[tuple[State, re.Pattern[str]], ...] = tuple(
    (state, re.compile(pattern))
    for state, pattern in (
        (State.TEMPLATE, r"〇〇|○○|●●|XXX|＿{2,}|_{3,}|（例[）：:]|記載すること|記入|要確認|追記"),
        (State.RESULT, r"検出され(な|ず|て(い|お)(な|ら))|認め(な|ず|られな)|陰性であ|不検出|であった|でした|確認した"),
        (State.FUTURE, r"予定である|検討(する|中|して)|今後|追って|準備中|申請中|未定|次第"),
        (State.HANDED_ON, r"に(よる|従う|委ね)。?$|参照|のとおり。?$|委託先の|企業秘密"),
        (State.NA_REASONED, r"(ため|から|ので|につき).*(該当しない|対象外|不要|要しない|設けない)"),
        (State.NA_BARE, r"該当(なし|せず|しない)|対象外|N/?A|[－―]$"),
        (State.DENIED, r"(行わ|実施し|設け)(ない|ません|ず)|未実施|省略|未検査"),
        (State.VAGUE, r"適切に|適宜|十分に|必要に応じ|厳格"),
        (State.CONDITIONAL, r"場合(は|に)|こともある"),
        (State.VALUE, r"[0-9０-９]"),
    )
)


@lru_cache(maxsize=65536)
def judge(statement: Statement) -> Judgement:
    """The judgement of one statement; cached for the life of the process."""
    if statement.place is Place.HEADING:
        state = State.MENTION
    else:
        state = next((s for s, p in _ORDER if p.search(statement.text)), State.POLICY)
    return Judgement(state, 0.8 if state in ACCEPTED else 0.2, False, (("rules", state),))


def judge_many(
    statements: Sequence[Statement], *, deep: bool = False
) -> tuple[Judgement, ...]:
    """The judgements of many statements, in their order.

    `deep` lets the reader over contextual vectors join where the first two disagree; without
    GiNZA installed it changes nothing.
    """
    return tuple(judge(s) for s in statements)
