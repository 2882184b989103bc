"""The form's fields by their meaning: one key for every spelling of a label.

`dictionaries/form_fields.yaml` lists, per key, the labels in all their spellings, looser patterns,
and where a field may stand. 氏名 or 電話番号 alone say nothing: they belong to the person or body
whose group (`dictionaries/form_groups.yaml`) they stand in. A value is told apart as filled, blank,
placeholder, untouched choice, bare 該当なし, or a mere pointer to something not in the dossier.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from regenlint.fill import Fill, fill_of, left_over
from regenlint.lexicon import dictionary, expand, strict
from regenlint.model import Anchor, Choice, DocKind, Document, Dossier, Field, Role
from regenlint.pointer import points_inside
from regenlint.text import folded

__all__ = [
    "ALL",
    "FieldKey",
    "Fill",
    "FormValue",
    "field_keys",
    "fill_of",
    "group_of",
    "left_over",
    "plain_label",
    "read_form",
]

#: Keys under which `read_form` lists fields that have no key of their own.
ALL = "@all"


@dataclass(frozen=True, slots=True)
class FormValue:
    """One field of a form: its key, the text of its value (paragraphs by line), choices and fill.

    `group` is the person or body it belongs to, empty where it stands for itself. `inner` is true
    for a label inside another field's value (対象：… in 再生医療等の内容).
    """

    key: str
    document: str
    field: Field
    text: str
    fill: Fill
    anchor: Anchor
    label_anchor: Anchor
    group: str = ""
    inner: bool = False

    @property
    def label(self) -> str:
        """The label as written."""
        return self.field.label

    @property
    def ticked(self) -> tuple[Choice, ...]:
        """The choices that are ticked."""
        return tuple(c for c in self.field.choices if c.ticked)


@dataclass(frozen=True, slots=True)
class FieldKey:
    """A field's key, its spellings (folded), and the documents it may stand in."""

    key: str
    labels: tuple[str, ...]
    #: Parts that must all be in a label that no key spells exactly; each part is alternatives.
    like: tuple[tuple[tuple[str, ...], ...], ...]
    unlike: tuple[str, ...]
    kinds: frozenset[DocKind]
    #: Words one of which must stand in the headings above, where a label alone is ambiguous.
    under: tuple[str, ...]
    #: Groups one of which it must stand in.
    groups: tuple[str, ...]
    #: Words one of which the value or its choices must hold.
    holds: tuple[str, ...]


_MAY = ("kinds", "under", "like", "unlike", "groups", "holds")


@cache
def field_keys() -> tuple[FieldKey, ...]:
    """All field keys of dictionaries/form_fields.yaml."""
    out: list[FieldKey] = []
    for key, raw in dictionary("form_fields").items():
        e = strict(raw, f"form_fields.yaml: {key}", ("labels",), _MAY)
        out.append(
            FieldKey(
                key.split("#")[0],
                tuple(_label(x) for x in e["labels"]),
                tuple(
                    tuple(tuple(folded(a) for a in expand(f"({p.strip()})")) for p in pattern.split("&"))
                    for pattern in e.get("like", ())
                ),
                tuple(folded(x) for x in e.get("unlike", ())),
                frozenset(DocKind(k) for k in e.get("kinds", ("form",))),
                tuple(folded(x) for x in e.get("under", ())),
                tuple(e.get("groups", ())),
                tuple(folded(x) for x in e.get("holds", ())),
            )
        )
    return tuple(out)


_LETTERED = re.compile(r"^[\s　]*(?:[アイウエオカキクケコ一二三四五六七八九十a-zA-Z]|[0-9０-９]{1,2})[\s　]+(?=\S{2})")
_ORNAMENT = re.compile(
    r"^(?:[(\[]?(?:[0-9]{1,2}|[アイウエオカキクケコ]|[一二三四五六七八九十]{1,2})[)\].、:：]+|[0-9]{1,2}-[0-9]{1,2}[.)]?|[①-⑳]"
    r"|[\s.、・:：○●■□◆*※◇▼▶]+|[0-9]{1,2}(?=[^\d年月日回号種例]))+(?=\S)|[:：*※]+$"
)
_NOTE = re.compile(r"(?<=.)[(（\[][^()（）\[\]]{0,40}[)）\]]$")


