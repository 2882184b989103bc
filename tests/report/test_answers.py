"""The answer table written and read back, and waivers written as Word comments at the place."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from regenlint import answers
from regenlint.cli import run
from regenlint.errors import ConfigError, UsageError
from regenlint.labels import Lang
from regenlint.record import RunRecord
from regenlint.report.answer_table import as_xlsx
from regenlint.report.notes import Choice
from regenlint.rules import Severity
from tests.parse.ooxml import p as para
from tests.parse.ooxml import pack, part, parts, r
from tests.report.sample import DAY, record
from tests.report.sample import run as sample

ALL = Choice(least=Severity.NOTE)


def table(data: bytes) -> list[dict[str, str]]:
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True))
    return [{str(h): "" if v is None else str(v) for h, v in zip(rows[0], row, strict=True)} for row in rows[1:]]


def fill(path: Path, **by_rule: tuple[str, str]) -> None:
    """Status and answer for all rows of some rules, as a person types them."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [str(c.value) for c in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        said = by_rule.get(str(row[heads.index("規則")].value))
        if said is not None:
            row[heads.index("状態")].value, row[heads.index("回答・理由")].value = said
    book.save(path)


def test_each_finding_has_a_row_with_room_for_an_answer() -> None:
    rows = table(as_xlsx(sample(), ALL))

    assert [x["規則"] for x in rows] == ["AAA002", "AAA003", "BBB001", "BBB002"]
    first, waived = rows[0], rows[1]
    assert (first["状態"], first["回答・理由"], first["担当"], first["日付"]) == ("未対応", "", "", "")
    assert (waived["状態"], waived["回答・理由"]) == ("対応不要", "別紙3に記載")
    assert rows[2]["書類"] == "04_標準書.docx"
    assert rows[2]["引用"] == "血液検査"
    assert all(len(x["照合記号"]) == 16 for x in rows)
    assert first["根拠"].endswith("（根拠未確認）")


def test_the_status_is_chosen_from_a_list() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(sample(), ALL))).worksheets[0]

    (offered,) = sheet.data_validations.dataValidation
    assert offered.formula1 == '"未対応,確認中,対応済,対応不要"'


def test_findings_of_the_baseline_come_only_where_asked_for() -> None:
    assert len(table(as_xlsx(sample(), replace(ALL, waived=True)))) == 5


