"""A fixed handful of the damaged files of bench/fuzz.py; the bench makes thousands."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from bench import damage, fuzz

EACH = 60


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_no_damaged_file_breaks_its_reader(kind: str, tmp_path: Path) -> None:
    originals = damage.seeds(kind)
    answers = {}

    with warnings.catch_warnings():
        # Libraries warn of what is wrong with a file; the command line leaves that to the losses.
        warnings.simplefilter("ignore")
        for n in range(EACH):
            answers[n] = fuzz.answer(kind, damage.made(kind, 7, n, originals), tmp_path, understand=n % 10 == 0)

    assert {n: a for n, a in answers.items() if a != "read" and not a.startswith("refused ")} == {}
    assert sum(a == "read" for a in answers.values()) > EACH / 20


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_the_files_that_are_damaged_can_be_read_before(kind: str, tmp_path: Path) -> None:
    originals = damage.seeds(kind)

    assert len(originals) >= 5
    assert [fuzz.answer(kind, data, tmp_path, understand=False) for data in originals[:3]] == ["read"] * 3


def test_an_input_is_made_again_from_its_number() -> None:
    originals = damage.seeds("docx")[:3]

    assert damage.made("docx", 1, 5, originals) == damage.made("docx", 1, 5, originals)
    assert damage.made("docx", 1, 5, originals) != damage.made("docx", 2, 5, originals)


def test_a_reader_that_dies_hangs_or_takes_too_much_is_counted() -> None:
    tally = fuzz.Tally()

    for n, said in enumerate(("read", "refused broken", "death by -11", "hang", "memory (read)")):
        tally.add(n, said, float(n))

    assert (tally.read, tally.refused, set(tally.faults)) == (
        1,
        {"broken": 1},
        {"death by -11", "hang", "memory (read)"},
    )
    assert tally.slowest == (4.0, 4)
