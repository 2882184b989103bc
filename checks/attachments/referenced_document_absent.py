"""「別途定める」「○○手順書による」とされた書類が一式にあるかを見る。

何を見るか
    本文が引く院内・施設内の手順書・規程・要領と、別紙・別添・資料の番号。
なぜ
    引かれた先がなければ、その事項は計画に書かれていないのと同じになる。
見ないもの
    法令・通知・学会の指針、相手方の内部規程、記録の様式。
直し方
    引いた書類を添えるか、その内容を本文に書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.model import DocKind
from regenlint.pointer import Pointer, kinds_named, numbered, resolved
from regenlint.rules import Confidence, Evidence, Finding, NotJudged, Outcome
from regenlint.text import folded
from regenlint.values import says, short

_MOST = 5
#: A longer block is no title, whatever it was taken for.
_TITLE = 60
_SHORTEST = 5
_NAME = re.compile(r"[「『]?(?P<name>[一-鿿々ァ-ヴーA-Za-z0-9０-９・\-]{1,24}?)$")
_CITED = re.compile(
    r"(?:[（(][^）)]{1,24}[）)])?[」』]?(?:の(?:とおり|定め)|に(?:従|よ[りるっ]|基づ|定め|準じ|則|規定|記載)|を参照|参照|で定め)"
)
_PARTICLE = re.compile(r"^.*(?:は|が|を|に|と|の|で|や|から|及び|又は|並びに|当該|各|本|する|した|ある)(?=.)")
_NUMBER_CITED = re.compile(
    r"(?:[（(][^）)]{0,16}[）)])?(?:の(?:とおり|第|[0-9０-９])|に(?:従|よ|示|記載|記|定め|掲げ)|を参照|参照)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each document referred to, once."""
    need_documents(ctx)
    if len(ctx.dossier.documents) < 2:
        raise NotJudged(
            "一つの文書だけでは引かれた書類の有無を判定できません", "a lone document does not tell what is enclosed"
        )
    seen: set[str] = set()
    resolved_one: Evidence | None = None
    count = 0
    for p, pointer, confidence in _references(ctx):
        key = folded(pointer.words)
        if key in seen:
            continue
        seen.add(key)
        at = p.anchor(pointer.start, pointer.end)
        if _there(ctx, pointer, p):
            resolved_one = resolved_one or Evidence(at, "value")
            continue
        count += 1
        if count > _MOST:
            return
        yield ctx.finding(
            Outcome.MISSING,
            f"引かれた「{short(pointer.words, 24)}」が提出物に見当たりません",
            f"“{short(pointer.words, 24)}” is referred to but is not in the dossier",
            at,
            confidence=confidence,
        )
    if not count and resolved_one:
        yield resolved_one


def _references(ctx: Context) -> Iterator[tuple[Passage, Pointer, Confidence]]:
    for hit in ctx.hits("att.institutional"):
        if hit.passage.place is Place.HEADING or hit.passage.cited:
            continue
        pointer = _named(ctx, hit)
        if pointer:
            yield hit.passage, pointer, Confidence.HIGH
    for p in ctx.passages():
        if p.cited or p.place is Place.HEADING:
            continue
        for pointer in numbered(p.text):
            if _NUMBER_CITED.match(p.text[pointer.end :]):
                yield p, pointer, Confidence.LOW


def _named(ctx: Context, hit: Hit) -> Pointer | None:
    """A named house document that a sentence hands over to."""
    text = hit.passage.text
    a, b = hit.passage.sentence(hit.start)
    if not _CITED.match(text[hit.end : b]):
        return None
    before = text[max(a, hit.start - 24) : hit.start]
    m = _NAME.search(before)
    words = m["name"] if m else ""
    cut = _PARTICLE.match(words)
    words = words[cut.end() :] if cut else words
    # 投与に関する手順書: the particle belongs to the name.
    about = re.search(r"(?P<topic>[一-鿿々ァ-ヴー]{2,12}(?:に関する|についての))$", before)
    if about:
        words = about["topic"]
    name = f"{words}{hit.text}".strip("「『 　")
    around = text[max(a, hit.start - 20) : hit.end + 4]
    if len(name) < _SHORTEST or says(ctx, "att.not_ours", around):
        return None
    return Pointer(hit.start - len(words), hit.end, name=name)


def _there(ctx: Context, pointer: Pointer, p: Passage) -> bool:
    if resolved(pointer, ctx.dossier, p.document):
        return True
    if not pointer.name:
        return False
    # 標準作業手順書（別添5）: the number beside the name tells where it is.
    beside = p.text[max(0, pointer.start - 8) : pointer.end + 12]
    if any(resolved(n, ctx.dossier, p.document) for n in numbered(beside)):
        return True
    core = re.sub(r"(?:に関する|についての)?(?:手順書|規程|規定|要領|マニュアル|細則|内規|SOP)$", "", pointer.name)
    kinds = kinds_named(pointer.name)
    if kinds - {DocKind.SOP} and ctx.dossier.of_kinds(kinds - {DocKind.SOP}):
        return True
    return any(
        len(title) <= _TITLE
        and not title.endswith("。")
        and folded(core) in folded(title)
        and any(w in folded(title) for w in ("手順", "規程", "規定", "要領", "マニュアル", "SOP"))
        for d in ctx.dossier.documents
        for title in (
            d.path.rsplit("/", 1)[-1],
            d.title,
            *(d.blocks[s.heading].text for s in d.sections),
            *(b.text for b in d.blocks if b.cell and len(b.text) <= 40),
        )
        if len(core) >= 2
    )
