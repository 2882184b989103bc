"""仮の文字が本文に残っていないかを見る。

何を見るか
    ○○・●●・△△、XXX、＊＊＊、「（施設名）」、空の【　】、{{…}}、20XX年 など、実際の名や値で置き換えるべき印。
なぜ
    名や値のない文書は、だれのどの計画のものか定まらない。
見ないもの
    同意書などの記入欄、表の○×印、「○○等」という例示、数式・型番のX、伏せ字の控え。様式の欄は様式の規則が扱う。
直し方
    実際の名称・値に置き換える。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Passage
from regenlint.model import DocKind, MarkKind
from regenlint.numeral import plain
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import short

from .files import readable, whole

_MARK = re.compile(
    r"[○〇◯●△▲□■]{2,}(?=[一-鿿ぁ-んァ-ヴA-Za-z0-9年月日会様氏]|[（(]|$)|(?<=[一-鿿])[○〇◯●△▲]{2,}"
    r"|[○〇◯●△▲](?=(?:県|市|区|町|丁目|番地|病院|クリニック|医院|大学|会社|年[○〇◯● ]*月|月[○〇◯● ]*日|係))"
    r"|(?<![A-Za-z0-9-])[XxX]{3,}(?:-[Xx]{2,})?(?![A-Za-z])|(?<![A-Za-z0-9])XX(?=[年月日を]|-)|(?<![A-Za-z])[*＊]{3,}"
    r"|20(?:XX|xx|\*\*|○○|〇〇)年|[{]{2}[^{}]*[}]{2}|<<[^<>]*>>|【[ 　]{2,}】|［[ 　]{2,}］|〔[ 　]{2,}〕"
    r"|【(?:機関名|施設名|医療機関名|病院名|医師名|氏名|研究課題名|疾患名|製品名|細胞名|委員会名|会社名|日付|住所|金額|数値|名称)】"
    r"|[（(](?:施設名|医療機関名|医師名|氏名|研究課題名|疾患名|製品名|細胞名|委員会名|会社名|日付|住所)[)）]"
)
_SOME = re.compile(
    r"[○〇◯●△▲□]{2,}(?:等|など|のような|さん|ちゃん|様の|[^「」。]{0,12}」(?:等|など|のような|といった|という(?:表現|語|言葉)))"
)
_EMPTY_MARKS = frozenset("□■")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each placeholder once a block."""
    masked = {h.passage.document for h in ctx.hits("doc.masked")}
    seen: set[tuple[str, int]] = set()
    for p in ctx.passages():
        if DocKind.FORM in p.kinds or p.document in masked or p.cited:
            continue
        found = _placeholder(ctx, p)
        if found is None:
            continue
        at = p.anchor(*found)
        if (at.document, at.block) in seen:
            continue
        seen.add((at.document, at.block))
        quote = short(p.text[max(0, found[0] - 14) : found[1] + 14])
        yield ctx.finding(
            Outcome.EMPTY, f"仮の文字が残っています（「{quote}」）", f"a placeholder is left (“{quote}”)", at
        )
    for d in readable(ctx):
        for b in d.body():
            mark = next((m for m in b.marks if m.kind is MarkKind.PLACEHOLDER), None)
            if mark and (d.id, b.number) not in seen and d.kind is not DocKind.FORM:
                seen.add((d.id, b.number))
                yield ctx.finding(
                    Outcome.EMPTY,
                    f"入力欄が初めの文のままです（「{short(b.text[mark.start : mark.end])}」）",
                    "a content control still shows its prompt",
                    whole(d, b.number),
                )
    if not seen:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


def _placeholder(ctx: Context, p: Passage) -> tuple[int, int] | None:
    text = plain(p.text)
    for m in _MARK.finditer(text):
        if set(m.group()) <= _EMPTY_MARKS or _SOME.match(text, m.start()):
            continue
        if p.place is Place.CELL and _only_marks(text, m.start()):
            continue
        start, end = p.sentence(m.start())
        # Lines for signing and dating are to stay empty.
        near = [
            h
            for h in ctx.hits("doc.entry")
            if h.passage.number == p.number and max(start, m.start() - 12) <= h.start <= min(end, m.end() + 8)
        ]
        if near and not re.search(r"[○〇◯●△▲]{2,}|XX|\{\{|<<|病院|クリニック", m.group() + text[m.end() : m.end() + 6]):
            continue
        if re.fullmatch(r"[XxX]{3,}", m.group()) and re.search(r"[0-9A-Za-z]", text[max(0, m.start() - 1) : m.start()]):
            continue
        if (
            m.group() in ("XXX", "XXY", "XYY")
            and "染色体" in text[m.end() : m.end() + 8] + text[max(0, m.start() - 8) : m.start()]
        ):
            continue
        return m.start(), m.end()
    return None


def _only_marks(text: str, at: int) -> bool:
    """Whether a cell holds nothing but marks of judgement: ○, ○○, △."""
    left = text.rfind(" | ", 0, at) + 3 if " | " in text[:at] else 0
    right = text.find(" | ", at)
    cell = text[left : right if right >= 0 else len(text)]
    return bool(re.fullmatch(r"[\s○〇◯●△▲×□■－―ー/／]+", cell))
