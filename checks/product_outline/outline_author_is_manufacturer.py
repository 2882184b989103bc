"""概要書の作成者が提供機関の管理者であるか

何を見るか：概要書の作成者（作成責任者）の表示。製造事業者・施設管理者・製造受託会社の名だけが示されていれば指摘する。

なぜ：省令8条1項は、再生医療等の提供を行う医療機関の管理者に概要書の作成を求めている。

見ないもの：作成者の表示がないこと。製造事業者の資料を基に管理者が作成した、又は管理者が確認したとするもの。

直し方：作成者を「（医療機関名）管理者 氏名」とし、製造事業者の資料を基にしたならその旨を添える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import says, short


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The places that name an author; one of the provider's side is enough."""
    need_documents(ctx)
    opening = [h for h in ctx.hits("out.author_word") if h.start == 0 and _then_a_name(h)]
    hits = (*opening, *ctx.hits("out.author"))
    wrong: list[Hit] = []
    for hit in hits:
        text = _around(ctx, hit)
        if says(ctx, "out.provider", text) or says(ctx, "out.confirmed", text):
            yield Evidence(hit.anchor, "value")
            return
        if says(ctx, "out.maker", text):
            wrong.append(hit)
    if not wrong:
        raise NotApplicable("概要書に作成者の表示がありません", "the outline names no author")
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"「{short(_around(ctx, wrong[0]))}」とあり、提供機関の管理者が作成したことになっていません",
        f"“{short(_around(ctx, wrong[0]))}”: the author is not the administrator of the providing institution",
        wrong[0],
    )


def _then_a_name(hit: Hit) -> bool:
    """作成 and a gap or a colon, not the beginning of a word or a sentence."""
    rest = hit.passage.text[hit.end : hit.end + 2]
    return rest[:1] in ("\u3000", " ", "：", ":", "／") and len(hit.passage.text) <= 90


def _around(ctx: Context, hit: Hit) -> str:
    """The sentence, or the label with its value; a row of signatures as a whole."""
    return ctx.sentence(hit) if not hit.passage.label_end else hit.passage.text
