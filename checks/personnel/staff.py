"""The people a plan names: the responsible person, the physicians, with the values they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.form import ALL
from regenlint.model import Anchor, DocKind
from regenlint.person import Name, names
from regenlint.values import Value, labelled, of_form

_CONTACT = re.compile(r"〒|電話|TEL|FAX|メール|mail|@", re.IGNORECASE)
#: A line that begins with a name: ■蓮見 梓（医師、…）.
_OPENING = re.compile(
    r"^[■●○◆□◇・\s　0-9.．)）]*(?P<name>[一-鿿々ぁ-んァ-ヴー]{1,5}[ 　][一-鿿々ぁ-んァ-ヴー]{1,5})(?=[（(　\s、]|$)"
)
#: Words of a label that asks for something; it is nobody's name.
_ASKS = re.compile(r"氏名|連絡|名称|担当|責任|機関|施設|区分|住所|番号|有無|方法|内容")
_AFTER_TITLE = re.compile(r"^(?P<rest>.*?)(?:が|を)?(?:兼ねる|兼務する|兼任する|務める|担う)")


@dataclass(frozen=True, slots=True)
class Person:
    """A name with the place it stands in."""

    name: Name
    at: Anchor


def responsible_values(ctx: Context) -> list[Value]:
    """Values that name the responsible person: the form's field, or 氏名 in the person's group."""
    own = [of_form(v) for v in ctx.form("principal_investigator") if not v.inner]
    group = [of_form(v) for v in ctx.form("@responsible") if "氏名" in v.label and not v.inner]
    return group or own or list(labelled(ctx, "principal_investigator", DocKind.FORM))


def people(text: str) -> list[Name]:
    """Names in a value, up to the postal address, telephone or mail of each line."""
    lines = [_CONTACT.split(line)[0] for line in text.split("\n")]
    found = list(names("、".join(lines), least=2))
    if not found and (m := _AFTER_TITLE.match(text)):
        found = [n for part in re.split(r"である|として|は", m["rest"]) for n in names(part)]
    return found


def responsible(ctx: Context) -> list[Person]:
    """The responsible persons the form names."""
    return [Person(n, v.at) for v in responsible_values(ctx) if v.filled for n in people(v.text)]


def physicians(ctx: Context) -> Iterator[Person]:
    """The physicians the form lists: fields, rows under 氏名, and rows whose label is a name."""
    for v in ctx.form("physicians"):
        yield from (Person(n, v.anchor) for n in people(v.text))
    for v in ctx.form("@physicians"):
        yield from (Person(n, v.anchor) for n in people(v.text if "氏名" in v.label else ""))
    for v in ctx.form(ALL):
        if v.group not in ("committee", "clerk") and not v.inner and len(v.label) <= 12 and not _ASKS.search(v.label):
            yield from (Person(n, v.label_anchor) for n in names(v.label) if re.search(r"[\s　]", v.label.strip()))
    for row in ctx.rows(DocKind.FORM):
        name = row.under("氏名", "医師")
        if name and not re.search(r"区分|性別", row.passage.header):
            yield from (Person(n, row.passage.whole()) for n in names(name))


def of_cv(ctx: Context) -> list[Person]:
    """Names the documents of the careers give."""
    out: list[Person] = []
    for d in ctx.dossier.of_kinds(frozenset({DocKind.CV})):
        for f in d.fields:
            if "氏名" in f.label:
                for b in f.value_blocks:
                    text = d.blocks[b].text[f.value_start if b in f.label_blocks else 0 :]
                    out.extend(Person(n, Anchor(d.id, b, 0, len(d.blocks[b].text))) for n in names(text))
    for row in ctx.rows(DocKind.CV):
        out.extend(Person(n, row.passage.whole()) for n in names(row.under("氏名")))
    for p in ctx.passages(DocKind.CV):
        if p.text.startswith(("氏名", "名前")) and not p.label_end:
            out.extend(Person(n, p.whole()) for n in names(p.text[2:].lstrip("：:　 ")))
        elif (
            p.label_end
            and re.search(r"[\s　]", p.text[: p.label_end].strip())
            and not _ASKS.search(p.text[: p.label_end])
        ):
            out.extend(Person(n, p.anchor(0, p.label_end)) for n in names(p.text[: p.label_end]))
        elif m := _OPENING.match(p.text):
            out.extend(Person(n, p.whole()) for n in names(m["name"]))
    return out
