"""The committee's review as the dossier tells it: its numbers, days, results, rosters."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.fill import Fill
from regenlint.find import find_all
from regenlint.identifier import Identifier, IdentifierKind, identifiers
from regenlint.index import Hit, Passage
from regenlint.model import Anchor, DocKind
from regenlint.person import Name, name_key, names
from regenlint.rules import NotApplicable
from regenlint.values import Value, days, of_form, says, submitted, values

FORM, OPINION = DocKind.FORM, DocKind.OPINION


def of_kind(ctx: Context, kind: DocKind, *keys: str) -> list[Value]:
    """Values of form keys that stand in documents or parts of a kind."""
    return [
        of_form(v)
        for k in keys
        for v in ctx.form(k)
        if kind in ctx.dossier.document(v.document).kinds_of(v.anchor.block)
    ]


def need_review(ctx: Context, what: str = "審査前の案のため問いません") -> None:
    """NotApplicable for a draft: no opinion, and no day of submission in the form."""
    if ctx.dossier.of_kinds(frozenset({OPINION})) or ctx.hits("cmt.opinion_words", OPINION):
        return
    if submitted(ctx) is None and not any(
        v.fill is Fill.FILLED for v in of_kind(ctx, FORM, "review_date", "review_result")
    ):
        raise NotApplicable(what, "a draft before the committee's review")


def need_opinion(ctx: Context) -> None:
    """NotApplicable where no opinion is in the dossier yet."""
    if not ctx.dossier.of_kinds(frozenset({OPINION})):
        raise NotApplicable("意見書がまだない審査前の案です", "there is no opinion yet")


def committee_numbers(ctx: Context, *kinds: DocKind) -> Iterator[tuple[Identifier, Anchor]]:
    """The committee's numbers in the documents, with their places."""
    for p in ctx.passages(*kinds):
        if p.cited:
            continue
        for i in identifiers(p.text):
            if i.kind is IdentifierKind.COMMITTEE:
                yield i, p.anchor(i.start, i.end)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the review with its place."""

    day: datetime.date
    at: Anchor


_MEETING = re.compile(r"(?:開催|審査|審議|判定|付議|受審|第[0-9０-９]+回)")


def review_days(ctx: Context) -> list[Day]:
    """The days on which the committee met over the plan: from the opinion, else from the form."""
    for kind in (OPINION, FORM):
        found = [Day(d.first, v.at) for v in of_kind(ctx, kind, "review_date") for d in days(v.text)[:1] if d.first]
        found = found or [
            Day(d.first, p.anchor(d.start, d.end))
            for p in ctx.passages(kind)
            if not p.cited
            for d in days(p.text)
            if d.first and _met(p.text, d.start, d.end)
        ]
        if found:
            return found
    return []


def _met(text: str, start: int, end: int) -> bool:
    """Whether a date is that of a meeting: 審査日 2026年…, 令和8年…に開催した委員会."""
    before, after = text[max(0, start - 10) : start], text[end : end + 8]
    if re.search(r"(?:提出|作成|発行|制定|回答|契約|締結)[^、。]{0,4}$", before):
        return False
    return bool(
        re.search(r"(?:審査(?:等業務)?(?:を受けた|した|を行った)?日|開催日?|日時|審査年月日)[^、。0-9]{0,8}$", before)
        or re.match(r"[\s　]*(?:に|の|付けで)?(?:開催|審査|審議)", after)
    )


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a roster: name, the words about them, and whether they took part."""

    name: Name
    text: str
    taking_part: bool
    at: Anchor


#: The longest cell that can be a name.
_NAME = 12
_LISTED = re.compile(r"(?:出席|参加)[^：:。]{0,14}?(?:（[^）]*）|\([^)]*\))?[：:　\s](?P<list>[^。\n]+)")


def attendees(ctx: Context, *kinds: DocKind) -> list[Member]:
    """Those listed as present at the review, from lines 出席委員 … and tables with 出欠 or 区分."""
    out: list[Member] = []
    for p in ctx.passages(*kinds):
        if p.cited:
            continue
        if p.table >= 0:
            out.extend(_row(ctx, p))
        elif says(ctx, "cmt.attendance", p.text[:16]) or _LISTED.match(p.text):
            out.extend(_line(ctx, p))
    return out or _fielded(ctx, *kinds)


_SAT_IN = re.compile(r"出席|参加|同席|陪席")


def experts(ctx: Context, *kinds: DocKind) -> list[Member]:
    """Technical experts who sat in at the review: they are no members, but took part."""
    return [
        Member(n, said, True, hit.anchor)
        for hit in ctx.hits("cmt.expert", *kinds)
        if not hit.passage.cited
        for said in (hit.passage.text[hit.start : hit.passage.sentence(hit.start)[1]],)
        if _SAT_IN.search(said) and not says(ctx, "cmt.not_taking_part", said)
        for n in names(said)[:1]
    ]


