"""The three standards of article 97: whether one is in the dossier, and whether both its parts are in it."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import stop_if_untold
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit, Passage
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

#: Kinds that may hold a standard bound together with others.
BOUND = (
    DocKind.HYGIENE_STANDARD,
    DocKind.MANUFACTURING_STANDARD,
    DocKind.QUALITY_STANDARD,
    DocKind.STANDARD,
    DocKind.SOP,
    DocKind.OTHER,
)


def standard(
    ctx: Context, kind: DocKind, book: str, name: str, english: str, *parts: tuple[str, str, str]
) -> Iterator[Finding | Evidence]:
    """The standard of a kind; `parts` are the term, the Japanese and the English name of each part it must have.

    A standard bound together with others is found by its own heading or title (`book`).
    """
    passages = ctx.passages(kind) or _headed(ctx, book)
    if not passages:
        _stop_if_untold(ctx)
        yield ctx.finding(
            Outcome.MISSING,
            f"{name}（これに当たる部分を含む）が提出物に見当たりません",
            f"no {english}, and no part that serves as one, is in the dossier",
            _bound(ctx),
            searched=(name,),
        )
        return
    numbers = {p.number for p in passages}
    lacking = [(ja, en) for term, ja, en in parts if not _present(ctx, term, numbers)]
    if not lacking:
        yield Evidence(passages[0].whole(), "value")
        return
    if any(x.blinds for d in ctx.dossier.documents if d.id == passages[0].document for x in d.losses):
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
    ja, en = "、".join(x for x, _ in lacking), ", ".join(x for _, x in lacking)
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"{name}に{ja}の章又は記載が見当たりません",
        f"the {english} says nothing of: {en}",
        passages[0].whole(),
        searched=tuple(x for x, _ in lacking),
    )


def _headed(ctx: Context, book: str) -> tuple[Passage, ...]:
    """What stands under a heading or a title that names the standard."""
    out: dict[int, Passage] = {}
    index = ctx.reading.index
    for hit in ctx.hits(book, *BOUND):
        p = hit.passage
        if not _titles(hit):
            continue
        inside = index.in_section(p.document, p.section) if p.section >= 0 and p.place is Place.HEADING else ()
        after = tuple(
            q.number for q in index.passages if q.document == p.document and p.number <= q.number <= p.number + 40
        )
        for number in (*inside, *(() if inside else after)):
            out[number] = index.passages[number]
    return tuple(out[n] for n in sorted(out))


def _titles(hit: Hit) -> bool:
    """A heading, or a short line of its own that is no sentence and no list of titles."""
    p = hit.passage
    if p.place is Place.HEADING:
        return True
    return p.place is Place.PROSE and len(p.text) <= 40 and not any(c in p.text for c in "。、")


def _present(ctx: Context, term: str, numbers: set[int]) -> bool:
    return any(h.passage.number in numbers for h in ctx.hits(term, *DocKind))


def _bound(ctx: Context) -> Anchor | None:
    """Where it should have stood: the document that holds the other standards."""
    for kind in BOUND[:4]:
        for d in ctx.dossier.of_kinds(frozenset({kind})):
            return Anchor(d.id, 0)
    return None


def _stop_if_untold(ctx: Context) -> None:
    stop_if_untold(ctx)
    if any(x.blinds for d in ctx.documents(*BOUND) for x in d.losses):
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
