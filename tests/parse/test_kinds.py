"""What a document is, by what it says; the file's name only where it says nothing."""

from __future__ import annotations

import pytest

from regenlint.model import DocKind, Role
from regenlint.parse.titles import kinds, named, opens_part
from tests.parse.ooxml import assembled, raw, rows

SENTENCE = "本治療は、膝の痛みを和らげることを目的として行うものである。" * 6


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("様式第１の２（第二十七条関係）", "form"),
        ("様式第一（第27条関係）", "form"),
        ("再生医療等提供計画（治療）", "form"),
        ("提供する再生医療等の詳細を記した書類", "protocol"),
        ("臨床研究実施計画書　第1.2版", "protocol"),
        ("特定細胞加工物等概要書", "outline"),
        ("特定細胞加工物概要書（MDC-ASC）", "outline"),
        ("特定細胞加工物等標準書　MHN-101", "standard"),
        ("衛生管理基準書", "hygiene-standard"),
        ("投与手順書", "sop"),
        ("個人情報取扱規程", "sop"),
        ("モニタリングに関する手順書", "monitoring-sop"),
        ("監査手順書", "audit-sop"),
        ("再生医療等を受ける者に対する説明文書及び同意文書", "consent"),
        ("膝の治療を受けられる方へのご説明", "consent"),
        ("細胞提供者に対する説明文書", "donor-consent"),
        ("小児用アセント文書", "assent"),
        ("再生医療等の内容をできる限り平易な表現で記載したもの", "plain-summary"),
        ("実施責任者及び再生医療等を行う医師の略歴", "cv"),
        ("同種又は類似の再生医療等に関する国内外の実施状況", "precedents"),
        ("用いる細胞に関連する研究を記載した書類", "research-basis"),
        ("特定細胞加工物等製造委託契約書", "contract"),
        ("再生医療等提供計画に関する意見書", "opinion"),
        ("審査結果通知書（意見書）", "opinion"),
        ("再生医療等提供基準チェックリスト", "checklist"),
        ("利益相反管理計画", "coi"),
        ("統計解析計画書", "stat-plan"),
        ("第一種使用規程承認申請書", "cartagena"),
        ("添付資料7　略歴書", "cv"),
        ("【別紙2】概要書", "outline"),
    ],
)
def test_a_title_names_its_kind(title: str, kind: str) -> None:
    assert named(title)[0] == kind


@pytest.mark.parametrize(
    "line",
    [
        "概要書に従い製造する",
        "標準書による",
        "説明文書を渡して説明し、同意を得る。",
        "資料：特定細胞加工物等概要書",
        "委員会の意見",
        "治療の同意",
        "手順書の一覧は別表による",
        "再生医療等の名称",
    ],
)
def test_a_line_that_only_mentions_a_document_names_none(line: str) -> None:
    assert named(line) == ()


def test_the_content_decides_and_not_the_file_name() -> None:
    d = assembled("特定細胞加工物等概要書", "1 構成細胞", SENTENCE, name="説明文書・同意書.docx")
    assert d.kind == DocKind.OUTLINE
    assert d.title == "特定細胞加工物等概要書"


def test_a_document_without_a_title_is_told_by_its_headings_and_labels() -> None:
    d = assembled(
        *rows("氏名 | 例示 花子", "略歴 | 平成9年 架空大学卒業", "専門 | 整形外科", "資格 | 専門医"), name="doc1.docx"
    )
    assert d.kind == DocKind.CV


def test_the_file_name_decides_where_the_content_is_silent() -> None:
    assert assembled("本文だけの文書である。", name="05_略歴.docx").kind == DocKind.CV
    assert assembled("本文だけの文書である。", name="05.docx").kind == DocKind.OTHER


def test_the_running_header_helps_where_there_is_no_title() -> None:
    d = assembled("1 目的", SENTENCE, raw("資料2　詳細書　第1.2版", role=Role.HEADER), name="02.docx")
    assert d.kind == DocKind.PROTOCOL


def test_a_chapter_that_does_the_work_of_a_document_is_a_part() -> None:
    d = assembled(
        "提供する再生医療等の詳細を記した書類",
        "1 目的",
        SENTENCE,
        "2 国内外の実施状況",
        SENTENCE,
        "3 用いる細胞に関連する研究",
        SENTENCE,
        "4 やさしい言葉による説明",
        SENTENCE,
        "5 費用",
        SENTENCE,
    )
    assert d.kind == DocKind.PROTOCOL
    assert [(x.kind, x.first, x.last) for x in d.parts] == [
        (DocKind.PRECEDENTS, 3, 4),
        (DocKind.RESEARCH_BASIS, 5, 6),
        (DocKind.PLAIN_SUMMARY, 7, 8),
    ]


def test_three_standards_in_one_binder_are_parts() -> None:
    d = assembled(
        "衛生管理基準書・製造管理基準書・品質管理基準書（合本）",
        "第１編　衛生管理基準書",
        SENTENCE,
        "第２編　製造管理基準書",
        SENTENCE,
        "第３編　品質管理基準書",
        SENTENCE,
    )
    assert d.kinds == (DocKind.HYGIENE_STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.QUALITY_STANDARD)
    assert d.kinds_of(4) == {DocKind.HYGIENE_STANDARD, DocKind.MANUFACTURING_STANDARD}


def test_standards_that_only_the_title_names_hold_for_the_whole_document() -> None:
    d = assembled("特定細胞加工物等標準書・三基準書", "1 製造手順", SENTENCE, "2 職員の衛生管理", SENTENCE)
    assert d.kind == DocKind.STANDARD
    assert set(d.kinds) == {"standard", "hygiene-standard", "manufacturing-standard", "quality-standard"}


def test_a_consent_form_at_the_end_of_its_explanation_is_no_part() -> None:
    d = assembled("説明文書", "1 目的", SENTENCE, "同意書", SENTENCE, "同意撤回書", SENTENCE)
    assert d.kind == DocKind.CONSENT
    assert d.parts == ()


def test_every_name_of_a_document_can_begin_one() -> None:
    assert opens_part("同意書")
    assert opens_part("取りやめ届（同意撤回書）")
    assert not opens_part("国内外の実施状況")
    assert not opens_part("同意書に署名し、担当医に渡してください")


def test_the_dictionary_has_every_kind_of_the_model() -> None:
    assert {w.kind for w in kinds()} == set(DocKind)
