"""A statement taken apart: cells, label and value, sentence, clause, what stands before and after.

Everything here is text made plain for reading (half-width signs, joined lines); offsets into the
document are not needed any more.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from regenlint.evidence.states import Place, Statement
from regenlint.text import sentences

REACH = 240  # characters kept on each side of a target; what is further away says nothing of it

_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN.update(
    str.maketrans(
        {
            "　": " ",
            "｜": "|",
            "│": "|",
            "￨": "|",
            "〜": "~",
            "～": "~",
            "∼": "~",
            "−": "-",
            "‐": "-",
            "‑": "-",
            "–": "-",
            "—": "-",
            "―": "-",
            "─": "-",
            "－": "-",
            "ｰ": "ー",
            "≦": "≤",
            "≧": "≥",
            "μ": "µ",
            "，": "、",
            "､": "、",
            "｡": "。",
            "．": ".",
            "〇": "○",
            "◯": "○",
            "\u200b": "",
            "\ufeff": "",
            "\r": "",
        }
    )
)
_HALF_KANA = re.compile("[\uff65-\uff9f]+")
_SPELLINGS = (
    ("行な", "行"),
    ("おこな", "行"),
    ("出来", "でき"),
    ("下さい", "ください"),
    ("いたし", "し"),
    ("致し", "し"),
    ("無い", "ない"),
    ("ウィルス", "ウイルス"),
    ("および", "及び"),
    ("または", "又は"),
    ("ヶ月", "か月"),
    ("頂", "いただ"),
    ("出来る", "できる"),
    ("分か", "わか"),
)
_SPELLED = re.compile("|".join(a for a, _ in _SPELLINGS))
_SPELL = dict(_SPELLINGS)
# A line end inside a sentence is a wrapped line, unless the next line begins an item.
_WRAP = re.compile(r"(?<=[^\s。:|】])[ \t]*\n[ \t]*(?=[^\s・●○■□☐☑◆*※①-⑳(0-9【|\-])")
_SPACED = re.compile(r"(?:(?<=[^\u3005-\u9fff])|^)(?:[\u3005-\u9fff] ){1,}[\u3005-\u9fff](?![\u3005-\u9fff])")
_SPACES = re.compile(r"[ \xa0]{2,}")  # a wide gap stays recognisable as two spaces


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Text as cues are written: half-width Latin and signs, few spellings, wrapped lines joined."""
    text = text.translate(_PLAIN)
    if _HALF_KANA.search(text):
        text = _HALF_KANA.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    if "\n" in text:
        text = _WRAP.sub("", text)
    text = _SPACES.sub(lambda m: "  " if len(m.group()) > 2 else " ", text)
    if " " in text:
        text = _SPACED.sub(lambda m: m.group().replace(" ", ""), text)
    return _SPELLED.sub(lambda m: _SPELL[m.group()], text)


class Form(StrEnum):
    """How the passage is built, as far as reading it goes."""

    ROW = "row"
    PAIR = "pair"
    BOX = "box"
    HEADING = "heading"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement taken apart.

    `left` and `right` are the sentence around the target, `clause` the part of `left` in the
    target's own clause, `scope` the part of `right` that governs the target and `rest` what
    follows it in the sentence. `previous` and `following` are the neighbouring sentences. `label`
    and `value` are set where the target stands in a label with something beside it; `value` is ""
    for a label with nothing beside it and None where there is no such label. `link` is what closes
    the target's clause: contrast, reason, coord or end. `topic` is true where the target is what
    the sentence is about.
    """

    place: Place
    form: Form
    target: str
    left: str
    right: str
    clause: str
    scope: str
    rest: str
    previous: str
    following: str
    label: str
    value: str | None
    link: str
    topic: bool


_BOX = re.compile(r"[□☐■☑☒✓✔✅◻◼]|(?<![ァ-ヶーA-Za-z])レ(?= )|\[[xX]\]|\([●○]\)")
_CELL = re.compile(r"\s*[|\t]\s*")
_PAIR = re.compile(r"[:]\s*")
_CONTRAST = r"(?<=[るたいすうだんく])(?:が|けれども|けれど|けども)、|ものの、?|一方で?、|のに対し|反面、|(?<=[す])が、"
_REASON = r"(?:ため|ことから|ので|(?<=[るたいすだん])から|につき|により|ことにより|以上)、|(?:ため)(?=[^、。]{4})"
_COORD = r"(?<=[しいりきみえけせべめれてでずく])、|おり、|(?<=[^、]{6}[うくすつぬむる])とともに"
# 標的→ TTR／送達→ LNP／個別設計→ なし: what is said of one item says nothing of the others. vg/mL is no stroke.
_NEXT_ARROW = re.compile(r"/ ?(?=[^\x00-\x7f][^/→⇒、。]{0,20} ?[→⇒])")
_CUT = re.compile(f"(?P<contrast>{_CONTRAST})|(?P<reason>{_REASON})|(?P<coord>{_COORD})")
_TOPIC = re.compile(r"[^、。はがを]{0,18}?(?:については|に関しては|に関して|について|とは|は|も)")
_DECIDED = re.compile(
    r"(?:実施|測定|確認|評価|設定|規定|登録|取得|加入|判定|選定|特定|定量|解析|検討|作成)(?:し|され|する|せ)"
    r"|行[いっわう]|定め|設け|[0-9]|ない|ませ|ず"
)


def clauses(sentence: str) -> tuple[tuple[int, int, str], ...]:
    """Spans of the clauses of a sentence with what closes each."""
    out: list[tuple[int, int, str]] = []
    start = 0
    for m in _CUT.finditer(sentence):
        if m.end() > start and m.lastgroup:
            out.append((start, m.end(), m.lastgroup))
            start = m.end()
    if start < len(sentence):
        out.append((start, len(sentence), "end"))
    return tuple(out)


def _scope(sentence: str, start: int, end: int) -> tuple[int, int, str, bool]:
    """Start of the target's clause, end of what governs it, what closes it, topic or not."""
    parts = clauses(sentence)
    own = next((k for k, (_, b, _) in enumerate(parts) if start < b), len(parts) - 1)
    topic = bool(_TOPIC.match(sentence[end : end + 24]))
    j = own
    while j < len(parts) - 1 and parts[j][2] != "contrast":
        here = sentence[max(end, parts[j][0]) : parts[j][1]]
        if parts[j][2] == "coord" and not topic and _DECIDED.search(here):
            break
        j += 1
    return parts[own][0], max(parts[j][1], end), parts[own][2], topic


