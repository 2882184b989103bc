"""The picture of validity and risk: items counted as what they are, nothing added up, every rule it names exists."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from regenlint.labels import Lang
from regenlint.record import DossierRecord, FactRecord, Location, ResultRecord, ValueRecord
from regenlint.registry import registry
from regenlint.report import profile
from regenlint.report.coverage import Group, Item, Standing, coverage, standing
from regenlint.report.requirement import ASKING
from regenlint.report.viewpoints import CLAIMS, FRAME, RISKS, VIEWPOINTS
from regenlint.rules import Outcome, RuleKind, Severity
from tests.report import sample


def place(line: str, quote: str = "") -> Location:
    quote = quote or line
    return Location("計画/標準書.docx", ("3 品質",), 7, 0, len(quote), 2, True, None, quote, line, line.index(quote))


def result(rule: str, outcome: Outcome = Outcome.MET, *evidence: tuple[Location, str]) -> ResultRecord:
    made = sample.record().results[0]
    asking = replace(made.rule, id=rule, area=rule[:3], kind=RuleKind.STATEMENT, title=f"{rule}が示されていない")
    return replace(made, rule=asking, outcome=outcome, evidence=evidence, reason="", reason_en="")


def record(*results: ResultRecord) -> DossierRecord:
    return replace(sample.record(), results=results, facts=())


def test_every_rule_and_area_of_the_picture_exists() -> None:
    known = registry()
    topics = [t for v in VIEWPOINTS for t in v.themes] + list(RISKS)
    named = {r for t in topics for r in (*t.rules, *t.but)} | set(FRAME) | set(CLAIMS)

    assert sorted(n for n in named if n not in known.rules and n not in known.areas) == []


def test_every_rule_of_validity_and_risk_is_somewhere_in_it() -> None:
    topics = [t for v in VIEWPOINTS for t in v.themes] + list(RISKS)
    named = {r for t in topics for r in t.rules} | set(FRAME) | set(CLAIMS)

    assert [i for i in registry().rules if i[:3] in ("VAL", "RSK") and i not in named] == []


def test_an_item_counts_once_within_the_five_viewpoints() -> None:
    known = registry().rules
    held = [
        i
        for v in VIEWPOINTS
        for t in v.themes
        for i, r in known.items()
        if r.rule.kind in ASKING and (i in t.rules or i[:3] in t.rules) and i not in t.but
    ]

    assert sorted(i for i in set(held) if held.count(i) > 1) == []


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.MISSING, Standing.SILENT),
        (Outcome.EMPTY, Standing.SILENT),
        (Outcome.DEFICIENT, Standing.VAGUE),
        (Outcome.CONFLICTING, Standing.CONFLICTING),
        (Outcome.UNDECIDABLE, Standing.UNREAD),
        (Outcome.CRASHED, Standing.UNREAD),
        (Outcome.NOT_APPLICABLE, Standing.NOT_APPLICABLE),
        (Outcome.MET, Standing.STATED),
    ],
)
def test_an_outcome_stands_for_what_the_plan_says(outcome: Outcome, expected: Standing) -> None:
    made = result("VAL005", outcome)
    if outcome is Outcome.DEFICIENT:
        made = replace(
            made, findings=sample.record().results[3].findings[:1], rule=replace(made.rule, severity=Severity.WARNING)
        )

    assert standing(made) is expected


def test_a_gap_is_acknowledged_where_the_plan_says_so_in_words() -> None:
    admitted = (place("作用機序は解明されておらず、力価試験は確立していない。"), "gap_ack")
    guessed = (place("採取は当院の処置室で行う。"), "gap_ack")
    stated = (place("無菌試験は全ロットで行う。"), "policy")

    assert standing(result("STD018", Outcome.MET, admitted)) is Standing.ACKNOWLEDGED
    assert standing(result("STD018", Outcome.MET, guessed)) is Standing.STATED
    assert standing(result("STD018", Outcome.MET, stated, stated, admitted)) is Standing.STATED


def test_the_words_that_admit_a_gap_come_first() -> None:
    stated = (place("代わりに分泌量を測る。"), "value")
    admitted = (place("力価試験は確立していない。"), "gap_ack")

    found = coverage(record(result("STD018", Outcome.MET, stated, admitted)))

    assert found.viewpoints[0].whole.items[0].places[0].line == "力価試験は確立していない。"


def test_a_reasoned_not_applicable_is_not_a_statement() -> None:
    reasoned = (place("動物由来の原料を用いないため該当しない。"), "na_reasoned")

    assert standing(result("VIR006", Outcome.MET, reasoned)) is Standing.NOT_APPLICABLE


def test_what_looks_for_mistakes_is_no_part_of_the_count() -> None:
    wording = result("VAL018", Outcome.DEFICIENT)
    made = replace(wording, rule=replace(wording.rule, kind=RuleKind.WORDING))

    found = coverage(record(made, result("VAL005")))

    assert [i.rule.id for v in found.viewpoints for i in v.whole.items] == ["VAL005"]
    assert [i.rule.id for i in found.claims] == ["VAL018"]


def test_declared_hazards_are_an_axis_of_their_own_with_their_places() -> None:
    at = place("臍帯の提供者から得た細胞を静脈内に3回投与する。")
    d = replace(
        record(result("VAL005")),
        facts=(
            FactRecord("donor", "allogeneic", "read", (at,), ""),
            FactRecord("product", ("cells", "lentivirus"), "read", (at,), ""),
            FactRecord("minors", True, "default", (), ""),
        ),
        values=(
            ValueRecord("route", "投与経路", "route", "", "静脈内", at),
            ValueRecord("times", "投与回数", "times", "", "３回", at),
        ),
    )

    found = {h.key: h.places for h in coverage(d).hazards}

    assert set(found) == {"allogeneic", "integrating", "route", "repeated"}
    assert all(p == (at,) for p in found.values())


def test_a_single_local_dose_declares_no_hazard() -> None:
    at = place("関節内に1回投与する。")
    values = (
        ValueRecord("route", "投与経路", "route", "", "関節内", at),
        ValueRecord("times", "投与回数", "times", "", "1回", at),
    )

    assert coverage(replace(record(result("VAL005")), values=values)).hazards == ()


def group(stated: int, silent: int) -> Group:
    rule = sample.record().results[0].rule
    items = [Item(rule, Outcome.MET, Standing.STATED, (), "", "")] * stated
    items += [Item(rule, Outcome.MISSING, Standing.SILENT, (), "", "")] * silent
    return Group("x", ("名", "name"), tuple(items))


def test_a_bar_has_a_mark_an_item_and_hides_none_when_it_is_scaled() -> None:
    assert profile.bar(group(3, 2)) == "■■■□□"
    scaled = profile.bar(group(199, 1))
    assert len(scaled) == 40
    assert scaled.endswith("■□")


def test_text_draws_no_bar_over_few_items_and_gives_no_sum() -> None:
    text = profile.as_text((record(result("VAL009"), result("VAL003"), result("VAL010", Outcome.MISSING)),), Lang.JA)

    assert "■" not in text.split("妥当性の五つの観点")[1]
    assert "記載あり 1、記載なし 1" in text
    assert "VAL010" in text
    assert "評価ではありません" in text


def test_quotes_stand_under_what_is_not_plainly_stated() -> None:
    text = profile.as_text(
        (record(result("STD018", Outcome.MET, (place("力価試験は確立していない。"), "gap_ack"))),), Lang.JA
    )

    assert "◆ STD018 STD018" in text
    assert "計画/標準書.docx § 3 品質, p.≈2  「力価試験は確立していない。」" in text


def test_a_mark_can_be_shown_on_a_japanese_console() -> None:
    profile.as_text((record(result("VAL005"), result("RSK001")),), Lang.JA).encode("cp932")


@pytest.mark.parametrize("lang", list(Lang))
def test_the_picture_grades_nothing(lang: Lang) -> None:
    d = record(*(result(f"VAL{n:03}") for n in range(1, 17)))
    texts = (profile.as_text((d,), lang), profile.as_json((d,)))

    assert all(w not in t for t in texts for w in ("適合", "点数", "合格", "score", "grade", "compliant", "%"))


def test_json_links_every_item_to_its_places_and_has_no_total() -> None:
    d = record(
        result("STD018", Outcome.MET, (place("力価試験は確立していない。"), "gap_ack")),
        result("RSK001", Outcome.MISSING),
    )

    made = json.loads(profile.as_json((d,)))["dossiers"][0]

    item = made["viewpoints"][0]["themes"][0]["items"][0]
    assert item["standing"] == "acknowledged"
    assert item["evidence"][0]["quote"] == "力価試験は確立していない。"
    assert made["viewpoints"][0]["counts"]["acknowledged"] == 1
    assert made["risks"][0]["counts"]["silent"] == 1
    assert not any("total" in key for key in made)
