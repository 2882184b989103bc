"""改正前の法令用語が使われていないかを見る（令和7年5月31日以後の計画）。

何を見るか
    細胞培養加工施設、特定細胞加工物概要書・標準書、特定細胞加工物製造事業者、再生医療等提供基準チェックリスト。
なぜ
    改正で用語が改まった（旧様式の書類は改正後のものとみなされるので、知らせるにとどめる）。
見ないもの
    許可証・届出書・過去の文書の引用、固有の施設名、参考文献、医師の経歴。
直し方
    特定細胞加工物等製造施設、特定細胞加工物等概要書など現在の用語に改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, Outcome

from .files import readable, whole

_NOW = {
    "doc.stale.facility": "特定細胞加工物等製造施設",
    "doc.stale.outline": "特定細胞加工物等概要書",
    "doc.stale.standard": "特定細胞加工物等標準書",
    "doc.stale.maker": "特定細胞加工物等製造事業者",
    "doc.stale.checklist": "再生医療等提供基準等チェックリスト",
}
_OTHERS = frozenset({DocKind.CV, DocKind.OPINION, DocKind.PRECEDENTS, DocKind.RESEARCH_BASIS, DocKind.CARTAGENA})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each old term once a document."""
    seen: set[tuple[str, str]] = set()
    for key, now in _NOW.items():
        for h in ctx.hits(key):
            if (
                (h.passage.document, key) in seen
                or h.passage.kinds & _OTHERS
                or _proper(h)
                or ctx.shares_sentence(h, "doc.stale_not")
            ):
                continue
            seen.add((h.passage.document, key))
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{h.text}」は改正前の用語です（現在は「{now}」）",
                f"“{h.text}” is a term of before the amendment",
                h,
            )
    if not seen:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


#: A place or a house's name right before the term, set off from what stands before: 名古屋細胞培養加工施設.
_PLACE = re.compile(
    r"(?:^|[。、「『（(：:・　 はがをにでと])(?!院内|院外|当院|委託|受託|外部|許可|届出|自社|施設|同一|当該"
    r"|該当|製造|認定|国内|海外|既存|新規|専用|民間|提携|各|本|両|他|同|自家|再生)"
    r"[一-鿿]{2,5}$"
)


def _proper(h: Hit) -> bool:
    """Whether the term ends a proper name: 汐凪浜クリニック細胞培養加工施設, 第二細胞培養加工施設."""
    before = h.passage.text[max(0, h.start - 12) : h.start]
    if re.search(
        r"(?:クリニック|病院|医院|センター|大学|研究所|株式会社[^　 。、]{0,8}|社|第[一二三1-3]|[ァ-ヴ]{2,})[　 ]?$",
        before,
    ):
        return True
    if re.match(r"[（(](?:施設の?名称|名称|施設名|固有名)", h.passage.text[h.end : h.end + 8]) or _PLACE.search(before):
        return True
    return (
        bool(re.search(r"(?:施設の名称|名称|施設名)(?:[：:　 ]| \| )[^。]{0,24}$", h.passage.text[: h.start]))
        or h.passage.place is Place.NOTE
    )
