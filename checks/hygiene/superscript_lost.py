"""指数の上付きが失われていないかを見る。

何を見るか
    「×10」の直後に区切りなく続く1～2桁の数字（1×108個）で、上付きの書式もないもの。
なぜ
    1×10の8乗が108倍と読まれ、投与量を取り違える。
見ないもの
    ^・上付き文字・「10の8乗」・E表記、上付きの書式のあるもの、「×10」の後が単位のもの（×10視野、×10倍）。
直し方
    「1×10^8個（1億個）」のように書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Passage
from regenlint.model import MarkKind
from regenlint.numeral import plain
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import short

_LOST = re.compile(r"(?<![\dA-Za-z.])\d+(?:\.\d+)?[ ]?[×xX*][ ]?10(?P<gap>[ ]?)(?P<power>[1-9]|1\d)(?![\d.,^%])")
_POWER = re.compile(r"[×xX*][ ]?10(?:[ ]?\^|[⁰¹²³⁴-⁹⁻]|\*\*|の)|[eE][+-]?\d")
_UNIT = re.compile(
    r"[ ]?(?:個|細胞|粒子|cells?|vg|vp|CFU|PFU|TU|IFU|copies|コピー|EV|/|／|個/|～|~|-|〜|から|）|\)|$|を"
    r"|、|。|の|で|以|未|[ ]?\|)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding for each document, at its first lost power."""
    seen: set[str] = set()
    powers = None
    for p in ctx.passages():
        text = plain(p.text)
        if powers is None and (m := _POWER.search(text)):
            powers = p.anchor(m.start(), m.end())
        for m in _LOST.finditer(text):
            if p.document in seen or _raised(ctx, p, m.start("power")) or not _UNIT.match(text, m.end()):
                continue
            if m["gap"] and not re.match(r"[ ]?(?:個|細胞|cells?|vg|vp|CFU|PFU|copies)", text[m.end() :]):
                continue
            seen.add(p.document)
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"指数の上付きが失われています（「{short(m.group())}」）",
                f"the power has lost its superscript (“{m.group()}”)",
                p.anchor(m.start(), m.end()),
            )
    if not seen:
        if powers is None:
            raise NotApplicable("指数の記載がありません", "no powers of ten are written")
        yield Evidence(powers, "value")


def _raised(ctx: Context, p: Passage, at: int) -> bool:
    """Whether the file sets the digits raised."""
    anchor = p.anchor(at, at + 1)
    block = ctx.dossier.document(anchor.document).blocks[anchor.block]
    return any(m.kind is MarkKind.SUPERSCRIPT and m.start <= anchor.start < m.end for m in block.marks)
