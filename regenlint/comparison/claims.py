"""Yes and no: class, culture, whose cells, outsourcing, compensation, companies; sets of tests."""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.comparison.names import plain
from regenlint.comparison.places import Lens, Stretch
from regenlint.comparison.said import Item, Said
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.index import Passage
from regenlint.model import Anchor, DocKind
from regenlint.text import folded

_CLASS = re.compile(
    r"第?[ 　]?(?P<n>[一二三１２３1-3])[ 　]?種(?!使用|医薬|特定|又は|・第|及び|、第|から|～|〜|電気|冷凍"
    r"|衛生|感染)(?P<tail>再生医療等?(?:技術)?(?:等?提供計画)?)?"
)
_NUMBER = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_SELF = re.compile(
    r"に該当し|に当た(?:る|り)|に分類|と判断し|です|である(?!か)|として(?:提供|受理|実施)|・治療|・研究|（治療）|（研究）|の再生医療|に区分|種・|^$"
)


def classes(lens: Lens) -> Iterator[Said]:
    """The class a document gives to this plan, in words, by a tick, or by the letter of its numbers."""
    kinds = frozenset(
        {
            DocKind.FORM,
            DocKind.PROTOCOL,
            DocKind.CONSENT,
            DocKind.OPINION,
            DocKind.CHECKLIST,
            DocKind.PLAIN_SUMMARY,
            DocKind.CONTRACT,
            DocKind.OUTLINE,
        }
    )
    for value in lens.reading.form("class"):
        ticked = [c for c in value.ticked if _CLASS.search(folded(c.label))]
        if len(ticked) == 1 and (m := _CLASS.search(folded(ticked[0].label))):
            c = ticked[0]
            yield _class(value.document, lens, Anchor(value.document, c.block, c.start, c.end), ticked[0].label, m["n"])
        elif not value.field.choices and len({x["n"] for x in _CLASS.finditer(folded(value.text))}) == 1:
            m2 = _CLASS.search(folded(value.text))
            if m2:
                yield _class(value.document, lens, value.anchor, value.text.strip(), m2["n"])
    for p in lens.reading.index.passages:
        if not p.kinds & kinds or p.cited:
            continue
        if re.search(r"[☐☑□■☒]", p.text):
            continue
        for start, end in _sentences(lens, p):
            text = p.text[start:end]
            found = list(_CLASS.finditer(text))
            if len({_NUMBER.get(folded(m["n"]), 0) for m in found}) != 1 or re.search(
                r"種(?:以外|の場合|は推奨|では|に限)|かどうか|ときは|当たらない|該当しない|ではない|過去|一般|施行規則|省令第",
                text,
            ):
                continue
            m = found[0]
            labelled = re.search(
                r"(?:区分|分類|種別)", p.text[: p.label_end] if p.label_end else p.text[start : start + m.start()]
            )
            own = labelled or re.match(
                r"\s*(?:再生医療等?(?:技術|提供計画|等)?)?(?:に該当し|に当た|として|です|である|と判断|（治療|（研究|・治療|・研究|に分類|に区分)",
                folded(text[m.end("n") + 1 :]),
            )
            if own and not re.search(r"低リスク|であっても", text):
                at = start + m.start()
                yield Said(
                    Item.CLASS,
                    "",
                    m.group(),
                    _NUMBER[folded(m["n"])],
                    p.anchor(at, start + m.end()),
                    *_who(lens, p, at),
                )
        if re.search(r"過去|以前|別の計画|他の計画|既存|旧計画|先行", p.text):
            continue
        for i in identifiers(p.text):
            if (
                i.kind in (IdentifierKind.PLAN, IdentifierKind.JRCT)
                and i.plan_class
                and p.kinds & {DocKind.FORM, DocKind.CONSENT, DocKind.OPINION, DocKind.PROTOCOL, DocKind.CHECKLIST}
            ):
                v = lens.voice(p, i.start)
                yield Said(
                    Item.CLASS,
                    "",
                    p.text[i.start : i.end],
                    i.plan_class,
                    p.anchor(i.start, i.end),
                    f"{v.name}@{i.value}",
                    v.kind,
                    "number",
                )
    yield from _in_lines(lens)


