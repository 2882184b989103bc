"""多施設共同研究で、代表管理者と他の医療機関・管理者の名が説明文書にあるか。

何を見るか：説明文書に、代表管理者の氏名と、二つ以上の医療機関の名称（自施設と他の施設）、
管理者の氏名が書かれているか。
なぜ：省令13条2項2号の括弧書き。
見ないもの：施設の数が研究計画書と合うか（文書間の規則が見る）。研究代表者の名だけでは代表管理者の
記載とみなさない。
直し方：代表管理者の氏名と、共同で行う全ての医療機関の名称・管理者の氏名の一覧を説明文書に付ける。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, need_documents
from regenlint.context import Context
from regenlint.roles import named
from regenlint.rules import Evidence, Finding
from regenlint.text import folded


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names what is not there."""
    need_documents(ctx)
    lacks: list[tuple[str, str]] = []
    representative = named(ctx, "icf.role.representative")
    if representative is None:
        lacks.append(("代表管理者の氏名", "the representative administrator's name"))
    names = {_named_institution(h.passage.text, h.start, h.end) for h in ctx.hits("icf.institution")} - {""}
    if len(names) < 2:
        lacks.append(("他の医療機関の名称とその管理者の氏名", "the other institutions and their administrators"))
    if lacks:
        yield lacking(ctx, [x for x, _ in lacks], [x for _, x in lacks], representative)
        return
    if representative is not None:
        yield Evidence(representative.anchor, "value")


def _named_institution(text: str, start: int, end: int) -> str:
    """The word the hit ends, empty where nothing stands before it (a bare 病院)."""
    first = start
    while first and (text[first - 1].isalnum() or text[first - 1] in "々ー・"):
        first -= 1
        if "ぁ" <= text[first] <= "ん":
            first += 1
            break
    return folded(text[first:end]) if start - first >= 2 else ""
