"""Names of the therapy: as the form gives it, as a title, as a label asks for it, as it is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from regenlint.comparison.places import Lens
from regenlint.comparison.said import Item, Said
from regenlint.index import Passage
from regenlint.model import DocKind
from regenlint.person import VARIANTS
from regenlint.text import folded

_MARKS = re.compile(r"[\s　・･·.,，、。「」『』（）()\[\]［］【】〈〉《》/／:：;；\-‐–—ー~〜～]")
_PARTICLES = re.compile(
    r"(?<=[一-龥ァ-ヶA-Za-z0-9])(?:に対する|における|に関する|のための|への|での|の|を|に)(?=[一-龥ァ-ヶA-Za-z0-9ぁ-ん])"
)


def plain(text: str) -> str:
    """A name as it is compared: folded, without marks and spaces, in new characters."""
    return _MARKS.sub("", folded(text).replace("\n", "")).translate(VARIANTS)


_ENDINGS = r"(?:治療法?|療法|臨床研究|研究|試験|投与|移植術?|注入|再生医療|術|第[ⅠⅡⅢI123]+相試験)"
_QUOTED = re.compile(rf"[「『](?P<name>[^「」『』\n]{{10,120}}?{_ENDINGS}(?:[（(][^（）()]{{1,20}}[）)])?)[」』]")
_LINE = re.compile(
    rf"^(?P<name>[^。、：:|\n]{{12,110}}{_ENDINGS}(?:[（(][^（）()]{{1,20}}[）)])?)(?=$|\n|の説明"
    rf"|についての|に関する説明|　|について)"
)
_LABEL = re.compile(
    r"^(?:[0-9０-９.．\s　①-⑳(（)）]*)(?:再生医療等(?:提供計画)?の?名称?|再生医療等の名称|名称"
    r"|提供する再生医療等の名称|研究(?:課題)?名|研究の名称|課題名|計画の名称|治療の名称|計画名|治療名)$"
)
_NAMING = (
    DocKind.FORM,
    DocKind.PROTOCOL,
    DocKind.CONSENT,
    DocKind.DONOR_CONSENT,
    DocKind.ASSENT,
    DocKind.PLAIN_SUMMARY,
    DocKind.OUTLINE,
    DocKind.OPINION,
    DocKind.CHECKLIST,
    DocKind.CONTRACT,
    DocKind.PRECEDENTS,
    DocKind.COI,
    DocKind.MONITORING_SOP,
    DocKind.AUDIT_SOP,
    DocKind.STAT_PLAN,
)


def therapies(lens: Lens) -> Iterator[Said]:
    """Names given to this therapy: labelled, as a title, or quoted."""
    reference = ""
    for value in lens.reading.form("name_of_therapy"):
        v = lens.of_field(value)
        if value.text.strip():
            reference = reference or plain(value.text)
            yield Said(Item.THERAPY, "", value.text.strip(), plain(value.text), value.anchor, v.name, v.kind)
    for p in lens.reading.index.passages:
        if not p.kinds & frozenset(_NAMING) or p.cited:
            continue
        yield from _named_in(lens, p, reference)


def _named_in(lens: Lens, p: Passage, reference: str) -> Iterator[Said]:
    seen: list[tuple[int, int]] = []
    for start, end, labelled in _names_of(p):
        if any(a <= start < b for a, b in seen):
            continue
        text = p.text[start:end].strip()
        near = not reference or likeness(plain(text), reference) >= 0.5
        if not text or not (labelled or near):
            continue
        if labelled and DocKind.FORM in p.kinds:
            continue
        seen.append((start, end))
        v = lens.voice(p, start)
        yield Said(
            Item.THERAPY,
            "",
            text,
            plain(text),
            p.anchor(start, end),
            v.name,
            v.kind,
            "labelled" if labelled else "quoted" if start and p.text[start - 1] in "「『" else "title",
        )


def _labels(p: Passage, label: str) -> bool:
    """Whether a label asks for the therapy's name; 名称 alone does so only in an opinion or a checklist."""
    text = folded(label)
    return bool(_LABEL.match(text)) and (text.strip() != "名称" or bool(p.kinds & {DocKind.OPINION, DocKind.CHECKLIST}))


_COMPARED = re.compile(
    r"(?:計画|説明文書|同意文書|意見書|研究計画書|詳細書|チェックリスト|説明書|同意書)[^「」／]{0,10}「(?P<name>[^「」]{8,120})」"
)


def _names_of(p: Passage) -> Iterator[tuple[int, int, bool]]:
    if p.label_end and _labels(p, p.text[: p.label_end]):
        yield p.label_end + 1, len(p.text), True
        return
    cells = p.text.split(" | ")
    if p.table >= 0 and len(cells) == 2 and _labels(p, cells[0]):
        yield len(cells[0]) + 3, len(p.text), True
        return
    m = re.match(r"^(?P<label>[^：:　\n]{2,20})[：:　](?P<name>.+)$", p.text)
    if m and _labels(p, m["label"]):
        yield m.start("name"), m.end("name"), True
        return
    if p.table < 0:
        if (line := _LINE.match(p.text)) and len(p.text) <= 160 and "」" not in line["name"]:
            yield line.start("name"), line.end("name"), False
        for q in _QUOTED.finditer(p.text):
            yield q.start("name"), q.end("name"), False
        for q in _COMPARED.finditer(p.text):
            yield q.start("name"), q.end("name"), False


def likeness(a: str, b: str) -> float:
    """How alike two names are, 0 to 1."""
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def same_therapy(a: Said, b: Said) -> bool | None:
    """Whether two names of the therapy are one, but for particles and a note in brackets."""
    one, two = _bare(a), _bare(b)
    if one == two or one in two or two in one:
        return True
    return _PARTICLES.sub("", one) == _PARTICLES.sub("", two)


def _bare(s: Said) -> str:
    text = re.sub(r"[（(]以下[^（）()]*[）)]?", "", s.text)
    return plain(
        re.sub(r"(?:に関する|についての|の)?(?:説明文書|説明書|同意書|同意文書|研究計画書|ご説明.*)$", "", text.strip())
    )