def _label(text: str) -> str:
    """A label without its number, ornaments, brackets around it and a note after it."""
    label = folded(_LETTERED.sub("", text)).strip()
    label = _ORNAMENT.sub("", label).strip()
    if len(label) > 2 and label[0] in "【「〔[" and label[-1] in "】」〕]":
        label = label[1:-1].strip()
    return label


def plain_label(text: str) -> str:
    """A label as it is compared: folded, without number, ornaments, boxes and notes."""
    return _bare(_label(re.sub(r"[☐□☑■][^☐□☑■）)]*", "", text)))


def _bare(label: str) -> str:
    return _NOTE.sub("", label).strip()


_BARE_NAMES = ("名称", "治療名", "治療の名称", "技術の名称", "件名", "題名")


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    heads: tuple[str, ...]
    members: tuple[str, ...]


@cache
def _groups() -> tuple[tuple[_Group, ...], tuple[str, ...]]:
    table = strict(dictionary("form_groups"), "form_groups.yaml", ("groups", "members"))
    groups = tuple(
        _Group(name, tuple(folded(h) for h in e["heads"]), tuple(folded(h) for h in e.get("not", ())))
        for name, e in table["groups"].items()
    )
    return groups, tuple(folded(m) for m in table["members"])


def group_of(text: str) -> str:
    """The group a label or heading opens, empty where it opens none."""
    label = folded(text)
    if len(label) > 44:
        return ""
    best, at = "", 99
    for g in _groups()[0]:
        for head in g.heads:
            i = label.find(head)
            if 0 <= i < at and not any(n in label for n in g.members):
                best, at = g.name, i
    return best


def read_form(dossier: Dossier) -> dict[str, tuple[FormValue, ...]]:
    """Every known field of a dossier's documents by key, in reading order.

    Under `ALL` stand all fields of the form, known or not; under "@" and a group's name those of
    the group.
    """
    by_label: defaultdict[str, list[FieldKey]] = defaultdict(list)
    for k in field_keys():
        for label in dict.fromkeys(k.labels):
            by_label[label].append(k)
    out: defaultdict[str, list[FormValue]] = defaultdict(list)
    for document in dossier.documents:
        if not document.fields:
            continue
        groups = _headed(document, dict(_grouped(document)), by_label)
        valued = {b: f for f in document.fields if not f.value_start for b in f.value_blocks}
        for number, field in enumerate(document.fields):
            first = (field.label_blocks or field.value_blocks)[0]
            kinds = document.kinds_of(first)
            path = tuple(folded(h) for h in document.section_path(first))
            inner = first in valued and valued[first] is not field and (field.value_start > 0)
            value = _value("", document, field, groups.get(number, ""), inner, dossier)
            if DocKind.FORM in kinds:
                out[ALL].append(value)
                if value.group:
                    out[f"@{value.group}"].append(value)
            for k in _therapy(document, number, by_label) or _keys_for(field, by_label):
                if not (k.kinds & kinds) or (k.under and not any(u in h for u in k.under for h in path)):
                    continue
                if (k.groups and value.group not in k.groups) or not _holds(k, value):
                    continue
                out[k.key].append(_keyed(k.key, value))
    return {key: tuple(values) for key, values in out.items()}


def _holds(k: FieldKey, value: FormValue) -> bool:
    if not k.holds:
        return True
    said = folded(value.text + "".join(c.label for c in value.field.choices))
    return any(h in said for h in k.holds) if said else not value.group


def _keyed(key: str, v: FormValue) -> FormValue:
    return FormValue(key, v.document, v.field, v.text, v.fill, v.anchor, v.label_anchor, v.group, v.inner)


