"""Procedures that a list names by title only: what they hold is not enclosed, so it is not missing."""

from __future__ import annotations

import re

from regenlint.context import Context
from regenlint.evidence import Place
from regenlint.index import Hit
from regenlint.model import DocKind
from regenlint.rules import NotJudged
from regenlint.sighting import quote
from regenlint.specs import Listed
from regenlint.text import folded

#: A title in a list of procedures is no longer than this, in characters.
_TITLE = 30
_CODES = re.compile(r"(?<![A-Za-z])[A-Z]{1,5}[-－]?[A-Z手規基]{0,2}[-－]?\d{1,3}(?!\d)")
#: A checklist or an opinion names subjects, not procedures.
_ALL = frozenset(DocKind) - {DocKind.CHECKLIST, DocKind.OPINION, DocKind.CONSENT}


def stop_if_only_listed(listed: Listed, ctx: Context) -> None:
    """NotJudged where a list names the procedure and nothing else in the dossier speaks of it."""
    named = [h for h in ctx.reading.index.hits_in(listed.titles, _ALL) if in_a_list(h)]
    if not named:
        return
    for hit in ctx.reading.index.hits_in(listed.spoken, _ALL):
        if hit.passage.place is not Place.HEADING and not in_a_list(hit):
            return
    raise NotJudged(
        f"手順書の一覧に題名「{quote(named[0])}」だけがあり、手順書が提出物にないため判定できません",
        f"a list names the procedure “{quote(named[0])}”, but it is not enclosed",
    )


def in_a_list(hit: Hit) -> bool:
    """Whether a hit stands among titles: a short cell or item, or a line of several document numbers."""
    p = hit.passage
    if p.place in (Place.CELL, Place.LIST):
        return all(len(c) <= _TITLE for c in p.text.split(" | "))
    return len(_CODES.findall(folded(p.text).upper())) >= 3 and "。" not in p.text.rstrip("。")
