"""判断理由の各段階の答えが、計画の他の記載と食い違わないかを見る。

何を見るか
    判断理由で「用いない」「行わない」とした事項が、他の所で実際に行う手順・用いる材料として書かれていないこと。
なぜ
    食い違えば区分の判断のもとが崩れる。
見ないもの
    一般的説明、除外基準、検査としての培養、原料の由来の記載。
直し方
    判断理由か他の文書の記載を、実際に合わせて改める。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.find import find_all
from regenlint.index import Hit, Passage
from regenlint.model import Anchor, DocKind
from regenlint.rules import Confidence, Evidence, Finding, Outcome
from regenlint.values import says, short

from .grounds import body, clause, given, reasons


@dataclass(frozen=True, slots=True)
class _Item:
    """A step of the reason: how it is denied, how it is done, words that excuse, kinds to look in."""

    denied: str
    done: str
    unless: str
    name: str
    english: str
    kinds: tuple[DocKind, ...]
    #: A fact without which the item cannot be told from its look-alikes.
    fact: tuple[str, tuple[object, ...]] | None = None


_TOLD = (DocKind.FORM, DocKind.PROTOCOL, DocKind.CONSENT, DocKind.OUTLINE)
_MADE = (*_TOLD, DocKind.STANDARD, DocKind.SOP)
_ITEMS = (
    _Item("cls.pluripotent", "cls.pluripotent", "", "ES・iPS細胞等", "ES or iPS cells", _TOLD),
    _Item(
        "cls.step3",
        "cls.gene_modified",
        "cls.production",
        "遺伝子の導入・改変",
        "gene modification",
        _TOLD,
        ("gene_modified", ("ex-vivo",)),
    ),
    _Item("cls.animal_denied", "cls.animal_cells", "cls.production", "動物の細胞", "animal cells", _TOLD),
    _Item(
        "cls.other_denied",
        "cls.other_persons",
        "cls.not_other",
        "受ける者以外の人の細胞",
        "another person's cells",
        _TOLD,
    ),
    _Item(
        "cls.nucleic_denied",
        "cls.nucleic_given",
        "cls.cell_free",
        "核酸等の体内への導入",
        "nucleic acids given into the body",
        _TOLD,
        ("nucleic_acid", (True,)),
    ),
    _Item("cls.culture_denied", "cls.culture_process", "cls.culture_test", "培養", "culture", _MADE),
    _Item("cls.stem_given", "cls.cultured_stem", "cls.cell_free", "幹細胞の利用", "the use of stem cells", _TOLD),
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each step the reason denies against what the rest of the plan does."""
    need_documents(ctx)
    passages = reasons(ctx)
    numbers = {p.number for p in passages}
    found = False
    for item in _ITEMS:
        denial = next((d for p in passages for d in _denials(ctx, p, item.denied)), None)
        if denial is None or (item.fact and not ctx.facts.has(item.fact[0], *item.fact[1])):  # type: ignore[arg-type]  # facts are of mixed types
            continue
        against = [h for h in given(ctx, item.done, *item.kinds, unless=item.unless) if not _inside(h, numbers, denial)]
        if against:
            found = True
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"判断理由は「{short(denial[0], 24)}」としますが「{short(ctx.sentence(against[0]), 30)}」とあります",
                f"the reason denies {item.english}, but the plan says “{short(ctx.sentence(against[0]), 30)}”",
                denial[1],
                related=against[:3],
                confidence=Confidence.HIGH if len(against) > 1 else Confidence.LOW,
            )
    if passages and not found:
        yield Evidence(passages[0].whole(), "value")


def _denials(ctx: Context, p: Passage, term: str) -> Iterator[tuple[str, Anchor]]:
    """The clauses of a passage that name the item and deny it, cut at a slash that ends the quotation."""
    text, offset = body(p)
    for start, end in find_all(ctx.reading.terms[term].concept, text):
        said = clause(text, start, end)
        if says(ctx, "cls.denial", said[end - start :]) or says(ctx, "cls.denial", said):
            yield said, p.anchor(offset + start, offset + start + len(said))


def _inside(hit: Hit, numbers: set[int], denial: tuple[str, Anchor]) -> bool:
    """Whether a hit stands in the reason itself; a passage that quotes both is read part by part."""
    if hit.passage.number not in numbers:
        return False
    if len(numbers) == 1 and "／" in hit.passage.text:
        cut = hit.passage.text.find("／")
        return hit.start < cut
    return True
