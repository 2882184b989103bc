"""改正で移った条項を、改正前の番号で引いていないかを見る（令和7年5月31日以後の計画）。

何を見るか
    第一種を法2条5項、第三種を法2条7項、製造事業者を法2条8項の定義とする引用、省令26条の2を個人情報、20条の2を倫理審査の根拠とする引用。
なぜ
    法2条は改正で項がずれ、同じ番号が別のものを指している。
見ないもの
    法2条6項を第二種の根拠とする引用（省令3条の文言による）、改正前の条番号と断ったもの。
直し方
    第一種は法2条7項、第二種は8項、第三種は9項、製造事業者は10項に改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.numeral import plain
from regenlint.rules import Evidence, Finding, Outcome

from .files import readable, whole

_MOVED = (
    (
        re.compile(r"(?<![政省])法(?:律)?第[ ]?(?:2|二)[ ]?条第[ ]?(?:5|五)[ ]?項[^。]{0,24}?第(?:一|1)種"),
        "第一種は法第2条第7項です",
        "class 1 is defined in paragraph 7",
    ),
    (
        re.compile(r"(?<![政省])法(?:律)?第[ ]?(?:2|二)[ ]?条第[ ]?(?:7|七)[ ]?項[^。]{0,24}?第(?:三|3)種"),
        "第三種は法第2条第9項です",
        "class 3 is defined in paragraph 9",
    ),
    (
        re.compile(r"(?<![政省])法(?:律)?第[ ]?(?:2|二)[ ]?条第[ ]?(?:8|八)[ ]?項[^。]{0,24}?製造事業者"),
        "製造事業者は法第2条第10項です",
        "manufacturers are defined in paragraph 10",
    ),
    (
        re.compile(r"(?:施行規則|省令)第[ ]?(?:26|二十六)[ ]?条の(?:2|二)[^。]{0,30}?個人情報"),
        "省令第26条の2は個人情報の規定ではありません",
        "article 26-2 is not about personal data",
    ),
    (
        re.compile(r"(?:施行規則|省令)第[ ]?(?:20|二十)[ ]?条の(?:2|二)[^。]{0,30}?倫理審査"),
        "省令第20条の2は倫理審査の規定ではありません",
        "article 20-2 is not about ethical review",
    ),
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each moved citation once a document."""
    seen: set[tuple[str, str]] = set()
    for p in ctx.passages():
        if p.cited:
            continue
        text = plain(p.text)
        for pattern, ja, en in _MOVED:
            m = pattern.search(text)
            if (
                m is None
                or (p.document, ja) in seen
                or re.search(r"改正前|旧法", text[max(0, m.start() - 12) : m.end()])
            ):
                continue
            seen.add((p.document, ja))
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"条項の番号が改正前のものです（{ja}）",
                f"the citation is of before the amendment: {en}",
                p.anchor(m.start(), m.end()),
            )
    if not seen:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")
