"""What words and judging cost: it grows with the text, not with its square nor with a word's alternatives."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from regenlint.engine import run
from regenlint.find import find_all
from regenlint.lexicon import Concept, Form, concept, expand, literal
from regenlint.registry import registry
from regenlint.testing import facts, plan, reading

WORD = (
    "ウイルス(が|の|は|も)(混入|汚染|感染)(|する|の|した)(おそれ|恐れ|リスク)(は|も|が)(|全く|一切)(ない|なく|ないと)"
)
AREAS = ("VIR", "QBD", "HYG", "STD", "MFG", "QCT")


def calls(work: Callable[[], object]) -> int:
    """How many functions of Python and of C a piece of work calls."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def judging(sentence: str, many: int) -> int:
    """The calls of judging a standard that says a sentence so many times."""
    head = "@@ standard\n# 特定細胞加工物標準書\n本品は同種の間葉系幹細胞である。\n"
    dossier = plan(head + "\n".join(f"第{n}項 {sentence}" for n in range(many)))
    known = facts(donor="allogeneic", product=["cells"])
    rules = [r for r in registry().rules.values() if r.rule.area in AREAS]
    return calls(lambda: run(rules, reading(dossier, known)))


@pytest.mark.parametrize("sentence", ["ウイルス試験を行わない。", "エンドトキシン試験を行い、0.5 EU/mL以下とする。"])
def test_judging_grows_no_faster_than_the_text(sentence: str) -> None:
    judging(sentence, 10)  # what is made once for all runs

    few, many = judging(sentence, 100), judging(sentence, 400)

    assert many <= 4.4 * few


def test_a_long_word_beside_another_is_kept_in_pieces() -> None:
    assert sum(1 for _ in concept(f"無菌試験&{WORD}").literals()) < 150


@pytest.mark.parametrize(
    "text",
    [
        "無菌試験が陰性であり、ウイルスが混入するおそれは全くない。",
        "ウイルスの感染のリスクはないと考え、無菌試験を行う。ウイルスも汚染した恐れがない。",
        "無菌試験によりウイルスの汚染のおそれはなく、ウイルスが感染する恐れも一切ない",
        "無菌試験。ウイルスが混入するおそれは全くない。",
        "無菌試験とウイルスが混入する虞は全くない。",
    ],
)
def test_a_word_in_pieces_is_found_where_it_is_found_written_out(text: str) -> None:
    written_out = Concept((Form((("無菌試験",), tuple(map(literal, expand(WORD)))), False),))

    assert find_all(concept(f"無菌試験&{WORD}"), text) == find_all(written_out, text)


def test_a_word_in_pieces_has_all_its_alternatives() -> None:
    word = "(製造|加工|調製)(施設|機関|事業者|責任者|部門|区域|記録|手順|工程|管理)(に|へ|が|の|は)"
    pieces = concept(f"無菌試験&{word}")

    assert all(find_all(pieces, f"無菌試験を{written}") for written in expand(word))


def test_groups_within_a_group_add_up_and_do_not_multiply() -> None:
    many = "(" + "|".join(f"語{n}(は|が)" for n in range(60)) + ")"
    assert len(expand(many)) == 120
    assert expand("a(b|c(d|e)|f)(|g)") == ("ab", "abg", "acd", "acdg", "ace", "aceg", "af", "afg")
