"""Judging declarative rules of every kind: statements, wording, fields, attachments, conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from regenlint.absence import need_documents, stop_if_blind, stop_if_untold
from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.form import Fill, FormValue
from regenlint.index import Hit
from regenlint.lexicon import Concept
from regenlint.model import Anchor, LossKind
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.sighting import present, quote, silent
from regenlint.specs import AttachmentSpec, Clash, ConflictSpec, FieldSpec, Spec, StatementSpec, WordingSpec
from regenlint.statements import Said, judge_statement
from regenlint.understanding import affirmed, denied_beside


def judge_spec(spec: Spec, ctx: Context) -> Said:
    """Findings and evidence of a declarative rule; raises NotJudged or NotApplicable."""
    match spec:
        case StatementSpec():
            return judge_statement(spec, ctx)
        case WordingSpec():
            return _wording(spec, ctx)
        case FieldSpec():
            return _field(spec, ctx)
        case AttachmentSpec():
            return _attachment(spec, ctx)
        case ConflictSpec():
            return _conflict(spec, ctx)


def _wording(spec: WordingSpec, ctx: Context) -> Said:
    need_documents(ctx)
    if spec.premise is not None and not present(spec.premise, ctx):
        raise NotApplicable("前提となる記載が見当たりません", "what the rule presupposes is not in the dossier")
    near = {h.passage.number for h in ctx.hits(spec.unless_near)} if spec.unless_near is not None else set()
    found = False
    for finding, hit in _forbidden(spec, ctx):
        if hit.passage.number not in near:
            found = True
            yield finding
    if not found:
        _stop_if_blind_wording(ctx)


def _forbidden(spec: WordingSpec, ctx: Context) -> Iterator[tuple[Finding, Hit]]:
    seen: list[Hit] = []
    for r in spec.forbidden:
        for hit in sorted(ctx.hits(r.what), key=lambda h: (h.passage.number, h.start, -h.end)):
            if r.unless is not None and ctx.shares_sentence(hit, r.unless):
                continue
            if any(s.passage.number == hit.passage.number and s.start < hit.end and hit.start < s.end for s in seen):
                continue
            seen.append(hit)
            yield ctx.finding(r.outcome, f"「{quote(hit)}」：{r.says}", f"“{quote(hit)}”: {r.says_en}", hit), hit


def _stop_if_blind_wording(ctx: Context) -> None:
    if any(x.kind is not LossKind.LOW_TRUST_TEXT and x.blinds for d in ctx.documents() for x in d.losses):
        raise NotJudged("読み取れない頁があるため判定できません", "pages could not be read")


def _field(spec: FieldSpec, ctx: Context) -> Said:
    values = [v for key in spec.keys for v in ctx.form(key)]
    good = [v for v in values if v.fill is Fill.FILLED or v.fill.value in spec.accepts]
    too_long = [v for v in good if spec.max_length and _length(v.text) > spec.max_length]
    if too_long:
        for v in too_long:
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"{_length(v.text)}字あり、上限{spec.max_length}字を超えています",
                f"{_length(v.text)} characters; the limit is {spec.max_length}",
                v.anchor,
            )
        return
    if good:
        yield from (Evidence(v.anchor, "value") for v in good[:1])
        return
    if spec.elsewhere is not None and not values:
        yield from judge_statement(spec.elsewhere, ctx)
        return
    if not ctx.documents():
        raise NotJudged("様式が提出物にありません", "the form is not in the dossier")
    if values:
        yield from (_unfilled(v, ctx) for v in values[:1])
        return
    stop_if_blind(ctx)
    yield ctx.finding(
        Outcome.MISSING,
        "この欄が様式に見当たりません",
        "the form has no such field",
        ctx.expected_place(),
        searched=spec.keys,
    )


_FILL_SAYS = {
    Fill.BLANK: ("空欄です", "is blank"),
    Fill.PLACEHOLDER: ("仮の文字のままです", "holds only a placeholder"),
    Fill.UNTOUCHED: ("どの選択肢にも印がありません", "has no box ticked"),
    Fill.POINTER: ("別の文書を指すだけです", "only points to another document"),
    Fill.NOT_APPLICABLE: ("理由のない「該当なし」です", "is a bare “not applicable”"),
}


def _unfilled(v: FormValue, ctx: Context) -> Finding:
    ja, en = _FILL_SAYS[v.fill]
    outcome = Outcome.DEFICIENT if v.fill is Fill.NOT_APPLICABLE else Outcome.EMPTY
    return ctx.finding(outcome, f"「{v.field.label}」が{ja}", f"“{v.field.label}” {en}", v.anchor)


def _length(text: str) -> int:
    """Characters as the web form counts them: a line end counts two."""
    return len(text) + text.count("\n")


def _attachment(spec: AttachmentSpec, ctx: Context) -> Said:
    if spec.premise is not None and not present(spec.premise, ctx):
        raise NotApplicable("前提となる記載が見当たりません", "what the rule presupposes is not in the dossier")
    there = ctx.dossier.of_kinds(spec.kinds)
    if there:
        d = there[0]
        part = next((p for p in d.parts if p.kind in spec.kinds), None) if d.kind not in spec.kinds else None
        yield Evidence(Anchor(d.id, part.first if part else 0), "value")
        return
    if spec.named is not None:
        for hit in ctx.reading.index.hits(spec.named):
            if hit.passage.place is Place.HEADING or (hit.passage.pieces[0].block <= 2 and _at_hand(hit, ctx)):
                yield Evidence(hit.anchor, "value")
                return
    stop_if_untold(ctx)
    if spec.elsewhere is not None:
        elsewhere = replace(ctx, rule=ctx.rule)
        yield from judge_statement(spec.elsewhere, elsewhere)
        return
    yield ctx.finding(
        Outcome.MISSING,
        "この書類が提出物に見当たりません",
        "this document is not in the dossier",
        None,
        searched=tuple(k.value for k in sorted(spec.kinds)),
    )


def _at_hand(hit: Hit, ctx: Context) -> bool:
    """Whether words at a document's beginning may be its title: not of one still to be written."""
    return not silent(hit) and ctx.state(hit).state not in (State.FUTURE, State.DENIED)


