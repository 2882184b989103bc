"""相同利用でない用い方を第三種としていないかを見る。

何を見るか
    「相同利用に当たらない」と述べる所、血小板・脂肪などを関節腔内・卵巣・子宮内などに用いると述べる所。
なぜ
    省令3条3号により、相同利用でないものは第二種である。
見ないもの
    皮膚・歯周組織・腱・靱帯への多血小板血漿、静脈内に戻す培養リンパ球。例にない部位。
直し方
    第二種再生医療等提供計画として作り直すか、投与部位を改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Confidence, Evidence, Finding, Outcome
from regenlint.values import says, short

from .grounds import given, one_class

#: 相同利用に当たらないものではない takes back what it says.
_UNSAID = re.compile(r"(?:という)?(?:もの|わけ|こと)?(?:では|でも|とは|とまでは)(?:な[いく]|あり|いえ|言え)")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """What the plan says of homologous use, and the sites it gives to."""
    need_documents(ctx)
    own, place = one_class(ctx), ctx.expected_place()
    if own is None or own[0] == 3:
        claims = [
            h
            for h in ctx.hits("cls.not_homologous", DocKind.FORM, DocKind.PROTOCOL)
            if h.passage.place is not Place.HEADING
            and not _UNSAID.match(h.passage.text, h.end)
            and not says(ctx, "cls.hypothesis", ctx.sentence(h))
            and not says(ctx, "cls.general", ctx.sentence(h))
        ]
        found = claims or _sites(ctx)
        if found:
            said = "相同利用に当たらないとしながら" if claims else f"「{short(found[0].text, 16)}」に用いるのに"
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"{said}第三種としています（省令3条3号）「{short(ctx.sentence(found[0]), 30)}」",
                f"use that is not homologous (“{short(found[0].text, 24)}”) is declared class III",
                own[1] if own else found[0],
                related=found[:3],
                confidence=Confidence.HIGH if claims else Confidence.LOW,
            )
            return
    if place:
        yield Evidence(place, "value")


def _sites(ctx: Context) -> list[Hit]:
    """Sites in joints, ovaries, the womb … to which platelets or fat are given."""
    if not ctx.facts.has("product", "prp") and not ctx.hits("cls.site_material"):
        return []
    return [
        h
        for h in given(ctx, "cls.other_site", unless="cls.site_denied")
        if ctx.facts.has("product", "prp") or says(ctx, "cls.site_material", ctx.sentence(h))
    ]
