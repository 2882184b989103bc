"""What stands in a form's field: a value, nothing, a placeholder, boxes without a tick, a pointer."""

from __future__ import annotations

import re
from enum import StrEnum

from regenlint.dates import blank_dates
from regenlint.model import Choice
from regenlint.text import fold


class Fill(StrEnum):
    """What stands in a field."""

    FILLED = "filled"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    UNTOUCHED = "untouched"
    POINTER = "pointer"
    NOT_APPLICABLE = "not-applicable"


_MARKS = r"[○●◎△□■▲☆★◆◇]"
_PLACEHOLDER = re.compile(
    rf"^\s*(?:{_MARKS}+[\s　{_MARKS[1:-1]}]*"
    r"(?:県|市|区|町|番地?|号|病院|クリニック|医院|大学|委員会|会|科|様|先生|年|月|日|円|名|例|-)*"
    r"|[_＿…・.．\s]{3,}|[xX]{3,}|[*]{2,}"
    r"|[【(\[<{「][^】)\]>}」]*(?:要記入|記載|記入|入力|挿入|選択して)[^】)\]>}」]*[】)\]>}」]"
    r"|[(]?(?:記載例|記入例|例)[)]?|要確認|要記入|未定|未記入|記入(?:予定|のこと)|TBD|TBC|\{\{[^}]*\}\}|<[^<>]*>|【\s*】)\s*$"
)
#: A mark inside a value that should have been replaced by a real one.
_LEFT_OVER = re.compile(
    r"[○◯〇]{2,}|●{2,}|◎{2,}|△{2,}|□{2,}(?![^\s□])|(?<![A-Za-z0-9])[xXＸｘ]{3,}(?![A-Za-z]|-[0-9])|(?<![A-Za-z])[xX]{4}@|[*＊]{3,}"
    r"|[○〇◯●](?=(?:県|市|区|町|丁目|番地|病院|クリニック|医院|大学|科長|年|月|日|-[0-9○〇]))"
    r"|[（(【［\[〔](?:記入例|記載例|例|サンプル|見本|要記入|要記載|ここに[^）)】］\]〕]{0,20}記[入載]"
    r"|要記入[^）)】］\]〕]{0,20}|[^）)】］\]〕]{0,16}を記[入載](?:してください|する|のこと)?)[）)】］\]〕]"
    r"|【[\s　]*】|\{\{[^{}]*\}\}|＜[^＞]{0,20}(?:記入|入力)[^＞]{0,10}＞|(?:記入|記載|入力)してください"
)
_NOT_APPLICABLE = re.compile(
    r"^\s*(?:該当(?:なし|無し|せず|しない|しません|事項なし)|非該当|対象外"
    r"|N\s*/?\s*A|n/a|なし|無し|ありません)\s*[。.]?\s*$",
    re.I,
)
#: Nothing but strokes, units, brackets and labels of parts.
_NOTHING = re.compile(
    r"^(?:[\s　\-－―—ーｰ/／・、，,.:：()（）〒@%]|床|名|例|人|円|回|式|以下余白|余白"
    r"|年|月|日|令和|平成|氏名|所属|役職|電話(?:番号)?|TEL|FAX|病床数|設備|内容|日付)*$",
    re.I,
)
_CHOICE = "(?:有|無|あり|なし|医師|歯科医師|自己|他家|はい|いいえ|第[一二三123]種)"
_TO_BE_CHOSEN = re.compile(
    rf"^\s*{_CHOICE}(?:\s*[・/／、,|]\s*{_CHOICE})+\s*(?:[（(][^）)]*(?:○|丸|選択|いずれか|囲)[^）)]*[）)])?\s*$"
)
_WHERE = (
    r"別紙|別添|別表|別途|添付|資料|補足|付録|様式|詳細書|詳細を記した書類|治療計画書|説明文書|説明書|同意書|同意文書"
    r"|研究計画書|実施計画書|計画書|標準書|概要書|基準書|手順書|規程|マニュアル|意見書|名簿|略歴|契約書|チェックリスト|項目|上記|前述|[0-9]章|第[0-9]+(?:章|節|項|号(?:資料|別紙))"
)
_POINTER = re.compile(
    rf"^\s*(?:(?:詳細|内容|詳しく|委員の構成|名簿)?(?:は|については|は、)?)?[（(「『]?(?:{_WHERE})[^。]{{0,40}}?"
    r"(?:参照|(?:の)?(?:とおり|通り)|に(?:記載|記す|記した|示す|示した|定める|よる)|による|にて記載|を見よ)?"
    r"[）)」』]?(?:する|した)?(?:こと|のこと|ください|。)*\s*$"
)


def left_over(text: str) -> tuple[int, int] | None:
    """Where a mark stands that should have been replaced by a real value (○○, XXX, 記入例); else None."""
    m = _LEFT_OVER.search(text)
    return (m.start(), m.end()) if m else None


def fill_of(text: str, choices: tuple[Choice, ...] = ()) -> Fill:
    """What kind of value a text is; boxes without a tick are an untouched choice."""
    if choices and not any(c.ticked for c in choices):
        rest = text
        for c in choices:
            rest = rest.replace(c.label, "")
        if not re.sub(r"[☐□○〇\s　・、/／()（）]", "", rest):
            return Fill.UNTOUCHED
    if not text.strip():
        return Fill.BLANK
    if not choices and _TO_BE_CHOSEN.match(text):
        return Fill.UNTOUCHED
    lines = [fold(x).text for x in text.split("\n") if x.strip()]
    if not lines:
        return Fill.BLANK
    if all(_PLACEHOLDER.match(x) for x in lines):
        return Fill.PLACEHOLDER
    if all(_NOT_APPLICABLE.match(x) for x in lines):
        return Fill.NOT_APPLICABLE
    if all(_NOTHING.match(_without_blank_dates(x)) for x in lines):
        return Fill.BLANK
    if len(text) < 60 and all(_POINTER.match(x) for x in lines):
        return Fill.POINTER
    return Fill.FILLED


def _without_blank_dates(line: str) -> str:
    for start, end in reversed(blank_dates(line)):
        line = line[:start] + line[end:]
    return line