def _conflict(spec: ConflictSpec, ctx: Context) -> Said:
    need_documents(ctx)
    if spec.premise is not None and not present(spec.premise, ctx):
        raise NotApplicable("前提となる記載が見当たりません", "what the rule presupposes is not in the dossier")
    found = False
    for clash in spec.clashes:
        for finding in _clashes(clash, ctx):
            found = True
            yield finding
    if not found:
        _stop_if_blind_wording(ctx)


def _clashes(clash: Clash, ctx: Context) -> Iterator[Finding]:
    """At most one finding: at the first claim, with the places that contradict it beside."""
    claims = [
        h
        for h in ctx.hits(clash.claim)
        if h.passage.place is not Place.HEADING and not (clash.unless and ctx.shares_sentence(h, clash.unless))
    ]
    if not claims or (clash.excused_by and any(affirmed(h, ctx.reading) for h in ctx.hits(clash.excused_by))):
        return
    if clash.against is None:
        if not all(_said(w, ctx) for w in clash.without):
            stop_if_blind(ctx)
            quoted = quote(claims[0])
            yield ctx.finding(clash.outcome, f"「{quoted}」：{clash.says}", f"“{quoted}”: {clash.says_en}", claims[0])
        return
    others = [
        h
        for h in ctx.hits(clash.against)
        if (not clash.against_affirmed or affirmed(h, ctx.reading))
        and not (clash.against_unless and ctx.shares_sentence(h, clash.against_unless))
    ]
    for claim in claims:
        apart = [o for o in others if not _overlap(o, claim)]
        if apart:
            yield ctx.finding(
                clash.outcome,
                f"「{quote(claim)}」と「{quote(apart[0])}」：{clash.says}",
                f"“{quote(claim)}” and “{quote(apart[0])}”: {clash.says_en}",
                claim,
                related=apart[:3],
            )
            return


def _said(concept: Concept, ctx: Context) -> bool:
    """Whether the thing is spoken of other than by a denial, a promise, a bare 該当なし or a blank."""
    return any(h.passage.place is Place.HEADING or not _turned_down(h, ctx) for h in ctx.hits(concept))


def _turned_down(hit: Hit, ctx: Context) -> bool:
    judgement = ctx.state(hit)
    denied = judgement.state in (State.DENIED, State.NA_BARE, State.TEMPLATE) and judgement.trusted
    return denied or denied_beside(hit) or judgement.state is State.FUTURE


def _overlap(a: Hit, b: Hit) -> bool:
    return a.passage.number == b.passage.number and a.start < b.end and b.start < a.end
