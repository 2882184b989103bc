"""実施責任者が一つの医療機関について1名かを見る。

何を見るか
    様式の実施責任者の氏名、研究計画書・説明文書の実施責任者の記載。
なぜ
    実施責任者は業務の実施を統括する者で、通知は1名とする。
見ないもの
    多施設共同研究の機関ごとの責任者。副責任者・分担医師・事務担当者。交代の履歴。
直し方
    統括する1名を実施責任者とし、他の者は再生医療等を行う医師として挙げる。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Confidence, Evidence, Finding, NotApplicable, NotJudged, Outcome
from regenlint.values import labelled, says, short

from .staff import Person, people, responsible, responsible_values


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The names given for the one who answers for the plan."""
    need_documents(ctx)
    shared = [v for v in responsible_values(ctx) if says(ctx, "ppl.more_than_one", v.text) and len(people(v.text)) > 1]
    if ctx.facts.has("multi_site", True) and not shared:
        raise NotApplicable("多施設共同研究です", "a multi-site study")
    if several := [h for h in ctx.hits("ppl.several_responsible") if not says(ctx, "ppl.apart", ctx.sentence(h))]:
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"実施責任者が複数の者とされています「{short(ctx.sentence(several[0]), 36)}」",
            f"several responsible persons are named: “{short(ctx.sentence(several[0]), 36)}”",
            several[0],
        )
        return
    own = _each_once(responsible(ctx))
    if len(own) > 1:
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"実施責任者として複数の氏名があります：{'、'.join(p.name.written for p in own)}",
            f"several responsible persons are named: {', '.join(p.name.written for p in own)}",
            own[0].at,
            related=[p.at for p in own[1:3]],
        )
        return
    others = _each_once(_elsewhere(ctx))
    if not own and len(others) < 2:
        raise NotJudged("実施責任者の氏名が読み取れません", "no responsible person was read")
    first = own[0] if own else others[0]
    apart = [p for p in others if p.name.key != first.name.key and not _contains(p, first)]
    if apart:
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"実施責任者が「{first.name.written}」と「{apart[0].name.written}」で異なります",
            f"the responsible person is “{first.name.written}” here and “{apart[0].name.written}” there",
            apart[0].at,
            related=[first.at],
            confidence=Confidence.LOW,
        )
    else:
        yield Evidence(first.at, "value")


def _elsewhere(ctx: Context) -> Iterator[Person]:
    for v in labelled(ctx, "principal_investigator", DocKind.PROTOCOL, DocKind.CONSENT):
        if not says(ctx, "ppl.deputy", v.text):
            yield from (Person(n, v.at) for n in people(v.text)[:1])


def _contains(a: Person, b: Person) -> bool:
    return a.name.key in b.name.key or b.name.key in a.name.key


def _each_once(found: Iterable[Person]) -> list[Person]:
    once: dict[str, Person] = {}
    for p in found:
        once.setdefault(p.name.key, p)
    return list(once.values())
