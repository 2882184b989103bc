"""Fingerprints, waivers and baselines."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from regenlint.config import Waiver
from regenlint.errors import ConfigError, UsageError
from regenlint.model import Dossier
from regenlint.record import DossierRecord, FindingRecord
from regenlint.resolve import record_of
from regenlint.review import apply_baseline, apply_waivers, read_baseline, write_baseline
from regenlint.rules import Facts, Finding, Outcome, RuleResult
from regenlint.testing import plan
from tests.report.sample import at, rule

DAY = datetime.date(2026, 11, 1)
PLAN = """
@@ standard 04_標準書.docx
# 1 原料
## 1.1 提供者
血液検査を行う。
血液検査を行う。
# 2 工程
血液検査は 省略する。
"""


def judged(
    there: Dossier, message: str = "足りません", words: Sequence[str] = ("血液検査を行う", "省略する")
) -> DossierRecord:
    findings = [Finding(Outcome.DEFICIENT, message, "lacking", at(there.documents[0], w)) for w in words]
    findings.append(Finding(Outcome.MISSING, message, "lacking", None))
    results = (RuleResult(rule("AAA001", "lacking"), Outcome.MISSING, findings=tuple(findings)),)
    return record_of(there, Facts(), results, DAY, "today")


def marks(record: DossierRecord) -> list[str]:
    return [f.fingerprint for _, f in record.findings()]


def waived(record: DossierRecord) -> list[FindingRecord]:
    return [f for _, f in record.findings() if f.waived]


def apply(record: DossierRecord, *waivers: Waiver, today: datetime.date = DAY) -> DossierRecord:
    ids = {"AAA001": frozenset({"AAA001"}), "AAA": frozenset({"AAA001", "AAA002"}), "ZZZ001": frozenset({"ZZZ001"})}
    return apply_waivers(record, waivers, ids, today)


@pytest.mark.parametrize(
    "changed",
    [
        PLAN.replace("@@ standard 04_標準書.docx", "@@ standard 新/05_標準書（改訂）.pdf"),
        PLAN.replace("# 1 原料", "# 0 はじめに\nまえがき。\n# 第3章 原料").replace("## 1.1 提供者", "## 3.1 提供者"),
        PLAN.replace("血液検査は 省略する。", "血液検査は省略する。"),
        PLAN.replace("省略する。", "省略する。").replace("# 2 工程", "# ２．工程"),
    ],
    ids=["another file name", "more chapters before", "another spacing", "full-width numbers"],
)
def test_a_fingerprint_outlives_what_does_not_matter(changed: str) -> None:
    assert marks(judged(plan(changed))) == marks(judged(plan(PLAN)))


def test_a_fingerprint_outlives_another_wording_of_the_message() -> None:
    assert marks(judged(plan(PLAN), "別の言い方")) == marks(judged(plan(PLAN)))


def test_a_fingerprint_outlives_another_pagination() -> None:
    there = plan(PLAN)
    document = there.documents[0]
    blocks = tuple(replace(b, origin=replace(b.origin, page=9)) for b in document.blocks)

    moved = replace(there, documents=(replace(document, blocks=blocks),))

    assert marks(judged(moved)) == marks(judged(there))


def test_a_fingerprint_changes_with_the_words_it_stands_for() -> None:
    before, after = judged(plan(PLAN)), judged(plan(PLAN.replace("省略する", "原則省略する")))

    assert marks(before)[0] == marks(after)[0]
    assert marks(before)[1] != marks(after)[1]


def test_the_same_words_twice_have_two_fingerprints() -> None:
    there = plan(PLAN)
    first = at(there.documents[0], "血液検査を行う")
    second = replace(first, block=first.block + 1)
    findings = tuple(Finding(Outcome.DEFICIENT, "x", "x", a) for a in (first, second, first))
    made = record_of(
        there, Facts(), (RuleResult(rule("AAA001", "x"), Outcome.DEFICIENT, findings=findings),), DAY, "today"
    )

    assert len(marks(made)) == len(set(marks(made))) == 2


@pytest.mark.parametrize(
    "place",
    ["", "標準書", "標準書/工程", "04_標準書.docx", "standard/工程", "工程"],
)
def test_a_waiver_names_document_and_section(place: str) -> None:
    done = apply(judged(plan(PLAN)), Waiver("AAA001", "理由", place))

    assert any("省略" in (f.location.quote if f.location else "") for f in waived(done))
    assert done.notices == ()


@pytest.mark.parametrize("place", ["概要書", "標準書/品質", "標準書/工程/原料", "標準書/原料/提供者/工程"])
def test_a_waiver_for_another_place_waives_nothing_and_is_reported(place: str) -> None:
    done = apply(judged(plan(PLAN)), Waiver("AAA001", "理由", place))

    assert not waived(done)
    assert [n.kind for n in done.notices] == ["waiver-unused"]


def test_a_waiver_by_fingerprint_waives_that_finding_alone() -> None:
    record = judged(plan(PLAN))
    target = marks(record)[1]

    done = apply(record, Waiver("AAA", "理由", target))

    assert [f.fingerprint for f in waived(done)] == [target]


def test_a_waived_finding_keeps_the_outcome_and_stops_failing() -> None:
    record = judged(plan(PLAN))

    done = apply(record, Waiver("AAA001", "理由"))

    assert record.failing
    assert not done.failing
    assert done.results[0].outcome is Outcome.MISSING
    assert all(f.waived and f.waived.reason == "理由" for _, f in done.findings())


def test_a_waiver_holds_through_its_last_day_and_then_the_finding_returns() -> None:
    waiver = Waiver("AAA001", "理由", until=DAY)

    on_the_day = apply(judged(plan(PLAN)), waiver)
    after = apply(judged(plan(PLAN)), waiver, today=DAY + datetime.timedelta(days=1))

    assert len(waived(on_the_day)) == 3
    assert not waived(after)
    assert after.failing
    assert [n.kind for n in after.notices] == ["waiver-expired"]


def test_a_waiver_of_a_rule_that_did_not_run_is_not_called_unused() -> None:
    assert apply(judged(plan(PLAN)), Waiver("ZZZ001", "理由")).notices == ()


def test_a_baseline_hides_what_it_knows_and_lets_new_findings_count(tmp_path: Path) -> None:
    file = tmp_path / "base.json"
    old = judged(plan(PLAN), words=("血液検査を行う",))

    count = write_baseline(file, [old])
    now = apply_baseline(judged(plan(PLAN)), read_baseline(file), file.name)

    assert count == 2
    assert len(waived(now)) == 2
    assert now.failing
    assert [f.location.quote for _, f in now.findings() if not f.waived and f.location] == ["省略する"]


def test_a_baseline_is_the_same_bytes_for_the_same_findings(tmp_path: Path) -> None:
    one, two = tmp_path / "1.json", tmp_path / "2.json"

    write_baseline(one, [judged(plan(PLAN))])
    write_baseline(two, [judged(plan(PLAN), "別の言い方")])

    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"schema_version": 1, "findings": [1]}', '{"schema_version": 9, "findings": []}']
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "base.json"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(ConfigError):
        read_baseline(file)


def test_a_baseline_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_baseline(tmp_path / "none.json")


def test_neither_waiver_nor_baseline_takes_away_what_could_not_be_judged(tmp_path: Path) -> None:
    from tests.report.sample import record

    done = apply(record(), Waiver("AAA", "理由"))
    write_baseline(tmp_path / "b.json", [done])
    done = apply_baseline(done, read_baseline(tmp_path / "b.json"), "b.json")

    assert [u.code for u in done.unjudged] == ["unread", "unread", "BBB005"]
