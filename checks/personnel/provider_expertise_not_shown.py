"""実施責任者・医師の専門性と臨床経験が、対象疾患と手技について示されているかを見る。

何を見るか
    略歴の各人について、①診療経験（年数・診療科・専門医・症例など）と②採取・投与の手技の知識又は経験。
    略歴に書かれていなければ、計画の中で医師の経験として述べる所。
なぜ
    省令5条3項・9条は、対象疾患と関連する分野の十分な科学的知見、専門的知識、臨床経験を求めている。
見ないもの
    専門医の資格の有無、経験の長短、対象疾患との近さ。
直し方
    各人の診療経験と、採取・投与の手技の経験を、年数・症例数・研修などで書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents, stop_if_blind
from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.person import name_key
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says

from .staff import Person, of_cv

_ASKED = (
    ("ppl.field", "対象疾患・関連分野の専門と診療経験", "speciality and clinical experience in the field"),
    ("ppl.technique", "手技（採取・投与）の知識又は経験", "knowledge of or experience with the procedure"),
)


#: Labels of a career that look like a name beside their value.
_NO_NAME = re.compile(r"研究|実績|教育|略歴|経歴|所属|専門|役職|職名|学歴|職歴|資格|免許|業績|経験|氏名|年月")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """What the careers and the plan say of experience, then the careers that say nothing of it."""
    need_documents(ctx)
    found = {term: [h for h in ctx.hits(term, *DocKind) if _shown(ctx, h)] for term, _, _ in _ASKED}
    lacking = [(ja, en) for term, ja, en in _ASKED if not found[term]]
    if lacking:
        stop_if_blind(ctx)
        there = next((hits[0] for hits in found.values() if hits), None)
        yield ctx.finding(
            Outcome.DEFICIENT if there else Outcome.MISSING,
            f"{'、'.join(ja for ja, _ in lacking)}の記載が見当たりません",
            f"not stated: {', '.join(en for _, en in lacking)}",
            there or ctx.expected_place(),
            searched=tuple(ja for ja, _ in lacking),
        )
        return
    bare = list(_bare(ctx, found))
    for person, ja, en in bare[:3]:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{person.name.written}」の略歴に{ja}の記載が見当たりません",
            f"the career of “{person.name.written}” says nothing of {en}",
            person.at,
        )
    if not bare:
        yield from (ctx.evidence(hits[0]) for hits in found.values())


def _shown(ctx: Context, hit: Hit) -> bool:
    """Whether a hit tells of somebody's experience: in a career, or in the plan with a physician as its subject."""
    sentence = ctx.sentence(hit)
    if hit.passage.table >= 0:
        # A row holds other things of the person too: the cell tells.
        sentence = ctx.dossier.document(hit.passage.document).blocks[hit.anchor.block].text
    if hit.passage.place is Place.HEADING or says(ctx, "ppl.not_shown", sentence):
        return False
    if ctx.state(hit).state is State.TEMPLATE:
        return False
    if _is_career(ctx, hit):
        return True
    if not hit.passage.kinds & ctx.kinds:
        return False
    told = f"{hit.passage.before} {sentence}"
    return says(ctx, "ppl.person_word", told) and says(ctx, "ppl.experience_word", sentence)


def _is_career(ctx: Context, hit: Hit) -> bool:
    """Whether a hit stands in a career, or in a file of careers and other matters that bears the name of both."""
    if DocKind.CV in hit.passage.kinds:
        return True
    d = ctx.dossier.document(hit.passage.document)
    return not hit.passage.kinds & ctx.kinds and says(ctx, "att.cv", f"{d.path.rsplit('/', 1)[-1]} {d.title}")


def _bare(ctx: Context, found: dict[str, list[Hit]]) -> Iterator[tuple[Person, str, str]]:
    """Persons of the careers of whom nothing but posts is told, where others' careers tell of experience."""
    persons = [p for p in {p.name.key: p for p in of_cv(ctx)}.values() if not _NO_NAME.search(p.name.written)]
    if len(persons) < 2:
        return
    told = [h for hits in found.values() for h in hits if not says(ctx, "ppl.post_only", h.text)]
    for person in persons:
        if not any(_of(h, person, persons) or person.name.key in name_key(h.passage.text) for h in told):
            yield person, "、".join(ja for _, ja, _ in _ASKED), " and ".join(en for _, _, en in _ASKED)


def _of(hit: Hit, person: Person, persons: list[Person]) -> bool:
    """Whether a hit stands in the person's own stretch of the career document: up to the next person."""
    at, p = person.at, hit.passage
    if p.document != at.document:
        return False
    block = hit.anchor.block
    later = [q.at.block for q in persons if q.at.document == at.document and q.at.block > at.block]
    return at.block <= block < min(later, default=10**9)