_LINE = re.compile(r"(?:分類|区分)[：:]\s*(?P<c>第[一二三]種)／")


def _in_lines(lens: Lens) -> Iterator[Said]:
    for p in lens.reading.index.passages:
        if m := _LINE.search(p.text):
            yield Said(
                Item.CLASS,
                "",
                m["c"],
                _NUMBER[m["c"][1]],
                p.anchor(m.start("c"), m.end("c")),
                f"{p.document}「分類」",
                DocKind.FORM,
            )


def _class(document: str, lens: Lens, at: Anchor, text: str, n: str) -> Said:
    return Said(Item.CLASS, "", text, _NUMBER[folded(n)], at, document, lens.reading.dossier.document(document).kind)


def _sentences(lens: Lens, p: Passage) -> Iterator[tuple[int, int]]:
    for s in lens.stretches(p):
        yield s.start, s.end


def _who(lens: Lens, p: Passage, at: int) -> tuple[str, DocKind]:
    v = lens.voice(p, at)
    return v.name, v.kind


_CULTURE_BOX = re.compile(r"(?:細胞の)?培養(?:工程|操作)?(?:の有無|を行うか|を伴うか)")
_YES_OR_NO = re.compile(
    r"\s*(?:(?P<yes>有|あり|する|行う|伴う)|無|なし|しない|行わない|伴わない)(?:り|し)?\s*(?=$|[。、（(])"
)


def cultures(lens: Lens) -> Iterator[Said]:
    """Whether the cells are cultured, as far as a document affirms one or the other."""
    kinds = (
        DocKind.FORM,
        DocKind.PROTOCOL,
        DocKind.OUTLINE,
        DocKind.STANDARD,
        DocKind.MANUFACTURING_STANDARD,
        DocKind.SOP,
        DocKind.CONSENT,
        DocKind.PLAIN_SUMMARY,
    )
    for s in lens.own(*kinds):
        p = s.passage
        if lens.elsewhere(s) or re.search(
            r"他の治療|違い|異な|比べ|該当するか|かどうか|除外|見合わせ|場合は|のときは", s.text
        ):
            continue
        if _CULTURE_BOX.match(s.label) and (m := _YES_OR_NO.match(s.text)):
            yield _yes_no(lens, s, Item.CULTURE, bool(m["yes"]), s.start, s.start + m.end())
            continue
        no = lens.inside("xdc.culture.no", p, s.start, s.end)
        yes = lens.inside("xdc.culture.yes", p, s.start, s.end)
        other = lens.has("xdc.culture_other", s) or lens.says("xdc.culture_other", p.text.split(" | ")[0])
        if no and not yes:
            start, end = no[0]
            yield _yes_no(lens, s, Item.CULTURE, False, start, end)
        elif (
            yes
            and not no
            and not other
            and not re.search(r"ない|ません|せず|なし|無し", s.text[yes[0][0] - s.start : yes[0][1] - s.start + 12])
        ):
            start, end = yes[0]
            yield _yes_no(lens, s, Item.CULTURE, True, start, end)


def _yes_no(lens: Lens, s: Stretch, item: Item, value: bool, start: int, end: int, note: str = "") -> Said:
    p = s.passage
    v = lens.voice(p, start)
    return Said(item, "", p.text[start:end], value, p.anchor(start, end), v.name, v.kind, note)


