"""ヒト・動物由来の原料ごとに、由来・処理・基準への適合が書かれているかをみる。

何を見るか：血清、血小板溶解物、動物由来の酵素、アルブミン、フィーダー細胞のそれぞれについて、原産国・部位、
不活化・除去の処理（又はない理由）、生物由来原料基準への適合又は試験成績書のうち2つ以上があるか。
同じ原料を述べる行・段落を、文書をまたいで合わせてみる。
なぜ：一つの原料の管理が詳しくても、別の原料の記載がなければその原料から感染因子が入り得る（省令99条18号）。
見ないもの：医薬品・日局品・組換え品・本人の血清、残存や過敏症についての記載、用いないとする記載、試薬としての抗体。
直し方：原料等の一覧に、原産国、処理、適合又は成績書、受入れの判定を原料ごとに書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.understanding import affirmed

_MATERIALS = ("animal_serum", "human_serum", "lysate", "trypsin", "albumin", "feeder", "antibody", "extract")
_ASKED = (
    ("vir.raw.origin", "原産国・部位", "origin"),
    ("vir.raw.treated", "不活化・除去の処理", "treatment"),
    ("vir.raw.conforming", "基準への適合・成績書", "conformity or certificate"),
)
#: How many of the three a material must have.
ENOUGH = 2
_NOT_SAID = frozenset({State.FUTURE, State.DENIED, State.TEMPLATE, State.HANDED_ON})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding for each material with too little said of it; evidence for the others."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    general = {term for term, _, _ in _ASKED if _said_of_all(ctx, term)}
    seen = False
    for material in _MATERIALS:
        spoken = [h for h in ctx.hits(f"vir.raw.{material}") if not ctx.shares_sentence(h, "vir.raw.impurity")]
        used = [h for h in spoken if _used(h, ctx)]
        if used:
            seen = True
            yield from _judged(ctx, used, spoken, general)
    if seen:
        return
    none = [*ctx.hits("vir.raw.none"), *(h for h in ctx.hits("vir.raw.medicinal") if _near_material(h, ctx))]
    # A recombinant enzyme says nothing of the serum that another document says is used.
    if (none and not _used_elsewhere(ctx)) or len(general) >= 1:
        yield from (ctx.evidence(h) for h in none[:1])
        return
    rest = [h for h in ctx.hits("vir.material") if _used(h, ctx)]
    if rest and sum(_has(ctx, rest, term) for term, _, _ in _ASKED) >= ENOUGH:
        yield ctx.evidence(rest[0])
        return
    for d in ctx.blind():
        raise NotJudged(f"読み取れない頁があるため判定できません（{d.path}）", "pages could not be read")
    yield ctx.finding(
        Outcome.DEFICIENT if rest else Outcome.MISSING,
        "ヒト・動物由来の原料の由来・処理・基準への適合の記載が見当たりません",
        "origin, treatment and conformity of materials of human or animal origin were not found",
        rest[0] if rest else ctx.expected_place(),
        searched=tuple(ja for _, ja, _ in _ASKED),
    )


def _judged(ctx: Context, used: list[Hit], spoken: list[Hit], general: set[str]) -> Iterator[Finding | Evidence]:
    if _is_medicinal(ctx, spoken):
        yield ctx.evidence(used[0])
        return
    lacking = [(ja, en) for term, ja, en in _ASKED if term not in general and not _has(ctx, spoken, term)]
    if len(_ASKED) - len(lacking) >= ENOUGH:
        yield ctx.evidence(used[0])
        return
    at = min(used, key=lambda h: (h.passage.place is not Place.CELL, h.passage.number))
    ja, en = "、".join(x for x, _ in lacking), ", ".join(x for _, x in lacking)
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"「{at.text}」について、{ja}の記載が見当たりません",
        f"“{at.text}”: not stated: {en}",
        at,
        searched=tuple(x for x, _ in lacking),
    )


def _used(hit: Hit, ctx: Context) -> bool:
    if hit.passage.place is Place.HEADING or ctx.shares_sentence(hit, "vir.raw.elsewhere"):
        return False
    return affirmed(hit, ctx.reading)


def _has(ctx: Context, hits: list[Hit], term: str) -> bool:
    """Whether the term stands in a passage that speaks of the material, and is not put off or denied."""
    numbers = {h.passage.number for h in hits}
    return any(x.passage.number in numbers and ctx.state(x).state not in _NOT_SAID for x in ctx.hits(term))


def _is_medicinal(ctx: Context, hits: list[Hit]) -> bool:
    """Whether a material is called a medicine or recombinant; 組換えトリプシン beside a serum is not the serum."""
    return any(
        (x.passage.place is Place.CELL or (_together(h, x) and not _names_another(ctx, x, h)))
        and ctx.state(x).state not in _NOT_SAID
        for h in hits
        for x in ctx.beside(h, "vir.raw.medicinal")
    )


def _names_another(ctx: Context, word: Hit, material: Hit) -> bool:
    """Whether another material stands right behind the word."""
    return any(0 <= m.start - word.end <= 3 and m.start != material.start for m in ctx.beside(word, "vir.material"))


def _used_elsewhere(ctx: Context) -> bool:
    """Whether a document the rule does not read says that such a material is used."""
    return any(_used(h, ctx) for material in _MATERIALS for h in ctx.hits(f"vir.raw.{material}", *DocKind))


def _said_of_all(ctx: Context, term: str) -> bool:
    return any(
        ctx.beside(h, term) and ctx.stated(h) for h in ctx.hits("vir.raw.all") if h.passage.place is not Place.CELL
    )


def _near_material(hit: Hit, ctx: Context) -> bool:
    return bool(ctx.beside(hit, "vir.material"))


def _together(hit: Hit, other: Hit) -> bool:
    """Whether another hit of the passage begins in the sentence of the first."""
    start, end = hit.passage.sentence(hit.start)
    return start <= other.start < end
