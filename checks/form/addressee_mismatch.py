"""第一種の計画の名宛てが厚生労働大臣であるかを見る。

何を見るか
    提出先の欄、又は様式の頭の「…殿」の行。
なぜ
    地方厚生局長に委任されるのは第二種・第三種だけで、第一種は厚生労働大臣に提出する。
見ないもの
    大臣と局長を併記した様式。第二種・第三種で大臣あてとしたもの。
直し方
    厚生労働大臣あてとする。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, fill_of
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.values import says, short, values

_HEAD = 16
_ADDRESS = re.compile(r"(?:殿|様|宛て?|あて|御中)?[\s　]*$")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The addressee of a class I plan."""
    need_documents(ctx)
    places = list(_addressed(ctx))
    if any(says(ctx, "frm.reached_minister", text) for text, _ in places):
        yield from (Evidence(at, "value") for text, at in places if says(ctx, "frm.reached_minister", text))
        return
    for text, at in places:
        if says(ctx, "frm.reached_bureau", text):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"第一種の提出先が「{short(text)}」だけです",
                f"a class I plan is addressed to “{short(text)}” only",
                at,
            )
            return
    for text, at in places:
        if fill_of(_ADDRESS.sub("", text)) in (Fill.BLANK, Fill.PLACEHOLDER):
            yield ctx.finding(Outcome.EMPTY, "提出先が空欄です", "the addressee is blank", at)
            return
    raise NotJudged("提出先が読み取れません", "the addressee could not be read")


def _addressed(ctx: Context) -> Iterator[tuple[str, Anchor]]:
    """The field of the addressee, and lines above the fields that end in 殿, 様 or あて."""
    for v in values(ctx, "submitted_to"):
        yield v.text, v.at
    for document in ctx.documents(DocKind.FORM):
        for b in document.blocks[:_HEAD]:
            text = b.text.strip()
            if len(text) <= 60 and (
                text.endswith(("殿", "様", "あて", "宛", "宛て", "御中"))
                or says(ctx, "frm.reached_minister", text[:12])
                or says(ctx, "frm.reached_bureau", text)
            ):
                yield text, Anchor(document.id, b.number, 0, len(b.text))
