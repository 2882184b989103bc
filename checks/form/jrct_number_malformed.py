"""自らの研究の番号として書かれたjRCT番号の書式と種類を見る。

何を見るか
    jRCT[abc]と9桁であること。jRCTs（特定臨床研究）や数字だけの番号を自らの番号としていないこと。
なぜ
    再生医療等の研究の番号は英字で区分が分かれ、他法の番号では公表された記録にたどり着けない。
見ないもの
    新規計画で番号が未取得なこと。参考文献・先行研究として引く他の番号。
直し方
    jRCTに表示された再生医療等の研究の番号を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.index import Passage
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says, short, unfilled, values


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The jRCT numbers the documents give as the study's own."""
    need_documents(ctx)
    seen = False
    for p in ctx.passages():
        for number in identifiers(p.text):
            if number.kind is not IdentifierKind.JRCT or not _own(ctx, p, number.start):
                continue
            seen = True
            at = p.anchor(number.start, number.end)
            if number.well_formed and number.letter in ("a", "b", "c"):
                yield Evidence(at, "value")
                continue
            why, english = (
                ("再生医療等の研究の番号（jRCT[abc]と9桁）ではありません", "is not a number of a study under this act")
                if number.well_formed
                else ("桁数が合いません（jRCT[abc]と9桁）", "has the wrong count of digits")
            )
            yield ctx.finding(Outcome.DEFICIENT, f"「{number.value}」は{why}", f"“{number.value}” {english}", at)
    for value in values(ctx, "jrct"):
        text = value.text.strip()
        if not seen and value.fill is Fill.FILLED and re.search(r"(?i)jrct.*\d", text) and not identifiers(text):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{short(text)}」はjRCT番号の書式（jRCT[abc]と9桁）ではありません",
                f"“{short(text)}” is not a jRCT number",
                value.at,
            )
            return
    if seen or not ctx.hits("frm.change_plan", DocKind.FORM):
        return
    for value in values(ctx, "jrct"):
        if value.fill is not Fill.FILLED or says(ctx, "frm.pending_number", value.text):
            yield unfilled(ctx, value, "jRCT番号", "jRCT number")
            return


def _own(ctx: Context, p: Passage, start: int) -> bool:
    """Whether a number is given as the study's own, not as that of another one."""
    if p.cited:
        return False
    a, b = p.sentence(start)
    sentence = p.text[a:b]
    if says(ctx, "frm.of_other_study", sentence):
        return False
    return DocKind.FORM in p.kinds or says(ctx, "frm.own_number", sentence)
