"""The traps of polarity and tense: each sentence with the reading a careful person gives it."""

from __future__ import annotations

import pytest

from regenlint.evidence import ACCEPTED, THRESHOLD, Judgement, Place, State, Statement, judge


def judged(text: str, target: str, place: Place = Place.PROSE, before: str = "", after: str = "") -> Judgement:
    start = text.index(target)
    return judge(Statement(text, start, start + len(target), place, before, after))


@pytest.mark.parametrize(
    ("text", "target", "place"),
    [
        ("RCLは検出されなかった。", "RCL", Place.PROSE),
        ("RCLは認めない。", "RCL", Place.PROSE),
        ("RCL：不検出", "RCL", Place.KV),
        ("マイコプラズマは陰性であった。", "マイコプラズマ", Place.PROSE),
        ("エンドトキシンは定量限界未満であった。", "エンドトキシン", Place.PROSE),
        ("無菌試験は適合であった。", "無菌試験", Place.PROSE),
    ],
)
def test_a_negative_finding_is_a_result(text: str, target: str, place: Place) -> None:
    judgement = judged(text, target, place)
    assert judgement.state is State.RESULT
    assert judgement.accepted >= THRESHOLD


@pytest.mark.parametrize(
    "text",
    ["RCLは未検査である。", "RCLは未実施である。", "RCLは未評価である。", "RCLは未検討である。"],
)
def test_what_was_not_tested_is_not_a_result(text: str) -> None:
    judgement = judged(text, "RCL")
    assert judgement.state is State.DENIED
    assert judgement.accepted < THRESHOLD


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("培養に用いる培地はウシ血清を含まない。", "ウシ血清"),
        ("本培地はフェノールレッド不含である。", "フェノールレッド"),
    ],
)
def test_a_property_of_the_product_is_not_the_denial_of_a_test(text: str, target: str) -> None:
    assert judged(text, target).state in ACCEPTED


def test_a_control_worded_as_a_condition_is_a_policy() -> None:
    assert judged("無菌試験が未実施の場合は出荷しない。", "無菌試験").state in ACCEPTED


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("無菌試験を実施しないことはない。", "無菌試験"),
        ("陰性を確認しない限り、投与は実施しない。", "陰性"),
    ],
)
def test_two_negations_affirm(text: str, target: str) -> None:
    assert judged(text, target).state in ACCEPTED


def test_the_tense_of_the_same_verb_decides() -> None:
    done = "安定性を検討した結果、25℃で48時間まで変化がないことを確認した。"
    assert judged(done, "安定性").state in ACCEPTED
    assert judged("安定性を検討する。", "安定性").state is State.FUTURE
    assert judged("安定性は検討中である。", "安定性").state is State.FUTURE


@pytest.mark.parametrize(
    ("text", "target", "place"),
    [
        ("投与予定日の7日前に血液検査を行う。", "血液検査", Place.PROSE),
        ("予定投与回数は3回とする。", "投与回数", Place.PROSE),
        ("登録予定症例数：20例", "症例数", Place.KV),
        ("今後も追跡調査を年1回継続する。", "追跡調査", Place.PROSE),
    ],
)
def test_words_of_a_schedule_do_not_put_off(text: str, target: str, place: Place) -> None:
    assert judged(text, target, place).state in ACCEPTED


def test_what_is_not_required_for_a_reason_and_done_all_the_same_is_reasoned() -> None:
    text = "患者自身の細胞であるためドナースクリーニングは必須としないが、交差汚染を防ぐため検査は行う。"
    assert judged(text, "ドナースクリーニング").state in ACCEPTED


def test_what_cannot_be_excluded_is_acknowledged_not_denied() -> None:
    text = "挿入変異の可能性は否定できないため、投与後15年間、血球数を年1回調べる。"
    assert judged(text, "挿入変異").state in ACCEPTED
    released = "LMOの残存が否定できないため、第一種使用規程の承認を受けた。"
    assert judged(released, "LMOの残存").state is not State.DENIED


def test_a_duty_under_a_condition_determines_nothing() -> None:
    judgement = judged("カルタヘナ法に該当する場合は承認を得る。", "カルタヘナ法")
    assert judgement.state is State.CONDITIONAL
    assert judgement.accepted < THRESHOLD


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ウイルスクリアランス：該当なし", Place.KV),
        ("ウイルスクリアランス | 該当なし", Place.CELL),
        ("ウイルスクリアランス\t―", Place.CELL),
    ],
)
def test_a_bare_not_applicable_beside_a_label_is_bare(text: str, place: Place) -> None:
    judgement = judged(text, "ウイルスクリアランス", place)
    assert judgement.state is State.NA_BARE
    assert judgement.trusted


def test_a_row_is_read_with_its_other_cells() -> None:
    for row in ("生細胞率 | トリパンブルー法 | 80%以上 | 出荷前", "生細胞率｜トリパンブルー法｜80％以上｜出荷前"):
        before = "項目 | 方法 | 規格 | 時期"
        assert judged(row, "生細胞率", Place.CELL, before).state in ACCEPTED


@pytest.mark.parametrize(
    ("text", "target", "place", "state"),
    [
        ("第3章　品質管理　…… 12", "品質管理", Place.LIST, State.MENTION),
        ("5.4 ウイルス安全性", "ウイルス安全性", Place.HEADING, State.MENTION),
        ("再生医療等の概要を4000文字以内で記載すること。", "再生医療等の概要", Place.PROSE, State.TEMPLATE),
        ("「生物由来原料基準」（平成15年厚生労働省告示第210号）", "生物由来原料基準", Place.PROSE, State.MENTION),
    ],
)
def test_contents_titles_and_form_notes_state_nothing(text: str, target: str, place: Place, state: State) -> None:
    judgement = judged(text, target, place)
    assert judgement.accepted < THRESHOLD
    assert judgement.state in {state, State.MENTION, State.TEMPLATE}


def test_only_the_clause_of_the_target_is_judged() -> None:
    text = "外観及び生細胞率は毎回記録するが、エンドトキシンについては測定していない。"
    assert judged(text, "生細胞率").state in ACCEPTED
    assert judged(text, "エンドトキシン").state is State.DENIED


def test_an_item_of_an_arrow_list_is_judged_without_the_next() -> None:
    text = "監査→ 年1回／立入り→ 今後検討／記録→ 10年"
    assert judged(text, "監査").state in ACCEPTED
    assert judged(text, "立入り").state is State.FUTURE
    assert judged(text, "記録").state in ACCEPTED
    text = "担当→ 看護師長／追跡→ 行わない／相談→ 窓口"
    assert judged(text, "担当").state in ACCEPTED
    assert judged(text, "追跡").state is State.DENIED


def test_one_sentence_of_a_long_paragraph_is_judged() -> None:
    filler = "細胞の調製は清浄度を管理した区域で行い、作業者は所定の教育を受けた者に限る。" * 30
    text = filler + "マイコプラズマ否定試験は実施していない。" + filler
    assert judged(text, "マイコプラズマ否定試験").state is State.DENIED
