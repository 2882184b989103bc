"""康熙部首・互換漢字など、見た目が同じ別の文字が混じっていないかを見る。

何を見るか
    康熙部首（U+2F00～2FDF）、CJK部首補助、CJK互換漢字。文書ごとに件数と例を一度だけ示す。
なぜ
    検索・照合・データベースへの登録で一致しない。
見ないもの
    人名・地名の異体字を意図した互換漢字（﨑・神など）、記号（㈱・㎜）。PDFの取り出しの都合だけのもの。
直し方
    通常の漢字に打ち直すか、元の文書から出力し直す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome

from .files import count, facts_of, name_of, readable, whole

_NAMES = frozenset("﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩神祥福靖精羽益諸逸都隆塚晴朗凞猪")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One note for a document."""
    fired = False
    for d in readable(ctx):
        found = [(b.number, i, c) for b in d.blocks for i, c in enumerate(b.text) if _alike(c)]
        number = len(found) or count(d, "kangxi-radicals")
        if not number:
            continue
        fired = True
        examples = "".join(dict.fromkeys(c for _, _, c in found)) or facts_of(d).get("kangxi-radicals-examples", "")
        at = whole(d, found[0][0]) if found else whole(d)
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"{name_of(d)}に康熙部首等の別の文字が{number}字あります（例：{examples[:8]}）",
            f"{name_of(d)} holds {number} look-alike characters",
            at,
        )
    if not fired:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


def _alike(c: str) -> bool:
    return "\u2e80" <= c <= "\u2fdf" or ("\uf900" <= c <= "\ufaff" and c not in _NAMES)