def _fielded(ctx: Context, *kinds: DocKind) -> list[Member]:
    """Members of a table read as fields: the label is the name, the values are 男, 法律, 出席."""
    out: list[Member] = []
    for d in ctx.documents(*kinds):
        for f in d.fields:
            first = (f.label_blocks or f.value_blocks)[0]
            if d.kind is FORM or f.value_start or len(f.label) > _NAME:
                continue
            cells = [d.blocks[b].text.strip() for b in f.value_blocks]
            if len(cells) < 2 or cells[0] not in ("男", "女", "男性", "女性"):
                continue
            absent = any(re.search(r"欠席|×|欠$", c) for c in cells[1:])
            name = Name(f.label, name_key(f.label))
            at = Anchor(d.id, first, 0, len(d.blocks[first].text))
            out.append(Member(name, " | ".join((f.label, *cells)), not absent, at))
    return out


def _row(ctx: Context, p: Passage) -> Iterator[Member]:
    head, cells = p.header + p.before, p.text.split(" | ")
    if len(cells) < 2 or not re.search(r"氏名|出席者|委員", p.header) or not re.search(r"区分|出欠|専門|性|立場", head):
        return
    if DocKind.FORM in p.kinds and not re.search(r"区分|出欠|性|立場", p.header):
        return
    written = cells[0].strip()
    found = names(written) or ((Name(written, name_key(written)),) if 2 <= len(written) <= _NAME else ())
    if found:
        absent = any(re.search(r"欠席|×|欠$", c) for c in cells[1:])
        yield Member(found[0], p.text, not absent, p.anchor(0, len(cells[0])))


def _line(ctx: Context, p: Passage) -> Iterator[Member]:
    m = _LISTED.search(p.text)
    if not m or says(ctx, "cmt.not_taking_part", p.text[: m.start("list")]):
        return
    start = m.start("list")
    for part in re.finditer(
        r"[^、，,・／/]+?(?:[（(][^（）()]*[）)])?(?=[\s　]*(?:[、，,／/]|$|の[0-9０-９]+名|以上))", m["list"]
    ):
        text = part.group()
        found = names(text)
        if found:
            yield Member(
                found[0],
                text,
                not says(ctx, "cmt.not_taking_part", text),
                p.anchor(start + part.start(), start + part.end()),
            )


def rosters(ctx: Context, *kinds: DocKind) -> list[Passage]:
    """Passages that list members by category: at least three categories, or rows under 区分."""
    out = []
    for p in ctx.passages(*kinds):
        if p.cited or (p.label_end and not re.search(r"委員|構成|出席|名簿", p.text[: p.label_end])):
            continue
        if (
            p.table >= 0 and re.search(r"区分|専門|構成|立場", p.header) and re.search(r"氏名|出席者|委員", p.header)
        ) or (
            len({p.text[a:b] for a, b in find_all(ctx.reading.terms["cmt.category"].concept, p.text)}) >= 3
            and (says(ctx, "cmt.attendance", p.text) or re.search(r"委員", p.text + p.before))
        ):
            out.append(p)
    return out


def persons_of_plan(ctx: Context) -> list[tuple[str, Name, Anchor]]:
    """The administrator, the responsible person and the physicians the form names."""
    out: list[tuple[str, Name, Anchor]] = []
    for role, keys in (
        ("管理者", ("manager", "manager_short")),
        ("実施責任者", ("principal_investigator", "@responsible")),
        ("再生医療等を行う医師", ("physicians", "@physicians")),
    ):
        for v in values(ctx, *(k for k in keys if not k.startswith("@"))):
            out.extend((role, n, v.at) for n in names(_first_lines(v.text)))
        for k in keys:
            if k.startswith("@"):
                out.extend((role, n, v.anchor) for v in ctx.form(k) if "氏名" in v.label for n in names(v.text))
    return out


def _first_lines(text: str) -> str:
    return "、".join(line for line in text.split("\n") if not re.search(r"〒|電話|メール|@|区分", line))


def answered(ctx: Context, hit: Hit) -> bool:
    """Whether a response is there, not asked for or said to be lacking."""
    if hit.passage.place is Place.HEADING:
        return True
    if says(ctx, "cmt.key_table", ctx.sentence(hit)):
        return False
    if not hit.passage.kinds & {OPINION, DocKind.OTHER} and not says(ctx, "cmt.remark", ctx.sentence(hit)):
        return False
    sentence = ctx.sentence(hit)
    if DocKind.FORM in hit.passage.kinds and not re.search(r"対応(?:済|し|を行)|改め|修正|反映", sentence):
        return False  # a list of enclosures names the response, which is not yet one
    if "予定" in sentence[-24:] or "求め" in sentence[-12:]:
        return False
    if DocKind.OPINION in hit.passage.kinds and re.search(r"(?:する|ない)こと[。\s]*$", sentence):
        return False  # the condition itself, in the committee's words
    after = hit.passage.text[hit.end : hit.end + 6]
    return not after.startswith(("なし", "がない", "はない", "を提出する", "の提出を"))
