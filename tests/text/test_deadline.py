from __future__ import annotations

from decimal import Decimal

import pytest

from regenlint.deadline import Deadline, deadlines, same_span
from regenlint.quantity import Bound, quantities


def one(text: str) -> Deadline:
    found = deadlines(text)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("text", "event", "value", "unit"),
    [
        ("死亡：知った日から7日以内", "知った日", 7, "day"),
        ("その事由を知った日から起算して十五日以内", "その事由を知った日", 15, "day"),
        ("その期間の満了後10日以内", "その期間の満了", 10, "day"),
        ("計画の提出日から60日ごとに", "計画の提出日", 60, "day"),
        ("充填完了から24時間以内", "充填完了", 24, "hour"),
        ("投与後12か月", "投与", 12, "month"),
        ("最後の投与から1年間", "最後の投与", 1, "year"),
        ("研究が終了した日から５年間", "研究が終了した日", 5, "year"),
        ("令和7年5月31日から30日以内", "令和7年5月31日", 30, "day"),
        ("7日以内に報告する", "", 7, "day"),
    ],
)
def test_a_span_of_time_knows_what_it_is_counted_from(text: str, event: str, value: int, unit: str) -> None:
    d = one(text)

    assert (d.event, d.quantity.value, d.quantity.unit) == (event, Decimal(value), unit)


def test_the_span_takes_in_the_event_as_written() -> None:
    text = "死亡：知った日から７日以内に報告"
    d = one(text)

    assert text[d.start : d.end] == "知った日から７日以内"


def test_every_sixty_days_is_told_from_within_sixty_days() -> None:
    every, within = deadlines("提出日から60日ごとに、期間の満了後10日以内に報告する")

    assert (every.recurring, within.recurring) == (True, False)
    assert within.quantity.bound is Bound.AT_MOST


def test_a_span_that_ends_at_the_event_is_before_it() -> None:
    assert one("投与前3か月以内に採血する").before
    assert one("実施の14日前までに通知する").before
    assert not one("投与後3か月以内に採血する").before


@pytest.mark.parametrize("text", ["3日目に観察する", "1日2回", "令和8年4月1日", "1×10^8個"])
def test_ordinals_frequencies_and_dates_are_no_spans(text: str) -> None:
    assert deadlines(text) == ()


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("12か月", "1年間", True),
        ("4週", "1か月", True),
        ("52週", "12か月", True),
        ("7日以内", "1週間以内", True),
        ("48時間", "2日", True),
        ("12か月", "3か月", False),
        ("104週", "52週", False),
        ("60日", "90日", False),
        ("2 mL", "2日", None),
    ],
)
def test_two_ways_of_writing_one_span_are_the_same(a: str, b: str, same: bool | None) -> None:
    assert same_span(quantities(a)[0], quantities(b)[0]) is same