def donors(lens: Lens) -> Iterator[Said]:
    """Whether the cells given are one's own or another person's."""
    for s in lens.own():
        p = s.passage
        if p.kinds & {DocKind.CV, DocKind.OPINION, DocKind.CHECKLIST} or lens.elsewhere(s):
            continue
        for key, value in (("xdc.donor.self", "autologous"), ("xdc.donor.other", "allogeneic")):
            for start, end in lens.inside(key, p, s.start, s.end)[:1]:
                near = (max(s.start, start - 14), min(s.end, end + 26))
                if value == "allogeneic" and (
                    lens.inside("xdc.donor.denied", p, *near)
                    or lens.inside("xdc.donor_serum", p, start, min(s.end, end + 16))
                ):
                    continue
                if value == "autologous" and re.search(r"ない|ません|ではな|異な", p.text[end : min(s.end, end + 14)]):
                    continue
                v = lens.voice(p, start)
                yield Said(Item.DONOR, "", p.text[start:end], value, p.anchor(start, end), v.name, v.kind)
    for value_ in lens.reading.form("name_of_therapy"):
        for key, value in (("xdc.donor.self", "autologous"), ("xdc.donor.other", "allogeneic")):
            if lens.says(key, value_.text):
                yield Said(
                    Item.DONOR,
                    "",
                    value_.text.strip(),
                    value,
                    value_.anchor,
                    f"{value_.document}@name",
                    DocKind.FORM,
                    "name",
                )


_MAKING = re.compile(r"製造|加工|培養|調製|遠心|分離|充填|凍結")
_NOT_MAKING = re.compile(
    r"該当(?:なし|しない|せず)|なし|無し|ない|ません|検査だけ|検査のみ|試験だけ|試験のみ|運搬だけ|運搬のみ"
)


def outsourcing(lens: Lens) -> Iterator[Said]:
    """Whether making the product is contracted out: the form's box, a contract, what is said."""
    for value in lens.reading.form("outsourcing"):
        text = folded("".join(c.label for c in value.ticked) if value.field.choices else value.text)[:8]
        if re.match(r"(?:有|あり)", text) or re.match(r"(?:無|なし)", text):
            yield Said(
                Item.OUTSOURCING,
                "",
                value.text.strip()[:20] or text,
                text[0] in "有あ",
                value.anchor,
                value.document,
                DocKind.FORM,
                "box",
            )
    for value in lens.reading.form("contract_content"):
        text = folded(value.text)
        if _MAKING.search(text) and "委託" in text and not _NOT_MAKING.search(text):
            yield Said(
                Item.OUTSOURCING,
                "",
                value.text.strip()[:40],
                True,
                value.anchor,
                value.document,
                DocKind.FORM,
                "content",
            )
    for d in lens.reading.dossier.documents:
        if DocKind.CONTRACT in d.kinds and re.search(
            r"製造|加工", folded(d.title + d.path + (d.blocks[0].text if d.blocks else ""))
        ):
            yield Said(
                Item.OUTSOURCING,
                "",
                d.blocks[0].text[:40] if d.blocks else "",
                True,
                Anchor(d.id, 0, 0, len(d.blocks[0].text) if d.blocks else 0),
                d.id,
                DocKind.CONTRACT,
                "contract",
            )
    kinds = (DocKind.FORM, DocKind.PROTOCOL, DocKind.OUTLINE, DocKind.STANDARD, DocKind.CONSENT, DocKind.PLAIN_SUMMARY)
    for s in lens.own(*kinds):
        p = s.passage
        if lens.elsewhere(s) or (p.label_end and re.search(r"委託の有無|製造の委託", folded(p.text[: p.label_end]))):
            continue
        for key, says in (("xdc.outsourced.no", False), ("xdc.outsourced.yes", True)):
            for start, end in lens.inside(key, p, s.start, s.end)[:1]:
                near = p.text[max(s.start, start - 16) : end + 4]
                if says and (
                    lens.inside("xdc.outsourced.no", p, s.start, s.end) or lens.says("xdc.outsourced_other", near)
                ):
                    continue
                if not says and (
                    re.search(r"検査|試験|運搬|再委託|清掃|とき|場合", near)
                    or lens.inside("xdc.outsourced.yes", p, s.start, s.end)
                ):
                    continue
                if re.search(r"[☐☑□■]", s.text):
                    continue
                yield _yes_no(lens, s, Item.OUTSOURCING, says, start, end)


