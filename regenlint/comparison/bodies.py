"""Bodies and their numbers: institution, committee, maker, insurer, desk; addresses, telephones, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from regenlint.comparison.names import plain
from regenlint.comparison.places import Lens, Voice
from regenlint.comparison.said import Item, Said
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.index import Passage
from regenlint.model import Anchor, DocKind
from regenlint.text import folded

_BODY = r"[一-鿿々ァ-ヴーぁ-んA-Za-z0-9・ヶ]{2,24}?(?:クリニック|病院|医院|診療所|医療センター)"
#: A practice named after what it practises, as the form gives it: みどり台整形外科. 循環器内科 is a department.
_PRACTICE = re.compile(
    r"(?!(?:循環器|消化器|呼吸器|血液|肝臓|血管|心臓|腎臓|脳神経?|神経|内分泌|腫瘍|総合|小児|一般|口腔|救急|老年|感染症|膠原病|リウマチ"
    r"|糖尿病|乳腺|心療|整形|形成|美容|歯科|泌尿器|耳鼻|産|婦人|麻酔|放射線|再生|当院|本院)[一-鿿・]{0,6}科$)"
    r"[一-鿿々ァ-ヴーぁ-んA-Za-z0-9・ヶ]{2,20}"
    r"(?:整形外科|形成外科|美容外科|脳神経外科|皮膚科|皮フ科|ひふ科|眼科|歯科|内科|産婦人科|婦人科|泌尿器科|耳鼻咽喉科|小児科|外科)$"
)
_PROVIDER = re.compile(
    rf"(?:提供を?行う|提供する|実施する?|行う|治療を行う|申請|届出)?(?:医療機関|提供機関"
    rf"|病院)(?:の?名称?)?(?: \| |[：:　 ]+)(?:医療法人[^　 ]{{0,14}}[　 ]+"
    rf"|学校法人[^　 ]{{0,14}}[　 ]+)?(?P<name>{_BODY})"
)
_SIGNED = re.compile(
    rf"^(?:第[0-9.]+版[　 ]*)?(?:[0-9０-９年月日.令和元]+[　 ]*)?(?:医療法人[^　 ]{{0,14}}[　 ]+)?"
    rf"(?P<name>{_BODY})(?=[　 ]*(?:院長"
    rf"|管理者|病院長|$|[0-9０-９]{{4}}年))"
)


def institutions(lens: Lens) -> Iterator[Said]:
    """Names of the institution that provides the therapy, where it is named as such."""
    for key in ("institution", "institution_short", "reviewed_institution"):
        for value in lens.reading.form(key):
            v = lens.of_field(value)
            first = value.text.split("\n")[0].strip()
            m = re.search(_BODY + r"$|" + _BODY, first)
            if m is None and v.kind is DocKind.FORM:
                m = _PRACTICE.search(first)
            if m and value.group in (
                "",
                "institution",
            ):
                yield Said(Item.INSTITUTION, "", m.group(), core_of_body(value.text), value.anchor, v.name, v.kind)
    kinds = frozenset(
        {
            DocKind.FORM,
            DocKind.CONSENT,
            DocKind.PROTOCOL,
            DocKind.OUTLINE,
            DocKind.OPINION,
            DocKind.DONOR_CONSENT,
            DocKind.PLAIN_SUMMARY,
            DocKind.CHECKLIST,
        }
    )
    for p in lens.reading.index.passages:
        if not p.kinds & kinds or p.cited:
            continue
        for m in _PROVIDER.finditer(p.text):
            if re.search(
                r"連携|採取|提供を受ける|検査|搬送|紹介|救急|他の|共同", p.text[max(0, m.start() - 30) : m.end()]
            ):
                continue
            yield _provider(lens, p, m)
        for m in _CLINIC_QUOTED.finditer(p.text):
            yield _provider(lens, p, m)
        if p.table < 0 and not p.label_end and (s := _SIGNED.match(p.text)):
            yield _provider(lens, p, s)


def _provider(lens: Lens, p: Passage, m: re.Match[str]) -> Said:
    """The institution a match names, as said by who speaks where the match begins."""
    v = lens.voice(p, m.start())
    at = p.anchor(m.start("name"), m.end("name"))
    return Said(Item.INSTITUTION, "", m["name"], core_of_body(m["name"]), at, v.name, v.kind)


_CLINIC_QUOTED = re.compile(
    rf"(?:計画|説明文書|様式|意見書|契約書)「(?:医療法人[^　 ]{{0,14}}[　 ]+)?(?P<name>{_BODY})(?:（[^）]*）)?」"
)


def core_of_body(text: str) -> str:
    """A body's name without its legal person and what stands before the last space."""
    text = re.split(r"[（(]", text.strip().split("\n")[0])[0].strip()
    parts = [x for x in re.split(r"[ 　]+", text) if re.search(r"クリニック|病院|医院|診療所|センター|科$", x)]
    return re.sub(
        r"^(?:医療法人(?:社団|財団)?|学校法人|一般社団法人|社会医療法人)", "", plain(parts[0] if parts else text)
    )


