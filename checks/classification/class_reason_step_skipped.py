"""判断理由が、結論までに通る段階の結果をそれぞれ述べているかを見る。

何を見るか
    除外技術、ES・iPS、遺伝子、動物の細胞、他人の細胞、核酸等、幹細胞と培養、再建等の各段階。区分が定まった後の段階は問わない。
なぜ
    記載要領は、通知の図2に沿って各段階の結果を書くことを求めている。
見ないもの
    番号・順序・語句。相同利用の検討（CLS005）。
直し方
    図2の段階ごとに、該当・非該当と理由を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.text import folded
from regenlint.values import says

from .grounds import body, conclusions, need_reason, one_class

_STEPS = (
    ("cls.step1", "政令の除外技術", "excluded technologies"),
    ("cls.step2", "ES・iPS細胞等", "ES or iPS cells"),
    ("cls.step3", "遺伝子の導入・改変", "gene modification"),
    ("cls.step4", "動物の細胞", "animal cells"),
    ("cls.step5", "受ける者以外の人の細胞", "another person's cells"),
    ("cls.step6", "核酸等の体内への導入", "nucleic acids given into the body"),
    ("cls.step7", "幹細胞の利用と培養", "stem cells and culture"),
)
#: The step that settles class I, by the fact that makes it so.
_SETTLED = (
    ("gene_modified", "ex-vivo", 3),
    ("donor", "xenogeneic", 4),
    ("donor", "allogeneic", 5),
    ("nucleic_acid", True, 6),
)

#: ES or iPS cells that are used: the second step settles class I, whatever the cells' donor.
_PLURIPOTENT = re.compile(
    r"(?:iPS|ES|人工多能性幹|胚性幹|多能性幹)細胞(?:等|様細胞)?(?:から|に由来|由来|に(?:培養|加工|分化)|を(?:分化|用い|使用|加工|材料|原料))"
    r"(?!(?:る|し|する)?(?:もの|こと)?(?:では|でも|は)?(?:な[いく]|しない|せず|ません))(?!ない|ず)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Which steps up to the declared class are spoken of."""
    need_documents(ctx)
    passages = need_reason(ctx)
    text = "\n".join(body(p)[0] for p in passages)
    own, found = one_class(ctx), list(conclusions(ctx, passages))
    number = own[0] if own else found[-1].number if found else ctx.facts.value("class")
    seen = [says(ctx, term, text) for term, _, _ in _STEPS]
    asked = 2 if number == 1 and _PLURIPOTENT.search(folded(text)) else _asked(ctx, number, seen)
    lacking = [step for step, there in zip(_STEPS[:asked], seen, strict=False) if not there]
    if lacking and number not in (1, 2, 3) and sum(seen) > len(lacking):
        raise NotJudged("区分が読み取れず、どの段階までが要るか決まりません", "the class is unknown")
    if not lacking:
        yield Evidence(passages[0].whole(), "value")
        return
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"判断理由に次の段階の結果がありません：{'、'.join(ja for _, ja, _ in lacking)}",
        f"the reason skips: {', '.join(en for _, _, en in lacking)}",
        passages[0].whole(),
        searched=tuple(ja for _, ja, _ in lacking),
    )


def _asked(ctx: Context, number: object, seen: list[bool]) -> int:
    """How many steps the way to the class passes through."""
    if number != 1:
        return len(_STEPS)
    for name, value, step in _SETTLED:
        if ctx.facts.has(name, value):
            return step
    return max((k for k, there in enumerate(seen[:6], 1) if there), default=2)
