"""別の医療機関・別の計画の名称や人名が残っていないかを見る。

何を見るか
    実施の主体、窓口、ヘッダー・フッター、表紙、文書の属性に現れる医療機関名で、この一式のどこにも関係者として挙がっていないもの。
なぜ
    他施設の文書を写したとき、その施設の手順や体制のまま残っていることが多い。
見ないもの
    連携病院、委託先、共同研究機関、検査機関、文献・先行施設、医師の経歴、委員の所属。
直し方
    自施設の名称に改め、内容が自施設のものかを見直す。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from regenlint.comparison.bodies import core_of_body
from regenlint.comparison.names import plain
from regenlint.context import Context
from regenlint.model import Anchor, DocKind, Document, Role
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

from .files import facts_of, name_of, readable, whole

_BODY = re.compile(
    r"(?:(?<![一-鿿ァ-ヴーA-Za-z])(?=[一-鿿々ァ-ヴーA-Za-z])|(?:^|(?<=[。「『（：　 ]))(?=[ぁ-ん]))"
    r"(?P<name>[一-鿿々ァ-ヴーぁ-んA-Za-z][一-鿿々ァ-ヴーぁ-んA-Za-z0-9・ヶ]{0,18}?(?:クリニック|病院|医院|診療所|美容外科|美容皮膚科))"
    r"(?!クリニック|病院|医院|診療所)"
)
#: What a sentence has in front of a name that the pattern cannot tell from it.
_BEFORE = re.compile(r"^.*[ぁ-ん](?=[一-鿿ァ-ヴーA-Za-z])")
_OURS = re.compile(
    r"(?:当院|本院"
    r"|当クリニック)[ 　]?[（(](?:医療法人[^　 （）]{0,14}[　 ]+)?(?P<name>[^（）()]{2,20}?(?:クリニック"
    r"|病院|医院|診療所|美容外科|美容皮膚科))[）)]"
)
_ACTS = re.compile(
    r"^(?:では、?|において|の(?:院長|管理者|担当医|医師|実施責任者|事務長|事務局|窓口|患者|衛生管理"
    r"|製造管理|品質管理|手順|職員|規程)|が(?:行|提供|実施|責任)|は、?(?:本|この|当|再生)|院長|事務長"
    r"|細胞(?:加工|調製|培養)室|[　 ]?(?:衛生管理|製造管理|品質管理)基準書|[　 ]?(?:説明文書|同意書))"
)
_DESK = re.compile(r"(?:窓口|担当|連絡先|問合せ先|お問い合わせ)[：:　 ]*$")
#: A house that patients are told to turn to.
_ADVISES = re.compile(
    r"(?:で|に|へ|の(?:窓口|相談室))(?:も|は|て)?、?[^。、]{0,10}(?:相談に応じ|相談を受け|ご相談|お問い合わせ|予約を)"
)
#: Names that end in what many do, with a proper name before it: 見本市立総合病院.
_PROPER = re.compile(
    r"(?!(?:近隣|地域|連携|専門|基幹|最寄|他|各|当|同|大|救急|協力|紹介|提携|指定|公立|国公立))[一-鿿ァ-ヴー]{2,8}"
    r"(?:市立|県立|町立|大学|医療|総合|附属|中央){1,3}病院"
)
_WORD = re.compile(
    r"(?:当該?|貴|同|他の?|各|別の|総合|大学|附属|市立|県立|国立|連携|近隣の?|地域の?|専門の?|かかりつけの?|受診した|この|その|行う|する|いる|(?<![一-鿿ァ-ヴー]{2})(?:再生)?医療|救急|一般|の|や|と|は|が|を|に|等の?)$"
)
_GENERIC = frozenset(
    {
        "病院",
        "クリニック",
        "医院",
        "診療所",
        "総合病院",
        "大学病院",
        "当該病院",
        "同病院",
        "大病院",
        "整形外科クリニック",
        "皮膚科クリニック",
        "専門病院",
        "歯科医院",
        "救急病院",
        "連携病院",
        "紹介病院",
        "一般病院",
        "基幹病院",
        "地域病院",
        "公立病院",
        "国立病院",
        "中核病院",
    }
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Names of institutions that act, desk or head a document without being known to the dossier."""
    known = _known(ctx)
    if not known:
        raise NotJudged("提供する医療機関の名称を読み取れません", "the institution's name could not be read")
    fired: set[str] = set()
    for d in readable(ctx):
        for name, at in _ourselves(ctx, d):
            if d.id not in fired and not _familiar(core_of_body(name), known):
                fired.add(d.id)
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"「当院」として別の医療機関「{name}」の名が残っています",
                    f"“{name}” is called our own institution",
                    at,
                )
        if d.kind in (
            DocKind.CV,
            DocKind.PRECEDENTS,
            DocKind.OPINION,
            DocKind.RESEARCH_BASIS,
            DocKind.CARTAGENA,
            DocKind.CONTRACT,
        ):
            continue
        for name, at in (*_headed(d), *_acting(ctx, d)):
            core = core_of_body(name)
            if d.id in fired or _familiar(core, known):
                continue
            fired.add(d.id)
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"関係者として挙がっていない「{name}」の名が残っています",
                f"“{name}” is named though it has no part in this plan",
                at,
            )
    for d in readable(ctx):
        company = facts_of(d).get("company", "")
        m = _BODY.search(company)
        if m and d.id not in fired and not _familiar(core_of_body(m["name"]), known):
            fired.add(d.id)
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"{name_of(d)}の文書の属性に別の医療機関「{m['name']}」の名があります",
                f"the properties of {name_of(d)} name another institution",
                whole(d),
            )
    if not fired:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


