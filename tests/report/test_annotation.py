"""`regenlint annotate` from end to end: copies beside an untouched plan."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest

from regenlint.cli import run
from regenlint.parse.open import read_bytes
from regenlint.record import DossierRecord
from regenlint.report.notes import Choice, notes, summary
from regenlint.rules import Severity
from tests.parse.drawn import Drawing
from tests.parse.ooxml import p as para
from tests.parse.ooxml import pack, parts, r
from tests.report.sample import record

HEADING = '<w:outlineLvl w:val="0"/>'


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a Word file, a PDF and a text, each with something to say."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "計画"
    (folder / "添付").mkdir(parents=True)
    body = para(r("特定細胞加工物標準書")) + para(r("1 製造"), HEADING) + para(r("本品は副作用がなく必ず効きます。"))
    (folder / "添付" / "標準書.docx").write_bytes(pack(parts(body)))
    drawing = Drawing().text(60, 760, "説明文書・同意文書", 16)
    drawing.lines(60, 720, "この治療は副作用がなく必ず効きます。", "いつでも撤回できます。")
    (folder / "説明文書.pdf").write_bytes(drawing.bytes())
    (folder / "覚え書き.txt").write_text("説明文書\n絶対に安全です。\n", encoding="utf-8")
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def annotate(*arguments: str) -> int:
    return run(["annotate", *arguments])


def test_copies_lie_as_the_documents_do_and_the_plan_is_untouched(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = hashes(plan)

    code = annotate("計画", "--to", "写し", "--exit-zero", "--allow-undecided", "--min-severity", "note")

    assert code == 0
    assert hashes(plan) == before
    made = {p.relative_to("写し").as_posix() for p in Path("写し").rglob("*") if p.is_file()}
    assert made == {"添付/標準書.docx", "説明文書.pdf"}
    out = capsys.readouterr().out
    assert "写し/説明文書.pdf：所見" in out
    assert "覚え書き.txt：書き込める形式ではありません" in out
    assert out.endswith("写し 2件\n")
    comments = [c.text for c in docx.Document("写し/添付/標準書.docx").comments]
    assert any("［エラー" in c and "根拠：" in c and "直し方：" in c for c in comments)
    contents = [a.get_object()["/Contents"] for a in pypdf.PdfReader("写し/説明文書.pdf").pages[0].annotations or []]
    assert any("根拠：" in c for c in contents)


def test_the_exit_code_is_that_of_the_judgement(plan: Path) -> None:
    assert annotate("計画", "--to", "a", "--allow-undecided") == 1
    assert annotate("計画", "--to", "b", "--allow-undecided", "--fail-on", "never") == 0


def test_existing_files_are_only_replaced_by_force(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("写し/添付").mkdir(parents=True)
    Path("写し/添付/標準書.docx").write_bytes(b"mine")

    assert annotate("計画", "--to", "写し") == 2
    assert Path("写し/添付/標準書.docx").read_bytes() == b"mine"
    assert not Path("写し/説明文書.pdf").exists()
    assert "--force" in capsys.readouterr().err

    assert annotate("計画", "--to", "写し", "--force", "--fail-on", "never", "--allow-undecided") == 0
    assert read_bytes(Path("写し/添付/標準書.docx").read_bytes(), "標準書.docx").blocks


def test_copies_never_go_into_the_plan_nor_over_it(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = hashes(plan)

    assert annotate("計画", "--to", "計画/写し", "--force") == 2
    assert annotate("計画/説明文書.pdf", "--to", "計画", "--force") == 2

    assert hashes(plan) == before
    assert "計画の中には" in capsys.readouterr().err


def test_a_zip_and_several_plans_each_get_their_folder(plan: Path) -> None:
    with zipfile.ZipFile("乙.zip", "w") as z:
        z.write("計画/説明文書.pdf", "中/説明文書.pdf")

    annotate("計画", "乙.zip", "--to", "写し", "--min-severity", "note")

    made = {p.relative_to("写し").as_posix() for p in Path("写し").rglob("*") if p.is_file()}
    assert made == {"計画/添付/標準書.docx", "計画/説明文書.pdf", "乙.zip/中/説明文書.pdf"}


def test_a_copy_that_cannot_be_made_is_said_and_ends_with_three(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from regenlint.report import annotate_docx

    monkeypatch.setattr(annotate_docx, "_seen", lambda d: [(id(d),)])

    assert annotate("計画", "--to", "写し", "--allow-undecided", "--exit-zero", "--min-severity", "note") == 3
    assert not Path("写し/添付/標準書.docx").exists()
    assert Path("写し/説明文書.pdf").exists()
    assert "同じになりません" in capsys.readouterr().out


def test_a_document_that_cannot_be_read_is_told_and_the_others_are_copied(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (plan / "略歴.docx").write_bytes(b"PK\x03\x04 broken")

    assert annotate("計画", "--to", "写し", "--min-severity", "note") == 3

    assert "計画/略歴.docx：ファイルが壊れていて" in capsys.readouterr().out
    assert Path("写し/説明文書.pdf").exists()


def test_english_is_complete(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    annotate("計画", "--to", "copies", "--lang", "en", "--min-severity", "note")

    out = capsys.readouterr().out
    assert "findings at their place" in out
    assert "copies\n" in out
    comments = [c.text for c in docx.Document("copies/添付/標準書.docx").comments]
    assert any("[error, " in c and "basis: " in c and "to mend: " in c for c in comments)


# ---- what copies say, on a record with everything


def test_findings_at_one_block_without_words_share_a_note() -> None:
    there = record()
    document = there.documents[0].path

    found = notes(there, document, Choice(least=Severity.NOTE, waived=True))

    assert [n.head for n in found] == [
        "［警告・不備・要確認］BBB001 too-vagueの表題",
        "［エラー・空欄・未記入］AAA003 left-blankの表題",
        "［エラー・食い違い］BBB002 contradictionの表題",
    ]
    assert found[1].lines[-1] == "免除：別紙3に記載"
    assert any(line.startswith("関連：06_説明文書.md") for line in found[0].lines)


def test_waived_findings_and_milder_ones_are_left_out_unless_asked_for() -> None:
    there = record()
    document = there.documents[0].path

    heads = [n.head for n in notes(there, document, Choice(least=Severity.ERROR))]
    assert heads == ["［エラー・食い違い］BBB002 contradictionの表題"]


def test_the_main_document_tells_what_no_copy_can_hold() -> None:
    there: DossierRecord = record()
    document = there.documents[0].path

    main = summary(there, document, True, Choice())
    other = summary(there, document, False, Choice())

    assert "［エラー・記載なし］AAA002 nothing-thereの表題" in main
    assert "07_略歴.doc: 古い形式です" in main
    assert any("3頁に文字がありません" in line for line in other)
    assert not any("AAA002" in line for line in other)
    assert not any("適合" in line or "compliant" in line for line in (*main, *other))
