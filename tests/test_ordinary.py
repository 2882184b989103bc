"""Ordinary documents, no plans at all: the rules on wording and files have next to nothing to say about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from regenlint.context import Reading
from regenlint.engine import run
from regenlint.index import build
from regenlint.matcher import Matcher
from regenlint.parse.open import open_dossier
from regenlint.registry import registry
from regenlint.rules import FIRING
from regenlint.testing import AS_OF
from regenlint.understanding import understand

ORDINARY = sorted((Path(__file__).parent / "corpus" / "ordinary").glob("*.txt"))


@pytest.fixture(scope="module")
def fired() -> dict[str, list[str]]:
    rules = registry()
    chosen = [r for r in rules.rules.values() if r.rule.area == "DOC"]
    matcher = Matcher(rules.literals())
    out = {}
    for path in ORDINARY:
        dossier = open_dossier(path)
        index = build(dossier, matcher)
        reading = Reading(dossier, index, understand(dossier, index, rules.terms), rules.terms, AS_OF)
        out[path.name] = [r.rule.id for r in run(chosen, reading) if r.outcome in FIRING]
    return out


def test_twelve_ordinary_documents_are_nearly_silent(fired: dict[str, list[str]]) -> None:
    assert len(fired) == 12
    assert sum(map(len, fired.values())) <= 2, {k: v for k, v in fired.items() if v}


@pytest.mark.parametrize("name", [p.name for p in ORDINARY])
def test_no_placeholder_or_note_is_seen_where_there_is_none(name: str, fired: dict[str, list[str]]) -> None:
    assert not {"DOC004", "DOC005", "DOC006", "DOC015"} & set(fired[name])
