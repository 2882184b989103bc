"""標準書の対象と製造施設

何を見るか：標準書に製造施設の名称又は施設番号があるか。施設番号が様式・契約書のものと食い違わないか。仮の文字のままでないか。

なぜ：標準書は製品ごと・製造施設ごとに作る（省令96条）。他の施設の標準書を流用すると、設備も手順も合わない。

見ないもの：書き方の違い（略称、「（届出）」等の添え書き）、施設番号が複数ある様式のうち一つとの一致。

直し方：製品の名称と製造施設の名称・施設番号を書き、計画書・概要書・契約書と合わせる。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.identifier import Identifier, IdentifierKind, identifiers
from regenlint.index import Passage
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

_PLACEHOLDER = re.compile(r"[〇○●◯]{2,}|[XxＸ]{3,}|【[^】]*(?:記入|記載)[^】]*】")
_NAME = re.compile(
    r"(?:株式会社|医療法人|学校法人|クリニック|病院|センター|製造所|工場|加工室|調製室|施設|ラボ|研究所|大学)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare the facility of the standard with that of the form and the contract."""
    if not ctx.documents(DocKind.STANDARD):
        raise NotJudged("標準書が提出物にありません", "the standard is not in the dossier")
    own = list(_numbers(ctx, DocKind.STANDARD))
    others = list(_numbers(ctx, DocKind.FORM, DocKind.CONTRACT))
    named = ctx.hits("std.facility", DocKind.STANDARD)
    for hit in named:
        start, end = hit.passage.sentence(hit.start)
        if _PLACEHOLDER.search(hit.passage.text[start:end]) and hit.passage.place is not Place.HEADING:
            yield ctx.finding(
                Outcome.EMPTY, "製造施設の名称が仮の文字のままです", "the facility's name is still a placeholder", hit
            )
            return
    if own and others and not {i.value for _, i in own} & {i.value for _, i in others}:
        (p, i), (q, j) = own[0], others[0]
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"標準書の施設番号「{i.value}」が計画書等の「{j.value}」と異なります",
            f"the facility number {i.value} differs from {j.value} of the form or contract",
            p.anchor(i.start, i.end),
            related=(q.anchor(j.start, j.end),),
        )
        return
    if own:
        yield Evidence(own[0][0].anchor(own[0][1].start, own[0][1].end), "value")
        return
    spoken = [
        h
        for h in named
        if _NAME.search(ctx.sentence(h).replace(h.text, "", 1)) or re.search(r"当院|当施設|院内", ctx.sentence(h))
    ]
    if spoken:
        yield ctx.evidence(spoken[0])
        return
    known = _known(ctx)
    for p in ctx.passages(DocKind.STANDARD):
        if any(name in p.text for name in known):
            yield Evidence(p.whole(), "value")
            return
    if any(x.blinds for d in ctx.documents(DocKind.STANDARD) for x in d.losses):
        raise NotJudged("標準書に読み取れない頁があるため判定できません", "pages of the standard could not be read")
    yield ctx.finding(
        Outcome.MISSING,
        "標準書に製造施設の名称又は施設番号が見当たりません",
        "neither name nor number of the facility is in the standard",
        ctx.expected_place(),
        searched=("製造施設の名称", "施設番号"),
    )


def _numbers(ctx: Context, *kinds: DocKind) -> Iterator[tuple[Passage, Identifier]]:
    for p in ctx.passages(*kinds):
        for i in identifiers(p.text):
            if i.kind is IdentifierKind.FACILITY:
                yield p, i


def _known(ctx: Context) -> set[str]:
    """Names the form gives the maker or its facility."""
    names: set[str] = set()
    for key in ("contractor", "institution"):
        for v in ctx.form(key):
            names |= {x for x in re.split(r"[\s　、，,（）()]+", v.text) if len(x) >= 4}
    return names
