from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regenlint.measure import read_measure
from regenlint.quantity import Bound, Quantity, Relation, comparable, in_unit, overlap, quantities
from regenlint.unit import NAMES, SIZE


def one(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, [text[q.start : q.end] for q in found]
    return found[0]


def shown(q: Quantity) -> tuple[str, str, str, str]:
    low, high = ("" if v is None else f"{v.normalize():f}" for v in (q.low, q.high))
    return low, q.bound.value, high, str(q.measure)


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("1×10⁶個", "1E6", "count"),
        ("１×１０＾８個", "1E8", "count"),
        ("1.0E+08 vg/mL", "1E8", "vg/mL"),
        ("1億個", "1E8", "count"),
        ("300億個", "3E10", "count"),
        ("5千万個", "5E7", "count"),
        ("2,500万円", "2.5E7", "円"),
        ("100M個", "1E8", "count"),
        ("5㎎", "5", "mg"),
        ("０．１ｎｇ／ｄｏｓｅ", "0.1", "ng/dose"),
        ("33 ng/mg RNA", "33", "ng/mg RNA"),
        ("10ng/mgRNA", "10", "ng/mg RNA"),
        ("10 ng/mg mRNA", "10", "ng/mg RNA"),
        ("5 EU/kg/h", "5", "EU/kg/hour"),
        ("5 EU/kg/時", "5", "EU/kg/hour"),
        ("1×10^13 vg/kg", "1E13", "vg/kg"),
        ("1×10⁹ PFU/mL", "1E9", "PFU/mL"),
        ("10 CFU/100 mL", "10", "CFU/1E+2 mL"),
        ("2 ng/1×10^13 vg", "2", "ng/1E+13 vg"),
        ("5 pg/cell", "5", "pg/cells"),
        ("80×10^4/μL", "8E5", "/µL"),
        ("3520個/m³", "3520", "count/m³"),
        ("70 %", "70", "%"),
        ("0.9w/v％", "0.9", "%"),
        ("37 °C", "37", "℃"),
        ("マイナス80℃", "-80", "℃"),
        ("保管温度-80℃", "-80", "℃"),
        ("－150℃", "-150", "℃"),
        ("30 kGy", "30", "kGy"),
        ("300×g", "300", "×g"),
        ("400 x g", "400", "×g"),
        ("291 mOsm/kg", "291", "mOsm/kg"),
        ("36か月", "36", "month"),
        ("36ヶ月", "36", "month"),
        ("三十年間", "30", "year"),
        ("二十四時間", "24", "hour"),
        ("一〇日", "10", "day"),
        ("1年半", "1.5", "year"),
        ("2年6か月", "30", "month"),
        ("1時間30分", "90", "min"),
        ("10営業日", "10", "business-day"),
        ("pH 7.4", "7.4", "pH"),
    ],
)
def test_a_quantity_has_its_value_and_unit_however_it_is_written(text: str, value: str, measure: str) -> None:
    q = one(text)

    assert (q.value, str(q.measure), q.bound) == (Decimal(value), measure, Bound.EXACT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 ng/dose以下", ("", "≤", "10", "ng/dose")),
        ("95％以上", ("95", "≥", "", "%")),
        ("0.5 EU/mL未満", ("", "<", "0.5", "EU/mL")),
        ("<0.25 EU/mL", ("", "<", "0.25", "EU/mL")),
        ("≦10 ng", ("", "≤", "10", "ng")),
        ("NMT 10 ng/dose", ("", "≤", "10", "ng/dose")),
        ("10％を超える", ("10", ">", "", "%")),
        ("10 mLを超えない", ("", "≤", "10", "mL")),
        ("70%を下回らない", ("70", "≥", "", "%")),
        ("70%を下回った", ("", "<", "70", "%")),
        ("70％を切れば", ("", "<", "70", "%")),
        ("十五日以内", ("", "≤", "15", "day")),
        ("最大3回", ("", "≤", "3", "times")),
        ("少なくとも10年", ("10", "≥", "", "year")),
        ("3,000円を上限とする", ("", "≤", "3000", "円")),
        ("2～8℃", ("2", "range", "8", "℃")),
        ("2-8℃", ("2", "range", "8", "℃")),
        ("2℃から8℃", ("2", "range", "8", "℃")),
        ("−20～−30℃", ("-30", "range", "-20", "℃")),
        ("3～5日", ("3", "range", "5", "day")),
        ("20歳から79歳まで", ("20", "range", "79", "year-old")),
        ("20歳以上80歳未満", ("20", "range", "80", "year-old")),
        ("60 nm以上、110 nm以下", ("60", "range", "110", "nm")),
        ("1〜5×10^6個", ("1000000", "range", "5000000", "count")),
        ("1～2億個", ("100000000", "range", "200000000", "count")),
        ("1万～5万個", ("10000", "range", "50000", "count")),
        ("3.0E+08 - 6.0E+08 TU/mL", ("300000000", "range", "600000000", "TU/mL")),
        ("100 µg～1 mg", ("0.1", "range", "1", "mg")),
        ("37.0±0.5℃", ("36.5", "±", "37.5", "℃")),
        ("-80±10℃", ("-90", "±", "-70", "℃")),
        ("52週±7日", ("51", "±", "53", "week")),
        ("1.0×10^8個±20%", ("80000000", "±", "120000000", "count")),
        ("(1.0±0.2)×10^8個", ("80000000", "±", "120000000", "count")),
        ("1 CFU未満/4時間", ("", "<", "1", "CFU/4 hour")),
        ("1時間30分以内", ("", "≤", "90", "min")),
        ("残存DNA：10以下", ("", "≤", "10", "")),
        ("定量下限 5 ng/dose", ("5", "=", "5", "ng/dose")),
    ],
)
def test_words_and_signs_around_a_number_bound_it(text: str, expected: tuple[str, str, str, str]) -> None:
    assert shown(one(text)) == expected


