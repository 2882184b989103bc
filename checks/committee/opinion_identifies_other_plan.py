"""意見書が、この計画を審査したものかを見る。

何を見るか
    意見書の再生医療等の名称・医療機関・区分・研究計画書の版と、様式・添付の記載。
なぜ
    別の計画・別の医療機関・別の区分への意見では、この計画の意見を聴いたことにならない。
見ないもの
    全角半角・空白・括弧の違い、法人名の有無。対応の記録がある版の進み。
直し方
    この計画の名称・医療機関・区分・版を記した意見書を添える。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import Anchor, DocKind, Role
from regenlint.pointer import kinds_named
from regenlint.rules import Confidence, Evidence, Finding, NotJudged, Outcome
from regenlint.text import folded
from regenlint.values import Value, short, values

from .review import FORM, OPINION, answered, of_kind

_CLASS = re.compile(r"第?([一二三1-3])種(?!使用)")
_NUMBER = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_CORPORATION = re.compile(
    r"^(?:(?:特定|社会)?医療法人(?:社団|財団)?|学校法人|(?:一般|公益)(?:社団|財団)法人|国立大学法人|公立大学法人|独立行政法人|地方独立行政法人|社会福祉法人|株式会社)"
)
#: Names that share so much are the same with a slip of the pen.
_ALIKE = 0.86
_QUOTED = re.compile(
    r"意見書の?(?:再生医療等の)?名称[「：:](?P<a>[^」／]+)」?[／、]計画の(?:再生医療等の)?名称[「：:](?P<b>[^」／]+)"
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """What the opinion says it reviewed against the form and the protocol."""
    need_documents(ctx)
    seen = False
    for part in (_names, _institutions, _classes, _versions):
        for item in part(ctx):
            seen = True
            yield item
    if not seen:
        raise NotJudged("意見書と様式の対応する記載が読み取れません", "nothing to compare was read in opinion and form")


def _plain(text: str) -> str:
    return re.sub(r"[\s　「」『』（）()\[\]【】・、。,.:：;\-－ー〜~]", "", folded(text)).lower()


def _names(ctx: Context) -> Iterator[Finding | Evidence]:
    for p in ctx.passages():
        for m in _QUOTED.finditer(p.text):
            if _plain(m["a"]) != _plain(m["b"]):
                yield _differs(
                    ctx,
                    "再生医療等の名称",
                    "the name of the therapy",
                    m["a"],
                    m["b"],
                    p.anchor(*m.span("a")),
                    p.anchor(*m.span("b")),
                )
    own = next((v for v in values(ctx, "name_of_therapy") if v.filled and _of_form(ctx, v)), None)
    for v in of_kind(ctx, OPINION, "reviewed_name"):
        if own is None or not v.filled:
            continue
        a, b = _plain(v.text), _plain(own.text)
        if a == b or b in a or (len(a) >= 12 and a in b) or SequenceMatcher(None, a, b).ratio() >= _ALIKE:
            yield Evidence(v.at, "value")
        else:
            yield _differs(ctx, "再生医療等の名称", "the name of the therapy", v.text, own.text, v.at, own.at)
        return


def _of_form(ctx: Context, v: Value) -> bool:
    return FORM in ctx.dossier.document(v.at.document).kinds_of(v.at.block)


def _institutions(ctx: Context) -> Iterator[Finding | Evidence]:
    own = next((v for v in values(ctx, "institution", "institution_short") if v.filled and _of_form(ctx, v)), None)
    for v in of_kind(ctx, OPINION, "reviewed_institution"):
        if own is None or not v.filled:
            continue
        mine, theirs = _facility(own.text), _plain(v.text)
        if mine and (mine in theirs or theirs in _plain(own.text)):
            yield Evidence(v.at, "value")
        elif mine:
            yield _differs(ctx, "医療機関", "the institution", v.text, own.text, v.at, own.at)
        return


def _facility(text: str) -> str:
    """The name of the facility without the corporation before it."""
    words = re.split(r"[\s　]+", re.sub(r"[（(][^）)]*[）)]", "", text).strip())
    return _plain(words[-1] if len(words) > 1 else _CORPORATION.sub("", words[0]))


def _classes(ctx: Context) -> Iterator[Finding | Evidence]:
    mine = ctx.facts.value("class")
    for v in of_kind(ctx, OPINION, "reviewed_class"):
        boxes = [c for c in v.ticked if "種" in c]
        found = {_NUMBER[n] for n in _CLASS.findall(folded("、".join(boxes) or v.text))}
        if len(found) != 1 or not isinstance(mine, int):
            continue
        if found == {mine}:
            yield Evidence(v.at, "value")
            continue
        own = next(iter(values(ctx, "class")), None)
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"意見書の区分「{short(v.text)}」が計画の区分（第{'一二三'[mine - 1]}種）と違います",
            f"the opinion reviewed a class {found.pop()} plan, but this one is class {mine}",
            v.at,
            related=[own.at] if own else [],
        )
        return


_VERSION = re.compile(r"(?:第|ver(?:sion)?\.?)[ ]?(?P<n>[0-9]+(?:\.[0-9]+)?)", re.IGNORECASE)
_REVIEWED = re.compile(
    r"(?P<what>研究計画書|詳細書|治療計画書|説明文書|説明書|概要書|標準書)"
    r"[^、。／|0-9]{0,12}?(?:第|ver\.?)[ ]?(?P<n>[0-9]+(?:\.[0-9]+)?)",
    re.IGNORECASE,
)


def _versions(ctx: Context) -> Iterator[Finding | Evidence]:
    """The versions that were reviewed against those enclosed, where no change is on record."""
    if any(answered(ctx, h) for h in ctx.hits("cmt.response", *DocKind)):
        return
    for p in ctx.passages(OPINION):
        for m in _REVIEWED.finditer(folded(p.text)):
            own = _enclosed(ctx, m["what"])
            if not own:
                continue
            if m["n"] in own or m["n"] in {n.removesuffix(".0") for n in own}:
                yield Evidence(p.whole(), "value")
                continue
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"意見書は{m['what']}の第{m['n']}版を審査していますが、添付は第{'、'.join(sorted(own))}版です",
                f"version {m['n']} of {m['what']} was reviewed, but {', '.join(sorted(own))} is enclosed",
                p.whole(),
                confidence=Confidence.LOW,
            )
            return


def _enclosed(ctx: Context, what: str) -> set[str]:
    """The version the one enclosed document of that name bears at its head; empty where that is not plain."""
    documents = ctx.dossier.of_kinds(kinds_named(what))
    if len(documents) != 1:
        return set()
    d = documents[0]
    heads = [b.text for b in d.blocks if b.role in (Role.HEADER, Role.FOOTER, Role.TITLE)]
    heads += [b.text for b in d.blocks[:6] if len(b.text) < 60]
    return {m["n"] for text in (d.path.rsplit("/", 1)[-1], *heads) for m in _VERSION.finditer(folded(text))}


def _differs(ctx: Context, what: str, english: str, theirs: str, mine: str, at: Anchor, own: Anchor) -> Finding:
    return ctx.finding(
        Outcome.CONFLICTING,
        f"意見書の{what}「{short(theirs, 24)}」が計画の「{short(mine, 24)}」と違います",
        f"{english} in the opinion (“{short(theirs, 24)}”) is not that of the plan (“{short(mine, 24)}”)",
        at,
        related=[own],
    )
