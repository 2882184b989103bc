"""Names: of the therapy, the institution, persons in their roles, committees, manufacturers, insurers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache

from regenlint.comparison.places import Lens
from regenlint.comparison.said import Item, Said
from regenlint.form import FormValue
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.index import Passage
from regenlint.model import Anchor, DocKind, Document, Role
from regenlint.person import name_key, names
from regenlint.text import folded

_MARKS = re.compile(r"[\s　・･·.,，、。「」『』（）()\[\]［］【】〈〉《》/／:：;；\-‐–—ー~〜～]")
_VARIANTS = str.maketrans("髙﨑齋齊邊邉澤濱眞廣國壽德惠嶋龍瀧櫻薗槇", "高崎斎斉辺辺沢浜真広国寿徳恵島竜滝桜園槙")
_PARTICLES = re.compile(r"(?<=[一-龥ァ-ヶA-Za-z0-9])(?:に対する|における|に関する|のための|への|での|の|を|に)(?=[一-龥ァ-ヶA-Za-z0-9ぁ-ん])")


def plain(text: str) -> str:
    """A name as it is compared: folded, without marks and spaces, in new characters."""
    return _MARKS.sub("", folded(text).replace("\n", "")).translate(_VARIANTS)


# --- the therapy ---

_ENDINGS = r"(?:治療法?|療法|臨床研究|研究|試験|投与|移植術?|注入|再生医療|術|第[ⅠⅡⅢI123]+相試験)"
_QUOTED = re.compile(rf"[「『](?P<name>[^「」『』\n]{{10,120}}?{_ENDINGS}(?:[（(][^（）()]{{1,20}}[）)])?)[」』]")
_LINE = re.compile(rf"^(?P<name>[^。、：:|\n]{{12,110}}{_ENDINGS}(?:[（(][^（）()]{{1,20}}[）)])?)(?=$|\n|の説明|についての|に関する説明|　|について)")
_LABEL = re.compile(
    r"^(?:[0-9０-９.．\s　①-⑳(（)）]*)(?:再生医療等(?:提供計画)?の?名称?|再生医療等の名称|名称|提供する再生医療等の名称|研究(?:課題)?名|研究の名称|課題名|計画の名称|治療の名称|計画名|治療名)$"
)
_NAMING = (
    DocKind.FORM, DocKind.PROTOCOL, DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.ASSENT, DocKind.PLAIN_SUMMARY,
    DocKind.OUTLINE, DocKind.OPINION, DocKind.CHECKLIST, DocKind.CONTRACT, DocKind.PRECEDENTS, DocKind.COI,
    DocKind.MONITORING_SOP, DocKind.AUDIT_SOP, DocKind.STAT_PLAN,
)


def therapies(lens: Lens) -> Iterator[Said]:
    """Names given to this therapy: labelled, as a title, or quoted."""
    reference = ""
    for value in lens.reading.form("name_of_therapy"):
        v = _spoken(lens, value)
        if value.text.strip() and v:
            reference = reference or plain(value.text)
            yield Said(Item.THERAPY, "", value.text.strip(), plain(value.text), value.anchor, *v)
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
        yield Said(Item.THERAPY, "", text, plain(text), p.anchor(start, end), v.name, v.kind, "labelled" if labelled else "quoted" if start and p.text[start - 1] in "「『" else "title")


def _labels(p: Passage, label: str) -> bool:
    """Whether a label asks for the therapy's name; 名称 alone does so only in an opinion or a checklist."""
    text = folded(label)
    return bool(_LABEL.match(text)) and (text.strip() != "名称" or bool(p.kinds & {DocKind.OPINION, DocKind.CHECKLIST}))


_COMPARED = re.compile(r"(?:計画|説明文書|同意文書|意見書|研究計画書|詳細書|チェックリスト|説明書|同意書)[^「」／]{0,10}「(?P<name>[^「」]{8,120})」")


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
    return plain(re.sub(r"(?:に関する|についての|の)?(?:説明文書|説明書|同意書|同意文書|研究計画書|ご説明.*)$", "", text.strip()))


# --- persons ---

