"""Persons in their roles: the administrator, the responsible physician, the physicians and their curricula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from regenlint.comparison.places import Lens
from regenlint.comparison.said import Item, Said
from regenlint.index import Passage
from regenlint.model import Anchor, DocKind, Document, Role
from regenlint.person import name_key, names
from regenlint.text import folded

_NAME = (
    r"(?P<name>[一-鿿々〆ヶ]{1,4}[ 　](?![殿様氏先])[一-鿿々ぁ-んァ-ヴー]{1,4}"
    r"|[一-鿿々ヶ]{2,3}[一-鿿々ぁ-んァ-ヴー]{1,4})"
)
_ROLES: dict[Item, str] = {
    Item.MANAGER: r"(?<!施設)(?<!情報)(?<!品質)(?<!衛生)(?<!製造)(?:管理者|病院長)(?:の氏名)?",
    Item.RESPONSIBLE: r"(?:実施責任者|研究責任者|実施責任医師)(?:の氏名)?",
}
_BETWEEN = (
    r"(?:（[^（）]{1,12}）|\([^()]{1,12}\)|[\s　：:・]|は|を?兼ねる|管理者|実施責任者|研究責任者|病院長"
    r"|副院長|院長|所長|氏名|医師|歯科医師|及び|兼"
    r"|(?:[一-鿿]{1,6}科)?[ 　]?(?:准?教授|講師|助教|部長|科長|医長|室長|センター長))*"
)


@cache
def _pairs(item: Item) -> re.Pattern[str]:
    return re.compile(rf"{_ROLES[item]}{_BETWEEN}(?P<mark>[：:（(）)　 は|「])?{_NAME}")


_BOTH = re.compile(
    r"^(?:病院長|管理者|院長)[／/・、 　]{1,2}(?:実施責任者|研究責任者)(?:の氏名)?(?: \| |：)(?P<value>.+)$"
)
_TITLED = re.compile(r"(?:院長|病院長)[ 　]+" + _NAME + r"(?:[ 　]*(?:様|殿|先生|（印）))?\s*$")
_PARTICLE = "の|は|が|を|に|と|へ|で"
_NOT_GIVEN = re.compile(
    r"^(?:月|日|の|は|が|を|に|と|へ|で|等|及び|又は)|[殿様]$|医師|院長|委員|責任|担当|病院|クリニック|整形|外科|内科|会議|部門|課$|係$|科$|[学部室]$|センター|教授|講師|助教|部長|科長|院長|同上|同$"
)
_TITLING = frozenset(
    {DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.OPINION, DocKind.OUTLINE, DocKind.COI, DocKind.ASSENT}
)
_NOT_WORD = re.compile(
    r"(?:等|及び|又は|として|する|した|会議|責任|報告|部門|医師|以下|指示|直接|速やか|委員|承認|確認|判断|決定|事務|担当|窓口|同意|記録|本人|本計画|概要|施設|病院|医院|クリニック"
    r"|センター|大学|学科|整形|外科|内科|講座|教授|講師|助教|部長|科長|室長|欄|氏名|様式|資料|書類|連絡|電話|所属|役職|兼務|提供|再生|細胞|製造|品質|計画|疾病|患者|審査|提出|中止|措置|必要|原則|院内|当院|不在|代理|変更|交代|後任|前任|署名|捺印|押印|記名|宛|該当|置かない|兼任|兼ねる|副院長|歯科|代表|管理者|医学|療法|皮膚|略歴|投与|郵便|番号|住所|区分|役割|機関|書$|医$|検査|感染|科$|部$|室$|学$|[0-9０-９])"
)
_NOT = re.compile(rf"{_PARTICLE}|{_NOT_WORD.pattern}")


def persons(lens: Lens, item: Item) -> Iterator[Said]:
    """Names of the administrator or the responsible physician wherever the role stands beside a name."""
    keys = ("manager", "manager_short") if item is Item.MANAGER else ("principal_investigator",)
    for key in keys:
        for value in lens.reading.form(key):
            if key == "manager_short" and value.group != "institution":
                continue
            found = names(value.text)
            v = lens.of_field(value)
            if found and len(found) == 1:
                yield Said(item, "", found[0].written, name_key(found[0].written), value.anchor, v.name, v.kind)
    if item is Item.RESPONSIBLE:
        for value in lens.reading.form("@responsible"):
            if "氏名" in value.label and "管理者" not in value.label and (found := names(value.text)):
                v = lens.of_field(value)
                yield Said(item, "", found[0].written, name_key(found[0].written), value.anchor, v.name, v.kind)
    for p in lens.reading.index.passages:
        if (
            p.cited
            or p.kinds & {DocKind.PRECEDENTS, DocKind.RESEARCH_BASIS}
            or re.search("前任|旧管理者|交代|異動|施設管理者は", p.text)
        ):
            continue
        for start, end, name in _beside(p, item):
            v = lens.voice(p, start)
            yield Said(item, "", name, name_key(name), p.anchor(start, end), v.name, v.kind)


def _beside(p: Passage, item: Item) -> Iterator[tuple[int, int, str]]:
    both = _BOTH.match(p.text)
    if both and len(found := names(both["value"])) > 1:
        # 管理者／実施責任者：柳 真理子／小出 進
        name = found[0 if item is Item.MANAGER else 1].written
        at = both.start("value") + both["value"].find(name)
        yield at, at + len(name), name
        return
    for m in _pairs(item).finditer(p.text):
        name = m["name"]
        marked = p.text[max(0, m.start("name") - 1) : m.start("name")] in "：:（(）)　 |「"
        if _proper(name, marked) and "乙" not in p.text[: m.start()]:
            yield m.start("name"), m.end("name"), name
    role = r"(?:管理者|病院長|院長)" if item is Item.MANAGER else r"(?:実施責任者|研究責任者)"
    for m in re.finditer(
        rf"{_NAME}[ 　]*[（(](?:[^（）()、]{{0,8}}[、・ 　])?{role}(?:[、・を兼 　][^（）()]{{0,8}})?[）)]", p.text
    ):
        before = p.text[max(0, m.start() - 1) : m.start()]
        if (
            _proper(m["name"], True)
            and not re.match(r"[一-鿿ぁ-ん]", before)
            and "副" not in m.group()
            and "施設管理者" not in m.group()
        ):
            yield m.start("name"), m.end("name"), m["name"]
    if (
        item is Item.MANAGER
        and p.kinds & _TITLING
        and (m2 := _TITLED.search(p.text))
        and len(p.text) <= 60
        and "副院長" not in p.text
    ):
        before = p.text[: m2.start()]
        if _proper(m2["name"], True) and not before.endswith("副"):
            yield m2.start("name"), m2.end("name"), m2["name"]
    # A row of a list: 管理者 | 戸倉 誠一郎（沖ノ宮大学病院長）
    if p.table >= 0 and " | " in p.text:
        first, rest = p.text.split(" | ", 1)
        bare = folded(first)
        if re.fullmatch(role + r"(?:の氏名|・.*|（.*)?|管理者・実施責任者", bare):
            found = names(rest.split(" | ")[0])
            if len(found) == 1 and len(first) < 16:
                at = len(first) + 3 + rest.find(found[0].written)
                yield at, at + len(found[0].written), found[0].written


def _proper(name: str, marked: bool, *, listed: bool = False) -> bool:
    """Whether what stands beside a role, or in a list of names, can be a name."""
    parts = re.split(r"[ 　]+", name)
    if len(parts) == 2:
        return not _NOT.search(parts[0]) and not _NOT_GIVEN.search(parts[1])
    words = _NOT if not listed else _NOT_WORD
    return not words.search(name) and marked and 3 <= len(name) <= 5


def roster(lens: Lens) -> Iterator[Said]:
    """Physicians by document: those the form lists, those with a curriculum vitae, those the consent names."""
    for key in ("physicians", "@physicians"):
        for value in lens.reading.form(key):
            v = lens.of_field(value)
            # 氏名・所属・役職 of one person to a field.
            for n in names(value.text)[: 9 if key == "physicians" else 1]:
                if _proper(n.written, True, listed=True):
                    yield Said(Item.PHYSICIAN, "listed", n.written, n.key, value.anchor, v.name, v.kind)
    for d in lens.reading.dossier.documents:
        if DocKind.FORM in d.kinds:
            yield from _listed(lens, d)
        if DocKind.CV in d.kinds:
            yield from _vitae(d)
    for p in lens.reading.index.passages:
        if not p.kinds & {DocKind.CONSENT, DocKind.DONOR_CONSENT}:
            continue
        for m in _TREATING.finditer(p.text):
            for n in names(_apart(m["names"])):
                if _proper(n.written, True, listed=True):
                    at = m.start("names") + max(0, m["names"].find(n.written))
                    yield Said(
                        Item.PHYSICIAN,
                        "consent",
                        n.written,
                        n.key,
                        p.anchor(at, at + len(n.written)),
                        p.document,
                        DocKind.CONSENT,
                    )


def _apart(told: str) -> str:
    """Names told in a sentence (見本太郎と仮野花子です) as a list."""
    told = re.sub(r"(?:です|である|でございます|の(?:[2-9]|[二三四五])名です|が(?:行|担当|実施)[^、]*)$", "", told)
    return re.sub(r"(?:(?<=[一-鿿])と|及び|ならびに|並びに)(?=[一-鿿])", "、", told)


_TREATING = re.compile(
    r"(?:(?:治療|投与|再生医療等|手術|施術|注射)を(?:行う|する)|担当する?|行う|投与する|注射する|施術する"
    r"|(?<![一-鿿るた]))(?:歯科)?医師(?:の氏名|名)?(?: \| |[：:　 は]+)(?P<names>[^。\n|]{3,160}?)(?=$|。|\n"
    r"| \| |　[^　]{2,8}：)"
)


#: The head of a column of names; 医師・歯科医師の区分 heads none.
_NAMES_BELOW = re.compile(r"(?:再生医療等を)?(?:行う|担当する)(?:歯科)?医師(?:(?:又は|・|及び)歯科医師)?(?:の?氏名)?")


def _listed(lens: Lens, d: Document) -> Iterator[Said]:
    """Names in the rows under a caption, heading or column head that tells of the physicians."""
    inside, headed = False, -1
    for b in d.blocks:
        told = bool(re.search(r"行う(?:歯科)?医師|医師又は歯科医師|医師・歯科医師", b.text)) and len(b.text) < 40
        if not b.cell:
            inside = told if b.text.strip() else inside
        elif b.cell.row == 0 and b.cell.column == 0 and _NAMES_BELOW.fullmatch(b.text.strip()):
            headed = b.cell.table
        elif (inside or headed == b.cell.table) and b.cell.column == 0 and b.text.strip():
            found = names(b.text)
            if len(found) == 1 and _proper(found[0].written, True):
                yield Said(
                    Item.PHYSICIAN,
                    "listed",
                    found[0].written,
                    found[0].key,
                    Anchor(d.id, b.number, 0, len(b.text)),
                    d.id,
                    DocKind.FORM,
                )


def _vitae(d: Document) -> Iterator[Said]:
    """Names that open a curriculum vitae: a field, a heading, a cell of the first column."""
    for f in d.fields:
        if re.search(r"氏名", f.label) and f.value_blocks:
            b = d.blocks[f.value_blocks[0]]
            for n in names(b.text[f.value_start if f.value_blocks[0] in f.label_blocks else 0 :]):
                yield Said(
                    Item.PHYSICIAN, "cv", n.written, n.key, Anchor(d.id, b.number, 0, len(b.text)), d.id, DocKind.CV
                )
    kinds = {p.first: p for p in d.parts if p.kind is DocKind.CV}
    for b in d.blocks:
        if not (d.kind is DocKind.CV or any(p.first <= b.number <= p.last for p in kinds.values())):
            continue
        short = len(b.text) <= 60 and b.role in (Role.HEADING, Role.TITLE)
        first = b.cell is not None and b.cell.column <= 1 and len(b.text) <= 40
        loose = (
            b.cell is None
            and len(b.text) <= 60
            and re.search(r"(?:医師|院長|教授|講師|助教|医員|氏名|部長|責任者)", b.text)
        )
        if short or first or loose:
            for n in names(b.text)[:2]:
                if _proper(n.written, True):
                    yield Said(
                        Item.PHYSICIAN, "cv", n.written, n.key, Anchor(d.id, b.number, 0, len(b.text)), d.id, DocKind.CV
                    )
