"""対象疾患等が文書によって異ならないかを見る。

何を見るか
    計画の対象疾患等と、他の文書の対象・選択基準が挙げる疾患・部位。計画にない部位・疾患が対象に加わっていれば示す。
なぜ
    計画に書いた範囲の外の者に提供することになる。
見ないもの
    俗称・上位下位の言い換え、除外基準・既往、国内外の実施状況、他の治療法の説明。
直し方
    対象を計画の対象疾患等に合わせる。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.comparison.places import Lens, Stretch
from regenlint.context import Context
from regenlint.model import Anchor, DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.values import short, values

from .disagreement import whole
from .illness import Illness, illnesses, named

_ADDRESSED = re.compile(r"対象|お悩みの方|の方(?:に|を|が|へ)|受けられる方|お受けいただけ|適応|目的")
_APART = re.compile(
    r"除外|除く|既往|受けられ(?:ない|ません)|参加でき(?:ない|ません)|合併|以外|ない方|対象としない|対象外|移植|ではな|報告|副作用|不利益"
)
_READ = (
    DocKind.PROTOCOL,
    DocKind.OUTLINE,
    DocKind.STANDARD,
    DocKind.CONSENT,
    DocKind.PLAIN_SUMMARY,
    DocKind.ASSENT,
    DocKind.OPINION,
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A conflict where another document addresses an illness or a part of the body the plan does not name."""
    lens = whole(ctx).lens
    fields = [v for v in values(ctx, "disease") if v.text.strip()]
    plan = {i for v in fields for i in named(v.text)}
    found = list(_compared(ctx))
    if found:
        yield from found
        return
    if not plan:
        raise NotJudged("計画の対象疾患等を読み取れません", "the plan's target disease could not be read")
    names = {i for v in values(ctx, "name_of_therapy") for i in named(v.text)}
    seen: set[str] = set()
    for s in lens.own(*_READ):
        if s.passage.document in seen or not _addresses(lens, s):
            continue
        strange = [(i, a, b) for i, a, b in illnesses(s.text) if not any(i.fits(p) for p in plan | names)]
        fits = [i for i, _, _ in illnesses(s.text) if any(i.fits(p) for p in plan | names)]
        if strange and (fits or _says_target(s) or _diagnosed(lens, s)):
            i, a, b = strange[0]
            seen.add(s.passage.document)
            yield _finding(
                ctx,
                i,
                s.passage.text[s.start + a : s.start + b],
                s.passage.anchor(s.start + a, s.start + b),
                fields[0].text,
                fields[0].at,
            )
    if not seen:
        yield Evidence(fields[0].at, "value")


def _addresses(lens: Lens, s: Stretch) -> bool:
    if lens.elsewhere(s) or _APART.search(s.text) or _APART.search(s.label):
        return False
    heads = lens.heading(s.passage)
    return _says_target(s) or bool(re.search(r"対象となる|対象の方|選択", f"{heads} {s.label}"))


def _says_target(s: Stretch) -> bool:
    return bool(
        re.search(
            r"対象(?:は|者は|と(?:し|なる|なり)|に(?:なり|含|加え)|疾患)|お悩みの方|[がの]対象(?:です|である|とする|になり)|の方を対象|を対象と",
            s.text,
        )
    ) or bool(
        re.fullmatch(
            r"(?:対象|対象疾患|対象疾患等|対象となる方|適応|適応疾患|適応症|選択基準|選択)(?:[・、及びと].{1,10})?",
            s.label.strip(),
        )
    )


def _diagnosed(lens: Lens, s: Stretch) -> bool:
    """Whether a criterion of inclusion asks for the diagnosis."""
    return bool(re.search(r"と診断(?:され|を受け)|の診断を受け", s.text)) and "選択" in lens.heading(s.passage)


def _finding(ctx: Context, illness: Illness, text: str, at: Anchor, plan: str, where: Anchor) -> Finding:
    return ctx.finding(
        Outcome.CONFLICTING,
        f"計画の対象疾患「{short(plan)}」にない「{short(text)}」が対象に含まれています",
        f"“{short(text)}” is addressed, which the plan's target disease does not name",
        at,
        related=(where,),
    )


_PAIR = re.compile(r"計画「(?P<one>[^」]+)」／(?P<who>説明文書|平易な記載|選択基準|詳細書|意見書)「(?P<two>[^」]+)」")


def _compared(ctx: Context) -> Iterator[Finding]:
    for p in ctx.passages():
        for m in _PAIR.finditer(p.text):
            plan = set(named(m["one"]))
            for i, a, b in illnesses(m["two"]):
                if plan and not any(i.fits(x) for x in plan):
                    at = m.start("two")
                    yield _finding(
                        ctx,
                        i,
                        m["two"][a:b],
                        p.anchor(at + a, at + b),
                        m["one"],
                        p.anchor(m.start("one"), m.end("one")),
                    )
                    break
