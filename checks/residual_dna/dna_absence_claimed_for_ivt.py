"""「DNAを含まない」との断定と製法

何を見るか：鋳型DNAから合成するmRNAの計画で「DNAは含まれない」「DNAは残っていない」「残存DNA試験は不要」等と断定する文。
製法の記載（鋳型、T7、in vitro転写等）をあわせて示す。

なぜ：鋳型DNAは取り除いても量として残り得る。説明を受ける者にも正しい量で伝える。

見ないもの：定量限界等の値を伴う「検出されない」、除くこと・検査することを述べた文、DNAの種類を限った文。

直し方：残存DNAの規格と実測値による記載に改める。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, Outcome


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Report claims that no DNA is there."""
    guards = {(h.passage.number, h.passage.sentence(h.start)) for h in ctx.hits("dna.absent_guard")}
    made = [h for h in ctx.hits("dna.ivt", *DocKind) if not h.passage.cited and h.passage.place is not Place.HEADING]
    found = False
    for hit in ctx.hits("dna.absent"):
        where = (hit.passage.number, hit.passage.sentence(hit.start))
        if where in guards or hit.passage.place is Place.HEADING:
            continue
        found = True
        apart = [m for m in made if m.passage.number != hit.passage.number] or made
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"「{hit.text}」とありますが、このmRNAは鋳型DNAから作られ、量として残り得ます",
            f"“{hit.text}”, but this mRNA is made from a DNA template, of which some may remain",
            hit,
            related=apart[:1],
        )
    if not found:
        yield from (Evidence(m.anchor, "") for m in made[:1])
