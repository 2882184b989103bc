"""重要品質特性と規格・試験

何を見るか：重要品質特性（CQA）の表に挙げた特性が、標準書又は品質管理基準書（なければ概要書）の規格・試験の表にあるか。表の規格番号、
同じ名称、同じ試験項目の種類のいずれかで対応すればよい。

なぜ：重要とした特性が試験されなければ、出荷の判定に使われない。

見ないもの：工程内試験やセルバンクの特性解析など、別の管理で担保すると書かれた特性。規格の表が一式にないときは判定しない。

直し方：規格・試験に加えるか、別の管理で担保する旨を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Passage
from regenlint.model import DocKind
from regenlint.rules import Confidence, Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.text import folded

from .bindings import head_of, heads

_ATTRIBUTE = re.compile(r"CQA|重要品質特性|品質特性|^特性$|^特性名$")
_CRITERIA = re.compile(r"(?:^|\| )基準(?:$| \|)|規格|判定基準|合格基準|基準値|限度|試験方法|^方法|試験法")
_NOT_SPECIFICATION = re.compile(r"区域|等級|清浄|CQA|品質特性|品番|供給|購入|CPP|パラメータ|リスク|理由")
#: Tables of the process whose checks stand for a release test.
_CONTROL = re.compile(r"外れ|管理値|工程内|次へ|次に進|処置|確認と")
_MADE = (DocKind.STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.OUTLINE)
#: What says how the product is made and tested; the outline names the attributes themselves.
_INSTRUCTED = (DocKind.STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.QUALITY_STANDARD)
_BESIDE = r"(?:は|が|を|：|:|の上限は?)?[^。、|]{0,6}[0-9][^。、|]{0,8}(?:以下|以上|未満|以内|まで)"
_CODE = re.compile(r"[A-Z]{1,4}-?\d{1,4}")
_COMMON = re.compile(
    r"[の率数量性割合値比度試験検査濃度（）()・／/、,\s]|陽性|分泌|産生|活性|発現|鎖長|細胞|否定|測定|総|平均|項目|残存|残留|RNA|DNA|mRNA|製剤"
)
_FAMILIES = (
    "qbd.attribute.viability",
    "qbd.attribute.endotoxin",
    "qbd.attribute.full_length",
    "qbd.attribute.capping",
    "qbd.attribute.encapsulation",
    "qbd.attribute.full_particles",
    "qbd.attribute.sterility",
    "qbd.attribute.mycoplasma",
    "qbd.attribute.appearance",
    "qbd.attribute.marker",
)
#: A general name, and what a row of the specification may call the same.
_SAME = (
    (
        r"表面抗原|表面マーカー|マーカー|表現型|同一性|純度|陽性率",
        r"フローサイト|FCM|FACS|CD\d|マーカー|抗原|同一性|純度|陽性",
    ),
    (r"細胞数|含量|濃度|用量|細胞量", r"細胞数|含量|濃度|個/|粒子数|力価"),
    (
        r"^(?:力価|効力|生物活性|機能|薬効|ポテンシー)(?:試験|性)?$",
        r"力価|効力|活性|機能|分泌|産生|遊走|傷害|発現|抑制",
    ),
    (r"安全性|感染性|微生物", r"無菌|マイコプラズマ|エンドトキシン|ウイルス"),
    (r"不純物", r"残存|残留|混入|不純物"),
    (r"外観|性状|形態", r"外観|性状|形態|色|顕微鏡|紡錘|敷石"),
)
#: A row of controls that is for every attribute names none.
_ALL = re.compile(r"(?:全|すべて|全て|各|同上|上記|他の|その他)")
_SAID_ABSENT = re.compile(
    r"(?:CQA|重要品質特性)[^。]{0,40}(?:規格|試験)[^。]{0,24}(?:がない|にない|含まれない|含まれていない|定めていない|設定していない)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Look each critical attribute up in the specification."""
    excused = {(h.passage.number, h.passage.sentence(h.start)) for h in ctx.hits("qbd.other_control")}
    yield from _said(ctx, excused)
    known = heads(ctx)
    attributes = [
        (p, name)
        for p in ctx.passages()
        for name in _names(ctx, p, head_of(p, known))
        if (p.number, p.sentence(0)) not in excused
    ]
    attributes += [(p, name) for p, name in _told(ctx) if (p.number, p.sentence(p.text.find(name))) not in excused]
    if not attributes:
        if not ctx.hits("qbd.cqa"):
            raise NotApplicable("重要品質特性（CQA）の記載がありません", "no critical quality attributes are named")
        return
    rows = [
        p for p in ctx.passages(DocKind.STANDARD, DocKind.QUALITY_STANDARD) if _is_specification(p, head_of(p, known))
    ]
    rows = rows or [p for p in ctx.passages() if _is_specification(p, head_of(p, known))]
    controls = [
        p
        for p in ctx.passages(*_MADE)
        if _CONTROL.search(head_of(p, known)) and not re.search(r"CQA|品質特性", head_of(p, known))
    ]
    if not rows:
        raise NotJudged("規格・試験の表が提出物に見当たりません", "no table of the specification is in the dossier")
    prose = _prose(ctx)
    families = _families(ctx)
    texts = [folded(p.text) for p in (*rows, *controls)]
    limits = "\n".join(folded(p.text) for p in ctx.passages(*_INSTRUCTED))
    missing = [(p, n) for p, n in attributes if not _there(p, n, rows, texts, prose, limits, families)]
    for p, name in missing[:3]:
        at = p.text.find(name)
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"重要品質特性「{name}」に当たる規格・試験が見当たりません",
            f"no limit or test was found for the critical attribute “{name}”",
            p.anchor(at, at + len(name)),
            related=(rows[0].whole(),),
            confidence=Confidence.HIGH if _CODE.search(p.text) else Confidence.LOW,
        )
    if not missing:
        yield from (Evidence(p.whole(), "value") for p, _ in attributes[:1])


