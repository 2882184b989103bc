"""The form's fields by their meaning: one key for every spelling of a label.

`dictionaries/form_fields.yaml` lists, per key, the labels in all their spellings. A value is told
apart as filled, blank, placeholder, untouched choice, or a mere pointer to another document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from regenlint.lexicon import dictionary, strict
from regenlint.model import Anchor, Choice, DocKind, Document, Dossier, Field
from regenlint.text import folded


class Fill(StrEnum):
    """What stands in a field."""

    FILLED = "filled"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    UNTOUCHED = "untouched"
    POINTER = "pointer"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class FormValue:
    """One field of a form: its key, the text of its value (paragraphs by line), choices and fill."""

    key: str
    document: str
    field: Field
    text: str
    fill: Fill
    anchor: Anchor
    label_anchor: Anchor

    @property
    def ticked(self) -> tuple[Choice, ...]:
        """The choices that are ticked."""
        return tuple(c for c in self.field.choices if c.ticked)


@dataclass(frozen=True, slots=True)
class FieldKey:
    """A field's key, its spellings (folded), and the documents it may stand in."""

    key: str
    labels: tuple[str, ...]
    kinds: frozenset[DocKind]
    #: Words one of which must stand in the headings above, where a label alone is ambiguous.
    under: tuple[str, ...]


_PLACEHOLDER = re.compile(
    r"^[\s　]*(?:[○〇●◯◎△□_＿…・.．]{2,}|[xXＸｘ]{3,}|【[^】]*(?:記載|記入|入力)[^】]*】|[(（]?(?:記載例|例)[)）]?|要確認|未定|TBD|\{\{.*\}\}|<.*>|＜.*＞)[\s　]*$"
)
_NOT_APPLICABLE = re.compile(r"^[\s　]*(?:該当(?:なし|無し|せず|しない|しません)|非該当|対象外|N\s*/?\s*A|なし|無し|[-－―—ー])[\s　]*[。.]?[\s　]*$", re.I)
_POINTER = re.compile(
    r"^[\s　]*(?:詳細?(?:は|については)、?)?[（(「『]?(?:別紙|別添|添付|資料|別途|様式|詳細書|説明文書|研究計画書|標準書|概要書|手順書|計画書)[^。]{0,40}?(?:参照|のとおり|の通り|に記載|による|に示す|にて記載)?[）)」』]?(?:する|した)?(?:こと)?[。.]?[\s　]*$"
)


@cache
def field_keys() -> tuple[FieldKey, ...]:
    """All field keys of dictionaries/form_fields.yaml."""
    out: list[FieldKey] = []
    for key, raw in dictionary("form_fields").items():
        e = strict(raw, f"form_fields.yaml: {key}", ("labels",), ("kinds", "under"))
        out.append(
            FieldKey(
                key,
                tuple(_label(x) for x in e["labels"]),
                frozenset(DocKind(k) for k in e.get("kinds", ("form",))),
                tuple(folded(x) for x in e.get("under", ())),
            )
        )
    return tuple(out)


_ORNAMENT = re.compile(r"^[\s\d０-９一二三四五六七八九十.．、()（）①-⑳アイウエオ・:：\-－○●■□◆*＊※]+(?=[^\s])|[:：*＊\s]+$")


def _label(text: str) -> str:
    return _ORNAMENT.sub("", folded(text)).strip()


def read_form(dossier: Dossier) -> dict[str, tuple[FormValue, ...]]:
    """Every known field of a dossier's documents by key, in reading order."""
    by_label: defaultdict[str, list[FieldKey]] = defaultdict(list)
    for k in field_keys():
        for label in k.labels:
            by_label[label].append(k)
    out: defaultdict[str, list[FormValue]] = defaultdict(list)
    for document in dossier.documents:
        for field in document.fields:
            first = (field.label_blocks or field.value_blocks)[0]
            kinds = document.kinds_of(first)
            path = tuple(folded(h) for h in document.section_path(first))
            for k in by_label.get(_label(field.label), ()):
                if k.kinds & kinds and (not k.under or any(u in h for u in k.under for h in path)):
                    out[k.key].append(_value(k.key, document, field))
    return {key: tuple(values) for key, values in out.items()}


def _value(key: str, document: Document, field: Field) -> FormValue:
    texts = [
        document.blocks[b].text[field.value_start if b in field.label_blocks else 0 :] for b in field.value_blocks
    ]
    text = "\n".join(texts).strip()
    at = field.value_blocks[0] if field.value_blocks else field.label_blocks[0]
    label = field.label_blocks[0] if field.label_blocks else at
    return FormValue(
        key, document.id, field, text, fill_of(text, field.choices),
        Anchor(document.id, at, field.value_start if at in field.label_blocks else 0, len(document.blocks[at].text)),
        Anchor(document.id, label, 0, len(document.blocks[label].text)),
    )


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
    lines = [x for x in text.split("\n") if x.strip()]
    if all(_PLACEHOLDER.match(x) for x in lines):
        return Fill.PLACEHOLDER
    if all(_NOT_APPLICABLE.match(x) for x in lines):
        return Fill.NOT_APPLICABLE
    if len(text) < 60 and all(_POINTER.match(x) for x in lines):
        return Fill.POINTER
    return Fill.FILLED
