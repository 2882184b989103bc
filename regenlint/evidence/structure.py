"""What a cell, a form line or a choice says by its shape, before any sentence is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_TICKED = "■☑☒✓✔✅◼"
_OPEN = "□☐◻"
_OPTION = re.compile(rf"[{_TICKED}{_OPEN}]|(?<![ァ-ヶーA-Za-z])レ(?= )|\[[xXレ✓]\]|\[ *\]|\([●○レ✓]\)|\( *\)(?=[^ ])")


class Tick(StrEnum):
    """How the choice of a form line bears on the target."""

    NONE = "none"  # no choice is ticked
    THIS = "this"  # the target's own choice is ticked
    OTHER = "other"  # the target is a choice left open while another is ticked
    YES = "yes"  # the target is the line's label, and what is ticked affirms
    NO = "no"
    NA = "na"
    LATER = "later"
    NAMED = "named"  # the target is the label, and a named choice is ticked


class Kind(StrEnum):
    """What a value beside a label is by its shape."""

    NOTHING = "nothing"
    DASH = "dash"
    NA = "na"
    NONE = "none"
    CLEAR = "clear"
    PRAISE = "praise"
    NO = "no"
    YES = "yes"
    LATER = "later"
    BLANK = "blank"
    NUMBER = "number"
    PHRASE = "phrase"
    CLAUSE = "clause"


_NA = re.compile(
    r"(?:(?:評価|適用|報告|届出|審査|本件|検査)?(?:対象外|適用外|適用なし)|該当(?:なし|無し|せず|しない"
    r"|しません|はない|項目なし|ありません|事項なし|するものなし)"
    r"|(?:使用|適用|採用|導入)(?:しない|せず|しません|なし)|不使用|no|非該当|無関係|関係(?:なし|ない)"
    r"|N\.?/?A\.?|n/a|(?:設定|記載|実施|検査|測定|提出|添付|添え付け)?不要|斜線)",
    re.I,
)
_DASH = re.compile(r"[-‐–—―─ー~*/・…\\]+|[(][- ]*[)]|同上\b(?!.)")
_NONE = re.compile(r"(?:特に|とくに)?(?:なし|無し|ナシ|無|ない|ありません|ございません|ゼロ)")
_CLEAR = re.compile(
    r"(?:検出|発育|増殖|発現|混入|変化)(?:せず|なし|されず|しない|を認めず)|不検出|未検出|認めず|認めない"
    r"|認められず|みられず|見られず|異常(?:なし|を認めず|所見なし)"
    r"|指摘事項?なし|陰性|検出限界(?:未満|以下)|定量(?:限界|下限)(?:未満|以下)|発生なし|0(?:件|例)"
)
_PRAISE = re.compile(
    r"(?:品質|安全性|状態)?(?:問題(?:なし|ない|は?ありません)|良好?|優良|適切(?:に(?:実施|管理|対応))?"
    r"|適正(?:に(?:実施|管理))?|万全"
    r"|十分|充分|充実|適宜|随時|必要時|必要量|適量|丁寧に?|徹底|厳重に?|常法|最適)"
)
_NO = re.compile(
    r"(?:未|未(?:実施|検査|評価|検討|測定|取得|登録|検証|入手|設定|策定|加入|締結|整備|作成)|不実施|否|×|✕|✗"
    r"|いいえ|しない"
    r"|(?!問題|異常)[一-龥]{2}(?:せず|しない|なし|しません)|行わない|(?:実施|測定|検査|評価|確認|記録"
    r"|登録)(?:なし|していない|しておらず)|省略|割愛)",
    re.I,
)
_YES = re.compile(
    r"(?:有|あり|有り|済|済み|はい|可|適|適合|○|◯|yes|実施|実施済み?|該当|該当する|同意する|加入済み?|設けた"
    r"|設けている|実施する|実施あり)",
    re.I,
)
_LATER = re.compile(
    r"未定|未確定|未決|TBD|予定|後日|追って|今後|(?:検討|準備|申請|調整|作成|手続き?|審査|協議|開発|確認)中|次第"
    r"|中$|途中|仮置|検討",
    re.I,
)
_BLANK = re.compile(
    r"^(?:%|万円|円|年|月|日|名|例|mL|回|℃)(?:以上|以下|未満|以内)?$|×{3,}|○ ?[×^]|\^○|"
    r"[○●△□◇☆*＊_＿]{2,}|[Xx]{2,}|\( {2,}\)|\( *\)|[_＿]{2,}|記入|記載(?:する|のこと|ください|例|要領)|入力"
    r"|\(例|例[:)]|[<〔［\[【][^>〕］\]】]{0,20}"
    r"(?:記入|入力|記載|転記|名|番号|日|欄)[>〕］\]】]|(?:^|[( 0-9]|令和)年月日(?:[) ]|$)"
    r"|字以内|要確認|差し?替え|…{2,}|\.{4,}|・{3,}"
)
_FINITE = re.compile(r"(?:る|た|い|う|く|す|つ|ぬ|む|だ|です|ます|ません|でした|ない|ん)[。)]*$")
_BECAUSE = re.compile(r"ため|から(?!の)|ので|につき|により|理由|ない$|ません$|のみ|だけ|限(?:定|る|ら)")
_REASONED = re.compile(r"[(（].{4,}|ため|から|ので|につき|により|理由|[。|、].{6,}")


NO_CHOICE = re.compile(
    r"(?:無し?(?![一-龥ァ-ヶー])|なし|否(?![一-龥])|いいえ|未(?:実施|設置|加入|締結|取得)|しない|設けていない"
    r"|実施しない|実施せず"
    r"|不要|非同意|不同意|同意しない|加入しない|加入せず|不実施|行わない)"
)


@dataclass(frozen=True, slots=True)
class Value:
    """The kind of a value and whether something more than the bare word stands with it."""

    kind: Kind
    more: bool


def value(text: str) -> Value:
    """What stands beside a label."""
    bare = text.strip(" 。|")
    if not bare:
        return Value(Kind.NOTHING, False)
    if bare.startswith("(-)"):
        return Value(Kind.CLEAR, False)
    head = re.split(r"[(（|。、]| \| ", bare, maxsplit=1)[0].strip()
    tail = bare[len(head) :]
    more = bool(_REASONED.search(tail) if "|" not in tail else _BECAUSE.search(tail))
    for kind, pattern in (
        (Kind.DASH, _DASH),
        (Kind.NA, _NA),
        (Kind.NONE, _NONE),
        (Kind.CLEAR, _CLEAR),
        (Kind.PRAISE, _PRAISE),
        (Kind.NO, _NO),
        (Kind.YES, _YES),
    ):
        if head and pattern.fullmatch(head):
            return Value(kind, more)
    if _BLANK.search(bare):
        return Value(Kind.BLANK, False)
    if len(bare) <= 30 and _LATER.search(bare):
        return Value(Kind.LATER, more)
    if _FINITE.search(bare):
        return Value(Kind.CLAUSE, more)
    return Value(Kind.NUMBER if re.search(r"[0-9]", bare) else Kind.PHRASE, more)


@dataclass(frozen=True, slots=True)
class Choice:
    """How a line's choices bear on the target; `more` where the ticked one has something added."""

    tick: Tick
    more: bool
    text: str