def _keys_for(field: Field, by_label: dict[str, list[FieldKey]]) -> list[FieldKey]:
    label = _label(field.label)
    exact = by_label.get(label) or by_label.get(_bare(label))
    if exact:
        return exact
    if len(label) > 44:
        return []
    return [
        k
        for k in field_keys()
        if any(all(any(a in label for a in part) for part in pattern) for pattern in k.like)
        and not any(u in label for u in k.unlike)
    ]


def _grouped(document: Document) -> Iterator[tuple[int, str]]:
    """Field numbers with the group they stand in.

    A label that opens a group says so itself; a mere member (氏名, 電話番号) stays in the group of
    the labels, captions and headings before it; any other label ends the group.
    """
    members = _groups()[1]
    by_first = {(f.label_blocks or f.value_blocks)[0]: n for n, f in reversed(list(enumerate(document.fields)))}
    inside = {b for f in document.fields for b in f.value_blocks if not f.value_start}
    enclosing: dict[int, str] = {}
    for f in document.fields:
        if not f.value_start and (name := group_of(f.label)):
            for number in f.value_blocks:
                enclosing.setdefault(number, name)
    current = heading = ""
    for b in document.blocks:
        if b.number in by_first and b.number not in inside:
            label = document.fields[by_first[b.number]].label
            own = group_of(label)
            if own:
                current = own
            elif not any(m in folded(label) for m in members):
                current = ""
            yield by_first[b.number], own or current or heading
        elif b.number in by_first:
            label = document.fields[by_first[b.number]].label
            yield by_first[b.number], group_of(label) or enclosing.get(b.number, "") or current or heading
        elif b.role is Role.HEADING:
            heading, current = group_of(b.text), ""
        elif not b.cell and b.number not in inside and len(b.text) <= 40 and b.text.strip():
            current = group_of(b.text) or current


def _therapy(document: Document, number: int, by_label: dict[str, list[FieldKey]]) -> list[FieldKey]:
    """The key of the therapy's name where a bare 名称 stands right above the class or its reason."""
    if _label(document.fields[number].label) not in _BARE_NAMES:
        return []
    after = (_label(f.label) for f in document.fields[number + 1 : number + 3])
    if any(k.key in ("class", "class_reason") for label in after for k in by_label.get(label, ())):
        return [k for k in field_keys() if k.key == "name_of_therapy" and not k.under]
    return []


def _headed(document: Document, groups: dict[int, str], by_label: dict[str, list[FieldKey]]) -> dict[int, str]:
    """The groups with 名称, 住所, 氏名 at the head of the form given to the institution."""
    for number, field in enumerate(document.fields):
        label = _label(field.label)
        path = document.section_path((field.label_blocks or field.value_blocks)[0])
        if any("再生医療等" in h and "内容" in h for h in map(folded, path[:-1])):
            break
        if any(k.key in ("name_of_therapy", "class") and not k.under for k in by_label.get(label, ())):
            break
        if _therapy(document, number, by_label):
            break
        if not groups.get(number) and label in _groups()[1]:
            groups[number] = "institution"
    return groups


def _value(key: str, document: Document, field: Field, group: str, inner: bool, dossier: Dossier) -> FormValue:
    texts = [document.blocks[b].text[field.value_start if b in field.label_blocks else 0 :] for b in field.value_blocks]
    text = "\n".join(texts).strip()
    at = field.value_blocks[0] if field.value_blocks else field.label_blocks[0]
    label = field.label_blocks[0] if field.label_blocks else at
    fill = fill_of(text, field.choices)
    if fill is Fill.POINTER and points_inside(text, dossier, document.id):
        fill = Fill.FILLED
    return FormValue(
        key,
        document.id,
        field,
        text,
        fill,
        Anchor(document.id, at, field.value_start if at in field.label_blocks else 0, len(document.blocks[at].text)),
        Anchor(document.id, label, 0, len(document.blocks[label].text)),
        group,
        inner,
    )