def compensations(lens: Lens) -> Iterator[Said]:
    """Whether those treated are compensated; donors are left out."""
    for key in ("compensation_recipient", "compensation_recipient_short"):
        for value in lens.reading.form(key):
            text = folded("".join(c.label for c in value.ticked)) if value.ticked else folded(value.text)[:8]
            if re.match(r"(?:有|あり)", text) or re.match(r"(?:無|なし)", text):
                yield Said(
                    Item.COMPENSATION,
                    "",
                    value.text.strip()[:30] or text,
                    text[0] in "有あ",
                    value.anchor,
                    value.document,
                    DocKind.FORM,
                    "box",
                )
    kinds = (DocKind.FORM, DocKind.PROTOCOL, DocKind.CONSENT, DocKind.ASSENT, DocKind.PLAIN_SUMMARY)
    for s in lens.own(*kinds):
        p = s.passage
        if (
            re.search(r"[☐☑□■]", s.text)
            or (p.label_end and "提供者" in p.text[: p.label_end])
            or lens.document(p).kind is DocKind.DONOR_CONSENT
            or re.search(r"提供者|採取する方|過失|故意|わざと|法に基づく|場合は対象", s.text)
        ):
            continue
        yes = lens.inside("xdc.compensated", p, s.start, s.end)
        no = lens.inside("xdc.uncompensated", p, s.start, s.end)
        if bool(yes) == bool(no):
            continue
        start, end = (yes or no)[0]
        yield _yes_no(lens, s, Item.COMPENSATION, bool(yes), start, end)


RELIEFS = ("medical", "allowance", "money")


def reliefs(lens: Lens) -> Iterator[Said]:
    """What is paid in case of harm, as a set, where a sentence lists it."""
    kinds = (DocKind.FORM, DocKind.PROTOCOL, DocKind.CONSENT, DocKind.ASSENT, DocKind.DONOR_CONSENT)
    for s in lens.own(*kinds):
        p = s.passage
        if not (lens.here("xdc.relief", s) or lens.under("xdc.relief", s) or lens.compared(p)) or re.search(
            r"提供者|ない|ません|場合は|負担となる|過失", s.text
        ):
            continue
        found = {r: lens.inside(f"xdc.relief.{r}", p, s.start, s.end) for r in RELIEFS}
        named = frozenset(r for r, at in found.items() if at)
        if not named or not (lens.compared(p) or re.search(r"支払|補償|給付|保険", s.text)):
            continue
        start = min(at[0][0] for at in found.values() if at)
        end = max(at[0][1] for at in found.values() if at)
        v = lens.voice(p, start)
        yield Said(Item.RELIEF, "", p.text[start:end], named, p.anchor(start, end), v.name, v.kind)


INFECTIONS = ("hbv", "hcv", "hiv", "htlv", "syphilis", "parvo", "cmv", "ebv", "wnv")
_OPEN = re.compile(r"など|等(?!級)|ほか|主な|のいずれか以外")


#: What keeps a patient out is no list of another donor's tests.
_PATIENTS = re.compile(r"除外(?:基準)?[：:］\]】 　]")


#: 採血で調べるもの：, 感染症の検査項目は
_LIST = re.compile(r"(?:調べる(?:もの|項目)|検査(?:の|する)?項目)(?:は|：|:)*$")