_NAME = r"(?P<name>[一-鿿々〆ヶ]{1,4}[ 　](?![殿様氏先])[一-鿿々ぁ-んァ-ヴー]{1,4}|[一-鿿々ヶ]{2,3}[一-鿿々ぁ-んァ-ヴー]{1,4})"
_ROLES: dict[Item, str] = {
    Item.MANAGER: r"(?<!施設)(?<!情報)(?<!品質)(?<!衛生)(?<!製造)(?:管理者|病院長)(?:の氏名)?",
    Item.RESPONSIBLE: r"(?:実施責任者|研究責任者|実施責任医師)(?:の氏名)?",
}
_BETWEEN = (
    r"(?:（[^（）]{1,12}）|\([^()]{1,12}\)|[\s　：:・]|は|を?兼ねる|管理者|実施責任者|研究責任者|病院長|副院長|院長|所長|氏名|医師|歯科医師|及び|兼"
    r"|(?:[一-鿿]{1,6}科)?[ 　]?(?:准?教授|講師|助教|部長|科長|医長|室長|センター長))*"
)


@cache
def _pairs(item: Item) -> re.Pattern[str]:
    return re.compile(rf"{_ROLES[item]}{_BETWEEN}(?P<mark>[：:（(）)　 は|「])?{_NAME}")


