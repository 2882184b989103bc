"""審査等業務を行う認定再生医療等委員会の正式な名称が書かれているかを見る。

何を見るか
    様式の委員会の名称の欄に、「再生医療」を含み「委員会」で終わる名があること。
なぜ
    法4条1項7号は審査等業務を行う認定再生医療等委員会の名称を求めている。
見ないもの
    「特定認定」「認定」が付くかどうか。認定番号（CMT002）。
直し方
    厚生労働省に認定された委員会の正式な名称を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, left_over
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import absent, best, labelled, says, short, unfilled

from .review import FORM, of_kind

_AFTER_NAME = re.compile(r"[（(【\[].*$|[、。／|　\s]*(?:認定番号|番号|NA|NB).*$")
_HEADING_WORDS = re.compile(r"(?:審査等業務を行う|審査を行った|に関する事項)")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The committee's name in the form."""
    need_documents(ctx)
    value = best(of_kind(ctx, FORM, "committee", "committee_short") or labelled(ctx, "committee"))
    if value is None:
        named = next((h for h in ctx.hits("cmt.official_name") if _named(h)), None)
        if named:
            yield Evidence(named.anchor, "value")
        else:
            yield absent(ctx, "認定再生医療等委員会の名称", "name of the committee")
    elif value.fill is not Fill.FILLED or left_over(value.text):
        yield unfilled(ctx, value, "委員会の名称", "name of the committee")
    elif _is_name(ctx, value.text):
        yield Evidence(value.at, "value")
    else:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{short(value.text)}」は認定再生医療等委員会の名称ではありません",
            f"“{short(value.text)}” is not the name of a certified committee",
            value.at,
        )


def _is_name(ctx: Context, text: str) -> bool:
    name = next((_AFTER_NAME.sub("", line).strip() for line in text.split("\n") if line.strip()), "")
    if says(ctx, "cmt.unofficial_name", name):
        return False
    return says(ctx, "cmt.committee_word", name) and name.endswith("委員会")


def _named(hit: Hit) -> bool:
    """Whether something that can be a name stands before the words, not the form's own heading."""
    before = hit.passage.text[max(0, hit.start - 14) : hit.start]
    return not _HEADING_WORDS.search(hit.passage.text) and bool(
        re.search(r"[一-鿿ァ-ヴーA-Za-z]{2,}(?:特定)?$", before)
    )
