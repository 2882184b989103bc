"""製造の委託の有無が、様式・契約書・本文で一致するかを見る。

何を見るか
    様式の委託の有無、製造の委託契約書、本文の「委託して製造する」「院内で製造する」という記載。
なぜ
    委託の有無で、契約・監督・施設番号など求められる記載が変わる。
見ないもの
    試験検査・運搬だけの委託、原料の購入、輸入の事務。
直し方
    実際の製造の場所に合わせて書き改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged

from .disagreement import conflict, whole


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The form's box is held against the contract and what the documents say."""
    found = whole(ctx).of(Item.OUTSOURCING)
    box = next((s for s in found if s.note == "box"), None) or _in_text(ctx)
    if box is None:
        votes = {v: [s for s in found if s.value is v] for v in (True, False)}
        if not found:
            raise NotJudged("委託の有無の記載がありません", "nothing says whether making is contracted out")
        if votes[True] and votes[False]:
            odd = min(votes.values(), key=lambda x: len({s.speaker for s in x}))
            yield conflict(ctx, Item.OUTSOURCING, odd[0], votes[not odd[0].value][0])
        return
    against = [s for s in found if s.value is not box.value and s.note != "box"]
    agreeing = [s for s in found if s.value is box.value and s.note != "box"]
    seen: set[str] = set()
    for s in against:
        # A contract in the dossier and one document's slip of words is no contradiction of the form.
        if s.speaker in seen or (box.value and any(a.speaker == s.speaker for a in agreeing)):
            continue
        if box.value and any(a.note == "contract" for a in agreeing) and s.kind is DocKind.CONSENT:
            continue
        seen.add(s.speaker)
        yield conflict(ctx, Item.OUTSOURCING, s, box)
    if not seen:
        yield Evidence(box.at, "value")


_TEXT = re.compile(r"委託の有無[：:]\s*(?P<v>有|無)|委託[：:]\s*(?P<w>有|無)")


def _in_text(ctx: Context) -> Said | None:
    for p in ctx.passages():
        if re.search(r"[☐☑□■]", p.text):
            continue
        if m := _TEXT.search(p.text):
            word = m["v"] or m["w"]
            return Said(
                Item.OUTSOURCING,
                "",
                m.group(),
                word == "有",
                p.anchor(m.start(), m.end()),
                f"{p.document}@",
                DocKind.FORM,
                "box",
            )
    return None
