"""文字化けや取り出しの欠落がないかを見る。

何を見るか
    置換文字、私用領域の文字、CID番号の羅列、文字の割り当てのないフォント、画像の上の文字の取り違え。
なぜ
    正しく読めない記載は、書かれていても判定できない。
見ないもの
    箇条書きの点など少数の私用領域の文字。
直し方
    フォントを埋め込んで出し直すか、元のワープロの文書を添える。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import LossKind
from regenlint.rules import Evidence, Finding, Outcome

from .files import count, name_of, on_page, whole

_BROKEN = frozenset({LossKind.UNMAPPED_FONT, LossKind.LOW_TRUST_TEXT})
_CODES = re.compile(
    r"(?:\(cid:\d+\)){3,}|(?:[ÃÂãâ][\x80-\xbf\u0080-\u00ff]){3,}|[縺繧譁蜷]{1}[\u3040-\u30ff\uff61-\uff9f\u4e00-\u9fff]?[縺繧]{1}[^。]{0,3}[縺繧]{1}"
)
#: Private-use characters below this many are bullets and marks of a symbol font.
_FEW = 20


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding for a document."""
    fired = False
    for d in ctx.documents():
        loss = next((x for x in d.losses if x.kind in _BROKEN), None)
        letters = sum(len(b.text) for b in d.blocks)
        private, replaced = count(d, "private-use-characters"), count(d, "replacement-characters")
        coded = next((b for b in d.blocks if _CODES.search(b.text)), None)
        at = None
        if loss is not None:
            at = on_page(d, loss.page)
        elif replaced:
            at = next((whole(d, b.number) for b in d.blocks if "\ufffd" in b.text), whole(d))
        elif coded is not None:
            at = whole(d, coded.number)
        elif private >= _FEW and private * 50 > letters:
            at = next(
                (whole(d, b.number) for b in d.blocks if any("\ue000" <= c <= "\uf8ff" for c in b.text)), whole(d)
            )
        else:
            continue
        fired = True
        what = loss.message if loss is not None else f"置換文字{replaced}字、私用領域の文字{private}字"
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"{name_of(d)}に文字化けがあります（{what}）",
            f"{name_of(d)} has garbled text" + (f" ({loss.english})" if loss is not None else ""),
            at,
        )
    if not fired:
        for d in ctx.documents()[:1]:
            yield Evidence(whole(d), "value")
