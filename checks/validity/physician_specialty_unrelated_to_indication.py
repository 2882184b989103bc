"""医師の専門・経験が、対象疾患に対応しているかをみる。

何を見るか：計画の対象疾患の属する領域（運動器、神経、がん、循環器、内科、皮膚・整容、歯科、眼、生殖）と、略歴に書かれた専門・資格の領域。
なぜ：実施責任者と医師には、対象疾患についての専門的知識と十分な臨床経験が求められる（省令5条3項、9条）。
見ないもの：領域を読み取れない疾患や略歴。対象疾患の専門医が適応の判定・指導・連携に加わると書かれた計画。一人でも対応する医師がいる計画。
直し方：対象疾患を専門とする医師を加えるか、専門医が適応の判定又は指導に加わることを氏名・資格とともに書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.find import find_all
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.understanding import affirmed

FIELDS = (
    "orthopaedic",
    "neurological",
    "cancer",
    "vascular",
    "internal",
    "skin",
    "dental",
    "eye",
    "reproductive",
)


#: A physician of a field is named by a word that soon follows it: 整形外科の専門医, 循環器内科医.
_PHYSICIAN = re.compile("医(?!療)")
_NEAR = 24


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict where all fields of the physicians are others than the disease's."""
    if not ctx.documents(DocKind.CV):
        raise NotJudged("略歴が提出物にありません", "there is no curriculum vitae in the dossier")
    wanted = _diseases(ctx)
    held = {f: h for f in FIELDS if (h := _affirmed(ctx, f"val.field.{f}", DocKind.CV))}
    if not held:
        yield from _nothing_said(ctx)
        return
    if not wanted:
        raise NotJudged("対象疾患の領域を読み取れません", "the field of the disease treated cannot be told")
    fitting = [held[f] for f in wanted if f in held]
    if fitting:
        yield ctx.evidence(fitting[0])
        return
    joined = _joins(ctx, wanted)
    if joined is not None:
        yield ctx.evidence(joined)
        return
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
    first = min(held.values(), key=lambda h: (h.passage.number, h.start))
    disease = next(iter(wanted.values()))
    yield ctx.finding(
        Outcome.CONFLICTING,
        f"略歴の専門「{first.text}」は対象疾患「{disease.text}」の領域に対応せず、専門医が加わる旨の記載もありません",
        f"the field “{first.text}” does not fit the disease “{disease.text}”; nobody of its field takes part",
        first,
        related=[disease],
    )


def _diseases(ctx: Context) -> dict[str, Hit]:
    """The fields of the diseases in the form's field, else where the plan names what it treats."""
    blocks = {
        (v.document, b) for key in ("disease", "name_of_therapy") for v in ctx.form(key) for b in v.field.value_blocks
    }
    out: dict[str, Hit] = {}
    for field in FIELDS:
        hits = ctx.hits(f"val.disease.{field}", *DocKind)
        named = [h for h in hits if any((h.passage.document, x.block) in blocks for x in h.passage.pieces)]
        if not blocks:
            named = [h for h in hits if _labelled(ctx, h)]
        if named:
            out[field] = named[0]
    return out


def _labelled(ctx: Context, hit: Hit) -> bool:
    return bool(find_all(ctx.reading.terms["val.disease_label"].concept, ctx.sentence(hit)))


def _affirmed(ctx: Context, term: str, *kinds: DocKind) -> Hit | None:
    return next(
        (
            h
            for h in ctx.hits(term, *kinds)
            if affirmed(h, ctx.reading) and not _in_a_name(h) and not _elsewhere(ctx, h)
        ),
        None,
    )


def _in_a_name(hit: Hit) -> bool:
    """Whether the word is part of the name of a clinic, which says nothing of the physician's field."""
    return bool(re.match(r"[一-鿿ァ-ヴー]{0,3}(?:クリニック|医院|診療所)", hit.passage.text[hit.end :]))


def _elsewhere(ctx: Context, hit: Hit) -> bool:
    """Whether the word stands in a chapter on studies that shares the file with the curricula."""
    concept = ctx.reading.terms["val.not_of_persons"].concept
    path = ctx.dossier.document(hit.passage.document).section_path(hit.passage.pieces[0].block)
    return any(find_all(concept, heading) for heading in path[1:] or path)


def _joins(ctx: Context, wanted: dict[str, Hit]) -> Hit | None:
    """A physician of the disease's field who takes part in deciding, guiding or caring."""
    concept = ctx.reading.terms["val.field.joins"].concept
    afterwards = ctx.reading.terms["val.not_deciding"].concept
    for field in wanted:
        for hit in ctx.hits(f"val.field.{field}", DocKind.PROTOCOL, DocKind.FORM, DocKind.CV, DocKind.CONSENT):
            text = ctx.sentence(hit)
            if (
                _PHYSICIAN.search(text[hit.start - hit.passage.sentence(hit.start)[0] :][:_NEAR])
                and find_all(concept, text)
                and not find_all(afterwards, text)
                and affirmed(hit, ctx.reading)
            ):
                return hit
    return None


def _nothing_said(ctx: Context) -> Iterator[Finding]:
    if ctx.blind(DocKind.CV):
        raise NotJudged(
            "略歴に読み取れない頁があるため判定できません", "pages of the curriculum vitae could not be read"
        )
    praise = next((h for h in ctx.hits("val.praise", DocKind.CV) if h.passage.place is not Place.HEADING), None)
    yield ctx.finding(
        Outcome.DEFICIENT,
        "略歴に専門領域・診療経験の記載がなく、対象疾患に対応するかが読み取れません",
        "no field or clinical experience is given, so it cannot be seen whether it fits the disease",
        praise or ctx.expected_place(),
    )
