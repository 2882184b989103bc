"""有無の選択と、その内容欄の記載が合っているかを見る。

何を見るか
    「無」としながら内容が書かれている欄、「有」としながら内容が空欄・該当なしの欄。
なぜ
    どちらが正しいか分からず、計画の中の食い違いになる。
見ないもの
    製造の委託の有無（XDC）。「無」の欄に書いた「該当なし」や行わない理由。
直し方
    有無の印か内容のどちらかを正しく改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, fill_of
from regenlint.form import ALL, FormValue
from regenlint.lexicon import dictionary
from regenlint.model import Anchor
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.text import folded
from regenlint.values import says, short


@dataclass(frozen=True, slots=True)
class _Pair:
    """A yes or no with its label, and what is said of its content."""

    label: str
    yes: bool
    detail: str
    fill: Fill
    at: Anchor
    detail_at: Anchor
    #: Whether the content has a place of its own, where blank means blank.
    asked: bool


_YES = re.compile(r"^(?:有り?|あり)(?:$|[\s　、。（(：:])")
_NO = re.compile(r"^(?:無し?|なし)(?:$|[\s　、。（(：:])")
_PROSE = re.compile(
    r"(?P<a>[^：:／、。\s]{2,24})[：:]\s*(?P<yn>有|無|あり|なし)\s*[／/]\s*(?P<b>[^：:／、。]{2,20})[：:](?P<v>[^／\n]*)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every yes or no of the form with the content beside or below it."""
    need_documents(ctx)
    for pair in (*_of_fields(ctx), *_of_prose(ctx)):
        detail = short(pair.detail)
        if pair.yes and pair.asked and pair.fill in (Fill.BLANK, Fill.NOT_APPLICABLE, Fill.PLACEHOLDER):
            outcome = Outcome.EMPTY if pair.fill is not Fill.NOT_APPLICABLE else Outcome.CONFLICTING
            yield ctx.finding(
                outcome,
                f"「{pair.label}」は「有」ですが内容が{'空欄' if not detail else f'「{detail}」'}です",
                f"“{pair.label}” says yes, but its content is {'blank' if not detail else f'“{detail}”'}",
                pair.detail_at,
                related=[pair.at],
            )
        elif not pair.yes and pair.fill is Fill.FILLED and _affirms(ctx, pair):
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"「{pair.label}」は「無」ですが「{detail}」とあります",
                f"“{pair.label}” says no, but “{detail}” is written",
                pair.at,
                related=[pair.detail_at],
            )
        else:
            yield Evidence(pair.at, "value")


def _affirms(ctx: Context, pair: _Pair) -> bool:
    detail = pair.detail
    if len(detail) <= 3 or says(ctx, "frm.detail_none", detail) or says(ctx, "frm.detail_reason", detail):
        return False
    # To treat somebody is no compensation: only means of paying contradict 補償 無.
    return "補償" not in pair.label or says(ctx, "frm.pays", detail)


def _of_fields(ctx: Context) -> Iterator[_Pair]:
    fields = [v for v in ctx.form(ALL) if not v.inner]
    for i, value in enumerate(fields):
        state = _state(value)
        if state is None or _is_outsourcing(value.label):
            continue
        beside = _beside(value)
        below = fields[i + 1] if i + 1 < len(fields) else None
        if below is not None and below.document == value.document and _belongs(value, below):
            yield _Pair(value.label, state, below.text, below.fill, value.anchor, below.anchor, asked=True)
        else:
            fill = fill_of(beside) if beside else Fill.BLANK
            asked = bool(re.search(r"内容[：:]\s*$", value.text))
            yield _Pair(value.label, state, beside, fill, value.anchor, value.anchor, asked)


def _is_outsourcing(label: str) -> bool:
    return any(w in folded(label) for w in dictionary("form_details")["elsewhere"])


def _state(value: FormValue) -> bool | None:
    if value.field.choices:
        if _of_another(value):
            return None
        ticked = [folded(c.label) for c in value.ticked]
        if len(ticked) == 1 and _YES.match(ticked[0]):
            return True
        return False if len(ticked) == 1 and _NO.match(ticked[0]) else None
    text = folded(value.text)
    if "有無" not in folded(value.label) and len(text) > 2:
        return None
    return True if _YES.match(text) else False if _NO.match(text) else None


def _of_another(value: FormValue) -> bool:
    """Whether the boxes answer a label of their own inside the value: 委員会 … 役務の提供：□有 ■無."""
    first = value.text.find(value.field.choices[0].label)
    before = re.sub(r"[☐□☑■☒○●✓✔\[\]x\s　]+$", "", value.text[:first]) if first > 0 else ""
    return len(before) > 1 and before[-1] in "：:" and len(re.split(r"[。、\s　]", before)) > 1


def _beside(value: FormValue) -> str:
    """What the value says beside its boxes and its 有 or 無."""
    rest = value.text
    if value.field.choices:
        for c in value.field.choices:
            rest = rest.replace(c.label, "", 1)
    else:
        rest = re.sub(r"^\s*(?:有り?|無し?|あり|なし)", "", rest)
    rest = re.sub(r"[☐□☑■○●◯]", "", rest).strip(" 　、。：:／・\n")
    return re.sub(r"^(?:その)?内容[：:]?\s*", "", rest).strip("（）() 　")


def _belongs(choice: FormValue, below: FormValue) -> bool:
    """Whether the next field is the content of a choice: its label says so and shares its subject."""
    label, own = folded(below.label), folded(choice.label)
    if below.field.choices or _is_outsourcing(below.label):
        return False
    if label in dictionary("form_details")["content"]:
        return below.group == choice.group
    return any(
        s in own and s in label and ("内容" in label or label != own) for s in dictionary("form_details")["subjects"]
    )


def _of_prose(ctx: Context) -> Iterator[_Pair]:
    for p in ctx.passages():
        if p.label_end:
            continue
        for m in _PROSE.finditer(p.text):
            if _is_outsourcing(m["a"]):
                continue
            detail = m["v"].strip()
            at, detail_at = p.anchor(*m.span("a")), p.anchor(*m.span("b"))
            yield _Pair(m["a"], m["yn"] in ("有", "あり"), detail, fill_of(detail), at, detail_at, asked=True)