def test_rows_that_need_no_change_are_read_back_as_waivers(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(as_xlsx(sample(), ALL))
    fill(path, AAA002=("対応不要", "別添に記載"), AAA003=("対応済", "直した"), BBB002=("確認中", ""))

    (waiver,) = answers.waivers(path)

    assert (waiver.rule, waiver.reason) == ("AAA002", "別添に記載")
    assert waiver.at == next(f.fingerprint for x, f in record().findings() if x.rule.id == "AAA002")


def test_a_row_that_needs_no_change_wants_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(as_xlsx(sample(), ALL))
    fill(path, BBB002=("対応不要", " "))

    with pytest.raises(ConfigError, match="5行目"):
        answers.waivers(path)


def test_columns_are_found_wherever_they_were_moved_and_under_a_title(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["第二委員会 御中"])
    sheet.append(["照合記号", "回答・理由", "メモ", "状態", "規則"])
    sheet.append(["0123456789abcdef", "理由", "x", "対応不要", "VIR002"])
    sheet.append([None, "結び", None, None, None])
    book.save(tmp_path / "表.xlsx")

    assert [(w.rule, w.at) for w in answers.waivers(tmp_path / "表.xlsx")] == [("VIR002", "0123456789abcdef")]


def test_an_english_table_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(as_xlsx(sample(), replace(ALL, lang=Lang.EN)))

    assert [w.rule for w in answers.waivers(path)] == ["AAA003"]


def test_what_is_no_answer_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        answers.read(tmp_path / "ない.xlsx")
    (tmp_path / "偽.xlsx").write_bytes(b"PK not a zip")
    with pytest.raises(ConfigError):
        answers.read(tmp_path / "偽.xlsx")
    book = openpyxl.Workbook()
    book.save(tmp_path / "空.xlsx")
    with pytest.raises(ConfigError, match="照合記号"):
        answers.read(tmp_path / "空.xlsx")


def test_an_earlier_table_keeps_its_answers_and_rows_whose_finding_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(as_xlsx(sample(), ALL))
    fill(path, AAA002=("対応済", "3章に書いた"), BBB002=("確認中", "問い合わせ中"))
    there = record()
    fewer = replace(there, results=tuple(x for x in there.results if x.rule.id != "AAA002"))

    rows = table(as_xlsx(RunRecord("1", "0", DAY, (fewer,)), ALL, answers.read(path)))

    by_rule = {x["規則"]: x for x in rows}
    assert (by_rule["BBB002"]["状態"], by_rule["BBB002"]["回答・理由"]) == ("確認中", "問い合わせ中")
    assert rows[-1]["規則"] == "AAA002"
    assert (rows[-1]["結果"], rows[-1]["状態"], rows[-1]["回答・理由"]) == ("今回は所見なし", "対応済", "3章に書いた")


# ---- from end to end

LEVEL = '<w:outlineLvl w:val="0"/>'
BODY = para(r("説明文書・同意文書")) + para(r("1 治療"), LEVEL) + para(r("同意はいつでも撤回できます。"))
CLAIM = "この治療は副作用がなく必ず効きます。"
MARKED = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'


def commented(said: str, *, heading: bool = False, claim: str = CLAIM) -> bytes:
    """A consent document whose claim, or the heading above it, carries a comment."""
    title = para(MARKED.format(r("2 効果")) if heading else r("2 効果"), LEVEL)
    text = para(r(claim) if heading else MARKED.format(r(claim)))
    comments = part("comments", f'<w:comment w:id="0" w:author="甲">{para(r(said))}</w:comment>')
    return pack(parts(BODY + title + text, comments=comments))


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs a check of one Word file with one rule and gives back its findings and notices."""
    monkeypatch.chdir(tmp_path)

    def done(data: bytes | None, *more: str) -> tuple[list[dict], list[dict]]:  # type: ignore[type-arg]
        if data is not None:
            Path("説明文書.docx").write_bytes(data)
        capsys.readouterr()
        assert run(["check", "説明文書.docx", "--select", "ADV001", "--output", "json", *more]) in (0, 1)
        dossier = json.loads(capsys.readouterr().out)["dossiers"][0]
        return dossier["results"][0]["findings"], dossier["notices"]

    return done


def test_a_comment_at_the_place_waives_the_finding(check) -> None:  # type: ignore[no-untyped-def]
    findings, notices = check(commented("regenlint: ignore ADV001 引用した広告の例である"))

    assert [f["waived"]["reason"] for f in findings] == ["引用した広告の例である"]
    assert notices == []


@pytest.mark.parametrize(
    "said", ["regenlint： ignore ADV 例", "Regenlint:ignore  adv001　例", "regenlint: ignore ＡＤＶ００１、例"]
)
def test_the_comment_may_name_the_area_and_be_typed_in_full_width(check, said: str) -> None:  # type: ignore[no-untyped-def]
    findings, _ = check(commented(said))

    assert [f["waived"]["reason"] for f in findings] == ["例"]


def test_a_comment_at_a_heading_waives_its_section(check) -> None:  # type: ignore[no-untyped-def]
    findings, notices = check(commented("regenlint: ignore ADV001 例", heading=True))

    assert [f["waived"]["reason"] for f in findings] == ["例"]
    assert notices == []


def test_a_comment_without_a_reason_or_with_an_unknown_rule_waives_nothing_and_is_told(check) -> None:  # type: ignore[no-untyped-def]
    for said, lacking in (("regenlint: ignore ADV001", "理由"), ("regenlint: ignore XYZ999 理由", "番号")):
        findings, notices = check(commented(said))

        assert findings
        assert not any(f["waived"] for f in findings)
        assert [n["kind"] for n in notices] == ["waiver-invalid"]
        assert lacking in notices[0]["message"]


def test_a_comment_that_has_expired_or_is_not_used_is_told(check) -> None:  # type: ignore[no-untyped-def]
    findings, notices = check(commented("regenlint: ignore ADV001 例 期限 2020-01-31"))
    assert not any(f["waived"] for f in findings)
    assert [n["kind"] for n in notices] == ["waiver-expired"]

    unused = commented("regenlint: ignore ADV001 例", claim="効かない方もいます。")
    findings, notices = check(unused)
    assert findings == []
    assert [n["kind"] for n in notices] == ["waiver-unused"]


def test_an_ordinary_comment_waives_nothing(check) -> None:  # type: ignore[no-untyped-def]
    findings, notices = check(commented("ここは regenlint: ignore ADV001 と書けばよいですか"))

    assert findings
    assert not any(f["waived"] for f in findings)
    assert notices == []


def test_the_whole_round_through_excel(check) -> None:  # type: ignore[no-untyped-def]
    check(commented("前のコメント"))
    assert run(["answers", "説明文書.docx", "--to", "表.xlsx", "--fail-on", "never", "--select", "ADV001"]) == 0
    assert run(["answers", "説明文書.docx", "--to", "表.xlsx", "--select", "ADV001"]) == 2
    fill(Path("表.xlsx"), ADV001=("対応不要", "例として引用"))

    findings, notices = check(None, "--waivers-from", "表.xlsx")

    assert [f["waived"]["reason"] for f in findings] == ["例として引用"]
    assert notices == []
    carried = ["--carry", "表.xlsx", "--fail-on", "never", "--select", "ADV001"]
    assert run(["answers", "説明文書.docx", "--to", "次.xlsx", *carried]) == 0
    assert [x["回答・理由"] for x in table(Path("次.xlsx").read_bytes())] == ["例として引用"]
