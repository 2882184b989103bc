"""遺伝子を扱う第一種の審査に、遺伝子治療と遺伝子組換え生物の識見を有する者がいるかを見る。

何を見るか
    省令2条2号・5号の技術で、委員の構成又は出席者に44条2項各号の者がそれぞれ別にいること。
なぜ
    省令44条2項・63条1項3号ホが置くことを求め、兼務を認めていない。
見ないもの
    2号・5号以外の第一種。名簿・議事録がいずれも一式にない計画。
直し方
    44条2項各号の者が加わる委員会の審査を受け、名簿に氏名と区分を示す。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.person import Name, names
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.values import says, short

from .review import FORM, OPINION, attendees, rosters


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The two reviewers paragraph 2 of article 44 asks for."""
    need_documents(ctx)
    modified, nucleic = ctx.facts.fact("gene_modified"), ctx.facts.fact("nucleic_acid")
    if not modified.unknown and modified.value != "ex-vivo" and not nucleic.unknown and nucleic.value is not True:
        raise NotApplicable("省令2条2号・5号の技術ではありません", "not a technology of items 2 or 5")
    refused = [h for h in ctx.hits("cmt.second_paragraph") if _refused(ctx, h)]
    if refused:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"省令44条2項各号の者が「該当なし」とされています「{short(ctx.sentence(refused[0]), 30)}」",
            "the reviewers of paragraph 2 of article 44 are said not to be needed",
            refused[0],
        )
        return
    gene, lmo = _seats(ctx, "cmt.gene_reviewer"), _seats(ctx, "cmt.lmo_reviewer")
    both = [h for h in (*gene, *lmo) if says(ctx, "cmt.both_seats", ctx.sentence(h))]
    if gene and lmo and (both or _same_person(gene[0], lmo[0])):
        yield ctx.finding(
            Outcome.CONFLICTING,
            "遺伝子治療の識見を有する者と遺伝子組換え生物の識見を有する者が同じ者です",
            "one person holds both seats of paragraph 2 of article 44",
            gene[0],
            related=[lmo[0]],
        )
    elif gene and lmo:
        yield ctx.evidence(gene[0])
        yield ctx.evidence(lmo[0])
    elif not rosters(ctx) and not attendees(ctx, FORM, OPINION, DocKind.OTHER):
        raise NotJudged("委員名簿・議事録が一式にありません", "neither a roster nor minutes are in the dossier")
    else:
        lacking = [
            (ja, en)
            for seats, ja, en in (
                (gene, "遺伝子治療が人に与える影響の識見を有する者", "a reviewer for the effects of gene therapy"),
                (lmo, "遺伝子組換え生物の取扱いの識見を有する者", "a reviewer for modified organisms"),
            )
            if not seats
        ]
        listed = rosters(ctx, OPINION) or rosters(ctx)
        present = attendees(ctx, OPINION) or attendees(ctx)
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"名簿・出席者に{'と'.join(x for x, _ in lacking)}が見当たりません",
            f"the roster lacks {' and '.join(x for _, x in lacking)}",
            present[0].at if present else listed[0].whole(),
        )


def _refused(ctx: Context, hit: Hit) -> bool:
    return bool(re.search(r"該当(?:なし|しない|せず)|置かない|不要", ctx.sentence(hit)))


def _seats(ctx: Context, term: str) -> list[Hit]:
    """Hits beside a name, in a roster, a list of those present or a line 44条2項1号：…"""
    return [
        h
        for h in ctx.hits(term)
        if h.passage.table >= 0
        or says(ctx, "cmt.attendance", h.passage.text)
        or re.search(r"(?:者|号|委員)(?:：|:|は)", h.passage.text)
    ]


def _segment(hit: Hit) -> str:
    """The entry of a list a hit stands in: 千代田 透（遺伝子治療学）, 遺伝子治療の識見を有する者：千代田 透."""
    text = hit.passage.text
    if hit.passage.table >= 0 and len(_names(text)) <= 1:
        return text
    # A comma within brackets parts no entries: 千代田 透（男、遺伝子治療学）.
    bare = re.sub(r"[（(][^（）()]*[）)]", lambda m: re.sub(r"[／、。]", "・", m.group()), text)
    start = max((bare.rfind(mark, 0, hit.start) for mark in "／、。\n"), default=-1) + 1
    ends = [i for mark in "／、。\n" if (i := bare.find(mark, hit.end)) >= 0]
    return text[start : min(ends, default=len(text))]


def _same_person(a: Hit, b: Hit) -> bool:
    first = {n.key for n in _names(_segment(a))}
    second = {n.key for n in _names(_segment(b))}
    return bool(first & second)


def _names(segment: str) -> list[Name]:
    return [n for part in re.split(r"[：:]", segment) for n in names(part)]