def choice(line: str, start: int, end: int) -> Choice | None:
    """The choice of a form line for the target at `start`..`end`, or None without boxes.

    A box belongs to the words right of it. A black square that opens a line is a bullet.
    """
    # A tick inside an instruction (該当に✓) is not a choice.
    marks = [m for m in _OPTION.finditer(line) if not re.search(r"[にへを]$", line[: m.start()])]
    if not marks or (line[end : end + 1] == ":" and not _OPTION.search(line, end)):
        return None
    behind = next((i for i, m in enumerate(marks) if m.start() >= end), None)
    if behind and " " in line[marks[behind - 1].end() : start].lstrip():
        # A second group of choices: the target is its label, what stands before is another item's.
        marks = marks[behind:]
    if all(m.group() == "■" for m in marks) and len(marks) == 1 and not line[: marks[0].start()].strip():
        return None
    options: list[tuple[bool, int, int]] = []
    for i, m in enumerate(marks):
        stop = marks[i + 1].start() if i + 1 < len(marks) else len(line)
        cut = re.compile(r"[|\n]").search(line, m.end(), stop)
        chosen = m.group() in _TICKED or bool(re.search("[レxX✓●○]", m.group()))
        options.append((chosen, m.end(), cut.start() if cut else stop))
    own = next((o for o in options if o[1] <= start < o[2]), None)
    ticked = [o for o in options if o[0]]
    if own is not None:
        words = line[own[1] : own[2]]
        before = line[own[1] : start].strip()
        if own[0] and not re.search(r"[ :]", before):
            return Choice(Tick.THIS, _more(words), words.strip())
        if not own[0] and not before:
            return Choice(Tick.OTHER if ticked else Tick.NONE, False, words.strip())
        if own[0]:
            # `■有 □無 利益相反の確認`: the target follows the whole group as its label.
            return Choice(_meaning(words), _more(words), words.strip())
        if own is options[-1] and ticked:
            words = line[ticked[0][1] : ticked[0][2]]
            return Choice(_meaning(words), _more(words), words.strip())
        return Choice(Tick.OTHER if ticked else Tick.NONE, False, words.strip())
    if not ticked:
        return Choice(Tick.NONE, False, "")
    words = " ".join(line[a:b].strip() for _, a, b in ticked)
    tail = line[options[-1][2] :] if options else ""
    return Choice(_meaning(words), _more(words) or _more(line[options[-1][1] :]) or bool(tail.strip(" |")), words)


def _more(words: str) -> bool:
    return bool(re.search(r"[(（:].*[^\s()（）:]{3,}", words))


def _meaning(words: str) -> Tick:
    head = re.split(r"[ (（:]", words.strip(), maxsplit=1)[0]
    if NO_CHOICE.match(head):
        return Tick.NO
    if re.match(r"(?:該当(?:なし|しない|せず)|非該当|対象外|N/?A)", head):
        return Tick.NA
    if re.search(r"予定|申請中|手続き?中|検討|未定|準備中", head):
        return Tick.LATER
    if _YES.match(head):
        return Tick.YES
    return Tick.NAMED
