"""医療機関の住所が番地まで書かれているかを見る。

何を見るか
    住所の欄に、市区町村に続く番地（地番）があること。
なぜ
    法4条1項1号は医療機関の住所を求めている。
見ないもの
    都道府県名・ビル名の有無、丁目や数字の書き方、他の文書との食い違い（XDC）。
直し方
    市区町村から番地まで書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, left_over
from regenlint.numeral import plain
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import Value, absent, best, of_form, short, unfilled, values

_POSTAL = re.compile(r"〒?\s*\d{3}-?\d{4}(?!\d)")
_STOREY = re.compile(r"(?:[0-9]+|[一二三四五六七八九十]+)(?:階|F|Ｆ|号室)")
_WARD = re.compile(r"(?:[0-9]+|[一二三四五六七八九十]+)(?:丁目|条)")
#: How to get there is no address.
_NO_PLOT = re.compile(
    r"[一-鿿]{1,8}駅|(?:徒歩|バス|車で|駅から|駅より)[^、。]{0,8}?[0-9０-９一二三四五六七八九十]+分|[0-9０-９]+番(?:出口|線|のりば)"
)
_PLOT = re.compile(r"\d|[一二三四五六七八九十百]+(?:番|号|地|の|-|ー)|番外地|無番地")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The field of the institution's address."""
    need_documents(ctx)
    value = best(_addresses(ctx))
    if value is None:
        if visiting := ctx.hits("frm.visiting_only"):
            raise NotApplicable(
                "住所をもって提出するものです", "submitted for an address", (ctx.evidence(visiting[0]),)
            )
        yield absent(ctx, "医療機関の住所", "address of the institution")
    elif value.fill is not Fill.FILLED or left_over(value.text):
        yield unfilled(ctx, value, "医療機関の住所", "address of the institution")
    elif not _has_plot(value.text):
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"住所「{short(value.text)}」に番地がありません",
            f"the address “{short(value.text)}” has no plot number",
            value.at,
        )
    else:
        yield Evidence(value.at, "value")


def _addresses(ctx: Context) -> list[Value]:
    fields = [of_form(v) for v in ctx.form("address")]
    own = [v for v in fields if v.group == "institution"] or [v for v in fields if not v.group]
    return own or fields or list(values(ctx, "address"))


def _has_plot(text: str) -> bool:
    """Digits left when postal codes, storeys and a mere 丁目 are off."""
    if "http" in text:
        return False
    rest = _NO_PLOT.sub("", text)
    rest = _WARD.sub("", _STOREY.sub("", _POSTAL.sub("", plain(rest))))
    return bool(_PLOT.search(rest))
