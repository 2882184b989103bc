"""The closed primitives a rule may be judged by, each on a plan of a few lines."""

from __future__ import annotations

from typing import Any

import pytest

from regenlint.engine import run_one
from regenlint.errors import ConfigError
from regenlint.lexicon import Term, concept
from regenlint.model import DocKind
from regenlint.registry import Registered, Registry
from regenlint.rules import FactValue, Outcome, Rule, RuleKind, RuleResult, Severity
from regenlint.specs import read_spec
from regenlint.testing import facts, plan, reading

RULE = Rule(
    "TST001",
    "test-rule",
    "TST",
    "試験の規則",
    "a rule",
    Severity.WARNING,
    (),
    True,
    RuleKind.STATEMENT,
    (DocKind.PROTOCOL, DocKind.CONSENT),
    "",
    "書く",
    "write",
    {},
)
TERMS = {"t.virus": Term("t.virus", concept("ウイルス|ファージ"), (), ())}


def judged(how: dict[str, Any], text: str, **known: FactValue) -> RuleResult:
    """The result of a rule judged as written on a plan."""
    registered = Registered(RULE, read_spec(how, "TST001", TERMS), None)
    rules = Registry({"TST001": registered}, {"TST": "試験"}, TERMS)
    return run_one(registered, reading(plan(text), facts(**known), rules))


def statement(*elements: dict[str, Any], **more: object) -> dict[str, Any]:
    """A statement of elements that need only be seen."""
    whole = [
        {"key": f"e{k}", "says": f"要素{k}", "says_en": f"element {k}", "accept": "seen", **e}
        for k, e in enumerate(elements)
    ]
    return {"statement": {"elements": whole, **more}}


def test_a_term_may_be_a_part_of_a_form() -> None:
    how = statement({"any": ["@t.virus~除去"]})

    assert judged(how, "@@ protocol\nウイルスを除去する。").outcome is Outcome.MET
    assert judged(how, "@@ protocol\n除去したい。").outcome is Outcome.MISSING


def test_a_stop_keeps_a_short_word_out_of_a_longer_one() -> None:
    how = statement({"any": ["ファージ", "!マクロファージ"]})

    assert judged(how, "@@ protocol\nマクロファージを数える。").outcome is Outcome.MISSING
    assert judged(how, "@@ protocol\nファージを用いる。").outcome is Outcome.MET


@pytest.mark.parametrize("written", ["取り消しは窓口へ。", "取消しは窓口へ。", "申出は窓口へ。", "申し出は窓口へ。"])
def test_a_form_is_found_with_and_without_its_okurigana(written: str) -> None:
    assert judged(statement({"any": ["取り消し|申し出"]}), f"@@ protocol\n{written}").outcome is Outcome.MET
    assert judged(statement({"any": ["取消し|申出"]}), f"@@ protocol\n{written}").outcome is Outcome.MET


def test_a_word_of_too_many_optional_parts_is_a_fault() -> None:
    group = "(|" + "|".join(chr(0x4E00 + k) for k in range(40)) + ")"

    with pytest.raises(ConfigError):
        judged(statement({"any": [f"除去&{group * 3}"]}), "@@ protocol\n本文。")


def test_an_unknown_term_in_a_form_is_a_fault() -> None:
    with pytest.raises(ConfigError):
        judged(statement({"any": ["@t.unknown&除去"]}), "@@ protocol\n本文。")


def test_words_that_need_only_be_seen_count_even_as_a_denial() -> None:
    how = statement({"any": ["再検査"]})

    assert judged(how, "@@ protocol\n再検査は行わない。").outcome is Outcome.MET


def test_a_template_does_not_count_as_seen() -> None:
    how = statement({"any": ["除去"]})

    assert judged(how, "@@ protocol\n不活化・除去の工程　□あり　□なし").outcome is Outcome.EMPTY


def test_an_element_is_asked_only_where_its_fact_holds() -> None:
    how = statement({"any": ["検査"]}, {"any": ["培養"], "when": {"cultured": True}})

    assert judged(how, "@@ protocol\n検査を行う。", cultured=False).outcome is Outcome.MET
    assert judged(how, "@@ protocol\n検査を行う。").outcome is Outcome.MET
    assert judged(how, "@@ protocol\n検査を行う。", cultured=True).outcome is Outcome.DEFICIENT


