"""What a plan is about: read from what it says of itself, left open where it does not say."""

from __future__ import annotations

from functools import cache

import pytest

from regenlint.index import build
from regenlint.matcher import Matcher
from regenlint.registry import Registry, registry
from regenlint.rules import Fact, Facts, FactSource
from regenlint.testing import plan
from regenlint.understanding import understand


@cache
def known() -> tuple[Registry, Matcher]:
    """All rules and the matcher of their words, made once."""
    rules = registry()
    return rules, Matcher(rules.literals())


def understood(notation: str) -> Facts:
    """The facts of a plan in notation."""
    rules, matcher = known()
    dossier = plan(notation)
    return understand(dossier, build(dossier, matcher), rules.terms)


def fact(notation: str, name: str) -> Fact:
    """One fact of a plan in notation."""
    return understood(notation).fact(name)


CELLS = "@@ form\n:: 再生医療等の名称 :: 自己脂肪由来間葉系幹細胞を用いた膝の治療\n"


@pytest.mark.parametrize(
    ("form", "purpose"),
    [
        ("様式第1（第27条関係）", "research"),
        ("様式第一の二（第二十七条関係）", "treatment"),
        ("様式第1（第27条関係）\n再生医療等提供計画（治療）\n:: 委託 :: 無", "treatment"),
    ],
)
def test_the_title_of_the_form_tells_the_purpose(form: str, purpose: str) -> None:
    assert fact(f"@@ form\n{form}\n:: 内容 :: 脂肪の細胞を注射する。", "purpose").value == purpose


def test_a_study_on_the_form_for_treatment_is_a_study_and_the_clash_is_noted() -> None:
    said = fact(
        "@@ form\n様式第1の2（第27条関係）\n:: 再生医療等の名称 :: 細胞シートの第I/II相臨床研究\n"
        ":: 主要評価項目 :: 6か月後の聴力\n:: 目標症例数 :: 10例\n@@ protocol\n# 研究計画書\n本研究は単群で行う。",
        "purpose",
    )

    assert (said.value, said.note) == ("research", "様式の表題と合わない")


def test_a_treatment_by_people_who_once_did_research_is_a_treatment() -> None:
    form = "@@ form\n様式第1の2\n:: 再生医療等の名称 :: 膝の治療\n"
    text = f"{form}@@ protocol\n# 治療計画書\n院長は臨床研究に参加した経験がある。"

    assert fact(text, "purpose").value == "treatment"


def test_an_extract_of_a_form_without_a_number_leaves_the_purpose_open() -> None:
    assert fact("@@ form\n:: 分類 :: 第二種", "purpose").unknown


@pytest.mark.parametrize(
    ("marks", "number"),
    [
        ("第一種／〇第二種／第三種", 2),
        ("○第一種　●第二種　○第三種", 2),
        ("1. 第一種　2. 第二種　③ 第三種", 3),
        ("①第一種　②第二種　③第三種", None),
        ("□第一種　□第二種　□第三種", None),
    ],
)
def test_the_class_is_the_one_whose_mark_differs_from_the_others(marks: str, number: int | None) -> None:
    assert fact(f"@@ form\n:: 計画の区分 :: {marks}", "class").value == number


def test_boxes_in_cells_of_their_own_are_read_across_the_row() -> None:
    text = "@@ form\n| 項目 | 一 | 二 | 三 |\n| 再生医療等の区分け | □ 第一種 | ☑ 第二種 | □ 第三種 |"

    assert fact(text, "class").value == 2


@pytest.mark.parametrize(
    "elsewhere",
    [
        "先行研究ではレンチウイルスベクターで遺伝子を導入した細胞を投与した報告がある。",
        "海外ではアデノウイルスベクターを投与する治験も行われている。",
        "他の計画ではmRNAを導入した樹状細胞を投与している。",
        "レンチウイルスベクターやAAVベクターを投与する方法は、本治療では用いません。",
    ],
)
def test_what_others_give_is_not_given_here(elsewhere: str) -> None:
    said = understood(f"{CELLS}@@ protocol\n{elsewhere * 3}\n")

    assert said.value("product") == ("cells",)
    assert said.value("gene_modified") == "none"
    assert said.value("nucleic_acid") is False


def test_a_vector_that_only_the_precedents_name_is_not_the_hidden_one() -> None:
    text = (
        "@@ form\n:: 再生医療等の名称 :: 造血幹細胞遺伝子治療\n@@ outline\n"
        "患児から採ったCD34陽性細胞に、ARSA遺伝子を載せた"
        "レンチウイルスベクターを感染させる。\n@@ precedents\nAAVを髄腔内に投与する治験がある。"
    )

    assert set(understood(text).value("product") or ()) == {"cells", "lentivirus"}  # type: ignore[arg-type]


def test_a_gene_that_is_measured_is_not_given() -> None:
    measured = "遺伝子の発現はmRNAを標的とするPCRで調べ、mRNAの定量の後に投与する。mRNA発現量を投与前に測る。"

    assert understood(f"{CELLS}@@ standard\n# 標準書\n{measured}").value("product") == ("cells",)


