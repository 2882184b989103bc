"""最後の意見が適であり、付された条件・指摘への対応が示されているかを見る。

何を見るか
    意見書・様式の審査結果と、留意事項・条件、対応表や回答書。
なぜ
    継続審査のまま、又は条件に応えないままの計画は、委員会が適切と認めた計画ではない。
見ないもの
    過去回の継続審査の記録が最終の「適」とともにあるもの。
直し方
    条件ごとに修正箇所を示した対応表・回答書を添える。継続審査なら次の審査を受ける。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.find import find_all
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.values import says, short

from .review import FORM, OPINION, answered, of_kind


@dataclass(frozen=True, slots=True)
class _Result:
    good: bool
    text: str
    at: Anchor


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The last result, then the conditions attached to it."""
    need_documents(ctx)
    results = _results(ctx)
    if not results:
        raise NotJudged("審査の結果が読み取れません", "the result of the review could not be read")
    last = results[-1]
    if not last.good:
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"最後の意見が「{short(last.text, 24)}」です",
            f"the last opinion is “{short(last.text, 24)}”",
            last.at,
        )
        return
    conditions = list(_conditions(ctx, last))
    if not conditions or _answered(ctx):
        yield Evidence(last.at, "value")
        return
    text, at = conditions[0]
    yield ctx.finding(
        Outcome.DEFICIENT,
        f"条件・留意事項「{short(text, 30)}」への対応（対応表・回答書など）が見当たりません",
        f"no response to the condition “{short(text, 30)}” was found",
        at,
    )


def _results(ctx: Context) -> list[_Result]:
    """Results in the order of the opinion's text, else of the form."""
    for kind in (OPINION, FORM):
        fields = [
            r for v in of_kind(ctx, kind, "review_result") if v.fill is Fill.FILLED for r in _in(ctx, v.text, v.at)
        ]
        prose = [
            r
            for p in ctx.passages(kind)
            if _speaks(ctx, p.text) and not p.label_end
            for r in _in(ctx, p.text, p.whole())
        ]
        if fields or prose:
            return fields or prose
    return [r for p in ctx.passages() if _speaks(ctx, p.text) for r in _in(ctx, p.text, p.whole())]


def _speaks(ctx: Context, text: str) -> bool:
    if text.strip().startswith(("適。", "適（", "適、")):
        return True
    return says(ctx, "cmt.result_label", text) or (
        says(ctx, "cmt.favourable", text) and ("委員会" in text or says(ctx, "cmt.conditional", text))
    )


def _in(ctx: Context, text: str, at: Anchor) -> Iterator[_Result]:
    found = [
        (start, good)
        for term, good in (("cmt.favourable", True), ("cmt.unfavourable", False))
        for start, _ in find_all(ctx.reading.terms[term].concept, text)
    ]
    if text.strip() in ("適", "可", "承認", "適合", "適切", "適当", "妥当"):
        found.append((0, True))
    if not found and text.strip().startswith("適") and not text.strip().startswith("適合"):
        found.append((0, True))
    for start, good in sorted(found):
        yield _Result(good, text[max(0, start - 2) : start + 40], at)


def _conditions(ctx: Context, last: _Result) -> Iterator[tuple[str, Anchor]]:
    for v in of_kind(ctx, OPINION, "opinion_conditions"):
        if v.fill is Fill.FILLED and len(v.text) > 3 and not says(ctx, "cmt.no_condition", v.text[:16]):
            yield v.text, v.at
    texts = [(v.text, v.at) for v in of_kind(ctx, OPINION, "review_result")] or [
        (p.text, p.whole()) for p in ctx.passages(OPINION) if _speaks(ctx, p.text)
    ]
    for text, at in texts:
        # What an earlier meeting asked was settled when a later one found the plan fit.
        if says(ctx, "cmt.unfavourable", text) and not says(ctx, "cmt.favourable", text):
            continue
        if says(ctx, "cmt.condition", text) and not says(ctx, "cmt.no_condition", text):
            yield text, at


def _answered(ctx: Context) -> bool:
    return any(answered(ctx, h) for h in ctx.hits("cmt.response", *DocKind))