def same_body(a: Said, b: Said) -> bool | None:
    """Whether two names can be one body's: one contains the other."""
    one, two = str(a.value), str(b.value)
    return one in two or two in one


_ADDRESS = re.compile(
    r"(?P<place>(?:[一-鿿ヶぁ-んァ-ヴ]{1,8}[都道府県])?[一-鿿ヶぁ-んァ-ヴ]{1,10}[市区町村郡][一-鿿ヶぁ-んァ-ヴ0-9０-９]*?)(?P<numbers>(?:[0-9０-９]+|[一二三四五六七八九十]+(?=丁目))(?:丁目|番地?|号|[-－−‐ー]|の|[0-9０-９])+)"
)


def addresses(lens: Lens) -> Iterator[Said]:
    """The institution's address, beside its name or in the form."""
    names_ = {str(s.value) for s in institutions(lens) if s.kind is DocKind.FORM}
    for value in lens.reading.form("address"):
        v = lens.of_field(value)
        if value.group in ("", "institution") and (m := _ADDRESS.search(value.text)):
            yield Said(Item.ADDRESS, "", value.text.strip(), _address(m), value.anchor, v.name, v.kind)
    last: Passage | None = None
    for p in lens.reading.index.passages:
        before_it, last = last, p
        if p.cited or DocKind.CV in p.kinds:
            continue
        if (
            re.match(r"(?:住所|所在地)(?:[：:　 ]| \| )", p.text)
            and DocKind.FORM not in p.kinds
            and before_it is not None
            and before_it.document == p.document
            and any(n in plain(before_it.text) for n in names_)
            and (m := _ADDRESS.search(p.text))
        ):
            v = lens.voice(p, m.start())
            yield Said(Item.ADDRESS, "", m.group(), _address(m), p.anchor(m.start(), m.end()), v.name, v.kind)
            continue
        for m in _ADDRESS.finditer(p.text):
            before = re.split(r"[。\n|]", p.text[: m.start()])[-1]
            if re.search(r"(?:クリニック|病院|医院|診療所)[（( 　]*(?:〒?[0-9-]*[ 　]*)$", before) and any(
                n in plain(before[-40:]) for n in names_
            ):
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
    r"(?P<name>(?:[一-鿿々ァ-ヴーぁ-んA-Za-z0-9・ヶ]+[　 ]?){0,2}?"
    r"[一-鿿々ァ-ヴーA-Za-z0-9・ヶ]{2,20}?[　 ]?(?:特定)?認定再生医療等委員会)"
)


def committees(lens: Lens) -> Iterator[Said]:
    """Committees by their proper name, and by number apart."""
    for p in lens.reading.index.passages:
        # The expression below tries every beginning: it is only run where the end is there.
        if (
            p.cited
            or "再生医療等委員会" not in p.text
            or re.search(r"過去|以前に|前回|別の計画|変更前|他の委員会|倫理審査委員会", p.text)
        ):
            continue
        for m in _COMMITTEE.finditer(p.text):
            proper = _proper_committee(m["name"])
            if proper:
                start = m.end("name") - len(proper[0])
                v = lens.voice(p, m.start())
                yield Said(Item.COMMITTEE, "", proper[0], proper[1], p.anchor(start, m.end("name")), v.name, v.kind)


