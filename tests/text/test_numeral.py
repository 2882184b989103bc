from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regenlint.numeral import kanji_value, number, plain

_DIGITS = "〇一二三四五六七八九"


def _kanji(n: int) -> str:
    """The number in place-value words: 二千二十五."""
    out = ""
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, size)
        if digit:
            out += ("" if digit == 1 and word else _DIGITS[digit]) + word
    return out


@given(st.integers(1, 9999))
def test_a_number_in_kanji_words_reads_back_as_itself(n: int) -> None:
    assert kanji_value(_kanji(n)) == n


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("一〇", 10),
        ("十五", 15),
        ("二十四", 24),
        ("二〇二五", 2025),
        ("五千万", 50_000_000),
        ("元", 1),
        ("三百六十五", 365),
    ],
)
def test_kanji_numbers_of_law_and_plans_are_read(written: str, value: int) -> None:
    assert kanji_value(written) == value


@pytest.mark.parametrize("written", ["", "二三", "万", "一二十"])
def test_kanji_that_make_no_number_have_no_value(written: str) -> None:
    assert kanji_value(written) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234.5", "1234.5"),
        ("1×10^8", "1E8"),
        ("1×10⁸", "1E8"),
        ("2.0 x 10^-6", "2E-6"),
        ("10⁻⁶", "1E-6"),
        ("10の8乗", "1E8"),
        ("1.0E+08", "1E8"),
        ("1億", "1E8"),
        ("5千万", "5E7"),
        ("1億5千万", "1.5E8"),
        ("1億5,000万", "1.5E8"),
        ("300億", "3E10"),
        ("100 million", "1E8"),
    ],
)
def test_powers_and_myriads_are_one_number(written: str, value: str) -> None:
    read = number(written)

    assert read is not None
    assert read.value == Decimal(value)
    assert not read.exponent_lost


def test_a_power_that_lost_its_raise_is_read_as_a_power_and_said_to_be_doubtful() -> None:
    read = number("1×108")

    assert read is not None
    assert (read.value, read.exponent_lost) == (Decimal(10) ** 8, True)


def test_digits_set_raised_are_a_power_without_doubt() -> None:
    text = plain("1×108個", [(4, 5)])

    assert text == "1×10⁸個"


@given(st.text())
def test_plain_text_has_the_length_of_the_text_as_written(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.text(alphabet="０１２３４５６７８９．，／～−％ 　⽇⽉⼈μ", min_size=1))
def test_plain_text_is_plain(text: str) -> None:
    once = plain(text)

    assert plain(once) == once


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False), st.integers(1, 15))
def test_a_mantissa_and_power_read_back_as_their_product(mantissa: Decimal, power: int) -> None:
    for written in (f"{mantissa}×10^{power}", f"{mantissa} x 10^{power}", f"{mantissa}E+{power:02d}"):
        read = number(written)

        assert read is not None
        assert read.value == mantissa * Decimal(10) ** power
