"""Folders, ZIPs and files as dossiers."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest

from regenlint.errors import UsageError
from regenlint.parse import open_dossier, read_path
from tests.parse.ooxml import p, pack, parts, r

WORD = pack(parts(p(r("本文"))))


def test_a_folder_is_a_dossier_of_its_documents_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "02_詳細.docx").write_bytes(WORD)
    (tmp_path / "01_様式.txt").write_text("様式第1の2", encoding="utf-8")
    (tmp_path / "sub" / "03_略歴.md").write_text("# 略歴", encoding="utf-8")
    d = read_path(tmp_path)
    assert [Path(x.path).name for x in d.documents] == ["01_様式.txt", "02_詳細.docx", "03_略歴.md"]
    assert d.documents[2].path == f"{tmp_path.as_posix()}/sub/03_略歴.md"
    assert len({x.id for x in d.documents}) == 3
    assert d.unread == ()


def test_what_is_not_part_of_a_plan_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(WORD)
    for name in (
        "~$plan.docx",
        ".hidden.docx",
        "plan.docx.regenlint.txt",
        "regenlint.toml",
        "Thumbs.db",
        "data.json",
        "._plan.docx",
    ):
        (tmp_path / name).write_bytes(b"x")
    for folder in (".git", "__MACOSX"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.docx").write_bytes(WORD)
    d = read_path(tmp_path)
    assert [Path(x.path).name for x in d.documents] == ["plan.docx"]
    assert d.unread == ()


def test_documents_that_cannot_be_read_are_listed_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(WORD)
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    (tmp_path / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    (tmp_path / "broken.docx").write_bytes(WORD[:100])
    (tmp_path / "empty.pdf").write_bytes(b"")
    d = read_path(tmp_path)
    assert [(Path(u.path).name, u.kind) for u in d.unread] == [
        ("broken.docx", "broken"), ("empty.pdf", "empty"), ("old.doc", "old-format"), ("scan.png", "image"),
    ]  # fmt: skip
    assert ".docx で保存し直してください" in d.unread[2].message


def test_a_lone_file_is_a_dossier_and_a_refused_one_is_listed(tmp_path: Path) -> None:
    good, bad = tmp_path / "plan.docx", tmp_path / "bad.docx"
    good.write_bytes(WORD)
    bad.write_bytes(b"{\\rtf1}")
    assert len(read_path(good).documents) == 1
    assert [u.kind for u in read_path(bad).unread] == ["old-format"]


def test_a_path_that_is_not_there_or_holds_nothing_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_path(tmp_path / "nowhere")
    with pytest.raises(UsageError):
        read_path(tmp_path)


def archive(*members: tuple[str, bytes], utf8: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            z.writestr(name if utf8 else name.encode("cp932").decode("cp437"), data)
    data = out.getvalue()
    # Names outside ASCII were marked as UTF-8; Windows writes them unmarked in Shift_JIS.
    if not utf8:
        for name, _ in members:
            marked = name.encode("cp932").decode("cp437").encode()
            data = data.replace(marked, name.encode("cp932").ljust(len(marked), b" "))
    return data


def test_a_zip_is_a_dossier_and_its_names_are_composed(tmp_path: Path) -> None:
    path = tmp_path / "plan.zip"
    decomposed = unicodedata.normalize("NFD", "様式/ガイド.docx")
    path.write_bytes(archive((decomposed, WORD), ("__MACOSX/._x.docx", b"x"), ("~$y.docx", b"x")))
    d = read_path(path)
    assert [x.path for x in d.documents] == [f"{path.as_posix()}/様式/ガイド.docx"]


def test_a_zip_that_stores_a_pdf_unpacked_is_still_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "計画.zip", "w") as z:
        z.writestr("説明文書.pdf", b"%PDF-1.4\nbroken")

    d = read_path(tmp_path / "計画.zip")

    assert [u.path.rsplit("/", 1)[-1] for u in d.unread] == ["説明文書.pdf"]


def test_names_of_a_zip_made_on_windows_are_read_as_shift_jis(tmp_path: Path) -> None:
    path = tmp_path / "plan.zip"
    info = zipfile.ZipInfo("placeholder.docx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr(info, WORD)
    name = "様式第1.docx".encode("cp932")
    assert len(name) <= len("placeholder.docx")
    stored = name[:-5] + b"_" * (len("placeholder.docx") - len(name)) + name[-5:]
    path.write_bytes(out.getvalue().replace(b"placeholder.docx", stored))
    assert [Path(x.path).name for x in read_path(path).documents] == ["様式第1____.docx"]


def test_a_name_that_leaves_the_archive_is_refused_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.zip"
    path.write_bytes(archive(("../../evil.docx", WORD), ("good.docx", WORD)))
    d = read_path(path)
    assert [Path(x.path).name for x in d.documents] == ["good.docx"]
    assert [(u.path, u.kind) for u in d.unread] == [(f"{path.as_posix()}/evil.docx", "unsafe")]
    assert sorted(x.name for x in tmp_path.iterdir()) == ["plan.zip"]


def test_a_member_packed_beyond_reason_and_a_zip_in_a_zip_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.zip"
    path.write_bytes(
        archive(("bomb.txt", b"\n" * (4 << 20)), ("in.zip", archive(("a.txt", b"a"))), ("a.txt", "本文".encode()))
    )
    d = read_path(path)
    assert [(Path(u.path).name, u.kind) for u in d.unread] == [("bomb.txt", "unsafe"), ("in.zip", "not-a-document")]


def test_standard_input_takes_its_name_from_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(WORD)

    monkeypatch.setattr("sys.stdin", Stdin())
    d = open_dossier(Path("-"), name="plans/a.docx")
    assert [x.path for x in d.documents] == ["plans/a.docx"]
