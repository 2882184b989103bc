"""Fields of a form: labels in their spellings, the person they belong to, what fills them."""

from __future__ import annotations

import pytest

from regenlint.form import Fill, fill_of, left_over, plain_label, read_form
from regenlint.person import names
from regenlint.pointer import numbered, points_inside
from regenlint.testing import plan


@pytest.mark.parametrize(
    ("text", "fill"),
    [
        ("", Fill.BLANK),
        ("－", Fill.BLANK),
        ("令和　年　月　日", Fill.BLANK),
        ("病床数：　床　設備：", Fill.BLANK),
        ("○○　○○", Fill.PLACEHOLDER),
        ("【要記入：連携病院名】", Fill.PLACEHOLDER),
        ("{{clinic_name}}", Fill.PLACEHOLDER),
        ("有 ・ 無 （いずれかに○）", Fill.UNTOUCHED),
        ("該当なし", Fill.NOT_APPLICABLE),
        ("別紙3参照", Fill.POINTER),
        ("該当なし（受ける者と同一のため）", Fill.FILLED),
        ("第7号", Fill.FILLED),
        ("無", Fill.FILLED),
    ],
)
def test_a_value_is_told_from_what_only_fills_the_place(text: str, fill: Fill) -> None:
    assert fill_of(text) is fill


@pytest.mark.parametrize(
    "text", ["東京都○○区1-2", "山川　海（記入例）", "FC＊＊＊＊＊＊＊", "xxxx@example.jp", "【　】"]
)
def test_a_mark_that_waits_for_its_value_is_found_inside_a_value(text: str) -> None:
    assert left_over(text) is not None


@pytest.mark.parametrize("text", ["○を付けた欄", "●血液検査", "有（○）", "（例えば感染症）"])
def test_marks_of_lists_and_choices_are_no_placeholders(text: str) -> None:
    assert left_over(text) is None


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("(1) 再生医療等の名称", "再生医療等の名称"),
        ("【判断理由】", "判断理由"),
        ("再生医療等の分類（いずれか一つ）", "再生医療等の分類"),
        ("① 氏名", "氏名"),
        ("第1症例登録日", "第1症例登録日"),
    ],
)
def test_a_label_is_compared_without_number_ornament_and_note(label: str, plain: str) -> None:
    assert plain_label(label) == plain


def test_a_name_belongs_to_the_person_whose_fields_stand_before_it() -> None:
    dossier = plan(
        "@@ form\n"
        ":: 実施責任者の連絡先　区分 :: [x] 医師　[ ] 歯科医師\n:: 氏名 :: 早瀬 文彦\n:: 電話番号 :: 03-0000-0001\n"
        ":: 事務担当者　氏名 :: 橘 事子\n:: 電話番号 :: 03-0000-0002\n"
    )

    form = read_form(dossier)

    assert [v.text for v in form["@responsible"] if v.label == "氏名"] == ["早瀬 文彦"]
    assert [v.text for v in form["@clerk"] if v.label == "電話番号"] == ["03-0000-0002"]


def test_a_bare_name_at_the_head_of_the_form_is_the_institutions() -> None:
    form = read_form(
        plan("@@ form\n:: 名称 :: つくし野眼科\n:: 住所 :: 例示市1-1\n:: 再生医療等の名称 :: 角膜の治療\n")
    )

    assert [v.text for v in form["institution_short"]] == ["つくし野眼科"]


def test_a_bare_name_under_the_content_of_the_therapy_is_the_therapys() -> None:
    form = read_form(plan("@@ form\n# 1 提供しようとする再生医療等及びその内容\n:: 名称 :: 角膜の治療\n"))

    assert [v.text for v in form["name_of_therapy"]] == ["角膜の治療"]


def test_a_bare_name_right_above_the_class_is_the_therapys() -> None:
    form = read_form(
        plan("@@ form\n:: 医療機関 :: つくし野眼科\n# 項目1\n:: 名称 :: 角膜の治療\n:: 分類 :: [x]第二種　[ ]第三種\n")
    )

    assert [v.text for v in form["name_of_therapy"]] == ["角膜の治療"]
    assert [v.text for v in form["institution"]] == ["つくし野眼科"]
    assert "institution_short" not in form


def test_a_pointer_counts_as_filled_where_what_it_points_at_is_in_the_dossier() -> None:
    form = "@@ form 01.docx\n:: 教育又は研修の方法 :: 別紙2参照\n"

    alone = read_form(plan(form))["training"][0]
    followed = read_form(plan(form + "@@ sop 別紙2_教育訓練.docx\n教育の手順\n"))["training"][0]

    assert alone.fill is Fill.POINTER
    assert followed.fill is Fill.FILLED


def test_the_numbers_of_enclosures_are_one_in_every_spelling() -> None:
    found = {p.number for text in ("資料２", "資料02", "別添②", "別紙二") for p in numbered(text)}

    assert found == {"2"}


def test_a_place_in_an_enclosure_is_found_with_the_enclosure() -> None:
    dossier = plan("@@ form 01.docx\n本文\n@@ protocol 資料2_詳細.docx\n本文\n")

    assert points_inside("資料2-6による", dossier, "01.docx")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("理事長兼院長　早瀬　文彦", ["早瀬　文彦"]),
        ("早瀬 文彦（院長）、水原 玲（非常勤医師、毎週木曜）", ["早瀬 文彦", "水原 玲"]),
        ("つくし野眼科　診療部長　早瀬 文彦", ["早瀬 文彦"]),
        ("当院の医師3名が担当する", []),
        ("病院長", []),
    ],
)
def test_names_are_read_without_titles_and_bodies(text: str, found: list[str]) -> None:
    assert [n.written for n in names(text)] == found