def test_rna_drawn_from_tissue_is_not_synthetic() -> None:
    name = "組織から抽出したmRNA（生体由来mRNA）の舌下投与"

    assert fact(f"@@ form\n:: 再生医療等の名称 :: {name}", "product").value == ("mrna-biological",)


def test_a_name_is_not_denied_by_a_word_further_on_in_it() -> None:
    text = "@@ form\n:: 再生医療等の名称 :: 自家CAR-T細胞輸注の対照群のない研究"

    assert fact(text, "product").value == ("cells",)


@pytest.mark.parametrize(
    "said",
    [
        "患者から末梢血50 mLを採血し、IL-2を加えて14日間培養して点滴で戻す。",
        "あなたの歯から取り出した歯髄の細胞を約6週間培養します。",
        "ご自身の免疫細胞を使うため、拒絶反応はありません。",
        "ほかの計画と異なり、他人の細胞は使いません。ご本人の脂肪から得た細胞を培養します。",
    ],
)
def test_cells_taken_from_the_patient_are_the_patients_own(said: str) -> None:
    text = f"@@ form\n:: 再生医療等の名称 :: 培養リンパ球の点滴\n@@ consent\n{said}"

    assert fact(text, "donor").value == "autologous"


def test_feeder_cells_and_platelets_of_others_are_not_the_donors() -> None:
    text = (
        f"{CELLS}@@ standard\n放射線を照射した同種末梢血単核球をフィーダーとし、"
        "輸血用同種血小板から作った溶解物を加えて培養する。"
    )

    assert fact(text, "donor").value == "autologous"


def test_donors_said_both_ways_stay_open() -> None:
    own = "細胞は患者自身から得る。自家細胞を用いる。"
    text = f"@@ protocol\n{own}\n@@ standard\n他家細胞を用いる。ドナー由来の細胞である。"

    assert fact(text, "donor").unknown


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("採取した細胞を培地で2週間かけて増やす。", True),
        ("細胞は増やさない。酵素処理と洗浄のみを行う。", False),
        ("凍らせたり、増やしたり、遺伝子をいじったりはしません。", False),
        ("取り出した細胞を培養したり冷凍したりすることはなく、当日に注射する。", False),
        ("脂肪を採り、注射する。", None),
    ],
)
def test_culture_is_neither_assumed_nor_excluded_for_cells(said: str, value: bool | None) -> None:
    text = f"@@ form\n:: 再生医療等の名称 :: 脂肪由来再生細胞の注射\n@@ protocol\n{said}"

    assert fact(text, "cultured").value is value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("製剤は凍結バイアルとし、投与当日に融解する。", True),
        ("細胞は凍結しない。検査用の参考品だけを−80℃で凍結保管する。", False),
        ("凍結したシートは使用不可。", False),
        ("別の計画の細胞バンクでは凍結保存を行っている。", False),
        ("公的バンクの細胞を分離し、14日間拡大培養し、凍結する。", True),
        ("融解後は速やかに投与し、再凍結しない。製剤は液体窒素で保管する。", True),
        ("治療後は精子の提供や凍結保存をしない。", False),
        ("製剤は凍結保存する。\n製剤を凍結バッグに充填する。\n製剤は凍結しない。", None),
    ],
)
def test_frozen_is_what_is_given_not_what_is_kept(said: str, value: bool | None) -> None:
    assert fact(f"{CELLS}@@ standard\n{said}", "frozen").value is value


def test_silence_settles_only_where_the_standards_are_there_to_break_it() -> None:
    form, standard = understood(CELLS), understood(f"{CELLS}@@ standard\n細胞を2〜8℃で運ぶ。")

    for name in ("frozen", "outsourced", "animal_material"):
        assert form.fact(name).unknown
        assert (standard.value(name), standard.fact(name).source) == (False, FactSource.DEFAULT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (":: 製造の委託 :: [x]する [ ]しない", True),
        (":: 委託の有無 :: 無し", False),
        (":: 製造を行う者 :: 株式会社はるかセル（FA5260045）", True),
        (":: 製造施設 :: 当院細胞加工室（FC5260045）", None),
        (":: 備考 :: 製造は院外の株式会社れんげ再生（施設番号FA2260010）へ委託する", True),
        (":: 備考 :: 無菌試験は株式会社れんげ検査に委託する", None),
        (":: 備考 :: 製造を委託しないので委託に関する事項はない。", False),
        (":: 製造事業者 :: Example Therapeutics Ltd（英国）", True),
    ],
)
def test_making_by_a_company_is_outsourced_and_testing_is_not(field: str, value: bool | None) -> None:
    assert fact(f"{CELLS}{field}", "outsourced").value is value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("マウス由来フィーダー細胞を用いるシートは、当院では扱わない。", False),
        ("培地・酵素は動物由来の原料を含まない。", False),
        ("10%ウシ胎児血清を含む培地で培養する。", True),
        ("羊膜（ヒト由来）や3T3細胞を使う従来法と異なり、培養皿だけを用いる。", None),
        ("HEK293細胞で産生する。", True),
    ],
)
def test_materials_count_where_the_plan_uses_them(said: str, value: bool | None) -> None:
    assert fact(f"{CELLS}@@ standard\n{said}", "animal_material").value is value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("満20歳以上の方が対象です。18歳未満、妊婦、授乳婦は除外する。", False),
        ("研究では小児も参加しました。18歳未満の方は受けられません。", False),
        ("対象は16歳以上。18歳未満の場合は保護者の署名も必要とする。", True),
        ("提供者は16歳以上とする。患者は18歳以上とする。", False),
        ("1歳から6歳までの患児に点滴する。保護者が署名する。", True),
        ("責任医師は小児・代謝内科に属する。小児・代謝内科で診る。小児外科とも連携する。対象は18歳以上。", False),
    ],
)
def test_minors_are_those_the_plan_takes_in(said: str, value: bool) -> None:
    assert fact(f"{CELLS}@@ protocol\n{said}", "minors").value is value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("本研究は4つの医療機関による共同研究である。", True),
        ("多施設共同研究ではなく、当院だけで行う。", False),
        ("院長の経歴：多施設共同臨床研究の分担研究者。", False),
        ("これまでの提供数は12例（他の3施設）である。", False),
    ],
)
def test_several_sites_are_those_of_the_plan(said: str, value: bool) -> None:
    assert fact(f"{CELLS}@@ protocol\n{said}", "multi_site").value is value


