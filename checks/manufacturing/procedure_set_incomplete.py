"""省令97条4項の十の手順がそろっているかをみる。

何を見るか：提供の管理、検証又は確認、品質の照査、変更、逸脱、品質情報と品質不良、重大事態、自己点検、教育訓練、文書と記録の各手順が、手順書の題名・一覧・基準書の章のいずれかにあるか。
なぜ：製造施設は十の手順に関する文書を備える（省令97条4項）。
見ないもの：手順書そのものの添付（省令27条8項6号に挙げられていない）、名称の言い換え、手順の内容。
直し方：足りない手順の題名と文書番号を一覧に加えるか、基準書に章を設ける。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place, State
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, NotJudged, Outcome

PROCEDURES = (
    ("release", "提供（出荷）の管理", "release"),
    ("validation", "検証又は確認", "validation"),
    ("review", "品質の照査", "quality review"),
    ("change", "変更の管理", "change control"),
    ("deviation", "逸脱の管理", "deviations"),
    ("complaint", "品質情報及び品質不良等の処理", "quality information and defects"),
    ("serious", "重大事態報告等", "grave situations"),
    ("inspection", "自己点検", "self-inspection"),
    ("training", "教育訓練", "training"),
    ("records", "文書及び記録の管理", "documents and records"),
)
#: A title in a cell is no longer than this; the number before a provision's title neither. In characters.
_TITLE, _NUMBERED = 30, 14
#: A line with so many procedures lists them; so many items make a run.
_MOST, _RUN, _TWO = 5, 3, 2
_ITEMS = re.compile(r"[)）]?[／/；;]")
_ITEM_STARTS = re.compile(r"[)）][／/；;]|[／/；;：:。](?=[^（）]*)")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names the procedures which are laid down nowhere."""
    if not ctx.documents():
        raise NotJudged("この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is there")
    found: dict[str, Hit] = {}
    for key, _, _ in PROCEDURES:
        hit = next((h for h in ctx.hits(f"mfg.procedure.{key}") if _laid_down(ctx, h)), None)
        if hit is not None:
            found[key] = hit
    _shortened(ctx, found)
    lacking = [(ja, en) for key, ja, en in PROCEDURES if key not in found]
    if not lacking:
        yield ctx.evidence(found["release"])
        return
    if ctx.blind():
        raise NotJudged("読み取れない頁があるため判定できません", "pages that could not be read may hold it")
    ja, en = "、".join(x for x, _ in lacking), ", ".join(x for _, x in lacking)
    where = max(found.values(), key=lambda h: sum(_near(h, g) for g in found.values()), default=None)
    yield ctx.finding(
        Outcome.DEFICIENT if found else Outcome.MISSING,
        f"次の手順が、題名・一覧・章のいずれにも見当たりません：{ja}",
        f"these procedures are named nowhere: {en}",
        where or ctx.expected_place(),
        searched=tuple(x for x, _ in lacking),
    )


def _laid_down(ctx: Context, hit: Hit) -> bool:
    """Whether the procedure has a title, a chapter or a provision here, not a word in passing."""
    p = hit.passage
    if p.place is Place.HEADING or _listed(hit) or _item(hit):
        return True
    if ctx.state(hit).state in (State.FUTURE, State.DENIED):
        return False
    if _enumerated(ctx, hit):
        return True
    if p.place is Place.CELL:
        start = p.text.rfind(" | ", 0, hit.start)
        end = p.text.find(" | ", hit.end)
        return (end if end >= 0 else len(p.text)) - max(start, 0) <= _TITLE
    # A provision begins with what it is about: 第6　逸脱　内容を記録する.
    return p.place in (Place.LIST, Place.KV) or hit.start <= _NUMBERED


def _enumerated(ctx: Context, hit: Hit) -> bool:
    """A sentence that names most of the procedures enumerates them."""
    return sum(ctx.shares_sentence(hit, f"mfg.procedure.{key}") for key, _, _ in PROCEDURES) >= _MOST


def _shortened(ctx: Context, found: dict[str, Hit]) -> None:
    """In a line that lists most procedures, 出荷 and 文書 stand for the two that are named by many words.

    So they do in a heading that names two others, and release is laid down where the quality section decides on it.
    """
    lines = [h.passage.number for key, _, _ in PROCEDURES for h in _each_once(ctx, f"mfg.procedure.{key}")]
    heads = [h.passage.number for key, _, _ in PROCEDURES for h in _in_headings(ctx, f"mfg.procedure.{key}")]
    for key in ("release", "records"):
        if key in found:
            continue
        for hit in ctx.hits(f"mfg.listed.{key}"):
            if lines.count(hit.passage.number) >= _MOST or heads.count(hit.passage.number) >= _TWO:
                found[key] = hit
                break
    if "release" not in found:
        decided = next((h for h in ctx.hits("mfg.quality_decides") if ctx.state(h).state is not State.TEMPLATE), None)
        if decided is not None:
            found["release"] = decided


def _in_headings(ctx: Context, term: str) -> tuple[Hit, ...]:
    """The hits of a term in headings, one a heading."""
    return tuple({h.passage.number: h for h in ctx.hits(term) if h.passage.place is Place.HEADING}.values())


def _each_once(ctx: Context, term: str) -> tuple[Hit, ...]:
    """The hits of a term in lines of titles, one a line."""
    return tuple({h.passage.number: h for h in ctx.hits(term) if _listed(h)}.values())


def _listed(hit: Hit) -> bool:
    """A line of titles: separated by strokes or commas, no sentence."""
    text = hit.passage.text
    return sum(text.count(c) for c in "／/、　") >= 4 and "。" not in text[:-1]


def _item(hit: Hit) -> bool:
    """An item of a run in one paragraph, its content in brackets: 変更（…）／逸脱（…）／自己点検（…）."""
    text = hit.passage.text
    if len(_ITEMS.findall(text)) < _RUN:
        return False
    start = max((m.end() for m in _ITEM_STARTS.finditer(text, 0, hit.start)), default=0)
    return hit.start - start <= _NUMBERED and "（" not in text[start : hit.start]


def _near(a: Hit, b: Hit) -> bool:
    return a.passage.document == b.passage.document and abs(a.passage.number - b.passage.number) <= 12