def _known(ctx: Context) -> Counter[str]:
    """Cores of the bodies the form and the parties' papers name, and of the form's own institution."""
    out: Counter[str] = Counter()
    kinds = {DocKind.FORM, DocKind.CONTRACT, DocKind.OPINION}
    for p in ctx.reading.index.passages:
        if p.kinds & kinds:
            for m in _BODY.finditer(p.text):
                out[core_of_body(m["name"])] += 1
    for v in (*ctx.form("institution"), *ctx.form("institution_short")):
        if v.text.strip():
            out[core_of_body(v.text)] += 5
    return out if any(DocKind.FORM in d.kinds for d in ctx.dossier.documents) else Counter()


def _familiar(core: str, known: Counter[str]) -> bool:
    return len(core) <= 3 or any(core in k or k in core for k in known)


def _ourselves(ctx: Context, d: Document) -> Iterator[tuple[str, Anchor]]:
    """Names given to 当院 in brackets, in any document."""
    for p in ctx.passages():
        if p.document == d.id:
            for m in _OURS.finditer(p.text):
                yield m["name"], p.anchor(m.start("name"), m.end("name"))


def _headed(d: Document) -> Iterator[tuple[str, Anchor]]:
    """Names in headers, footers and the first lines of a document."""
    for b in d.blocks:
        if b.role in (Role.HEADER, Role.FOOTER) or (b.number < 3 and b.cell is None and len(b.text) <= 60):
            for m in _BODY.finditer(b.text):
                if _name(m["name"]) and not re.search(r"連携|紹介|御中|殿|宛|様", b.text):
                    yield m["name"], Anchor(d.id, b.number, m.start("name"), m.end("name"))


def _acting(ctx: Context, d: Document) -> Iterator[tuple[str, Anchor]]:
    """Names that act in a sentence, or stand behind the word for a desk."""
    for p in ctx.passages():
        if p.document != d.id or p.cited:
            continue
        for m in _BODY.finditer(p.text):
            first = m.start()
            if not _name(m["name"]) and (before := _BEFORE.match(m["name"])):
                first += before.end()
            name = p.text[first : m.end()]
            advises = bool(_ADVISES.match(p.text[m.end() :]))
            if not _name(name) and not (advises and _PROPER.fullmatch(name)):
                continue
            start, end = p.sentence(first)
            if any(h.passage.number == p.number and start <= h.start < end for h in ctx.hits("doc.partner")):
                continue
            opens = first == start and p.text[m.end() : m.end() + 2] == "は、"
            opens = opens or advises
            if opens or _ACTS.match(p.text[m.end() :]) or _DESK.search(p.text[max(0, first - 12) : first]):
                yield name, p.anchor(first, m.end())


def _name(name: str) -> bool:
    if name in _GENERIC or len(plain(name)) < 5:
        return False
    head = re.sub(r"(?:クリニック|病院|医院|診療所|美容外科|美容皮膚科)$", "", name)
    return not _WORD.search(head) and not re.search(r"[をがはにへ]|する|した|ない", head)