#: Ends of what is no proper name but the sentence before 認定再生医療等委員会.
_TRAILING = re.compile(
    r"(?:の|は|が|を|に|で|と|へ|した|する|行った|行う|受けた|による|ついて|関する|として|から|、|当該|担当|提出|記載)$"
)


def _proper_committee(text: str) -> tuple[str, str] | None:
    """The proper part of a committee's name as written and as compared; None where it has none."""
    name = re.split(
        r"(?:設置する|設置した|である|として|により|について|及び|並びに|又は|から|で、|は、|が、|を、|、|。|：|:|は(?=[^は]{3,}認定)|(?<=[一-鿿])が(?=[^が]{3,}認定)|(?<=人)(?:の|が)|(?<=[るた])(?=[一-鿿]))",
        text,
    )[-1].strip(" 　")
    # 資料9 認定再生医療等委員会意見書: the number of the paper is no part of a name.
    name = re.sub(r"^(?:添付資料|資料|別添|別紙)[ 　]*[0-9０-９]+(?:[-－‐][0-9０-９]+)?[ 　.．：:]*", "", name)
    key = plain(name)
    head = re.sub(r"(?:特定)?認定再生医療等委員会$", "", key)
    head = re.sub(
        r"^.*(?:社団法人|財団法人|医療法人|学校法人|NPO法人|法人)[一-鿿ァ-ヴー]{0,8}(?=[一-鿿]{2,}$)",
        lambda m: "" if len(head) - len(m.group()) >= 2 else m.group(),
        head,
    )
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
        if p.cited or (
            p.kinds & {DocKind.PRECEDENTS, DocKind.RESEARCH_BASIS, DocKind.CV} and kind is not IdentifierKind.FACILITY
        ):
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


def desks(lens: Lens) -> Iterator[Said]:
    """Telephone numbers of the desk for complaints and questions, kept apart from others nearby."""
    kinds = frozenset(
        {
            DocKind.FORM,
            DocKind.CONSENT,
            DocKind.DONOR_CONSENT,
            DocKind.SOP,
            DocKind.PROTOCOL,
            DocKind.PLAIN_SUMMARY,
            DocKind.ASSENT,
        }
    )
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
            if (
                others
                and max(others) > max(before, default=-1)
                and max(others) > max((j.end for j in found if j.end <= i.start), default=0)
            ):
                continue
            following = re.split(r"[。、]", p.text[i.end : i.end + 14])[0]
            if re.search(r"夜間|休日|緊急|24時間|時間外", following) or not (before or lens.says("xdc.desk", heads)):
                continue
            if before and max(before) < max((j.end for j in found if j.end <= i.start), default=0):
                continue
            v = lens.voice(p, i.start)
            donor = (
                "donor"
                if v.kind is DocKind.DONOR_CONSENT or re.search(r"提供者(?:の方|用|専用)|提供された方", p.text)
                else ""
            )
            yield Said(Item.CONTACT, donor, p.text[i.start : i.end], i.value, p.anchor(i.start, i.end), v.name, v.kind)


_INSURER = re.compile(
    r"(?P<name>(?:(?<=[（(「：:、 　])[ぁ-ん]{2,8}|[一-鿿ァ-ヴーA-Za-z]{2,16})(?:損害保険|海上火災保険"
    r"|海上保険|火災保険|損保|保険)(?:株式会社|（株）|\(株\)|㈱)|株式会社[一-鿿ァ-ヴー]{2,12}(?:損害保険"
    r"|保険|損保))"
)


def insurers(lens: Lens) -> Iterator[Said]:
    """Insurance companies named."""
    for p in lens.reading.index.passages:
        if p.cited:
            continue
        for m in _INSURER.finditer(p.text):
            v = lens.voice(p, m.start())
            yield Said(
                Item.INSURER,
                "",
                m["name"],
                plain(re.sub(r"株式会社|（株）|\(株\)|㈱", "", m["name"])),
                p.anchor(m.start(), m.end()),
                v.name,
                v.kind,
            )


