"""No line, table or text takes more than its share of time, whatever it is made of."""

from __future__ import annotations

import time

import pytest

from regenlint.model import CellPlace
from regenlint.parse.open import read_bytes
from tests.parse.ooxml import assembled, raw

TEXTS = {
    "latin": "\n".join("The quick brown fox jumps over THE LAZY DOG and AAV-9 vector" * 2 for _ in range(500)),
    "dots": "\n".join("." * 110 + "x" for _ in range(500)),
    "spaces": "\n".join("a" + " " * 100 + "b" for _ in range(500)),
    "brackets": "（" * 100_000,
    "colons": "項目：値　" * 20_000,
    "boxes": "☑有　" * 20_000,
    "names of documents": "\n".join(f"同意書\n{i} 目的\n本文である。" for i in range(1_000)),
    "one long line": "細胞を培養する、" * 50_000,
    "numbers": "\n".join(f"{i} 目的" for i in range(5_000)),
    "contents": "\n".join("目次" for _ in range(2_000)),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_in_time_that_grows_with_its_length(name: str) -> None:
    start = time.process_time()
    read_bytes(TEXTS[name].encode(), "plan.txt")
    assert time.process_time() - start < 3


@pytest.mark.parametrize("columns", [1, 2, 4])
def test_a_long_table_is_read_row_by_row(columns: int) -> None:
    blocks = [raw("名称", cell=CellPlace(0, n // columns, n % columns)) for n in range(6_000)]
    start = time.process_time()
    assembled(*blocks)
    assert time.process_time() - start < 3
