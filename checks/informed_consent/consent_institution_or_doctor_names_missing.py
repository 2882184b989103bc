"""説明文書に医療機関・管理者・実施責任者・医師の名があるか。

何を見るか：受ける者への説明文書に、医療機関の名称と、管理者（院長等）、実施責任者、再生医療等を行う
医師・歯科医師の氏名が、役割の言葉のすぐ前後・表の欄・見出しの下に書かれているか。様式の医師の一覧にある者の姓が、
説明文書のどこにも現れないとき、その者を示す（多施設の計画を除く）。
なぜ：省令13条2項2号。
見ないもの：説明文書にいて様式にいない医師、氏名の字の違い（文書間の規則が見る）。第三種の計画では実施責任者を求めない。
署名欄の空欄、理事長名や法人名だけのものは氏名と数えない。
直し方：医療機関名と、役割ごとの氏名を一覧にして説明文書に書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, need_documents
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.person import name_key
from regenlint.roles import named
from regenlint.rules import Evidence, Finding, Outcome

from ..personnel.staff import Person, physicians

_ROLES = (
    ("icf.role.manager", "管理者の氏名", "the administrator's name"),
    ("icf.role.responsible", "実施責任者の氏名", "the responsible physician's name"),
    ("icf.role.doctor", "再生医療等を行う医師又は歯科医師の氏名", "the treating physicians' names"),
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names what is not there."""
    need_documents(ctx)
    lacks: list[tuple[str, str]] = []
    seen: list[Hit] = []
    institution = ctx.hits("icf.institution")
    if institution:
        seen.append(institution[0])
    else:
        lacks.append(("医療機関の名称", "the institution's name"))
    for role, says, says_en in _ROLES:
        if role == "icf.role.responsible" and (ctx.facts.has("class", 3) or ctx.hits("icf.role.none")):
            continue
        hit = named(ctx, role)
        if hit is None:
            lacks.append((says, says_en))
        else:
            seen.append(hit)
    if not lacks and (left_out := _left_out(ctx)):
        for person in left_out:
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"様式の医師「{person.name.written}」の氏名が説明文書に見当たりません",
                f"the consent document does not name the physician {person.name.written} of the form",
                seen[-1],
                related=(person.at,),
            )
        return
    if not lacks:
        yield from (Evidence(h.anchor, "value") for h in seen)
        return
    at = next((h for h in seen if h is not seen[0]), None) or next(iter(ctx.hits("icf.role.manager")), None)
    yield lacking(ctx, [x for x, _ in lacks], [x for _, x in lacks], at)


def _left_out(ctx: Context) -> list[Person]:
    """Physicians of the form of whom the consent document has not even the family name; none in a multi-site plan."""
    if ctx.facts.has("multi_site", True) or any(d.losses for d in ctx.documents()):
        return []
    told = name_key("".join(b.text for d in ctx.documents() for b in d.blocks))
    out: dict[str, Person] = {}
    for person in physicians(ctx):
        family, _, given = person.name.written.strip().replace("　", " ").partition(" ")
        family = name_key(family)
        # Without a space a run of kanji may be a label (判断理由).
        if given and len(family) >= 2 and family not in told and person.name.key not in told:
            out.setdefault(person.name.key, person)
    return list(out.values())