_MADE_BY = re.compile(
    r"(?:製造施設|製造事業者|製造所|製造事業者・施設|製造場所|委託先|受託者|製造販売|製造を行う(?:者"
    r"|施設))(?:の?名称)?(?:・施設)?(?: \| |[：:　 はの「]+)(?P<name>[^。|\n「」：:；;／]{3,60})"
)


def makers(lens: Lens) -> Iterator[Said]:
    """Who makes the product and where, labelled as such."""
    kinds = frozenset(
        {
            DocKind.FORM,
            DocKind.PROTOCOL,
            DocKind.OUTLINE,
            DocKind.STANDARD,
            DocKind.HYGIENE_STANDARD,
            DocKind.MANUFACTURING_STANDARD,
            DocKind.QUALITY_STANDARD,
            DocKind.CONTRACT,
            DocKind.CONSENT,
        }
    )
    for key in ("contractor",):
        for value in lens.reading.form(key):
            v = lens.of_field(value)
            if value.text.strip():
                yield from _made(value.text, value.anchor, v)
    for p in lens.reading.index.passages:
        if not p.kinds & kinds or p.cited or (DocKind.FORM in p.kinds and p.label_end):
            continue
        if lens.compared(p) and _MADE_BY.search(p.text):
            for q in re.finditer(r"「(?P<name>[^「」]{2,40}(?:室|CPC|センター|製造所|工場|施設))」", p.text):
                v = lens.voice(p, q.start())
                yield from _made(q["name"], p.anchor(q.start("name"), q.end("name")), v)
            continue
        for m in _MADE_BY.finditer(p.text):
            v = lens.voice(p, m.start())
            yield from _made(m["name"], p.anchor(m.start("name"), m.end("name")), v)
        if p.number and len(p.text) <= 60 and p.table < 0 and (t := _TITLE_MAKER.search(p.text)):
            d = lens.reading.dossier.document(p.document)
            if p.pieces[0].block <= d.blocks[0].number + 4 and d.kind in (
                DocKind.STANDARD,
                DocKind.HYGIENE_STANDARD,
                DocKind.MANUFACTURING_STANDARD,
                DocKind.QUALITY_STANDARD,
            ):
                v = lens.voice(p, 0)
                yield from _made(t.group(), p.anchor(t.start(), t.end()), v)


_TITLE_MAKER = re.compile(
    r"[一-鿿ァ-ヴーA-Za-z 　]{3,30}(?:調製室|加工室|CPC|調製センター|製造センター|培養室|細胞加工施設"
    r"|製造施設|工場|細胞センター)"
)
_GENERIC_BODY = re.compile(
    r"株式会社|有限会社|合同会社|（株）|\(株\)|㈱|医療法人(?:社団|財団)?|学校法人|届出|許可|認定|施設番号|[（(].*?[）)]|F[ABC][0-9]+|細胞|血液|培養|加工|調製|製造|施設|センター|CPC|室|工場|クリニック|病院|医院|当院|同社|当社|弊社|内|(?:である|です)$"
)


def _made(text: str, at: Anchor, v: Voice) -> Iterator[Said]:
    core = plain(_GENERIC_BODY.sub("", re.sub(r"[（(][^（）()]*[）)]?", "", folded(text)).replace("当院", "")))
    if (
        len(core) >= 2
        and re.search(r"株式会社|（株）|\(株\)|㈱|センター|室|CPC|工場|クリニック|病院|医院|Inc|製造所|大学", text)
        and not re.search(r"[をがに]|する|した|ない", text)
    ):
        yield Said(Item.MANUFACTURER, "", text.strip(), core, at, v.name, v.kind)


def same_maker(a: Said, b: Said) -> bool | None:
    """Whether two descriptions can be of one maker: they share three characters of their proper names."""
    one, two = str(a.value), str(b.value)
    if one in two or two in one:
        return True
    block = SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
    return block.size >= 3 or block.size >= min(len(one), len(two)) - 1 >= 2
