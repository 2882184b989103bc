"""再生医療等の名称が文書によって異ならないかを見る。

何を見るか
    「再生医療等の名称」の欄、表題、「…」で引かれた名称。記号・空白・字体と、助詞の違いを除いて比べる。
なぜ
    説明を受けた再生医療等と、審査され提出された再生医療等が同じであることを、名称で確かめられるようにするため。
見ないもの
    特定細胞加工物等の名称、略称、「以下…という」の部分、名称を言い換えた説明書の題。
直し方
    計画の名称に合わせる。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.agree import rank
from regenlint.comparison.names import same_therapy
from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .disagreement import conflict, odd, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict for each document that bears another name than the plan."""
    found = said(ctx, Item.THERAPY)
    reported: set[str] = set()
    for s in found:
        if s.note == "title" and any(o.speaker == s.speaker and o is not s and _agreed(o, found) for o in found):
            continue
        against = odd([s, *(o for o in found if o.speaker != s.speaker)], same_therapy, alone=True)
        if against is not None and against.one is s and s.speaker not in reported and not _followed(s, found):
            reported.add(s.speaker)
            yield conflict(ctx, Item.THERAPY, against.one, against.other)
    if not reported and len({s.speaker for s in found}) > 1:
        yield Evidence(found[0].at, "value")


def _agreed(s: Said, found: tuple[Said, ...]) -> bool:
    """Whether a name agrees with another document's: then a title in plainer words is no name."""
    return any(same_therapy(s, o) for o in found if o.speaker != s.speaker)


def _followed(s: Said, found: tuple[Said, ...]) -> bool:
    """Whether a document is the plan others differ from: of two that differ the later one is named."""
    others = [o for o in found if o.speaker != s.speaker]
    return rank(s.kind) < min((rank(o.kind) for o in others), default=99)
