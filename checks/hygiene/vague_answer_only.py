"""曖昧な語だけで答えていないかを見る。

何を見るか
    方法・時期・担当・基準を問う欄の答えが、「適切に」「必要に応じて」「速やかに」などと動詞だけでできていないか。
なぜ
    だれが・何を・いつ・どの基準でするのかが分からず、審査できない。
見ないもの
    数値・担当・文書名・時期など具体的な要素が一つでもある答え、欄でない本文の文。
直し方
    担当、時期、方法、基準を具体的に書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.form import ALL
from regenlint.index import Passage
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.text import folded
from regenlint.values import short

from .files import readable, whole

_VERB = (
    r"(?:対応|管理|実施|報告|処理|廃棄|保管|確認|評価|検討|判断|観察|説明|記録"
    r"|指導|監督|連絡|協議|配慮|注意|措置"
    r"|運用|実行|遂行|対処|処置|経過|経過観察"
    r"|教育|研修|教育及び研修|教育・研修|情報|把握|情報の把握"
    r"|フォロー|フォローアップ|検査|診察|診療|来院|受診|通院)"
)
_FILLER = re.compile(
    r"体調(?:の)?(?:に)?変化があれば|体調に応じて|状態に応じて|状況に応じて|していただく|いただきます|いただく|お願いする|適切に|適切な|必要に応じて|必要時|必要な|適宜|速やかに|十分に|十分な|慎重に|誠意をもって|誠実に|適正に|随時|厳重に|厳格に|万全を期|しっかり|きちんと|遅滞なく|迅速に|可能な限り|できる限り|協議の(?:うえ|上)|関係者(?:間)?で?|関係法令(?:等)?(?:を遵守し|に従い)?|安全に|確実に"
    rf"|{_VERB}|行う|行い|する|し|努める|努め|とる|講じる|講ずる|を|は|に|の|が|も|と|て|で|より|から|及び"
    rf"|又は|また|体制|方法|内容|等|など|こと|もの|とする|いたします|します|行います|努めます|、|。|，|．"
    rf"|・|\s|　"
)
_VAGUE = re.compile(
    r"適切|必要に応じ|必要時|適宜|速やか|十分|慎重|誠意|誠実|適正|随時|厳重|万全|しっかり|遅滞なく|迅速|可能な限り|できる限り"
)
_ASKING = re.compile(
    r"方法|体制|措置|対応|管理|保管|廃棄|報告|教育|研修|基準|時期|手順|確認|把握|決定|判断|点検|衛生|取扱|評価|観察|処置|検査|監督|照査|逸脱|変更"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Answers to labelled questions of which nothing is left when vague words and verbs are struck out."""
    seen: set[tuple[str, int]] = set()
    for text, at, label in (*_fields(ctx), *_labelled(ctx)):
        if (at.document, at.block) in seen or not _only_vague(text):
            continue
        seen.add((at.document, at.block))
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{short(label, 24)}」の答えが曖昧な語だけです（「{short(text)}」）",
            f"the answer holds only vague words (“{short(text)}”)",
            at,
        )
    if not seen:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


def _only_vague(text: str) -> bool:
    """Whether nothing of substance stands in an answer."""
    plain = folded(text)
    if not plain or len(plain) > 60 or not _VAGUE.search(plain) or re.search(r"[0-9A-Za-z]", plain):
        return False
    return len(_FILLER.sub("", plain)) <= 4


def _fields(ctx: Context) -> Iterator[tuple[str, Anchor, str]]:
    for v in ctx.form(ALL):
        if v.text.strip() and not v.field.choices:
            yield v.text.strip(), v.anchor, v.label


def _labelled(ctx: Context) -> Iterator[tuple[str, Anchor, str]]:
    """Pairs of label and value, two-celled rows, and short sections of other documents."""
    for p in ctx.passages():
        if (DocKind.FORM in p.kinds and p.label_end) or p.cited:
            continue
        if p.label_end:
            yield p.text[p.label_end + 1 :].strip(), p.anchor(p.label_end + 1, len(p.text)), p.text[: p.label_end]
        elif p.table >= 0 and " | " in p.text:
            first, rest = p.text.split(" | ", 1)
            if _ASKING.search(first) and " | " not in rest:
                yield rest.strip(), p.anchor(len(first) + 3, len(p.text)), first
        elif p.place is not Place.HEADING:
            heading = _alone_under(ctx, p)
            if heading:
                yield p.text.strip(), p.anchor(0, len(p.text)), heading


def _alone_under(ctx: Context, p: Passage) -> str:
    """The heading a passage is the whole answer to, empty where it is not."""
    d = ctx.dossier.document(p.document)
    number = d.blocks[p.pieces[0].block].section
    if number < 0 or len(p.text) > 60:
        return ""
    s = d.sections[number]
    heading = d.blocks[s.heading].text
    said = (k for k in range(s.first, s.last + 1) if k != s.heading and d.blocks[k].text.strip())
    return heading if len(tuple(islice(said, 2))) == 1 else ""
