from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regenlint.dates import Date, Fault, Precision, blank_dates, dates


def one(text: str) -> Date:
    found = dates(text)
    assert len(found) == 1, [text[d.start : d.end] for d in found]
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        "令和7年5月31日",
        "令和 7 年 5 月 31 日",
        "令和７年５月３１日",
        "令和七年五月三十一日",
        "R7.5.31",
        "Ｒ７．５．３１",
        "R7/5/31",
        "R07-05-31",
        "㋿7年5月31日",
        "令和7年（2025年）5月31日",
        "令和7(2025)年5月31日",
        "2025年（令和7年）5月31日",
        "令和7年5月31日（2025年5月31日）",
        "2025年5月31日",
        "2025/5/31",
        "2025-05-31",
        "2025.5.31",
        "20250531",
        "二〇二五年五月三十一日",
        "31 May 2025",
        "May 31, 2025",
    ],
)
def test_one_day_is_the_same_however_it_is_written(text: str) -> None:
    d = one(text)

    assert (d.first, d.last, d.precision, d.faults) == (date(2025, 5, 31), date(2025, 5, 31), Precision.DAY, ())
    assert (d.start, d.end) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025年5月", date(2025, 5, 1), date(2025, 5, 31)),
        ("令和6年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025/5", date(2025, 5, 1), date(2025, 5, 31)),
        ("令和元年", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019年", date(2019, 1, 1), date(2019, 12, 31)),
        ("令和7年度", date(2025, 4, 1), date(2026, 3, 31)),
        ("平成26年", date(2014, 1, 1), date(2014, 12, 31)),
    ],
)
def test_a_month_or_a_year_is_all_its_days(text: str, first: date, last: date) -> None:
    d = one(text)

    assert (d.first, d.last) == (first, last)


@pytest.mark.parametrize("text", ["令和7年6月31日", "2025年2月29日", "令和8年13月1日", "2月30日", "2025/4/31"])
def test_a_day_no_calendar_has_is_a_fault(text: str) -> None:
    d = one(text)

    assert d.faults == (Fault.NO_SUCH_DAY,)
    assert d.first is None


@pytest.mark.parametrize("text", ["令和元年4月", "平成31年5月1日", "平成37年12月", "昭和64年1月8日", "平成元年1月7日"])
def test_a_date_outside_its_era_is_a_fault(text: str) -> None:
    assert one(text).faults == (Fault.OUTSIDE_ERA,)


@pytest.mark.parametrize(
    "text",
    [
        "令和元年5月1日",
        "令和1年5月1日",
        "平成31年4月30日",
        "昭和64年1月7日",
        "平成元年1月8日",
        "平成31年度",
        "2024年2月29日",
        "2月29日",
    ],
)
def test_a_date_at_the_edge_of_era_or_calendar_is_none(text: str) -> None:
    assert one(text).faults == ()


@pytest.mark.parametrize(
    "text", ["令和8年（2025年）4月1日", "令和7年（2024年）", "2024年（令和7年）5月", "令和7年5月31日（2025年5月30日）"]
)
def test_two_calendars_that_disagree_are_a_fault(text: str) -> None:
    assert one(text).faults == (Fault.YEARS_DIFFER,)


@pytest.mark.parametrize(
    "text",
    [
        "知った日から7日以内",
        "10年間保存する",
        "5年間",
        "12か月後",
        "第R1.2.3版",
        "Rev.2025",
        "電話03-2025-0531",
        "jRCTb032240218",
        "認定番号NA8150016",
        "年2回（5月、11月）",
        "2025個",
        "3.5-2.0",
    ],
)
def test_spans_of_time_versions_and_numbers_are_no_dates(text: str) -> None:
    assert dates(text) == ()


def test_a_day_without_a_year_has_no_place_in_the_calendar() -> None:
    d = one("毎年度末（3月31日）まで")

    assert (d.year, d.month, d.day, d.first) == (None, 3, 31, None)


def test_both_ends_of_a_period_are_dates() -> None:
    text = "令和8年4月1日～令和9年3月31日"

    assert [text[d.start : d.end] for d in dates(text)] == ["令和8年4月1日", "令和9年3月31日"]


@pytest.mark.parametrize(
    "text",
    ["令和　年　月　日", "令和〇年〇月〇日", "令和8年　　月　　日", "20XX年XX月XX日", "年　月　日", "令和8年5月　日"],
)
def test_a_date_never_filled_in_is_seen_as_blank(text: str) -> None:
    assert [text[a:b] for a, b in blank_dates(text)] == [text]


@pytest.mark.parametrize("text", ["令和8年5月31日", "生年月日", "作成年月日：令和8年5月31日", "2025年5月"])
def test_a_filled_date_and_a_label_are_not_blank(text: str) -> None:
    assert blank_dates(text) == ()


@given(st.dates(date(2019, 5, 1), date(2099, 12, 31)))
def test_a_day_of_this_era_reads_back_in_every_form(day: date) -> None:
    year = day.year - 2018
    forms = (
        f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日",
        f"R{year}.{day.month}.{day.day}",
        f"令和{year}年（{day.year}年）{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month:02d}/{day.day:02d}",
        day.isoformat(),
        f"{day:%Y%m%d}",
    )

    for form in forms:
        d = one(f"日付：{form}。")
        assert (d.first, d.faults) == (day, ()), form


@given(st.dates(date(1989, 1, 8), date(2019, 4, 30)))
def test_a_day_of_the_last_era_reads_back(day: date) -> None:
    d = one(f"平成{day.year - 1988}年{day.month}月{day.day}日")

    assert (d.first, d.faults) == (day, ())
    assert one(f"令和{day.year - 1988}年{day.month}月{day.day}日").first != day


@given(st.dates(date(2019, 5, 1), date(2090, 1, 1)), st.integers(1, 800))
def test_later_days_are_later(day: date, more: int) -> None:
    later = day + timedelta(days=more)

    first, second = dates(f"{day.isoformat()}から{later.isoformat()}まで")

    assert first.last is not None
    assert second.first is not None
    assert first.last < second.first


@given(st.text(alphabet="令和平成元RH0123456789０１２年月日度/-.() （）一二十〇 May,", max_size=40))
def test_any_text_gives_dates_in_order_within_it(text: str) -> None:
    found = dates(text)

    assert all(0 <= d.start < d.end <= len(text) for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all((d.first is None) == (d.last is None) for d in found)


def test_a_long_document_takes_a_moment() -> None:
    paragraph = (
        "計画は令和8年4月1日（2026年4月1日）に提出し、知った日から7日以内に報告する。"
        "細胞は患者本人から採取し、記録は10年間保存する。"
    )
    text = paragraph * (100_000 // len(paragraph))
    dates(paragraph)

    spent = []
    for _ in range(3):
        began = time.process_time()
        dates(text)
        spent.append(time.process_time() - began)

    assert min(spent) < 0.2
