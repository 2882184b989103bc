"""添付書類の一覧にある書類が一式にあるかを見る。

何を見るか
    様式の添付書類の一覧・送付状に挙げた書類と、一式のファイル又はその部分。
なぜ
    一覧と届いた書類が違えば、審査した書類が分からなくなる。
見ないもの
    一覧がないもの。一つのファイルに複数の書類が入ること。
直し方
    一覧の書類を添えるか、一覧を正しく改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Passage
from regenlint.model import Anchor, DocKind
from regenlint.pointer import Pointer, kinds_named, number_of, resolved
from regenlint.rules import Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.text import folded
from regenlint.values import short

_MOST = 5
#: So many entries found by their number show that the files are numbered like the list.
_NUMBERED = 4
#: A longer line is no entry.
_LINE = 60
_KINDS = (DocKind.FORM, DocKind.OTHER)
_MARK = re.compile(
    r"^[\s　]*(?:資料|別紙|別添|添付資料|添付)?\s*(?:No\.?)?"
    r"(?P<n>[0-9０-９]{1,2}|[A-Z](?=[\s　|．.、])|[①-⑳])[\s　|.．、:：]*"
)
_SPLIT = re.compile(
    r"[\s　]+[-・－][\s　]*|^[\s　]*[-・－][\s　]*|／|[、，][\s　]*(?=(?:資料|別紙|別添|添付)\s*[0-9０-９])"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    number: str
    text: str
    at: Anchor


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Each entry of the list against the files."""
    if len(ctx.dossier.documents) < 2 or ctx.dossier.unread:
        raise NotJudged("提出物のファイルがそろって読めないため照合できません", "the files cannot all be read")
    entries = list(_entries(ctx))
    if len(entries) < 2:
        raise NotApplicable("添付書類の一覧がありません", "there is no list of attachments")
    by_number = sum(bool(e.number) and resolved(Pointer(0, 0, "資料", e.number), ctx.dossier) for e in entries)
    absent = [e for e in entries if not _there(ctx, e, numbered=by_number >= _NUMBERED)]
    for e in absent[:_MOST]:
        yield ctx.finding(
            Outcome.MISSING,
            f"一覧の「{short(e.text, 30)}」が提出物に見当たりません",
            f"“{short(e.text, 30)}” of the list is not in the dossier",
            e.at,
        )
    if not absent:
        yield Evidence(entries[0].at, "value")


def _entries(ctx: Context) -> Iterator[_Entry]:
    """Rows, items and slashed lines under a heading or caption 添付書類."""
    passages = ctx.reading.index.passages
    for hit in ctx.hits("att.lists", *_KINDS):
        p = hit.passage
        short_line = len(p.text.strip()) <= 24
        if p.table >= 0 or not (p.place is Place.HEADING or short_line):
            continue
        for q in passages[p.number + 1 : p.number + 40]:
            if q.document != p.document or (q.place is Place.HEADING and q.table < 0 and not q.label_end):
                break
            if (
                q.table < 0
                and not re.match(r"[\s　]*(?:[-・－]|[0-9０-９①-⑳A-Z]|資料|別紙|別添|添付)", q.text)
                and not q.label_end
                and not _names_a_document(q.text)
            ):
                break
            yield from _of(q)
        return


def _names_a_document(text: str) -> bool:
    """Whether a short line is an entry of a list without a mark: it names a kind of document and is no sentence."""
    return len(text) <= _LINE and not text.rstrip().endswith("。") and bool(kinds_named(text))


def _of(q: Passage) -> Iterator[_Entry]:
    text = q.text.replace(" | ", "　")
    if q.table >= 0 and not q.header and re.search(r"番号|書類の名称|書類$|資料名", text) and len(text) < 24:
        return
    parts = [x for x in _SPLIT.split(text) if x.strip()]
    for part in parts if len(parts) > 1 else [text]:
        m = _MARK.match(part)
        rest = part[m.end() :] if m else part
        if len(folded(rest)) >= 2 and not rest.strip().startswith("以上"):
            yield _Entry(number_of(folded(m["n"])) if m and len(parts) == 1 else "", rest.strip(), _at(q, rest))


def _at(q: Passage, rest: str) -> Anchor:
    """The cell that names the document."""
    start = q.text.find(rest.strip()[:6])
    return q.anchor(start, start + len(rest.strip())) if start >= 0 else q.whole()


def _there(ctx: Context, e: _Entry, *, numbered: bool) -> bool:
    kinds = kinds_named(e.text)
    if kinds and ctx.dossier.of_kinds(kinds):
        return True
    if e.number and not kinds and resolved(Pointer(0, 0, "資料", e.number), ctx.dossier):
        return True
    name = re.sub(r"[（(][^）)]*[）)]|の写し|写し", "", e.text).strip("。 　")
    core = folded(name)
    titles = [
        folded(t)
        for d in ctx.dossier.documents
        if DocKind.FORM is not d.kind
        for t in (d.path.rsplit("/", 1)[-1], d.title)
    ]
    titles += [
        folded(d.blocks[s.heading].text)
        for d in ctx.dossier.documents
        if d.kind is not DocKind.FORM
        for s in d.sections
    ]
    if any(core[:8] in t or (len(t) >= 4 and t in core) for t in titles if core):
        return True
    # An entry nobody can place is not accused, unless the files bear the numbers of the list.
    return not kinds and not (numbered and e.number)
