"""施設番号の英字が、許可・認定・届出の別と合うかを見る。

何を見るか
    施設番号のすぐそばに書かれた「許可」「認定」「届出」の語。FAは国内の許可、FBは外国の認定、FCは届出とされる。数字が同じで英字だけ違う番号。
なぜ
    番号の写し間違いや区分の取り違えを見つけるため。
見ないもの
    医薬品医療機器等法の製造業許可を受けた製造所・臍帯血供給事業者の届出（FC）。
直し方
    許可証・認定証・届出の受理の記録で番号を確かめる。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from regenlint.context import Context
from regenlint.identifier import Identifier, IdentifierKind, identifiers
from regenlint.index import Passage
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome

_WORDS = {"許可": "A", "認定": "B", "届出": "C"}
_LICENCE = re.compile(r"製造業(?:の)?許可|医薬品医療機器|薬機法|臍帯血供給")
_KIND = re.compile(r"許可|認定(?!再生|委員|番号NA|番号NB)|届出")
_ABROAD = re.compile(r"海外|国外|外国|米国|韓国|台湾|中国|Inc|Ltd")
#: A country behind a plant's name; 認定 is the only way for a plant abroad.
_FOREIGN = re.compile(
    r"(?:米国|韓国|台湾|中国|英国|ドイツ|フランス|豪州|カナダ|シンガポール|インド)[^。、（）()]{0,14}(?:[）)][^。、]{0,24}|工場[^。、]{0,12}|施設[^。、]{0,12})$"
)
_SAYS = {"A": ("許可", "a licence"), "B": ("外国の認定", "a foreign accreditation"), "C": ("届出", "a notification")}


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each facility number against the words of its own clause."""
    numbers = [
        (p, i) for p in ctx.passages() for i in identifiers(p.text) if i.kind is IdentifierKind.FACILITY and i.letter
    ]
    fired: set[str] = set()
    sound: Evidence | None = None
    for p, i in numbers:
        said = _said(p, i)
        if i.letter != "B" and _FOREIGN.search(p.text[max(p.sentence(i.start)[0], i.start - 60) : i.start]):
            said = {"B"}
        if not said:
            continue
        if i.letter in said:
            sound = sound or Evidence(p.anchor(i.start, i.end), "value")
            continue
        if i.value in fired:
            continue
        fired.add(i.value)
        ja, en = _SAYS[i.letter]
        other = "・".join(_SAYS[x][0] for x in sorted(said))
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"施設番号{i.value}の英字は{ja}を表しますが、「{other}」と書かれています",
            f"the letter of {i.value} stands for {en}, but the text says otherwise",
            p.anchor(i.start, i.end),
        )
    for i, at, twin, there in _twins(numbers):
        if i.value not in fired:
            fired.add(i.value)
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"施設番号の英字だけが違います（{i.value}と{twin}）",
                f"{i.value} and {twin} differ in their letters only",
                at,
                related=(there,),
            )
    if not numbers:
        raise NotApplicable("施設番号の記載がありません", "no facility number is given")
    if sound and not fired:
        yield sound


def _twins(numbers: Sequence[tuple[Passage, Identifier]]) -> Iterator[tuple[Identifier, Anchor, str, Anchor]]:
    """Numbers of the same digits under another letter, the rarer one first: one plant has one number."""
    found: dict[str, dict[str, list[tuple[Identifier, Anchor]]]] = {}
    for p, i in numbers:
        if i.well_formed:
            found.setdefault(i.value[2:], {}).setdefault(i.value, []).append((i, p.anchor(i.start, i.end)))
    for by_value in found.values():
        rare, *others = sorted(by_value.values(), key=len)
        if others:
            usual = others[-1][0]
            yield (*rare[0], usual[0].value, usual[1])


def _said(p: Passage, i: Identifier) -> set[str]:
    """The kinds of authorisation named with a number: in its clause, nearest first."""
    start, end = p.sentence(i.start)
    text = p.text[max(start, i.start - 30) : min(end, i.end + 14)]
    if _LICENCE.search(text):
        return {"C"} if i.letter == "C" else set()
    near = [(abs(max(start, i.start - 30) + m.start() - i.start), m.group()) for m in _KIND.finditer(text)]
    out = {_WORDS[w] for d, w in near if d == min(x for x, _ in near)} if near else set()
    if "B" in out and not _ABROAD.search(text):
        # 認定 alone is as often the committee's.
        return set()
    return out
