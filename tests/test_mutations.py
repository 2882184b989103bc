"""The bench of mutations: what it reads quickly is what is read in full."""

from __future__ import annotations

from bench.mutations import Remembering, mutations
from regenlint.matcher import Matcher
from regenlint.text import fold

LITERALS = ("保管", "30年", "7", "SeV", "無菌試験", "ロット")


def test_lines_remembered_give_what_the_whole_text_gives() -> None:
    text = fold("無菌試験を行う。\n記録は30年保管する。\n\nsEVとSeV、ロット7\n無菌試験を行う。\n末尾7")
    remembering = Remembering(LITERALS)
    for _ in range(2):
        assert {k: sorted(set(v)) for k, v in remembering.scan(text).items()} == {
            k: sorted(set(v)) for k, v in Matcher(LITERALS).scan(text).items()
        }


def test_every_mutation_is_well_formed_and_cuts_what_is_there() -> None:
    found = list(mutations())
    assert len(found) >= 300
    assert len({m.name for m in found}) == len(found)
