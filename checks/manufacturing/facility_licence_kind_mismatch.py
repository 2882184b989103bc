"""製造施設の許可・認定・届出の区分が、施設の種類に合うかをみる。

何を見るか：施設番号又は製造所の名に添えて書かれた「許可」「認定」「届出」と、同じ文の会社・外国・医療機関の語。同じ施設番号に書かれた区分の文書間の違い。
なぜ：国内の企業等は許可（法35条）、外国の施設は認定（法39条）、医療機関に設置された施設等は届出（法40条、省令85条2項）。
見ないもの：番号の英字（文書間照合の規則で見る）、医療機関の施設が許可を受けている場合、製造業許可・臍帯血供給事業の許可を受けた施設の届出。
直し方：区分を施設の種類に合わせ、文書間でそろえる。企業の施設が届出でよい理由があるときは書く。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.find import find_all
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.index import Passage
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

KINDS = (
    ("licence", "許可", "licence"),
    ("accreditation", "認定", "accreditation"),
    ("notification", "届出", "notification"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A sentence that says of a facility by which of the three it is run."""

    text: str
    kind: str
    number: str
    at: Anchor


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Conflicts of kind and facility, and of kinds given for one facility number."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    found = [n for p in ctx.passages() for n in _named(ctx, p)]
    fault = False
    for n in found:
        said = _unfit(ctx, n)
        if said is not None:
            fault = True
            yield ctx.finding(Outcome.CONFLICTING, said[0], said[1], n.at)
            break
    own = _of_the_form(ctx)
    for n in found:
        if (
            own is not None
            and not fault
            and own.number in n.text
            and n.kind != own.kind
            and n.at.document != own.at.document
        ):
            fault = True
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"施設「{own.number}」の区分が文書により異なります（{_ja(own.kind)}と{_ja(n.kind)}）",
                f"documents differ on the facility “{own.number}”: {own.kind} and {n.kind}",
                n.at,
                related=[own.at],
            )
    by_number: dict[str, Named] = {}
    for n in found:
        other = by_number.setdefault(n.number, n) if n.number else n
        if other.kind != n.kind and other.at.document != n.at.document:
            fault = True
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"同じ施設（{n.number}）の区分が文書により異なります（{_ja(other.kind)}と{_ja(n.kind)}）",
                f"documents differ on the facility {n.number}: {other.kind} and {n.kind}",
                n.at,
                related=[other.at],
            )
            break
    if not fault and found:
        yield Evidence(found[0].at, "value")


#: A name shorter than this stands in too many others.
_NAME = 4


def _of_the_form(ctx: Context) -> Named | None:
    """The one facility of the form with the one kind its field gives; its name stands for the number."""
    terms = ctx.reading.terms
    kinds: set[str] = set()
    at: Anchor | None = None
    for value in ctx.form("facility_kind"):
        said = "、".join(c.label for c in value.ticked) if value.field.choices else value.text
        kinds |= {key for key, ja, _ in KINDS if ja in said and find_all(terms[f"mfg.{key}"].concept, f"：{said}、")}
        at = at or value.anchor
    names = {
        v.text.strip()
        for v in ctx.form("contractor")
        if "施設" in v.label and "事業者" not in v.label and len(v.text.strip()) >= _NAME
    }
    if len(kinds) != 1 or len(names) != 1 or at is None:
        return None
    return Named("", kinds.pop(), names.pop(), at)


def _ja(kind: str) -> str:
    return next(ja for key, ja, _ in KINDS if key == kind)


def _named(ctx: Context, p: Passage) -> Iterator[Named]:
    if p.place is Place.HEADING or p.cited:
        return
    terms = ctx.reading.terms
    numbers = [i for i in identifiers(p.text) if i.kind is IdentifierKind.FACILITY]
    spans = {p.sentence(i.start): i for i in numbers}
    for m in find_all(terms["mfg.plant"].concept, p.text):
        spans.setdefault(p.sentence(m[0]), None)  # type: ignore[arg-type]  # a plant without a number
    for (start, end), number in spans.items():
        text = p.text[start:end]
        kinds = [key for key, _, _ in KINDS if find_all(terms[f"mfg.{key}"].concept, text)]
        if len(kinds) == 1 and (number is None or len([i for i in numbers if start <= i.start < end]) == 1):
            yield Named(text, kinds[0], number.value if number else "", p.anchor(start, end))


def _unfit(ctx: Context, n: Named) -> tuple[str, str] | None:
    terms = ctx.reading.terms
    abroad = bool(find_all(terms["mfg.abroad"].concept, n.text)) and bool(find_all(terms["mfg.plant"].concept, n.text))
    company = bool(find_all(terms["mfg.company"].concept, n.text))
    hospital = bool(find_all(terms["mfg.hospital"].concept, n.text))
    if abroad and n.kind != "accreditation":
        return (
            f"外国の施設には認定が要りますが、「{_ja(n.kind)}」としています（法39条）",
            f"a facility abroad needs an accreditation, this gives a {n.kind}",
        )
    if company and not abroad and not hospital and n.kind == "notification":
        return (
            "企業の施設を届出としています。医療機関に設置された施設、製造業許可等を受けた施設でなければ許可が要ります（法35条、40条）",
            "a company's facility is only notified; it needs a licence unless in a hospital or licensed otherwise",
        )
    return None