def test_under_and_over_leave_the_end_itself_outside() -> None:
    ages = one("20歳以上80歳未満")

    assert (ages.low_open, ages.high_open) == (False, True)
    assert one("10％を超える").low_open


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("1回2バイアル", "vial/dose"),
        ("1回1×10^8個", "count/dose"),
        ("1回量当たり10 ng", "ng/dose"),
        ("1回投与量として0.5 mL", "mL/dose"),
        ("mL当たり5×10^6個", "count/mL"),
        ("1 mL当たり5×10⁶個", "count/mL"),
        ("体重1kg当たり1×10^6個", "count/kg"),
        ("1kg 1時間当たり5 EU", "EU/kg/hour"),
        ("RNA 1 mg当たり33 ng", "ng/mg RNA"),
        ("10^6細胞当たり1 pg", "pg/1E+6 cells"),
        ("1日2回", "times/day"),
        ("週1回", "times/week"),
        ("年2回", "times/year"),
        ("毎分1℃", "℃/min"),
        ("1本88,000円", "円/tube"),
    ],
)
def test_a_denominator_before_the_number_belongs_to_it(text: str, measure: str) -> None:
    assert str(one(text).measure) == measure


def test_a_limit_on_the_dose_is_a_limit_on_what_is_given() -> None:
    assert shown(one("最大1回量0.5 mg")) == ("", "≤", "0.5", "mg/dose")


def test_numbers_of_a_list_share_the_unit_behind_the_last() -> None:
    found = quantities("ロット成績：8.1、9.7、14.2 ng/dose")

    assert [(q.value, str(q.measure), q.unit_shared) for q in found] == [
        (Decimal("8.1"), "ng/dose", True),
        (Decimal("9.7"), "ng/dose", True),
        (Decimal("14.2"), "ng/dose", False),
    ]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("12か月後", Relation.AFTER),
        ("14日前まで", Relation.BEFORE),
        ("60日ごと", Relation.EVERY),
        ("4週間隔", Relation.EVERY),
        ("3日目", Relation.ORDINAL),
        ("3か月の時点", Relation.NONE),
    ],
)
def test_after_before_every_and_ordinal_are_kept_apart(text: str, relation: Relation) -> None:
    assert one(text).relation is relation


