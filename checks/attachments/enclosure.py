"""Whether a document is enclosed: a file of its kind, a part of one, or a chapter with its title."""

from __future__ import annotations

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.rules import Finding, NotApplicable, NotJudged, Outcome
from regenlint.values import reviewed, says, submitted

#: Where a title is only an entry of a list.
_LISTS = frozenset({DocKind.FORM, DocKind.CHECKLIST, DocKind.OPINION})
#: What is written for lay readers, which stands for no document of the plan itself.
LAY = _LISTS | {DocKind.CONSENT, DocKind.DONOR_CONSENT, DocKind.ASSENT, DocKind.PLAIN_SUMMARY}
_TITLE_BLOCKS = 3
_TITLE_LENGTH = 60


def of_kind(ctx: Context, *kinds: DocKind) -> Anchor | None:
    """The start of a document or part of one of the kinds."""
    for d in ctx.dossier.of_kinds(frozenset(kinds)):
        if d.kind in kinds:
            return Anchor(d.id, 0)
        part = next((p for p in d.parts if p.kind in kinds), None)
        if part:
            return Anchor(d.id, part.first)
    return None


def speaking(ctx: Context, kind: DocKind, term: str) -> Anchor | None:
    """The start of a document or part of a kind in whose text a term stands."""
    hit = next((h for h in ctx.hits(term, kind) if not h.passage.cited), None)
    return hit.anchor if hit else None


def titled(ctx: Context, term: str, *, without: frozenset[DocKind] = _LISTS) -> Hit | None:
    """A heading or the title of a file that names the document, not an entry of a list."""
    for hit in ctx.hits(term, *DocKind):
        p = hit.passage
        if p.cited or ctx.dossier.document(p.document).kind in without:
            continue
        opens = (
            p.pieces[0].block < _TITLE_BLOCKS and len(p.text) <= _TITLE_LENGTH and not p.text.rstrip().endswith("。")
        )
        if p.place is Place.HEADING or opens:
            return hit
    return None


def in_path(ctx: Context, term: str, *, without: frozenset[DocKind] = _LISTS) -> Anchor | None:
    """A file whose name names the document."""
    for d in ctx.dossier.documents:
        if d.kind not in without and says(ctx, term, d.path.replace("\\", "/").rsplit("/", 1)[-1]):
            return Anchor(d.id, 0)
    return None


def enclosed(ctx: Context, term: str, *kinds: DocKind, without: frozenset[DocKind] = _LISTS) -> Anchor | None:
    """Where the document is: by kind, by title, by the name of its file; None where it is not found."""
    found = of_kind(ctx, *kinds)
    if found:
        return found
    hit = titled(ctx, term, without=without)
    return hit.anchor if hit else in_path(ctx, term, without=without)


def missing(ctx: Context, what: str, english: str) -> Finding:
    """The finding that a document is not enclosed; NotJudged where that cannot be told."""
    if len(ctx.dossier.documents) < 2:
        raise NotJudged(
            "一つの文書だけでは添付の有無を判定できません", "a lone document does not tell what is attached"
        )
    if not ctx.dossier.of_kinds(frozenset({DocKind.FORM, DocKind.PROTOCOL})):
        raise NotJudged(
            "様式も詳細を記した書類もなく、計画の一式と分かりません", "neither form nor protocol: no dossier of a plan"
        )
    if ctx.dossier.unread:
        raise NotJudged("読めないファイルがあるため添付の有無を判定できません", "an unread file may be the attachment")
    blind = [d.path.rsplit("/", 1)[-1] for d in ctx.dossier.documents if any(x.blinds for x in d.losses)]
    if blind:
        raise NotJudged(
            f"読み取れない頁があるため判定できません（{'、'.join(blind)}）", "pages that could not be read may hold it"
        )
    return ctx.finding(
        Outcome.MISSING, f"{what}が提出物に見当たりません", f"{english} is not in the dossier", None, searched=(what,)
    )


def need_review(ctx: Context) -> None:
    """NotApplicable for a draft: neither a day of submission nor a review is written."""
    if submitted(ctx) is None and not reviewed(ctx):
        raise NotApplicable("審査前の案のため添付は問いません", "a draft before the committee's review")