def _row(text: str, start: int, end: int) -> tuple[str, str | None]:
    """The target's cell as a label and the cells right of it; no value where it is the last cell."""
    cuts = [(m.start(), m.end()) for m in _CELL.finditer(text)]
    edges = [0, *(b for _, b in cuts)]
    ends = [*(a for a, _ in cuts), len(text)]
    k = max(i for i, a in enumerate(edges) if a <= start)
    if k == len(edges) - 1:
        return text[edges[k] : ends[k]].strip(), None
    value = " | ".join(text[a:b].strip() for a, b in zip(edges[k + 1 :], ends[k + 1 :], strict=True))
    return text[edges[k] : max(ends[k], end)].strip(), value.strip(" |")


@lru_cache(maxsize=8192)
def take_apart(statement: Statement) -> Passage:
    """The passage of a statement."""
    text = statement.text
    left = plain(text[max(0, statement.start - REACH) : statement.start])
    target = plain(statement.target)
    right = plain(text[statement.end : statement.end + REACH])
    if left.endswith("\n") is False and statement.start and text[statement.start - 1] == "\n":
        left += "\n"
    whole = left + target + right
    start, end = len(left), len(left) + len(target)
    previous, following = plain(statement.before).strip(), plain(statement.after).strip()
    label, value = "", None
    form = Form.HEADING if statement.place is Place.HEADING else Form.TEXT
    if _BOX.search(whole) and form is Form.TEXT:
        form = Form.BOX
    elif "|" in whole or "\t" in whole:
        form = Form.ROW
        label, value = _row(whole, start, end)
    spans = sentences(whole)
    k = next((i for i, (_, b) in enumerate(spans) if start < b), len(spans) - 1)
    a, b = spans[k] if spans else (0, len(whole))
    a, b = min(a, start), max(b, end)
    if spans and k > 0:
        previous = whole[spans[k - 1][0] : spans[k - 1][1]].strip()
    if spans and k + 1 < len(spans):
        following = whole[spans[k + 1][0] : spans[k + 1][1]].strip()
    sentence, start, end = whole[a:b], start - a, end - a
    if form is Form.TEXT:
        pair = _pair(whole, a, start + a, end + a, statement.place)
        if pair is not None:
            form, (label, value) = Form.PAIR, pair
    if form is Form.ROW:
        clause_start, scope_end, link, topic = 0, len(sentence), "end", True
    else:
        clause_start, scope_end, link, topic = _scope(sentence, start, end)
        strokes = [m.start() for m in _NEXT_ARROW.finditer(sentence)]
        if len(strokes) >= 2:
            clause_start = max([clause_start, *(x for x in strokes if x < start)])
            scope_end = min([scope_end, *(x for x in strokes if x >= end)])
    return Passage(
        place=statement.place,
        form=form,
        target=target,
        left=sentence[:start],
        right=sentence[end:],
        clause=sentence[min(clause_start, start) : start],
        scope=sentence[end:scope_end],
        rest=sentence[scope_end:],
        previous=previous,
        following=following,
        label=label,
        value=value,
        link=link,
        topic=topic,
    )


def _pair(whole: str, sentence: int, start: int, end: int, place: Place) -> tuple[str, str] | None:
    """Label and value where the target stands in a label: `ラベル:値`, or a form line with a gap."""
    line = whole.rfind("\n", 0, start) + 1
    m = _PAIR.search(whole, end)
    if m and m.start() - line <= 40 and "。" not in whole[line : m.start()]:
        between = whole[end : m.start()]
        if not re.search(r"[はがを、]", between):
            stop = whole.find("\n", m.end())
            return whole[line : m.start()].strip(), whole[m.end() : stop if stop > 0 else None].strip()
    if place is Place.KV:
        gap = re.compile(r"[ \t]+").search(whole, end)
        if gap and "。" not in whole[line : gap.start()] and gap.start() - line <= 40:
            return whole[line : gap.start()].strip(), whole[gap.end() :].strip()
    return None