def test_a_deadline_before_an_event_is_no_upper_limit() -> None:
    assert one("14日前まで").bound is Bound.EXACT


@pytest.mark.parametrize(
    "text",
    [
        "CD73、CD90、CD105陽性",
        "HEK293細胞",
        "電話03-0000-0001",
        "施設番号 FA3990007",
        "第27条第8項第1号",
        "27条8項",
        "平日8時30分〜17時",
        "令和7年5月31日",
        "2025/5/31",
        "平成26年法律第85号",
        "医政研発0515第18号",
        "十分に説明する",
        "一部の細胞を一般的な方法で",
        "第三種再生医療等",
        "表3に示す",
        "別紙4",
        "第2.1版",
        "血清型はAAV8である",
        "全量の3分の1",
        "1:100希釈",
        "LIN28 mRNA",
        "Cas9 mRNA（gRNAと混合）",
        "1　細胞の入手方法",
        "港町1-2-3",
        "二本鎖切断",
        "70 mg·h/L",
    ],
)
def test_numbers_that_name_or_place_something_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


def test_a_lost_exponent_is_marked_and_a_raised_one_is_not() -> None:
    text = "1回1×108個を投与"
    lost, kept = quantities(text)[0], quantities(text, [(6, 7)])[0]

    assert (lost.value, lost.exponent_lost) == (Decimal(10) ** 8, True)
    assert (kept.value, kept.exponent_lost) == (Decimal(10) ** 8, False)


@pytest.mark.parametrize("text", ["2×100 mL", "5 mL×10本", "対物×10視野", "8×10 cm", "20×10 mL"])
def test_a_factor_of_ten_is_no_lost_exponent(text: str) -> None:
    assert not any(q.exponent_lost for q in quantities(text))


def test_a_range_upside_down_stays_so_and_says_it() -> None:
    q = one("5,000〜3,000個/cm2")

    assert q.reversed
    assert shown(q) == ("5000", "range", "3000", "count/cm²")


def test_a_change_from_one_number_to_another_is_no_range() -> None:
    assert all(q.bound is not Bound.RANGE for q in quantities("VASは平均62から31へ低下した"))


def test_about_is_kept() -> None:
    assert one("約150 nm").about
    assert one("10％程度").about
    assert not one("150 nm").about


def test_spans_are_those_of_the_text_as_written() -> None:
    text = "残存ＤＮＡは　１０　ｎｇ／ｄｏｓｅ以下とする"
    q = one(text)

    assert text[q.start : q.end] == "１０　ｎｇ／ｄｏｓｅ以下"
    assert text[q.number_start : q.number_end] == "１０"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1000 pg", "1 ng"),
        ("0.3 µg/mg RNA", "300 ng/mg RNA"),
        ("1 cc", "1 mL"),
        ("0.5 L", "500 mL"),
        ("1×10^8個", "1億個"),
        ("1×10^8個", "1×10^8 cells"),
        ("2週間", "14日"),
        ("48時間", "2日"),
        ("12か月", "1年"),
        ("10 ng/回", "10 ng/dose"),
        ("50 ng/1×10^13 vg", "5 pg/1×10^9 vg"),
        ("1 pg/細胞", "1 µg/10^6細胞"),
        ("7割", "70％"),
        ("1万円", "10,000円"),
        ("33 ng/mg", "33 ng/mg RNA"),
    ],
)
def test_the_same_amount_in_two_units_agrees(a: str, b: str) -> None:
    first, second = one(a), one(b)

    converted = in_unit(first, second.measure)

    assert comparable(first, second)
    assert converted is not None
    assert converted.value == second.value
    assert overlap(first, second)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1×10^13 vg", "1×10^13 vp"),
        ("1×10^8個", "1×10^8個/mL"),
        ("10 ng/dose", "10 ng/mL"),
        ("1×10^8 cells", "1×10^8 particles"),
        ("1か月", "30日"),
        ("5 EU/kg", "5 EU/mL"),
        ("5 EU/kg", "5 EU/mg RNA"),
        ("10 ng/mg RNA", "10 ng/mg DNA"),
        ("5日", "5営業日"),
        ("10", "10 ng"),
    ],
)
def test_different_kinds_of_measure_do_not_compare(a: str, b: str) -> None:
    assert not comparable(one(a), one(b))
    assert overlap(one(a), one(b)) is None