def _said(ctx: Context, excused: set[tuple[int, tuple[int, int]]]) -> Iterator[Finding]:
    for hit in ctx.hits("qbd.cqa"):
        sentence = hit.passage.sentence(hit.start)
        if (hit.passage.number, sentence) not in excused and _SAID_ABSENT.search(hit.passage.text[slice(*sentence)]):
            yield ctx.finding(
                Outcome.CONFLICTING,
                "重要品質特性が規格・試験にないと書かれています",
                "a critical attribute is said to be in no limit or test",
                hit,
            )
            return


def _names(ctx: Context, p: Passage, head: str) -> Iterator[str]:
    """The attribute a row of a table of attributes names; the table or its section is called so."""
    if not head or p.cited or p.text == head:
        return
    names = head.split(" | ")
    called = any(re.search(r"CQA|品質特性", h) for h in names) or (
        re.fullmatch(r"特性|特性名", names[0].strip()) and re.search(r"CQA|重要な?品質特性", _section(ctx, p))
    )
    if not called or re.search(r"リスク|工程", names[0]):
        return
    cells = [p.text[: p.label_end], p.text[p.label_end + 1 :]] if p.label_end else p.text.split(" | ")
    for name, cell in zip(names, cells, strict=False):
        if _ATTRIBUTE.search(name) and 1 < len(cell.strip()) <= 30 and not _ALL.match(cell.strip()):
            yield cell.strip()
            return


def _section(ctx: Context, p: Passage) -> str:
    """The heading of a passage's section."""
    return ctx.dossier.document(p.document).sections[p.section].path[-1] if p.section >= 0 else ""


_TOLD = re.compile(
    r"(?P<list>[^。：:]{4,200}?)を(?:、)?(?:重要品質特性|重要な品質特性|CQA)(?:と(?:する|した|し、|して)|に(?:定め|選))"
)
_LISTED = re.compile(r"(?:重要品質特性|重要な品質特性|CQA)(?:（[^）]*）)?(?:は|として|：|:)(?P<list>[^。]{4,200})")


def _told(ctx: Context) -> Iterator[tuple[Passage, str]]:
    """Attributes a sentence lists; only those with a name of their own (VCN, HGF), which no other word stands for."""
    for hit in ctx.hits("qbd.cqa"):
        p = hit.passage
        if p.table >= 0 or p.place is Place.HEADING or p.cited:
            continue
        start, end = p.sentence(hit.start)
        m = _TOLD.search(p.text, start, end) or _LISTED.search(p.text, start, end)
        for name in re.split(r"[、,及び又は・]+", m["list"]) if m else ():
            own = re.search(r"[A-Z][A-Za-z0-9-]{2,}", name)
            if own and own.group() not in (
                "CQA",
                "QTPP",
                "CPP",
                "RNA",
                "DNA",
                "mRNA",
                "ELISA",
                "NTA",
                "FCM",
                "LAL",
                "PCR",
                "qPCR",
            ):
                yield p, own.group()


def _is_specification(p: Passage, head: str) -> bool:
    return bool(head) and p.text != head and bool(_CRITERIA.search(head)) and not _NOT_SPECIFICATION.search(head)


def _prose(ctx: Context) -> str:
    """Sentences of the specification's sections that are no table."""
    out = []
    for p in ctx.passages(DocKind.STANDARD, DocKind.QUALITY_STANDARD):
        if re.search(r"変更|同等|同質|比べ|比較", p.text):
            continue  # what is compared after a change is no limit
        if (p.place is not Place.HEADING and p.table < 0 and re.search(r"規格|試験|判定", p.text + p.before)) or (
            p.label_end and re.search(r"規格|試験|判定", p.before)
        ):
            out.append(folded(p.text))
    return "\n".join(out)


def _families(ctx: Context) -> dict[str, set[int]]:
    return {key: {h.passage.number for h in ctx.hits(key)} for key in _FAMILIES}


def _there(
    p: Passage, name: str, rows: list[Passage], texts: list[str], prose: str, limits: str, families: dict[str, set[int]]
) -> bool:
    code = _CODE.search(p.text.replace(name, " "))
    if code and any(re.search(rf"(?<![A-Z0-9-]){re.escape(code.group())}(?!\d)", r.text) for r in rows):
        return True
    for numbers in families.values() if p.table >= 0 else ():
        if p.number in numbers and any(r.number in numbers for r in rows):
            return True
    if any(re.search(one, name) and any(re.search(other, r.text) for r in rows) for one, other in _SAME):
        return True
    return any(t in text for t in _tokens(name) for text in (*texts, prose)) or _limited(name, limits)


def _limited(name: str, limits: str) -> bool:
    """Whether a sentence on how the product is made sets a limit beside the name: 集団倍加数20以下."""
    return re.search(re.escape(folded(name)) + _BESIDE, limits) is not None


def _tokens(name: str) -> list[str]:
    """The telling parts of an attribute's name: CD105, ポリA鎖長, HGF."""
    text = folded(name)
    parts = [x for x in _COMMON.split(text) if len(x) >= 2]
    return parts or [text]