def infections(lens: Lens) -> Iterator[Said]:
    """The infections those who give cells are tested for, as a set, where three or more are listed.

    Two will do where the words before them say that the list follows.
    """
    kinds = (
        DocKind.FORM,
        DocKind.PROTOCOL,
        DocKind.SOP,
        DocKind.STANDARD,
        DocKind.QUALITY_STANDARD,
        DocKind.CONSENT,
        DocKind.DONOR_CONSENT,
    )
    another = lens.reading.facts.has("donor", "allogeneic")
    for s in lens.own(*kinds):
        p = s.passage
        if lens.elsewhere(s) and not re.search(r"抗原|抗体|検査", s.text):
            continue
        found = {i: lens.inside(f"xdc.infection.{i}", p, s.start, s.end) for i in INFECTIONS}
        named = frozenset(i for i, at in found.items() if at)
        if len(named) >= 3:
            named |= _beside(lens, s)
        if len(named) < 2 or not (lens.compared(p) or lens.here("xdc.infected", s) or lens.under("xdc.infected", s)):
            continue
        start = min(at[0][0] for at in found.values() if at)
        if len(named) < 3 and not _LIST.search(f"{s.label}：{p.text[s.start : start]}"):
            continue
        end = max(at[-1][1] for at in found.values() if at)
        positive = p.text[end : end + 2] == "陽性" or _PATIENTS.search(p.text[s.start : start])
        if another and positive and not re.search("検査|抗体|抗原", s.text):
            continue
        if re.search(
            r"ウシ|ブタ|細胞バンク|セルバンク|バンク|保管検体|再検査|上清|NAT",
            p.text[max(s.start, start - 24) : min(s.end, end + 12)],
        ):
            continue
        v = lens.voice(p, start)
        note = "open" if _OPEN.search(p.text[start : min(s.end, end + 6)]) else ""
        yield Said(Item.INFECTION, "", p.text[start:end], named, p.anchor(start, end), v.name, v.kind, note)


def _beside(lens: Lens, s: Stretch) -> frozenset[str]:
    """The infections another sentence of the same cell tests for: HIV抗体が陰性。HBs抗原、HCV抗体は…"""
    p = s.passage
    return frozenset(
        i
        for other in lens.stretches(p)
        if other.label == s.label and other.header == s.header and re.search(r"抗原|抗体", other.text)
        for i in INFECTIONS
        if lens.inside(f"xdc.infection.{i}", p, other.start, other.end)
    )


_COMPANY = re.compile(
    r"(?:株式会社|（株）|㈱|公益財団法人|一般財団法人)?[ァ-ヴー一-鿿A-Za-z]{2,14}(?:製薬|ファーマ|株式会社|メディカル|バイオ|薬品|細胞製造|財団)"
)


#: A row of a table that asks what companies give, and its answer.
_COMPANIES = re.compile(r"(?:企業|事業者|会社|販売業者|製薬)[^。]{0,24}(?:資金|物品|労務|役務|提供|関与|寄附)")
_NONE = re.compile(r"\s*(?:なし|無し|無(?![償料])|ない|ありません|該当なし|受けてい(?:ない|ません))")


def funding(lens: Lens) -> Iterator[Said]:
    """Whether companies give money, goods or service to the research."""
    kinds = (DocKind.PROTOCOL, DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.COI, DocKind.FORM)
    for s in lens.own(*kinds):
        p = s.passage
        some = lens.inside("xdc.coi.some", p, s.start, s.end)
        none = lens.inside("xdc.coi.none", p, s.start, s.end)
        if re.search(r"公的|当院の研究費|補助金|AMED|科研費|科学研究費", s.text) and not none:
            some = tuple(x for x in some if p.text[x[0] : x[1]] not in ("資金で行", "助成を受け"))
        if _COMPANIES.search(s.label) and _NONE.match(s.text):
            yield _yes_no(lens, s, Item.FUNDING, False, s.start, s.start + 2)
            continue
        row = p.text
        if none and not (some and not re.search("ない|ません|なし", s.text)):
            start, end = none[0]
            yield _yes_no(lens, s, Item.FUNDING, False, start, end)
        elif (
            some
            and not lens.here("xdc.coi_denied", s)
            and not re.search(r"\| (?:なし|－|ない|―)", row)
            and re.search(r"会社|製薬|企業|ファーマ|バイオ|メディカル|社から|㈱|（株）|Inc|開示", row)
        ):
            start, end = some[0]
            yield _yes_no(lens, s, Item.FUNDING, True, start, end)


def diseases(lens: Lens) -> Iterator[Said]:
    """The target disease as labelled."""
    for value in lens.reading.form("disease"):
        if value.text.strip():
            d = lens.reading.dossier.document(value.document)
            yield Said(Item.DISEASE, "", value.text.strip(), plain(value.text), value.anchor, d.id, d.kind)