def test_a_limit_and_a_result_above_it_do_not_overlap() -> None:
    assert overlap(one("10 ng/dose以下"), one("14.2 ng/dose")) is False
    assert overlap(one("10 ng/dose以下"), one("9,700 pg/dose")) is True
    assert overlap(one("80歳未満"), one("80歳")) is False
    assert overlap(one("20～40 mL"), one("約30 mL")) is True


_UNITS = st.sampled_from(sorted(n for n in NAMES if n.isascii() and n.isalpha() and len(n) > 1 and n != "mo"))


@given(st.decimals("0.01", "99999", places=2), _UNITS)
def test_a_number_with_a_unit_reads_back_as_both(value: Decimal, unit: str) -> None:
    q = one(f"値は{value} {unit}とする")

    assert (q.value, q.unit) == (value, NAMES[unit])


@given(st.decimals("0.001", "9999", places=3), st.sampled_from(sorted(SIZE)), st.sampled_from(sorted(SIZE)))
def test_conversion_there_and_back_changes_nothing_that_28_digits_hold(value: Decimal, a: str, b: str) -> None:
    measure = read_measure(a)
    assert measure is not None
    q = Quantity(0, 0, 0, 0, value, value, Bound.EXACT, measure)

    there = in_unit(q, b)

    if there is not None:
        back = in_unit(there, a)
        assert back is not None
        assert back.value is not None
        assert abs(back.value - value) <= value * Decimal("1E-20")


@given(
    st.text(alphabet="0123456789０１２^×⁸一二十億万千個mLgn/～-±％℃、。 回日年当たり以下未満約第.,()eE", max_size=40)
)
def test_any_text_gives_quantities_in_order_within_it(text: str) -> None:
    found = quantities(text)

    assert all(0 <= q.start <= q.number_start < q.number_end <= q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_every_unit_has_a_name_that_reads_as_itself() -> None:
    for name in SIZE:
        measure = read_measure(name)

        assert measure is not None, name
        assert measure.unit == name


@pytest.mark.parametrize("text", ["ng/1×10^13 vg", "EU／kg／h", "個/cm²", "mg/kg/日", "/µL", "pg/10⁶細胞", "CFU/m3"])
def test_a_measure_reads_back_what_it_shows(text: str) -> None:
    measure = read_measure(text)

    assert measure is not None
    assert read_measure(str(measure)) == measure


@pytest.mark.parametrize("text", ["規格", "ng/", "備考", "10 ng"])
def test_what_is_no_unit_is_not_read_as_one(text: str) -> None:
    assert read_measure(text) is None


def test_a_long_document_takes_a_moment() -> None:
    paragraph = (
        "本品は1回1×10^8個を4週間隔で3回、静脈内に投与する。残存DNAは10 ng/dose以下、エンドトキシンは0.5 EU/mL未満、"
        "2～8℃で24時間以内に用いる。知った日から7日以内に報告し、令和8年4月1日から36か月追跡する。細胞は患者本人の脂肪組織から得る。"
    )
    text = paragraph * (100_000 // len(paragraph))
    quantities(paragraph)

    spent = []
    for _ in range(3):
        began = time.process_time()
        quantities(text)
        spent.append(time.process_time() - began)

    # A third of a second leaves room for a slow machine; a step that grows with the square does not fit.
    assert min(spent) < 0.35


@pytest.mark.parametrize("text", ["30年間−80℃で保存する", "30年間-80 ℃で保存する", "30年間～-80℃"])
def test_a_stroke_between_different_things_makes_no_range(text: str) -> None:
    assert [shown(q) for q in quantities(text)] == [("30", "=", "30", "year"), ("-80", "=", "-80", "℃")]
