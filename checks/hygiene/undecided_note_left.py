"""未決の書き込みが残っていないかを見る。

何を見るか
    欄の答えや括弧書きに残った「要確認」「未定」「調整中」「後で記載」「TODO」「？？」など、書き手の覚え。
なぜ
    決まっていない内容は審査できない。
見ないもの
    手順としての確認、疾患・試験の状態、文として完結した将来の課題。
直し方
    内容を決めて書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.numeral import plain
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import short

from .files import readable, whole

_ALONE = re.compile(r"^[\s　]*(?:（|\(|【|［|<|＜|※)?[\s　]*$")
_ENDS = re.compile(r"^[\s　]*(?:です|である|とする|。|）|\)|】|］|>|＞|$|、決まり|。決まり|\||／)")
#: Words that leave a sentence's subject open: 保管庫は調整中。 A plan may say 未定 of what need not be settled yet.
_OPEN = re.compile(r"要確認|要検討|要修正|要追記|調整中|確認中|問合せ中|問い合わせ中|照会中")
_SUBJECT = re.compile(r"(?:[はがもに]|現在|まだ)$")
_ASKED = re.compile(r"[？?]{2,}")
_NOT = re.compile(
    r"診断未定|未定診断|未確定例|札|とする場合|欄を|という|として表示|区分|ステータス|ランプ|印を|ラベル|旗|付箋|結果は|判定"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Words of a draft where they are the whole answer or a note in brackets."""
    seen: set[tuple[str, int]] = set()
    for h in ctx.hits("doc.undecided"):
        key = (h.passage.document, h.anchor.block)
        if key in seen or not _note(h) or DocKind.OPINION in h.passage.kinds:
            continue
        seen.add(key)
        quote = short(h.passage.text[max(0, h.start - 16) : h.end + 14])
        yield ctx.finding(
            Outcome.EMPTY, f"未決の書き込みが残っています（「{quote}」）", f"an undecided note is left (“{quote}”)", h
        )
    for p in ctx.passages():
        m = _ASKED.search(plain(p.text))
        if m is None or DocKind.OPINION in p.kinds or p.kinds == {DocKind.OTHER}:
            continue
        at = p.anchor(m.start(), m.end())
        if (at.document, at.block) not in seen:
            seen.add((at.document, at.block))
            yield ctx.finding(Outcome.EMPTY, "「？？」が残っています", "“??” is left", at)
    if not seen:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


def _note(h: Hit) -> bool:
    """Whether the words stand alone: the answer after a label, a whole cell, in brackets, or TODO."""
    text = h.passage.text
    if h.text.isascii():
        return h.text.isupper()
    start, end = h.passage.sentence(h.start)
    cell_left = text.rfind(" | ", 0, h.start)
    left = max(
        start,
        cell_left + 3 if cell_left >= 0 else 0,
        h.passage.label_end + 1 if h.passage.label_end and h.start > h.passage.label_end else 0,
    )
    before = re.split(r"[：:]", text[left : h.start])[-1]
    after = text[h.end : end]
    if _NOT.search(text[max(start, h.start - 12) : h.end + 12]) or re.match(r"[」』]", after):
        return False
    if _OPEN.fullmatch(h.text) and _SUBJECT.search(text[left : h.start]) and _ENDS.match(after):
        return True
    opened = re.search(r"[（(【［][^（）()【】]{0,12}$", text[left : h.start])
    if opened and re.match(r"[^（）()]{0,24}[）)】］]", after):
        return bool(re.match(r"[。、．]|[）)】］]|（|\s|で(?:す|ある)", after)) or h.text.endswith(("予定", "替え"))
    if (
        cell_left >= 0
        and not after.split(" | ")[0].strip(" 　。")
        and re.search(r"[^ばきは合]、$", text[left : h.start])
    ):
        # ブタ膵臓由来、要確認: the last words of a cell.
        return True
    labelled = h.passage.label_end > 0 or cell_left >= 0 or re.search(r"[：:]", text[left : h.start]) or left == start
    return bool(labelled and _ALONE.match(before) and _ENDS.match(after))
