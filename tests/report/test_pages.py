"""What the other commands print: a rule's page, the tables of rules and facts, the outline, the settings."""

from __future__ import annotations

import json

import pytest

from regenlint.citation import article, cited
from regenlint.config import DEFAULTS, layer, merge
from regenlint.labels import Lang
from regenlint.registry import Registered, Registry
from regenlint.report import explanation, fact_table, outline, rule_table, settings_table
from regenlint.rules import Basis
from tests.report import sample


def known() -> Registry:
    rules = [sample.rule("AAA001", "stated"), sample.rule("AAA002", "nothing-there", verified=False)]
    return Registry({r.id: Registered(r, None, "regenlint.citation") for r in rules}, {"AAA": "領域"}, {})


@pytest.mark.parametrize(
    ("ref", "ja", "en"),
    [
        ("13-2-17", "第13条第2項第17号", "Art. 13 para. 2 item 17"),
        ("8の4-1-5", "第8条の4第1項第5号", "Art. 8-4 para. 1 item 5"),
        ("7-1-6-ル", "第7条第1項第6号ル", "Art. 7 para. 1 item 6 ル"),
        ("96", "第96条", "Art. 96"),
        ("別表-4", "別表第4", "Table 4"),
        (
            "附則（令和7年5月31日施行）10-1",
            "附則（令和7年5月31日施行）第10条第1項",
            "Supplementary Provisions in force from 31 May 2025, Art. 10 para. 1",
        ),
        ("32-1-2-ロ-(3)", "第32条第1項第2号ロ(3)", "Art. 32 para. 1 item 2 ロ (3)"),
    ],
)
def test_a_reference_reads_as_people_cite_it(ref: str, ja: str, en: str) -> None:
    assert article(ref) == ja
    assert article(ref, Lang.EN) == en


def test_a_basis_names_its_kind_of_authority_first() -> None:
    assert cited(Basis("ordinance", "13-2-17")) == "省令第13条第2項第17号"
    assert cited(Basis("guideline", "ICH Q5A(R2)")) == "ガイドライン「ICH Q5A(R2)」"
    assert cited(Basis("notice", "x"), Lang.EN) == "notice: x"


@pytest.mark.parametrize("lang", list(Lang))
def test_a_page_has_the_basis_its_address_and_a_waiver_to_copy(lang: Lang) -> None:
    page = explanation.page(known().rules["AAA002"], known(), lang)

    assert "https://laws.e-gov.go.jp/law/426M60000100110" in page
    assert 'rule = "AAA002"' in page
    assert ("根拠未確認", "has not been verified")[lang is Lang.EN] in page
    assert ("未測定", "not measured")[lang is Lang.EN] in page


def test_a_page_of_a_written_check_holds_its_manual() -> None:
    page = explanation.page(known().rules["AAA001"], known(), Lang.JA)

    assert "A rule's basis as people cite it" in page


def test_the_table_of_rules_is_complete_in_both_forms() -> None:
    rules = [r.rule for r in known().rules.values()]

    assert "AAA002" in rule_table.as_text(rules, known(), Lang.JA)
    assert [r["rule"] for r in json.loads(rule_table.as_json(rules))["rules"]] == ["AAA001", "AAA002"]


def test_the_table_of_facts_names_the_source_and_the_unknown() -> None:
    text = fact_table.as_text((sample.record(),), Lang.JA)

    assert "区分 (class): 第二種 [指定]" in text
    assert "目的 (purpose): 不明" in text
    assert "用いるもの (product): 細胞・EV・培養上清 [書類から]" in text
    assert "提供者 (donor): ― [書類から]" in text


def test_the_outline_shows_sections_tables_and_losses() -> None:
    text = outline.as_text((sample.dossier(),), Lang.JA)

    assert "§ 1 原料" in text
    assert "残存鋳型DNA" in text or "項目 | 規格" in text
    assert "3頁に文字がありません" in text
    assert json.loads(outline.as_json((sample.dossier(),)))["dossiers"][0]["documents"][0]["blocks"]


def test_settings_name_who_said_each() -> None:
    said = layer(
        {"fail_on": "warning", "facts": {"class": 2}, "waiver": [{"rule": "VIR002", "reason": "x"}]},
        "plans/regenlint.toml",
    )

    text = settings_table.as_text(merge([DEFAULTS, said]), Lang.JA)

    assert 'fail_on = "warning"  # plans/regenlint.toml' in text
    assert 'profile = "submission"  # 既定' in text
    assert "class = 2  # plans/regenlint.toml" in text
    assert "[[waiver]]  # plans/regenlint.toml" in text
