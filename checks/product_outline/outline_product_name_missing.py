"""概要書の特定細胞加工物等の名称

何を見るか：概要書の名称の欄（又は見出しの下）に、細胞・核酸等の種類が分かる名称があり、標準書・計画書の名称と同じであること。

なぜ：省令8条1項は概要書に名称を記載することを求め、96条1項1号の標準書は概要書の記載事項を含む。

見ないもの：全角半角・空白・略称の併記・「懸濁液」などの有無だけの違い。標準書や計画書に名称の欄がないこと。

直し方：治療名でなく、由来と種類の分かる製品の名称を書き、標準書・計画書と同じ表記にそろえる。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.absence import need_documents, stop_if_blind
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.fill import Fill, fill_of
from regenlint.find import find_all
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.text import folded
from regenlint.values import says, short

_PARTS = re.compile(r"[（(【\[「]([^（()）】\]」]{2,40})[）)】\]」]")
_SPLIT = re.compile(r"[（()）【】\[\]「」、,，/／;；\n。]|略称|別名|社内呼称|開発コード|以下|製品コード|又は|及び")
_VALUE = re.compile(r"^[\s　]*[：:＝=|は][\s　]*(?P<value>[^。\n|]{0,80})")


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    at: Anchor
    kind: DocKind
    fill: Fill


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A name in the outline, then the same name elsewhere."""
    need_documents(ctx, DocKind.OUTLINE)
    mine = list(_names(ctx, DocKind.OUTLINE))
    filled = [n for n in mine if n.fill is Fill.FILLED]
    if not filled and (known := _known_elsewhere(ctx)) is not None:
        yield known
        return
    if not filled:
        yield _absent(ctx, mine)
        return
    proper = [n for n in filled if not _improper(ctx, n.text)]
    if not proper:
        n = filled[0]
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"「{short(n.text)}」は治療の名称などで、特定細胞加工物等そのものの名称がありません",
            f"“{short(n.text)}” is no name of the product itself",
            n.at,
        )
        return
    others = {
        k: [n for n in _names(ctx, k) if n.fill is Fill.FILLED and not _improper(ctx, n.text)]
        for k in (DocKind.STANDARD, DocKind.FORM)
    }
    apart = {
        k: not any(_same(ctx, a.text, b.text) for a in proper for b in found) for k, found in others.items() if found
    }
    for kind, differs in apart.items():
        if not differs:
            continue
        mine_first, other = proper[0], others[kind][0]
        # Where the third document sides with the outline, the odd one out is shown.
        odd = any(not d for k, d in apart.items() if k is not kind)
        at, beside = (other.at, mine_first.at) if odd else (mine_first.at, other.at)
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"概要書の名称「{short(mine_first.text)}」と、ほかの書類の名称「{short(other.text)}」が異なります",
            f"the outline's name “{short(mine_first.text)}” differs from “{short(other.text)}”",
            at,
            related=[beside],
        )
        return
    yield Evidence(proper[0].at, "value")


def _known_elsewhere(ctx: Context) -> Evidence | None:
    """The outline bears the name that the plan or the standard gives the product, without a label of its own."""
    for kind in (DocKind.FORM, DocKind.STANDARD):
        for n in _names(ctx, kind):
            if n.fill is not Fill.FILLED or _improper(ctx, n.text):
                continue
            words = [w for w in _aliases(ctx, n.text) if len(w) >= 4]
            for p in ctx.passages(DocKind.OUTLINE):
                if any(w in re.sub(r"[\s\-ー・:：]", "", folded(p.text)).lower() for w in (*words, _squeezed(n.text))):
                    return Evidence(p.whole(), "value")
    return None


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\-ー・:：]", "", folded(_PARTS.sub("", text))).lower()


def _absent(ctx: Context, mine: list[_Name]) -> Finding:
    if mine:
        return ctx.finding(
            Outcome.EMPTY, "特定細胞加工物等の名称が空欄です", "the name of the product is blank", mine[0].at
        )
    stop_if_blind(ctx, DocKind.OUTLINE)
    return ctx.finding(
        Outcome.MISSING,
        "概要書に特定細胞加工物等の名称が見当たりません",
        "the outline gives no name of the product",
        ctx.expected_place(),
        searched=("特定細胞加工物等の名称",),
    )


def _names(ctx: Context, kind: DocKind) -> Iterator[_Name]:
    for v in ctx.form("product_name"):
        d = ctx.dossier.document(v.document)
        if kind in d.kinds_of(v.anchor.block):
            yield _Name(v.text, v.anchor, kind, v.fill)
    if kind is DocKind.FORM:
        return
    for hit in ctx.hits("out.name_label", kind):
        yield from _labelled(ctx, hit, kind)
    if kind is DocKind.STANDARD:
        for hit in ctx.hits("out.standard_label", kind):
            if _is_whole_label(hit):
                yield from _labelled(ctx, hit, kind)


def _is_whole_label(hit: Hit) -> bool:
    """The word is all of the label or of the cell."""
    p = hit.passage
    if p.label_end:
        return p.text[: p.label_end].strip() == hit.text.strip()
    return p.place is Place.CELL and any(c.strip() == hit.text.strip() for c in p.text.split(" | "))


def _labelled(ctx: Context, hit: Hit, kind: DocKind) -> Iterator[_Name]:
    p = hit.passage
    if p.label_end and hit.end <= p.label_end:
        value = p.text[p.label_end + 1 :].strip()
        yield _Name(value, p.whole(), kind, fill_of(value))
    elif p.place is Place.HEADING:
        for q in ctx.reading.index.passages[p.number + 1 : p.number + 2]:
            if q.document == p.document and q.section == p.section and q.place is not Place.HEADING:
                yield _Name(q.text, q.whole(), kind, fill_of(q.text))
    elif p.place is Place.CELL:
        cells = p.text.split(" | ")
        heads = any(
            q.header == p.text and q.table == p.table for q in ctx.reading.index.passages[p.number + 1 : p.number + 2]
        )
        column = p.text[: hit.start].count(" | ")
        if len(cells) % 2 == 0 and column % 2 == 0 and len(cells[column]) <= 24 and not heads and not p.header:
            yield _Name(cells[column + 1], p.whole(), kind, fill_of(cells[column + 1]))
    elif m := _VALUE.match(p.text[hit.end :]):
        value = m["value"].strip()
        yield _Name(value, p.anchor(hit.end, hit.end + m.end()), kind, fill_of(value))


def _improper(ctx: Context, text: str) -> bool:
    bare = folded(_PARTS.sub("", text)).strip()
    generic = ctx.reading.terms["out.generic_name"].concept
    if any((a, b) == (0, len(bare)) for a, b in find_all(generic, bare)):
        return True
    return says(ctx, "out.therapy_name", bare)


def _same(ctx: Context, a: str, b: str) -> bool:
    first, second = _aliases(ctx, a), _aliases(ctx, b)
    return any(x == y or (min(len(x), len(y)) >= 3 and (x in y or y in x)) for x in first for y in second)


def _aliases(ctx: Context, text: str) -> set[str]:
    weak = ctx.reading.terms["out.weak"].concept
    out: set[str] = set()
    for piece in [*_SPLIT.split(text), _PARTS.sub("", text)]:
        word = re.sub(r"[\s\-ー・:：]", "", folded(piece)).lower()
        for s, e in reversed(find_all(weak, word)):
            word = word[:s] + word[e:]
        if len(word) >= 2:
            out.add(word)
    return out
