"""研究の実施体制

何を見るか：研究計画書に、実施責任者（第三種で置かない場合は管理者）の氏名と、データ管理・統計解析・モニタリングのうち二つ以上の担当者
又は担当機関が書かれていること。

なぜ：省令8条の4第1項1号は、研究の実施体制に関する事項を研究計画書に求めている。

見ないもの：担当者の独立（別の規則）、製造者・供給者の名（概要書・委託の規則で見る）。

直し方：実施責任者の氏名と所属、データ管理・統計解析・モニタリングの担当を表などで書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import lacking, need_documents
from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.fill import Fill, fill_of
from regenlint.index import Hit
from regenlint.person import names
from regenlint.roles import named
from regenlint.rules import Evidence, Finding
from regenlint.values import says

_FUNCTIONS = (
    ("prt.data", "データ管理", "data management"),
    ("prt.statistics", "統計解析", "statistics"),
    ("prt.monitoring_role", "モニタリング", "monitoring"),
)

#: 統計の計算は三浦淳が行う: a name written together, no kind of person (統計家が行う).
_UNSPACED = re.compile(r"^[^。、]{0,8}は[　 ]*[一-龥々]{2,5}[^者家員師士人長係医\W](?:が|に)")
_AND_MORE = re.compile(r"(?:[・、及び]{1,2}[^\s　、。／]{2,8})?[ 　]+(?=[^ 　])")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Evidence where the head is named and two functions are assigned, else one finding."""
    need_documents(ctx)
    head = named(ctx, "prt.head")
    filled = [(ja, en, hit) for term, ja, en in _FUNCTIONS if (hit := _assigned(ctx, term)) is not None]
    lack: list[tuple[str, str]] = []
    if head is None:
        lack.append(("実施責任者の氏名", "the name of the responsible person"))
    if len(filled) < 2:
        got = {ja for ja, _, _ in filled}
        rest = [(ja, en) for _, ja, en in _FUNCTIONS if ja not in got]
        lack.append((f"{'・'.join(j for j, _ in rest)}の担当", f"who is in charge of {', '.join(e for _, e in rest)}"))
    if not lack:
        yield Evidence(filled[0][2].anchor, "value")
        return
    at = head or next((h for _, _, h in filled), None)
    yield lacking(ctx, [j for j, _ in lack], [e for _, e in lack], at)


def _assigned(ctx: Context, term: str) -> Hit | None:
    return next((h for h in ctx.hits(term) if _filled(ctx, h)), None)


def _filled(ctx: Context, hit: Hit) -> bool:
    p = hit.passage
    if p.place is Place.HEADING:
        return False
    if p.label_end and hit.end <= p.label_end:
        return fill_of(p.text[p.label_end + 1 :]) is Fill.FILLED
    if p.place is Place.CELL:
        cells = p.text.split(" | ")
        return len(cells[0]) <= 30 and hit.end <= len(cells[0]) and any(_somebody(ctx, c) for c in cells[1:])
    start, end = p.sentence(hit.start)
    rest = p.text[hit.end : min(end, hit.end + 70)]
    told = says(ctx, "prt.in_charge", p.text[start:end]) or rest.lstrip("　 ").startswith(("：", ":", "＝"))
    # データ管理・統計解析 株式会社数理工房 根本 咲良／…: roles and their bearers in one line.
    listed = _AND_MORE.match(rest)
    return _somebody(ctx, rest) if told else listed is not None and _somebody(ctx, rest[listed.end() :].split("／")[0])


def _somebody(ctx: Context, text: str) -> bool:
    return bool(names(text)) or says(ctx, "prt.body", text) or _UNSPACED.search(text) is not None
