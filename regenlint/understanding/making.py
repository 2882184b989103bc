"""How the product is made: cultured, frozen, by whom, from animal or human materials."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regenlint.context import Reading
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.rules import Fact
from regenlint.text import folded
from regenlint.understanding.affirmation import (
    DETAILED,
    MAKING,
    NAMES,
    by_sentence,
    default,
    denied,
    elsewhere,
    given_hits,
    mentions,
    own_hits,
    read,
    sentence,
    sentences_of,
    unknown,
)

_TOLD = MAKING | {DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.PLAIN_SUMMARY}


#: Where germs are grown, not cells.
_GERMS = re.compile(r"細菌|真菌|菌の|菌が|菌を|発育|培地性能|模擬充填|落下菌|生菌|コロニー数")


def cultured(reading: Reading, products: tuple[str, ...]) -> Fact:
    """Whether the cells are multiplied outside the body."""
    if products and not {"cells", "ev", "prp"} & set(products):
        return read("cultured", False, (), "細胞を用いない")
    yes = [h for h in own_hits(reading, "fact.cultured", _TOLD) if not _GERMS.search(sentence(h))]
    named = given_hits(reading, "fact.cultured.named", NAMES)
    no = [h for h in mentions(reading, "fact.not_cultured", _TOLD) if not h.passage.cited and not elsewhere(h)]
    if not yes and not no and not named:
        if "cells" in products:
            # Cells that are only washed are said to be; a word of growing is enough where nothing denies it.
            traces = [h for h in own_hits(reading, "fact.cultured.trace", _TOLD) if not _GERMS.search(sentence(h))]
            if traces:
                return read("cultured", True, (h.anchor for h in traces))
            against = denied(reading, "fact.cultured.trace", _TOLD)
            return read("cultured", False, (h.anchor for h in against)) if against else unknown("cultured")
        washed = bool(products) and set(products) <= {"prp", "approved-product"}
        return default("cultured", False, "培養の記載がない") if washed else unknown("cultured")
    if no and len(yes) + 3 * len(named) <= 2 * len(no):
        return read("cultured", False, (h.anchor for h in no))
    return read("cultured", True, (h.anchor for h in (*named, *yes)))


#: Samples kept back, banks and reagents are frozen in plans whose product is not.
_KEPT = re.compile(
    r"検体|試料|参考品|保管用|保存用|(?<!胎児)(?<!胎仔)(?<!ウシ)(?<!仔牛)(?<!子牛)(?<!型)血清(?!を含|を添加|添加|入り|アルブミン|培地)|一部(?:を|の保管)|再試験|バンク|MCB|WCB|シード|受け入れ|受入れ|細胞株|残りを|残り（|遡及|疑義|調査用"
)
_PRODUCT = re.compile(
    r"細胞を|細胞は|細胞懸濁|製剤|製品|加工物|ベクター|懸濁液|バッグ|バイアル|小分け|投与|融解|解凍|本品|LNP|全量|保護液|保存液|次回以降|2回目以降|培養後|充填|納入|出荷"
)
_STEPS = re.compile(r"培養し|育て|増や|培養後|分離し|分化|継代|誘導|充填|分注|増殖")


def _is_kept(hit: Hit) -> bool:
    """Whether a sample, bank or reagent is frozen, not the product: said beside the word, or all round it."""
    if _KEPT.search(hit.passage.before) or _GERM_CELLS.search(sentence(hit)):
        return True
    start, end = hit.passage.sentence(hit.start)
    text = hit.passage.text
    if not _STEPS.search(text[start:end]):
        return bool(_KEPT.search(text[start:end]))
    first = max(start, text.rfind("、", start, hit.start) + 1)
    last = text.find("、", hit.end, end)
    return bool(_KEPT.search(text[first : last if last >= 0 else end]))


#: What patients may or may not store.
_GERM_CELLS = re.compile(r"精子|卵子|受精卵|胚移植|避妊")


def _is_leaflet(hit: Hit) -> bool:
    """Whether only a text for patients says it, and not of the cells: leaflets tell of other products too."""
    return not hit.passage.kinds & MAKING and "細胞" not in sentence(hit)


def _is_of_product(hit: Hit) -> bool:
    """Whether the sentence names the product or a step of its making; standards need no more than the word."""
    said = folded(sentence(hit))
    if _PRODUCT.search(said) or _STEPS.search(said):
        return True
    return bool(hit.passage.kinds & DETAILED) and "凍結" in hit.text and not _REAGENT.search(said)


_REAGENT = re.compile(r"試薬|培地|酵素|トリプシン|サイトカイン|因子|抗体|プラスミド|血漿|消耗品")


#: Enough to say so: two plain mentions, or one that names the product.
_SAID = 2.0


def frozen(reading: Reading) -> Fact:
    """Whether what is given was frozen; kept samples and frozen reagents do not count."""
    found = [
        h
        for h in own_hits(reading, "fact.frozen", _TOLD - {DocKind.DONOR_CONSENT})
        if h.passage.place is not Place.HEADING and not _is_kept(h) and not _is_leaflet(h)
    ]
    found = by_sentence(found)
    no = by_sentence(
        h
        for h in mentions(reading, "fact.not_frozen", _TOLD - {DocKind.DONOR_CONSENT})
        if not elsewhere(h) and not _GERM_CELLS.search(sentence(h))
    )
    yes = sum(_SAID if _is_of_product(h) else 1.0 for h in found)
    if yes >= _SAID and len(found) > 3 * len(no):
        return read("frozen", True, (h.anchor for h in found))
    if no and yes >= _SAID and len(found) > len(no):
        return unknown("frozen")
    if no:
        return read("frozen", False, (h.anchor for h in no))
    against = [h for h in denied(reading, "fact.frozen", _TOLD) if not _is_kept(h)]
    if against and not found:
        return read("frozen", False, (h.anchor for h in against))
    if found or not reading.dossier.of_kinds(DETAILED):
        return unknown("frozen")
    return default("frozen", False, "凍結の記載がない")


#: What a field on the contract begins with.
_NO_CONTRACT = re.compile(
    r"(?:無|なし|該当(?:なし|しない)|(?:委託|外注)?(?:は|を)?(?:し|せ|行わ|行い|な)(?:ない|ず|ません|し|く)|いいえ|否)"
)
_CONTRACT = re.compile(
    r"(?:有|あり|はい|する|行う|(?:全部|一部|製造の?(?:全部|一部)?(?:を)?)?委託(?:する|し|先|\(|有|あり|$)|株式会社|合同会社|有限会社)"
)
_COMPANY_NAME = (
    r"(?:株式会社|合同会社|有限会社|\(株\))[^ 、。()|/]{1,20}|[^ 、。()|/:]{1,20}(?:株式会社|合同会社|有限会社|\(株\))"
)
_BEGINS = re.compile(r"委託(?:[ (:、]|する|して|先)")
_ABROAD = re.compile(r"委託(?!し?ない|せず|なし|は)|[A-Za-z] ?(?:Ltd|Inc|GmbH|LLC|Corp|AG)\b|外部\(")
_IN_HOUSE = re.compile(r"当院|院内|自施設|自院|併設")
_COMPANY = (
    r"(?:株式会社|有限会社|合同会社|\(株\)|㈱|事業者|製造所|受託会社|受託業者|外部の施設"
    r"|[A-Za-z]+ (?:GmbH|Inc|Ltd|LLC|AG|Corp))"
)
#: A company to which making is given: 株式会社〇〇（施設番号…）に製造を委託する.
_HANDED = re.compile(
    rf"(?:{_COMPANY}[^。]{{0,40}}?(?:に|へ)(?P<what>[^。、]{{0,14}}?)(?:を)?|(?:製造|加工|培養|調製)(?:業務)?(?:は|を|の(?:全部|一部)を)(?:(?!委託)[^。、]){{0,30}}?)"
    r"(?:委託|委ね|任せ|外注|依頼|送り、そこで|送って)(?!し?ない|せず|しません|は?しない|先の選定|検査)"
)
_MADE = re.compile(r"製造|加工|培養|調製|作製")
_NOT_MAKING = re.compile(
    r"検査|試験|測定|分析|輸送|運搬|廃棄|清掃|点検|校正|保守|監査|モニタリング|解析|登録|役務|事務"
)


def outsourced(reading: Reading) -> Fact:
    """Whether another party makes the product: by the form's field, else by what the documents say."""
    for value in reading.form("outsourcing"):
        said = {folded(c.label) for c in value.ticked} or ({folded(value.text)} if not value.field.choices else set())
        if said and all(_NO_CONTRACT.match(x) for x in said):
            against = own_hits(reading, "fact.outsourced.yes", MAKING)
            return read(
                "outsourced", False, [value.anchor], "様式の申告による。他に委託の記載がある" if against else ""
            )
        if said and all(_CONTRACT.match(x) for x in said):
            return read("outsourced", True, [value.anchor])
    yes = [h.anchor for h in own_hits(reading, "fact.outsourced.yes", MAKING)]
    yes += [*_makers(reading), *_handed(reading)]
    no = [h for h in mentions(reading, "fact.outsourced.no", MAKING) if not elsewhere(h)]
    if len(yes) > len(no):
        return read("outsourced", True, yes)
    if yes and no:
        return unknown("outsourced")
    if no:
        return read("outsourced", False, (h.anchor for h in no))
    contracts = reading.dossier.of_kinds(frozenset({DocKind.CONTRACT}))
    if contracts:
        return read("outsourced", True, [Anchor(contracts[0].id, 0)])
    traces = own_hits(reading, "fact.outsourced.trace", MAKING)
    # The form has a field for it, the standards name the maker: without either, silence says nothing.
    if traces or not all(reading.dossier.of_kinds(k) for k in (frozenset({DocKind.FORM}), DETAILED)):
        return unknown("outsourced")
    return default("outsourced", False, "委託の記載がない")