def test_germs_in_culture_are_no_cells() -> None:
    standard = "@@ standard\n液体培地で14日間培養し、菌の発育がないことを確かめる。"
    text = f"@@ form\n:: 再生医療等の名称 :: 自己PRPの注射\n{standard}"

    assert fact(text, "cultured").value is False


def test_cells_changed_outside_the_body_are_given_with_their_vector() -> None:
    said = understood(
        "@@ form\n:: 再生医療等の名称 :: 臍帯血由来CAR-NK細胞の第Ⅰ相試験\n@@ outline\n"
        "NK細胞を分離し、CARをコードするレンチウイルスベクターを加えて拡大培養する。"
    )

    assert set(said.value("product") or ()) == {"cells", "lentivirus"}  # type: ignore[arg-type]
    assert (said.value("gene_modified"), said.value("nucleic_acid")) == ("ex-vivo", False)


def test_cells_edited_outside_the_body_are_cells() -> None:
    said = understood("@@ form\n:: 再生医療等の名称 :: X-SCIDに対するゲノム編集自家造血幹細胞移植")

    assert set(said.value("product") or ()) == {"cells", "genome-editing"}  # type: ignore[arg-type]
    assert said.value("donor") == "autologous"


def test_a_named_nucleic_acid_is_given_even_where_its_kind_is_not_known() -> None:
    text = "@@ form\n:: 再生医療等の名称 :: 注射による治療\n:: 特定核酸等の名称 :: XYZ注"

    assert fact(text, "nucleic_acid").value is True
    assert fact(text, "product").unknown


def test_materials_of_a_grown_product_are_not_denied_by_silence() -> None:
    grown = f"{CELLS}@@ outline\n細胞を3週間培養する。"
    spun = "@@ form\n:: 再生医療等の名称 :: 自己PRPの注射\n@@ outline\n血液を遠心する。"

    assert fact(grown, "animal_material").unknown
    assert fact(spun, "animal_material").value is False


def test_a_form_that_denies_what_another_document_tells_is_believed_with_a_note() -> None:
    text = f"{CELLS}:: 委託の有無 :: [ ]有 [x]無\n@@ standard\n製造を株式会社例示セルに委託する。"
    said = fact(text, "outsourced")

    assert said.value is False
    assert "委託の記載" in said.note


def test_cells_named_beside_their_vesicles_are_given_too() -> None:
    name = "自己骨髄由来間葉系幹細胞及び同細胞由来エクソソームの関節内投与"

    assert set(fact(f"@@ form\n:: 再生医療等の名称 :: {name}", "product").value or ()) == {"cells", "ev"}  # type: ignore[arg-type]


def test_a_standard_alone_tells_changed_cells_from_a_vector_given() -> None:
    said = understood(
        "@@ standard\n# 標準書\n本人の末梢血T細胞にレンチウイルスベクターでCAR遺伝子を導入し、凍結したもの。"
    )

    assert set(said.value("product") or ()) == {"cells", "lentivirus"}  # type: ignore[arg-type]
    assert said.value("nucleic_acid") is False


@pytest.mark.parametrize("said", ["細胞の培養は行い、培養を経ることを条件とする。", "細胞を3週間培養して用いる。"])
def test_culture_gone_through_is_no_denial_of_it(said: str) -> None:
    assert fact(f"{CELLS}@@ protocol\n{said}", "cultured").value is True


def test_the_study_in_the_name_counts_its_sites() -> None:
    name = "再発骨髄腫に対するCAR-T細胞の3施設共同第I/II相研究"

    assert fact(f"@@ form\n:: 再生医療等の名称 :: {name}", "multi_site").value is True
