"""Names of every kind go through reading, judging and every report; none leads anywhere or steers anything."""

from __future__ import annotations

import io
import json
import os
import stat
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from regenlint.cli import run
from regenlint.labels import Lang
from regenlint.parse.open import open_dossier
from regenlint.report import BINARY, FORMATS, Display, rendered
from tests.report import sample

Plans = Callable[[dict[str, str]], Path]
STANDARD = "# 特定細胞加工物標準書\n\n本品は同種の間葉系幹細胞である。\n"
VIR = ("--select", "VIR002", "--fact", "donor=allogeneic", "--fact", "product=cells")
NAMES = {
    "japanese": "計画／標準書（第１版）.txt",
    "spaces": "  標準 書\u3000案 .txt",
    "decomposed": unicodedata.normalize("NFD", "ガイドブック標準書.txt"),
    "long": "標準書" * 27 + ".txt",
    "a formula": "=1+2標準書.txt",
    "markup": "<b>標準書&amp;.txt",
    "a flag": "-標準書.txt",
    "escape codes": "標\x1b[31m準\x9b書\u202e.txt",
    "a line end": "標準書\n::error::x.txt",
    "quotes": "標'準\"書`$(x).txt",
    "colons": "http:標準書:12:3.txt",
    "astral": "𠮷野家標準書🧬.txt",
}
TEXTS = sorted(set(FORMATS) - BINARY)
STEERING = "\x1b\x9b\u202e\u2066\u200f"


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_judged_and_reported_in_every_format(plans: Plans, name: str) -> None:
    plans({f"計画/{NAMES[name]}": STANDARD})
    outputs = [x for form in FORMATS for x in ("--output", f"{form}:out.{form}")]

    assert run(["計画", *VIR, *outputs, "--rendition", "r"]) == 1

    shown = json.loads(Path("out.json").read_text(encoding="utf-8"))["dossiers"][0]["documents"][0]["path"]
    assert shown == "計画/" + unicodedata.normalize("NFC", NAMES[name])
    for form in ("text", "concise", "markdown", "github", "json", "sarif"):
        assert not any(c in Path(f"out.{form}").read_text(encoding="utf-8") for c in STEERING), form
    assert "\n::error::x" not in Path("out.github").read_text(encoding="utf-8")


def test_names_in_the_bytes_of_windows_are_read_as_they_were_meant(plans: Plans) -> None:
    folder = plans({"計画/a.txt": STANDARD})
    (folder / "計画/a.txt").rename(os.fsdecode(os.fsencode(folder / "計画") + b"/" + "様式第一.txt".encode("cp932")))

    code = run(["計画", *VIR, "--output", "json:out.json", "--output", "html:out.html", "--output", "text:out.txt"])

    assert code == 1
    paths = [d["path"] for d in json.loads(Path("out.json").read_text(encoding="utf-8"))["dossiers"][0]["documents"]]
    assert paths == ["計画/様式第一.txt"]


def test_a_plan_whose_own_name_is_in_other_bytes_is_reported(plans: Plans) -> None:
    folder = plans({"a/標準書.txt": STANDARD})
    name = os.fsdecode("計画".encode("cp932"))
    (folder / "a").rename(folder / name)

    assert (
        run([name, *VIR, "--output", "json:out.json", "--output", "text:out.txt", "--output", "sarif:out.sarif"]) == 1
    )
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["dossiers"][0]["path"] == "計画"


def packed(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for info, data in members:
            z.writestr(info, data)
    return out.getvalue()


def test_no_member_of_a_zip_leads_out_of_it(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("リンク.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    text = STANDARD.encode()
    members = [(n, text) for n in ("/etc/標準書.txt", "C:\\計画\\標準書.txt", "..\\..\\外.txt", "a/../../外2.txt")]
    (tmp_path / "plan.zip").write_bytes(packed((link, b"/etc/hostname"), *members, ("報" * 260 + ".txt", text)))

    done = open_dossier(tmp_path / "plan.zip", sandbox=False)

    base = f"{tmp_path.as_posix()}/plan.zip"
    assert [d.path for d in done.documents] == [
        f"{base}/etc/標準書.txt", f"{base}/{'報' * 260}.txt", f"{base}/計画/標準書.txt"
    ]  # fmt: skip
    assert [(u.path.removeprefix(base), u.kind) for u in done.unread] == [
        ("/a/外2.txt", "unsafe"), ("/リンク.txt", "unsafe"), ("/外.txt", "unsafe")
    ]  # fmt: skip
    assert [p.name for p in tmp_path.iterdir()] == ["plan.zip"]


def test_members_of_one_name_are_all_read(tmp_path: Path) -> None:
    (tmp_path / "plan.zip").write_bytes(packed(("標準書.txt", STANDARD.encode()), ("./標準書.txt", STANDARD.encode())))

    assert len(open_dossier(tmp_path / "plan.zip", sandbox=False).documents) == 2


def test_a_rendition_of_a_member_with_a_long_name_is_written(plans: Plans) -> None:
    import docx

    folder = plans({})
    made = io.BytesIO()
    document = docx.Document()
    document.add_heading("特定細胞加工物標準書", 1)
    document.save(made)
    (folder / "plan.zip").write_bytes(
        packed(("報" * 260 + ".docx", made.getvalue()), ("報" * 261 + ".docx", made.getvalue()))
    )

    assert run(
        ["plan.zip", "--select", "VIR002", "--rendition", "r", "--output", "concise:out", "--allow-undecided"]
    ) in (0, 1)
    assert len(list(Path("r").rglob("*.regenlint.txt"))) == 2


@pytest.mark.parametrize("form", TEXTS)
def test_a_hostile_plan_steers_no_terminal_and_loses_no_character_in_json(form: str) -> None:
    bad = "計\x1b[2J\x9b\u202e画\u2066\u200f"
    first = sample.run().dossiers[0]
    results = tuple(
        replace(r, findings=tuple(replace(f, message=bad, english=bad) for f in r.findings)) for r in first.results
    )
    hostile = replace(sample.run(), dossiers=(replace(first, path=bad, results=results),))

    shown = rendered(form, hostile, Display(Lang.JA, show=frozenset({"met", "na", "waived"})))

    assert isinstance(shown, str)
    assert "\x1b" not in shown
    if form != "junit":
        assert not any(c in shown for c in STEERING)
    if form == "json":
        assert json.loads(shown)["dossiers"][0]["path"] == bad


@pytest.mark.parametrize("command", ["outline", "facts", "profile"])
def test_other_commands_steer_no_terminal_either(
    plans: Plans, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plans({"計\x1b[2J\x9b\u202e画/標\x1b[31m準.txt": "# 標準書\x1b[2J\u202e\n\n提供者\x9b：他家\u2066\n"})

    run([command, "計\x1b[2J\x9b\u202e画"])

    assert not any(c in capsys.readouterr().out for c in STEERING)