def _makers(reading: Reading) -> Iterable[Anchor]:
    """Form fields that name a company as the maker, other than the institution's own corporation."""
    for p in reading.index.passages_in(frozenset({DocKind.FORM})):
        if _MADE.search(folded(p.text[: p.label_end])) and _BEGINS.match(folded(p.text[p.label_end :]).lstrip(": ")):
            yield p.whole()
    own = "".join(folded(v.text) for v in reading.form("institution"))
    for value in reading.form("contractor"):
        text = folded(value.text)
        if _ABROAD.search(text):
            yield value.anchor
        companies = re.findall(_COMPANY_NAME, text)
        if companies and not any(c in own for c in companies) and not _IN_HOUSE.search(folded(value.text)):
            yield value.anchor


def _handed(reading: Reading) -> Iterable[Anchor]:
    for p in reading.index.passages_in(MAKING):
        label = folded(p.text[: p.label_end])
        for start, end, text in sentences_of(p):
            m = _HANDED.search(text)
            if not m or _NOT_MAKING.search(m["what"] or "") or elsewhere(Hit(p, start, end)):
                continue
            if _MADE.search(text) or (_MADE.search(label) and not _NOT_MAKING.search(text)):
                yield p.anchor(start, end)


_INGREDIENT = re.compile(r"培地|培養|添加|含(?:む|み|ま|有)|用い|使用|使い|由来|原料|原材料|製造|産生|溶解")
_CLEAN = re.compile(
    r"(?:動物|ヒト|人|生物)[^。]{0,24}?(?:由来)[^。]{0,20}?(?:使用し|用い|使わ|使い|含ま|含み|添加し)[^。]{0,4}?(?:ない|ません|ず)"
    r"|(?:動物|ヒト|生物)由来の?(?:もの|成分|原料|原材料|材料)(?:は|が)(?:一切)?(?:ない|なし|ありません)"
    r"|(?:動物|生物)由来(?:成分|原料|原材料)?(?:不含|フリー|なし)|ゼノフリー|Xeno-?free|アニマルフリー|完全合成培地",
    re.IGNORECASE,
)


def animal_material(reading: Reading, grown: bool) -> Fact:
    """Whether materials of human or animal origin go into the making; silence denies none where a thing is `grown`."""
    found = own_hits(reading, "fact.animal_material", MAKING)
    # Leaflets tell patients of serum in the medium, and of allergies.
    found += [
        h
        for h in own_hits(reading, "fact.animal_material", {DocKind.CONSENT})
        if h not in found and re.search(r"培地|培養", sentence(h))
    ]
    if found:
        return read("animal_material", True, (h.anchor for h in found))
    for p in reading.index.passages_in(MAKING):
        for start, end, text in sentences_of(p):
            if _CLEAN.search(text) and not elsewhere(Hit(p, start, end)):
                return read("animal_material", False, [p.anchor(start, end)])
    if grown or not reading.dossier.of_kinds(DETAILED):
        return unknown("animal_material")
    return default("animal_material", False, "記載がない")
