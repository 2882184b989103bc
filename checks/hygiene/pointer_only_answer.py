"""指し示すだけの答えの先に、内容があるかを見る。

何を見るか
    「別紙のとおり」「資料2参照」「標準書による」だけの答え。指す文書が一式にあるか、互いに指し合うだけになっていないか。
なぜ
    指す先に内容がなければ、その項目は書かれていないのと同じである。
見ないもの
    要点が併せて書かれた答え、指す先に内容のある答え（この規則では示さない）。
直し方
    要点を書き、指す文書と箇所（章・頁）を特定する。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.fill import Fill, fill_of
from regenlint.form import ALL
from regenlint.model import Anchor, DocKind
from regenlint.numeral import plain
from regenlint.pointer import kinds_named, points_inside
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.text import folded
from regenlint.values import short

from .files import readable, whole

_SAME = re.compile(r"^[\s　]*(?:上に同じ|同上|上記(?:欄)?と?(?:同じ|に同じ)|上記の?とおり|前項に?同じ|〃)[\s　。]*$")

_ABROAD = re.compile(
    r"^[^。]{0,24}(?:ホームページ|ウェブサイト|ウェブページ|ＨＰ|HP|サイト|URL)(?:を|に|の|で)?(?:参照|掲載|とおり|公表|公開|記載)?[^。]{0,10}。?$"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Pointers of the form to nowhere, then pairs of documents that only point at each other."""
    seen: set[tuple[str, int]] = set()
    for v in ctx.form(ALL):
        if v.field.choices or (v.anchor.document, v.anchor.block) in seen:
            continue
        if v.fill is Fill.POINTER:
            seen.add((v.anchor.document, v.anchor.block))
            yield ctx.finding(
                Outcome.EMPTY,
                f"「{short(v.label, 24)}」は「{short(v.text)}」と指すだけで、その文書が一式にありません",
                "the answer only points to a document that is not in the dossier",
                v.anchor,
            )
        elif _ABROAD.match(v.text.strip()):
            seen.add((v.anchor.document, v.anchor.block))
            yield ctx.finding(
                Outcome.EMPTY,
                f"「{short(v.label, 24)}」は一式の外（「{short(v.text)}」）を指すだけです",
                "the answer only points outside the dossier",
                v.anchor,
            )
        elif _SAME.match(v.text) and not re.search(r"住所|所在|連絡|電話|所属|氏名|郵便|役職", v.label):
            seen.add((v.anchor.document, v.anchor.block))
            yield ctx.finding(
                Outcome.EMPTY,
                f"「{short(v.label, 24)}」の答えが「{short(v.text)}」だけです",
                "the answer is only “as above”",
                v.anchor,
            )
    for finding in _circles(ctx):
        if finding.at and (finding.at.document, finding.at.block) not in seen:
            seen.add((finding.at.document, finding.at.block))
            yield finding
    if not seen:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


_CHAPTER = re.compile(r"第[ ]?(?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[ ]?(?P<of>章|節|部)")


def _own_chapter(ctx: Context, text: str, document: str) -> bool:
    """Whether a chapter pointed at is one of the document itself."""
    named = {(m["n"], m["of"]) for m in _CHAPTER.finditer(plain(text))}
    if not named:
        return False
    heads = (_CHAPTER.match(plain(b.text).lstrip()) for b in ctx.dossier.document(document).blocks)
    return named <= {(m["n"], m["of"]) for m in heads if m}


def _circles(ctx: Context) -> Iterator[Finding]:
    """Under one label, a document that points to another which points back or to nothing."""
    pointers: dict[tuple[str, DocKind], list[tuple[frozenset[DocKind], Anchor]]] = {}
    for p in ctx.passages():
        if DocKind.FORM in p.kinds or not p.label_end:
            continue
        text = p.text[p.label_end + 1 :].strip()
        if fill_of(text) is not Fill.POINTER:
            continue
        label = folded(p.text[: p.label_end])
        aims = kinds_named(text)
        at = p.anchor(p.label_end + 1, len(p.text))
        here = next(iter(p.kinds))
        if not points_inside(text, ctx.dossier, p.document) and not _own_chapter(ctx, text, p.document):
            yield ctx.finding(
                Outcome.EMPTY,
                f"「{short(label, 24)}」は「{short(text)}」と指すだけで、その文書が一式にありません",
                "the answer only points to a document that is not in the dossier",
                at,
            )
            continue
        for kind in aims:
            for back, where in pointers.get((label, kind), []):
                if here in back:
                    yield ctx.finding(
                        Outcome.EMPTY,
                        f"「{short(label, 24)}」は、互いに相手の文書を指すだけです",
                        "two documents only point at each other",
                        at,
                        related=(where,),
                    )
        pointers.setdefault((label, here), []).append((aims, at))
