"""様式の表題と、計画が述べる目的（研究・治療）が合っているかを見る。

何を見るか
    様式第一（研究）の中の「自由診療として行う」、様式第一の二（治療）の中の被験者の割付けや研究計画書。
    研究・治療の別が空いたままの表題。
なぜ
    研究は様式第一、それ以外は様式第一の二によると省令27条1項が定めている。
見ないもの
    表題のない控え。過去の研究の紹介。目的の食い違い一般（XDC）。
直し方
    目的に合う様式で作り直すか、目的の記載を改める。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.understanding import affirmed

#: A title stands among the first blocks of its document.
_TITLE_BLOCKS = 3


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compares what the title of the form says with what the plan says it does."""
    need_documents(ctx, DocKind.FORM)
    treatment = ctx.hits("frm.form_treatment", DocKind.FORM)
    research = ctx.hits("frm.form_research", DocKind.FORM)
    blank = ctx.hits("frm.form_title_open", DocKind.FORM)
    if blank and not treatment and not research:
        yield ctx.finding(
            Outcome.EMPTY,
            "表題の研究・治療の別が空いたままです",
            "the title leaves open whether it is research or treatment",
            blank[0],
        )
        return
    if bool(treatment) == bool(research):
        raise NotJudged(
            "様式の表題から研究・治療の別を読めません", "the title of the form does not tell which form it is"
        )
    title = (treatment or research)[0]
    against = _against(ctx, "frm.research_conduct" if treatment else "frm.practice_words", title)
    if treatment and not against:
        against = [h for h in ctx.hits("frm.research_field", DocKind.FORM) if h.end <= h.passage.label_end]
        against = against if len({h.text for h in against}) > 1 else []
    against = against or _protocol_against(ctx, treatment=bool(treatment))
    if not against:
        yield Evidence(title.anchor, "value")
        return
    form, english = (
        ("様式第一の二（治療）", "the form for treatment")
        if treatment
        else ("様式第一（研究）", "the form for research")
    )
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"{form}ですが「{against[0].text}」とあります",
        f"{english} is used, but the plan says “{against[0].text}”",
        title,
        related=against[:2],
    )


def _protocol_against(ctx: Context, *, treatment: bool) -> list[Hit]:
    """What the protocol says of the plan itself against the form: 研究計画書 and 本研究は, or 自由診療として提供."""
    if not treatment:
        return [
            h
            for h in ctx.hits("frm.practice_own", DocKind.PROTOCOL)
            if h.passage.place is not Place.HEADING and not h.passage.cited
        ]
    titles = [
        h
        for h in ctx.hits("frm.research_title", DocKind.PROTOCOL)
        if h.passage.place is Place.HEADING or h.passage.pieces[0].block < _TITLE_BLOCKS
    ]
    own = [h for h in ctx.hits("frm.research_own", DocKind.PROTOCOL) if not h.passage.cited]
    return [titles[0], own[0]] if titles and own else []


def _against(ctx: Context, term: str, title: Hit) -> list[Hit]:
    kinds = (DocKind.FORM,) if term == "frm.practice_words" else (DocKind.FORM, DocKind.PROTOCOL)
    return [
        h
        for h in ctx.hits(term, *kinds)
        if h.passage.place is not Place.HEADING and h.anchor != title.anchor and affirmed(h, ctx.reading)
    ]