_BOTH = re.compile(r"^(?:病院長|管理者|院長)[／/・、 　]{1,2}(?:実施責任者|研究責任者)(?:の氏名)?(?: \| |：)(?P<value>.+)$")
_TITLED = re.compile(r"(?:院長|病院長)[ 　]+" + _NAME + r"(?:[ 　]*(?:様|殿|先生|（印）))?\s*$")
_PARTICLE = "の|は|が|を|に|と|へ|で"
_NOT_GIVEN = re.compile(r"^(?:の|は|が|を|に|と|へ|で|等|及び|又は)|[殿様]$|医師|院長|委員|責任|担当|病院|クリニック|整形|外科|内科|会議|部門|課$|係$|科$|[学部室]$|センター|教授|講師|助教|部長|科長|院長|同上|同$")
_TITLING = frozenset({DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.OPINION, DocKind.OUTLINE, DocKind.COI, DocKind.ASSENT})
_NOT_WORD = re.compile(
    r"(?:等|及び|又は|として|する|した|会議|責任|報告|部門|医師|以下|指示|直接|速やか|委員|承認|確認|判断|決定|事務|担当|窓口|同意|記録|本人|本計画|概要|施設|病院|医院|クリニック"
    r"|センター|大学|学科|整形|外科|内科|講座|教授|講師|助教|部長|科長|室長|欄|氏名|様式|資料|書類|連絡|電話|所属|役職|兼務|提供|再生|細胞|製造|品質|計画|疾病|患者|審査|提出|中止|措置|必要|原則|院内|当院|不在|代理|変更|交代|後任|前任|署名|捺印|押印|記名|宛|該当|置かない|兼任|兼ねる|副院長|歯科|代表|管理者|医学|療法|皮膚|略歴|投与|書$|医$|検査|感染|科$|部$|室$|学$|[0-9０-９])"
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
            v = _spoken(lens, value)
            if found and v and len(found) == 1:
                yield Said(item, "", found[0].written, name_key(found[0].written), value.anchor, *v)
    if item is Item.RESPONSIBLE:
        for value in lens.reading.form("@responsible"):
            if "氏名" in value.label and (found := names(value.text)):
                v = _spoken(lens, value)
                if v:
                    yield Said(item, "", found[0].written, name_key(found[0].written), value.anchor, *v)
    for p in lens.reading.index.passages:
        if p.cited or p.kinds & {DocKind.PRECEDENTS, DocKind.RESEARCH_BASIS} or re.search("前任|旧管理者|交代|異動|施設管理者は", p.text):
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
        if _proper(name, bool(m["mark"])) and "乙" not in p.text[: m.start()]:
            yield m.start("name"), m.end("name"), name
    role = r"(?:管理者|病院長|院長)" if item is Item.MANAGER else r"(?:実施責任者|研究責任者)"
    for m in re.finditer(rf"{_NAME}[ 　]*[（(](?:[^（）()、]{{0,8}}[、・ 　])?{role}(?:[、・を兼 　][^（）()]{{0,8}})?[）)]", p.text):
        before = p.text[max(0, m.start() - 1) : m.start()]
        if _proper(m["name"], True) and not re.match(r"[一-鿿ぁ-ん]", before) and "副" not in m.group() and "施設管理者" not in m.group():
            yield m.start("name"), m.end("name"), m["name"]
    if item is Item.MANAGER and p.kinds & _TITLING and (m2 := _TITLED.search(p.text)) and len(p.text) <= 60 and "副院長" not in p.text:
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
            v = _spoken(lens, value)
            # 氏名・所属・役職 of one person to a field.
            for n in names(value.text)[: 9 if key == "physicians" else 1]:
                if v and _proper(n.written, True, listed=True):
                    yield Said(Item.PHYSICIAN, "listed", n.written, n.key, value.anchor, *v)
    for d in lens.reading.dossier.documents:
        if DocKind.FORM in d.kinds:
            yield from _listed(lens, d)
        if DocKind.CV in d.kinds:
            yield from _vitae(d)
    for p in lens.reading.index.passages:
        if not p.kinds & {DocKind.CONSENT, DocKind.DONOR_CONSENT}:
            continue
        for m in _TREATING.finditer(p.text):
            for n in names(m["names"]):
                if _proper(n.written, True, listed=True):
                    at = m.start("names") + max(0, m["names"].find(n.written))
                    yield Said(
                        Item.PHYSICIAN, "consent", n.written, n.key, p.anchor(at, at + len(n.written)), p.document, DocKind.CONSENT
                    )


_TREATING = re.compile(
    r"(?:(?:治療|投与|再生医療等|手術|施術|注射)を(?:行う|する)|担当する?|行う|投与する|注射する|施術する|(?<![一-鿿]))(?:歯科)?医師(?:の氏名|名)?(?: \| |[：:　 は]+)(?P<names>[^。\n|]{3,160}?)(?=$|。|\n| \| |　[^　]{2,8}：)"
)


def _listed(lens: Lens, d: Document) -> Iterator[Said]:
    """Names in the rows under a caption or heading that tells of the physicians."""
    inside = False
    for b in d.blocks:
        if not b.cell and b.text.strip():
            inside = bool(re.search(r"行う(?:歯科)?医師|医師又は歯科医師|医師・歯科医師", b.text)) and len(b.text) < 40
        elif inside and b.cell and b.cell.column == 0 and b.text.strip():
            found = names(b.text)
            if len(found) == 1 and _proper(found[0].written, True):
                yield Said(Item.PHYSICIAN, "listed", found[0].written, found[0].key, Anchor(d.id, b.number, 0, len(b.text)), d.id, DocKind.FORM)


def _vitae(d: Document) -> Iterator[Said]:
    """Names that open a curriculum vitae: a field, a heading, a cell of the first column."""
    for f in d.fields:
        if re.search(r"氏名", f.label) and f.value_blocks:
            b = d.blocks[f.value_blocks[0]]
            for n in names(b.text[f.value_start if f.value_blocks[0] in f.label_blocks else 0 :]):
                yield Said(Item.PHYSICIAN, "cv", n.written, n.key, Anchor(d.id, b.number, 0, len(b.text)), d.id, DocKind.CV)
    kinds = {p.first: p for p in d.parts if p.kind is DocKind.CV}
    for b in d.blocks:
        if not (d.kind is DocKind.CV or any(p.first <= b.number <= p.last for p in kinds.values())):
            continue
        short = len(b.text) <= 60 and b.role in (Role.HEADING, Role.TITLE)
        first = b.cell is not None and b.cell.column <= 1 and len(b.text) <= 40
        loose = b.cell is None and len(b.text) <= 60 and re.search(r"(?:医師|院長|教授|講師|助教|医員|氏名|部長|責任者)", b.text)
        if short or first or loose:
            for n in names(b.text)[:2]:
                if _proper(n.written, True):
                    yield Said(Item.PHYSICIAN, "cv", n.written, n.key, Anchor(d.id, b.number, 0, len(b.text)), d.id, DocKind.CV)


def _spoken(lens: Lens, value: FormValue) -> tuple[str, DocKind] | None:
    d = lens.reading.dossier.document(value.document)
    part = next((x for x in reversed(d.parts) if x.first <= value.anchor.block <= x.last), None)
    if part is None or part.kind is d.kind:
        return d.id, d.kind
    return f"{d.id}#{part.kind.value}", part.kind


# --- bodies ---

_BODY = r"[一-鿿々ァ-ヴーぁ-んA-Za-z0-9・ヶ]{2,24}?(?:クリニック|病院|医院|診療所|医療センター)"
_PROVIDER = re.compile(
    rf"(?:提供を?行う|提供する|実施する?|行う|治療を行う|申請|届出)?(?:医療機関|提供機関|病院)(?:の?名称?)?(?: \| |[：:　 ]+)(?:医療法人[^　 ]{{0,14}}[　 ]+|学校法人[^　 ]{{0,14}}[　 ]+)?(?P<name>{_BODY})"
)
_SIGNED = re.compile(rf"^(?:第[0-9.]+版[　 ]*)?(?:[0-9０-９年月日.令和元]+[　 ]*)?(?:医療法人[^　 ]{{0,14}}[　 ]+)?(?P<name>{_BODY})(?=[　 ]*(?:院長|管理者|病院長|$|[0-9０-９]{{4}}年))")


def institutions(lens: Lens) -> Iterator[Said]:
    """Names of the institution that provides the therapy, where it is named as such."""
    for key in ("institution", "institution_short", "reviewed_institution"):
        for value in lens.reading.form(key):
            v = _spoken(lens, value)
            if v and (m := re.search(_BODY + r"$|" + _BODY, value.text.split("\n")[0])) and value.group in ("", "institution"):
                yield Said(Item.INSTITUTION, "", m.group(), core_of_body(value.text), value.anchor, *v)
    kinds = frozenset({DocKind.FORM, DocKind.CONSENT, DocKind.PROTOCOL, DocKind.OUTLINE, DocKind.OPINION, DocKind.DONOR_CONSENT, DocKind.PLAIN_SUMMARY, DocKind.CHECKLIST})
    for p in lens.reading.index.passages:
        if not p.kinds & kinds or p.cited:
            continue
        for m in _PROVIDER.finditer(p.text):
            if re.search(r"連携|採取|提供を受ける|検査|搬送|紹介|救急|他の|共同", p.text[max(0, m.start() - 30) : m.end()]):
                continue
            v = lens.voice(p, m.start())
            yield Said(Item.INSTITUTION, "", m["name"], core_of_body(m["name"]), p.anchor(m.start("name"), m.end("name")), v.name, v.kind)
        quoted = _CLINIC_QUOTED.finditer(p.text)
        for m in quoted:
            v = lens.voice(p, m.start())
            yield Said(Item.INSTITUTION, "", m["name"], core_of_body(m["name"]), p.anchor(m.start("name"), m.end("name")), v.name, v.kind)
        if p.table < 0 and not p.label_end and (s := _SIGNED.match(p.text)):
            v = lens.voice(p, 0)
            yield Said(Item.INSTITUTION, "", s["name"], core_of_body(s["name"]), p.anchor(s.start("name"), s.end("name")), v.name, v.kind)


_CLINIC_QUOTED = re.compile(rf"(?:計画|説明文書|様式|意見書|契約書)「(?:医療法人[^　 ]{{0,14}}[　 ]+)?(?P<name>{_BODY})(?:（[^）]*）)?」")


def core_of_body(text: str) -> str:
    """A body's name without its legal person and what stands before the last space."""
    text = re.split(r"[（(]", text.strip().split("\n")[0])[0].strip()
    parts = [x for x in re.split(r"[ 　]+", text) if re.search(r"(?:クリニック|病院|医院|診療所|センター)", x)]
    return re.sub(r"^(?:医療法人(?:社団|財団)?|学校法人|一般社団法人|社会医療法人)", "", plain(parts[0] if parts else text))


def same_body(a: Said, b: Said) -> bool | None:
    """Whether two names can be one body's: one contains the other."""
    one, two = str(a.value), str(b.value)
    return one in two or two in one


_ADDRESS = re.compile(r"(?P<place>(?:[一-鿿ヶぁ-んァ-ヴ]{1,8}[都道府県])?[一-鿿ヶぁ-んァ-ヴ]{1,10}[市区町村郡][一-鿿ヶぁ-んァ-ヴ0-9０-９]*?)(?P<numbers>(?:[0-9０-９]+|[一二三四五六七八九十]+(?=丁目))(?:丁目|番地?|号|[-－−‐ー]|の|[0-9０-９])+)")


def addresses(lens: Lens) -> Iterator[Said]:
    """The institution's address, beside its name or in the form."""
    names_ = {str(s.value) for s in institutions(lens) if s.kind is DocKind.FORM}
    for value in lens.reading.form("address"):
        v = _spoken(lens, value)
        if v and value.group in ("", "institution") and (m := _ADDRESS.search(value.text)):
            yield Said(Item.ADDRESS, "", value.text.strip(), _address(m), value.anchor, *v)
    for p in lens.reading.index.passages:
        if p.cited or DocKind.CV in p.kinds:
            continue
        for m in _ADDRESS.finditer(p.text):
            before = re.split(r"[。\n|]", p.text[: m.start()])[-1]
            if re.search(r"(?:クリニック|病院|医院|診療所)[（( 　]*(?:〒?[0-9-]*[ 　]*)$", before) and any(n in plain(before[-40:]) for n in names_):
                v = lens.voice(p, m.start())
                yield Said(Item.ADDRESS, "", m.group(), _address(m), p.anchor(m.start(), m.end()), v.name, v.kind)
        for m in re.finditer(r"(?:計画|説明文書|様式)「[^」（]*(?:クリニック|病院|医院)（(?P<a>[^）]+)）」", p.text):
            v = lens.voice(p, m.start())
            numbers = tuple(re.findall(r"[0-9]+", folded(m["a"])))
            if numbers:
                yield Said(Item.ADDRESS, "", m["a"], numbers, p.anchor(m.start("a"), m.end("a")), v.name, v.kind)


def _address(m: re.Match[str]) -> tuple[str, ...]:
    digits = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")}
    text = folded(m["numbers"])
    text = re.sub("[一二三四五六七八九](?=丁目)", lambda x: digits[x.group()], text)
    return tuple(re.findall(r"[0-9]+", text))


def same_address(a: Said, b: Said) -> bool | None:
    """Whether the numbers of two addresses agree as far as both give them."""
    one, two = a.value, b.value
    if not isinstance(one, tuple) or not isinstance(two, tuple):
        return None
    n = min(len(one), len(two))
    return one[:n] == two[:n]


_COMMITTEE = re.compile(
    r"(?P<name>(?:[一-鿿々ァ-ヴーぁ-んA-Za-z0-9・ヶ]+[　 ]?){0,2}?[一-鿿々ァ-ヴーA-Za-z0-9・ヶ]{2,20}?[　 ]?(?:特定)?認定再生医療等委員会)"
)

def committees(lens: Lens) -> Iterator[Said]:
    """Committees by their proper name, and by number apart."""
    for p in lens.reading.index.passages:
        if p.cited or re.search(r"過去|以前に|前回|別の計画|変更前|他の委員会|倫理審査委員会", p.text):
            continue
        v = None
        for m in _COMMITTEE.finditer(p.text):
            proper = _proper_committee(m["name"])
            if proper:
                start = m.end("name") - len(proper[0])
                v = lens.voice(p, m.start())
                yield Said(Item.COMMITTEE, "", proper[0], proper[1], p.anchor(start, m.end("name")), v.name, v.kind)


#: Ends of what is no proper name but the sentence before 認定再生医療等委員会.
_TRAILING = re.compile(r"(?:の|は|が|を|に|で|と|へ|した|する|行った|行う|受けた|による|ついて|関する|として|から|、|当該|担当|提出|記載)$")


def _proper_committee(text: str) -> tuple[str, str] | None:
    """The proper part of a committee's name as written and as compared; None where it has none."""
    name = re.split(r"(?:設置する|設置した|である|として|により|について|及び|並びに|又は|から|で、|は、|が、|を、|、|。|：|:|は(?=[^は]{3,}認定)|(?<=[一-鿿])が(?=[^が]{3,}認定)|(?<=人)(?:の|が)|(?<=[るた])(?=[一-鿿]))", text)[-1].strip(" 　")
    key = plain(name)
    head = re.sub(r"(?:特定)?認定再生医療等委員会$", "", key)
    head = re.sub(r"^.*(?:社団法人|財団法人|医療法人|学校法人|NPO法人|法人)[一-鿿ァ-ヴー]{0,8}(?=[一-鿿]{2,}$)", lambda m: "" if len(head) - len(m.group()) >= 2 else m.group(), head)
    if len(head) < 2 or _TRAILING.search(head) or re.search(r"(?:名称|認定|審査|名)$", head):
        return None
    return name, head


def same_committee(a: Said, b: Said) -> bool | None:
    """Whether two committee names can be one: the proper part of one ends or begins the other's."""
    one, two = str(a.value), str(b.value)
    return one in two or two in one


def numbers(lens: Lens, kind: IdentifierKind, item: Item) -> Iterator[Said]:
    """Identifiers of a kind wherever they stand, but where past or other plans are told of."""
    for p in lens.reading.index.passages:
        if p.cited or (p.kinds & {DocKind.PRECEDENTS, DocKind.RESEARCH_BASIS, DocKind.CV} and kind is not IdentifierKind.FACILITY):
            continue
        for i in identifiers(p.text):
            if i.kind is kind:
                v = lens.voice(p, i.start)
                yield Said(item, "", p.text[i.start : i.end], i.value, p.anchor(i.start, i.end), v.name, v.kind)


def near_number(a: str, b: str) -> bool:
    """Whether two identifiers differ as a typing error makes them differ: two digits at most, or swapped ones."""
    if len(a) != len(b):
        return abs(len(a) - len(b)) == 1
    return sum(x != y for x, y in zip(a, b, strict=True)) <= 2


_DESK_NUMBER = (IdentifierKind.PHONE,)


def desks(lens: Lens) -> Iterator[Said]:
    """Telephone numbers of the desk for complaints and questions, kept apart from others nearby."""
    kinds = frozenset({DocKind.FORM, DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.SOP, DocKind.PROTOCOL, DocKind.PLAIN_SUMMARY, DocKind.ASSENT})
    for p in lens.reading.index.passages:
        if not p.kinds & kinds or p.cited:
            continue
        found = [i for i in identifiers(p.text) if i.kind is IdentifierKind.PHONE]
        if not found:
            continue
        desk = lens.inside("xdc.desk", p, 0, len(p.text))
        if lens.compared(p):
            for i in found:
                v = lens.voice(p, i.start)
                yield Said(Item.CONTACT, "", p.text[i.start : i.end], i.value, p.anchor(i.start, i.end), v.name, v.kind)
            continue
        heads = lens.heading(p)
        for i in found:
            others = [b for _, b in lens.inside("xdc.desk_other", p, 0, i.start)]
            before = [b for _, b in desk if b <= i.start]
            if others and max(others) > max(before, default=-1) and max(others) > max((j.end for j in found if j.end <= i.start), default=0):
                continue
            following = re.split(r"[。、]", p.text[i.end : i.end + 14])[0]
            if re.search(r"夜間|休日|緊急|24時間|時間外", following) or not (before or lens.says("xdc.desk", heads)):
                continue
            if before and max(before) < max((j.end for j in found if j.end <= i.start), default=0):
                continue
            v = lens.voice(p, i.start)
            donor = "donor" if v.kind is DocKind.DONOR_CONSENT or re.search(r"提供者(?:の方|用|専用)|提供された方", p.text) else ""
            yield Said(Item.CONTACT, donor, p.text[i.start : i.end], i.value, p.anchor(i.start, i.end), v.name, v.kind)


_INSURER = re.compile(r"(?P<name>(?:(?<=[（(「：:、 　])[ぁ-ん]{2,8}|[一-鿿ァ-ヴーA-Za-z]{2,16})(?:損害保険|海上火災保険|海上保険|火災保険|損保|保険)(?:株式会社|（株）|\(株\)|㈱)|株式会社[一-鿿ァ-ヴー]{2,12}(?:損害保険|保険|損保))")


def insurers(lens: Lens) -> Iterator[Said]:
    """Insurance companies named."""
    for p in lens.reading.index.passages:
        if p.cited:
            continue
        for m in _INSURER.finditer(p.text):
            v = lens.voice(p, m.start())
            yield Said(Item.INSURER, "", m["name"], plain(re.sub(r"株式会社|（株）|\(株\)|㈱", "", m["name"])), p.anchor(m.start(), m.end()), v.name, v.kind)


_MADE_BY = re.compile(
    r"(?:製造施設|製造事業者|製造所|製造事業者・施設|製造場所|委託先|受託者|製造販売|製造を行う(?:者|施設))(?:の?名称)?(?:・施設)?(?: \| |[：:　 はの「]+)(?P<name>[^。|\n「」：:；;／]{3,60})"
)


def makers(lens: Lens) -> Iterator[Said]:
    """Who makes the product and where, labelled as such."""
    kinds = frozenset({DocKind.FORM, DocKind.PROTOCOL, DocKind.OUTLINE, DocKind.STANDARD, DocKind.HYGIENE_STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.QUALITY_STANDARD, DocKind.CONTRACT, DocKind.CONSENT})
    for key in ("contractor",):
        for value in lens.reading.form(key):
            v = _spoken(lens, value)
            if v and value.text.strip():
                yield from _made(value.text, value.anchor, v, 0)
    for p in lens.reading.index.passages:
        if not p.kinds & kinds or p.cited or DocKind.FORM in p.kinds and p.label_end:
            continue
        for m in _MADE_BY.finditer(p.text):
            v = lens.voice(p, m.start())
            yield from _made(m["name"], p.anchor(m.start("name"), m.end("name")), (v.name, v.kind), 0)
        if p.number and len(p.text) <= 60 and p.table < 0 and (t := _TITLE_MAKER.search(p.text)):
            d = lens.reading.dossier.document(p.document)
            if p.pieces[0].block <= d.blocks[0].number + 4 and d.kind in (DocKind.STANDARD, DocKind.HYGIENE_STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.QUALITY_STANDARD):
                v = lens.voice(p, 0)
                yield from _made(t.group(), p.anchor(t.start(), t.end()), (v.name, v.kind), 0)


_TITLE_MAKER = re.compile(r"[一-鿿ァ-ヴーA-Za-z 　]{3,30}(?:調製室|加工室|CPC|調製センター|製造センター|培養室|細胞加工施設|製造施設|工場|細胞センター)")
_GENERIC_BODY = re.compile(
    r"株式会社|有限会社|合同会社|（株）|\(株\)|㈱|医療法人(?:社団|財団)?|学校法人|届出|許可|認定|施設番号|[（(].*?[）)]|F[ABC][0-9]+|細胞|血液|培養|加工|調製|製造|施設|センター|CPC|室|工場|クリニック|病院|医院|当院|内"
)


def _made(text: str, at: Anchor, v: tuple[str, DocKind], _: int) -> Iterable[Said]:
    core = plain(_GENERIC_BODY.sub("", re.sub(r"[（(][^（）()]*[）)]?", "", folded(text)).replace("当院", "")))
    if len(core) >= 2 and re.search(r"株式会社|（株）|\(株\)|㈱|センター|室|CPC|工場|クリニック|病院|医院|Inc|製造所|大学", text) and not re.search(r"[をがに]|する|した|ない", text):
        yield Said(Item.MANUFACTURER, "", text.strip(), core, at, *v)


def same_maker(a: Said, b: Said) -> bool | None:
    """Whether two descriptions can be of one maker: they share three characters of their proper names."""
    one, two = str(a.value), str(b.value)
    if one in two or two in one:
        return True
    block = SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
    return block.size >= 3 or block.size >= min(len(one), len(two)) - 1 >= 2

