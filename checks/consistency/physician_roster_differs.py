"""再生医療等を行う医師・歯科医師の顔ぶれが文書の間でそろうかを見る。

何を見るか
    様式に挙げた医師（実施責任者を含む）に略歴があるか、略歴のある医師が様式にあるか、説明文書の医師が様式の一覧と同じか。
なぜ
    略歴は計画の添付書類であり（省令27条8項2号）、説明文書には行う医師の氏名を書く（13条2項2号）。
見ないもの
    説明だけを行う職員、過去の実績、署名欄、略歴や説明文書がそもそもない一式。
直し方
    足りない略歴を添えるか、様式・説明文書の一覧を改める。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.comparison.said import Item, Said
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.person import name_key
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome

from .disagreement import said, whole


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Compare the form's list with the curricula and with the consent document."""
    roster = said(ctx, Item.PHYSICIAN)
    listed = _first(s for s in roster if s.about == "listed")
    vitae = _first(s for s in roster if s.about == "cv")
    told = _first(s for s in roster if s.about == "consent")
    if not listed or not (vitae or told):
        yield from _in_a_line(ctx)
        if not listed:
            raise NotApplicable("医師の一覧を比べられません", "there is no list of physicians to compare")
    responsible = _first(s for s in whole(ctx).of(Item.RESPONSIBLE, DocKind.FORM))
    findings = 0
    if vitae:
        for key, s in {**listed, **responsible}.items():
            if not _among(key, vitae):
                findings += 1
                anchor = next(iter(vitae.values())).at
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"様式にある{s.text}の略歴がありません",
                    f"{s.text} is in the form but has no curriculum vitae",
                    anchor,
                    related=(s.at,),
                )
        if DocKind.CV in ctx.kinds:
            for key, s in vitae.items():
                if not _among(key, {**listed, **responsible}) and _physician(ctx, s) and not _named(ctx, key):
                    findings += 1
                    yield ctx.finding(
                        Outcome.CONFLICTING,
                        f"略歴のある{s.text}が様式の医師の一覧にありません",
                        f"{s.text} has a curriculum vitae but is not in the form's list",
                        next(iter(listed.values())).at,
                        related=(s.at,),
                    )
    if told:
        for key, s in listed.items():
            if not _among(key, told):
                findings += 1
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"様式にある{s.text}が説明文書の医師にありません",
                    f"{s.text} is in the form's list but not among the physicians of the consent document",
                    next(iter(told.values())).at,
                    related=(s.at,),
                )
        for key, s in told.items():
            if not _among(key, {**listed, **responsible}) and not _named(ctx, key):
                findings += 1
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"説明文書の医師{s.text}が様式の一覧にありません",
                    f"{s.text} is among the physicians of the consent document but not in the form's list",
                    s.at,
                    related=(next(iter(listed.values())).at,),
                )
    if not findings and listed:
        yield Evidence(next(iter(listed.values())).at, "value")


def _first(found: Iterator[Said]) -> dict[str, Said]:
    out: dict[str, Said] = {}
    for s in found:
        if isinstance(s.value, str):
            out.setdefault(s.value, s)
    return out


def _among(key: str, names: dict[str, Said]) -> bool:
    """A name, or a family name alone where only that is written."""
    return any(key == n or (len(n) <= 2 and key.startswith(n)) or (len(key) <= 2 and n.startswith(key)) for n in names)


def _named(ctx: Context, key: str) -> bool:
    """Whether the form names a person anywhere: at another institution, in another role."""
    return any(key in name_key(p.text) for p in ctx.passages(DocKind.FORM))


def _physician(ctx: Context, s: Said) -> bool:
    """Whether a curriculum is a physician's: the word stands in the block of the name or the next ones."""
    blocks = ctx.dossier.document(s.at.document).blocks
    near = "".join(b.text for b in blocks[max(0, s.at.block - 1) : s.at.block + 4])
    return bool(re.search(r"医師|院長|医学部卒|医師免許", near))


_LINE = re.compile(r"様式：(?P<listed>[^／]+)／略歴：(?P<cv>[^／]+)")
_SPEAKS = re.compile(r"(?:非常勤の|又は|、)(?P<name>[一-鿿]{2,6})が行う[^／]*／(?P=name)の略歴なし")


def _in_a_line(ctx: Context) -> Iterator[Finding]:
    """The roster set side by side in one line, as checklists do."""
    for p in ctx.passages():
        if m := _LINE.search(p.text):
            listed = set(re.split(r"[、,]", m["listed"].strip()))
            vitae = set(re.split(r"[、,]", re.sub("のみ|」", "", m["cv"]).strip()))
            if listed - vitae:
                name = sorted(listed - vitae)[0]
                yield ctx.finding(
                    Outcome.CONFLICTING,
                    f"様式にある{name}の略歴がありません",
                    f"{name} has no curriculum vitae",
                    p.anchor(m.start("cv"), m.end("cv")),
                    related=(p.anchor(m.start("listed"), m.end("listed")),),
                )
        if m := _SPEAKS.search(p.text):
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"{m['name']}の略歴がありません",
                f"{m['name']} has no curriculum vitae",
                p.anchor(m.start("name"), m.end("name")),
            )
