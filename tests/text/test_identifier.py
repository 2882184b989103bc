from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regenlint.identifier import Identifier, IdentifierKind, identifiers


def one(text: str) -> Identifier:
    found = identifiers(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("計画番号PB3990045", IdentifierKind.PLAN, "PB3990045"),
        ("ＦＣ３９９００１２（届出）", IdentifierKind.FACILITY, "FC3990012"),
        ("認定番号：NA 8990003", IdentifierKind.COMMITTEE, "NA8990003"),
        ("jRCTb039990001", IdentifierKind.JRCT, "jRCTb039990001"),
        ("ｊＲＣＴ２０３１９９０００１", IdentifierKind.JRCT, "jRCT2031990001"),
        ("12C2399002", IdentifierKind.DISCLOSURE, "12C2399002"),
        ("医政研発0515第18号", IdentifierKind.NOTICE, "医政研発0515第18号"),
        ("NCT01234567", IdentifierKind.TRIAL, "NCT01234567"),
        ("e-Rad番号　12345678", IdentifierKind.ERAD, "12345678"),
        ("madoguchi@clinic.example.jp", IdentifierKind.MAIL, "madoguchi@clinic.example.jp"),
        ("〒780-0099", IdentifierKind.POSTAL, "780-0099"),
        ("〒７８０００９９", IdentifierKind.POSTAL, "780-0099"),
        ("03-0000-0001", IdentifierKind.PHONE, "0300000001"),
        ("０３（００００）０００１", IdentifierKind.PHONE, "0300000001"),
        ("（03）0000-0001", IdentifierKind.PHONE, "0300000001"),
        ("電話：0300000001", IdentifierKind.PHONE, "0300000001"),
        ("+81-3-0000-0001", IdentifierKind.PHONE, "0300000001"),
        ("090-0000-0001", IdentifierKind.PHONE, "09000000001"),
        ("FAX：03-0000-0002", IdentifierKind.FAX, "0300000002"),
    ],
)
def test_an_identifier_has_one_spelling(text: str, kind: IdentifierKind, value: str) -> None:
    i = one(text)

    assert (i.kind, i.value, i.well_formed) == (kind, value, True)


@pytest.mark.parametrize(
    "text",
    [
        "NA899000",
        "PB39900456",
        "NA8990O03",
        "jRCTb32999001",
        "jRCT031990001",
        "jRCTx031990001",
        "〒780-009",
        "03-000-001",
    ],
)
def test_an_identifier_with_the_wrong_digits_is_seen_and_not_well_formed(text: str) -> None:
    assert not one(text).well_formed


@pytest.mark.parametrize(
    "text",
    ["2025-05-31", "KMV-101", "CD73", "1-2-3番地", "123-4567-8901", "LNP-FA123456", "e-Rad番号：", "第27条", "PA12"],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert identifiers(text) == ()


@pytest.mark.parametrize(
    ("text", "plan_class"),
    [
        ("PA3990001", 1),
        ("PB3990001", 2),
        ("PC3990001", 3),
        ("jRCTa039990001", 1),
        ("jRCTc039990001", 3),
        ("jRCTs039990001", None),
        ("FA3990007", None),
    ],
)
def test_the_letter_of_a_plan_names_its_class(text: str, plan_class: int | None) -> None:
    assert one(text).plan_class == plan_class


def test_the_year_is_read_from_the_digits_of_a_well_formed_number() -> None:
    assert one("NA8150016").year == 2015
    assert one("jRCTb032240218").year == 2024
    assert one("jRCTb32224021").year is None


def test_two_telephones_and_a_fax_in_one_line_are_three() -> None:
    text = "電話 03-0000-0001／03-0000-0003 FAX 03-0000-0002"

    assert [i.kind for i in identifiers(text)] == [IdentifierKind.PHONE, IdentifierKind.PHONE, IdentifierKind.FAX]


@pytest.mark.parametrize(
    ("text", "well_formed"),
    [("06-0000-2700", True), ("060-1234-5678", True), ("060-123-5678", False), ("(06)6123-4567", True)],
)
def test_an_area_code_of_two_digits_is_no_mobile_number(text: str, well_formed: bool) -> None:
    assert one(text).well_formed is well_formed


@given(st.sampled_from("PFN"), st.sampled_from("AB"), st.integers(0, 9_999_999))
def test_every_number_under_the_act_reads_back(kind: str, letter: str, serial: int) -> None:
    number = f"{kind}{letter}{serial:07d}"
    text = f"番号は{number}である"
    i = one(text)

    assert (i.value, i.letter, i.well_formed, text[i.start : i.end]) == (number, letter, True, number)


@given(st.text(alphabet="PFNABCjRCT0123456789-（）()〒@.eRad ０１第号発", max_size=40))
def test_any_text_gives_identifiers_in_order_within_it(text: str) -> None:
    found = identifiers(text)

    assert all(0 <= i.start < i.end <= len(text) for i in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