def test_an_alternative_set_has_a_reach_of_its_own() -> None:
    one = {"key": "a", "says": "甲", "says_en": "a", "accept": "seen", "any": ["甲乙"]}
    far = [
        {"key": "b", "says": "丙", "says_en": "b", "accept": "seen", "any": ["丙丁"]},
        {"key": "c", "says": "戊", "says_en": "c", "accept": "seen", "any": ["戊己"]},
    ]
    scattered = "@@ protocol\n# 一\n丙丁を行う。\n@@ consent\n# 二\n戊己を行う。"

    near_only = {"statement": {"elements": [one], "or": [{"elements": far}]}}
    anywhere = {"statement": {"elements": [one], "or": [{"elements": far, "within": "dossier"}]}}

    assert judged(near_only, scattered).outcome is not Outcome.MET
    assert judged(anywhere, scattered).outcome is Outcome.MET


def test_a_premise_that_is_a_denial_lets_the_rule_speak() -> None:
    how = statement({"any": ["政令"]}, premise_seen=["当たらない"])

    assert judged(how, "@@ protocol\n核酸等には当たらない。").outcome is Outcome.MISSING
    assert judged(how, "@@ protocol\n核酸等である。").outcome is Outcome.NOT_APPLICABLE


def test_words_anywhere_in_the_dossier_may_leave_the_question_to_another_rule() -> None:
    how = statement({"any": ["全例"]}, not_needed_seen=["登録しない"])

    assert judged(how, "@@ protocol\n本文。\n@@ other\n外部には登録しない。").outcome is Outcome.NOT_APPLICABLE


def test_a_finding_stands_where_the_judgement_points() -> None:
    how = statement({"any": ["五年"]}, points_at=["追跡~終え"])
    result = judged(how, "@@ protocol\n# 追跡\n三か月で追跡を終える。")

    assert result.outcome is Outcome.DEFICIENT
    assert result.findings[0].at is not None
    assert result.findings[0].at.block == 1


def test_a_finding_stands_first_where_the_rule_reads_first() -> None:
    how = statement({"any": ["規格"]}, {"any": ["試験法"]})
    text = "@@ consent 説明.docx\n規格に従う。\n@@ protocol 計画.docx\n規格を定める。"
    result = judged(how, text)

    assert result.findings[0].at is not None
    assert result.findings[0].at.document == "計画.docx"


def test_a_value_may_stand_under_the_head_of_its_column() -> None:
    how = statement({"any": ["LRV"], "value": "number"})

    assert judged(how, "@@ protocol\n| 工程 | 指標 | LRV |\n| 溶解 | 甲 | 4.8 |").outcome is Outcome.MET
    assert judged(how, "@@ protocol\n| 工程 | 指標 | LRV |\n| 溶解 | 甲 | 未測定 |").outcome is Outcome.MISSING


CLASH = {
    "conflict": {
        "cases": [
            {
                "claim": ["登録する"],
                "unless": ["同意のない"],
                "against": ["登録していない"],
                "against_affirmed": False,
                "excused_by": ["切替の途中"],
                "says": "食い違います",
                "says_en": "contradict",
            }
        ]
    }
}


def test_a_claim_and_its_contrary_are_one_conflict_with_both_places() -> None:
    result = judged(CLASH, "@@ protocol\n全例を登録する。\n@@ consent\n現在は登録していない。")

    assert result.outcome is Outcome.CONFLICTING
    assert len(result.findings) == 1
    assert len(result.findings[0].related) == 1


def test_a_claim_alone_is_no_conflict() -> None:
    assert judged(CLASH, "@@ protocol\n全例を登録する。").outcome is Outcome.MET


def test_an_excuse_silences_a_conflict() -> None:
    text = "@@ protocol\n全例を登録する。切替の途中である。\n現在は登録していない。"

    assert judged(CLASH, text).outcome is Outcome.MET


def test_a_claim_needs_what_it_presupposes() -> None:
    case = {"claim": ["検証型"], "without": [["REAP"]], "says": "欠けます", "says_en": "lacks"}
    how = {"conflict": {"cases": [case]}}

    assert judged(how, "@@ protocol\n検証型である。").outcome is Outcome.CONFLICTING
    assert judged(how, "@@ protocol\n検証型であり、全例をREAPに登録している。").outcome is Outcome.MET
    assert judged(how, "@@ protocol\n検証型である。REAPへの登録は今後検討する。").outcome is Outcome.CONFLICTING


def test_a_conflict_has_either_against_or_without() -> None:
    with pytest.raises(ConfigError):
        judged({"conflict": {"cases": [{"claim": ["甲"], "says": "乙", "says_en": "b"}]}}, "@@ protocol\n甲。")
