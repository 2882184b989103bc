"""Files are read in a child with limits: the same documents come out; what kills the reader kills the child alone."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from regenlint.cli import run
from regenlint.errors import RegenlintError, UnreadableError
from regenlint.model import DocKind
from regenlint.parcel import READ, packed, unpacked
from regenlint.parse import open as opening
from regenlint.parse import sandbox
from regenlint.parse.open import open_dossier, read_bytes
from tests.parse.ooxml import p, pack, parts, r

ROOT = Path(__file__).parents[2]
Plans = Callable[[dict[str, str]], Path]
Spoil = Callable[[str], None]
WORD = pack(parts(p(r("特定細胞加工物標準書"))))

posix = pytest.mark.skipif(os.name != "posix", reason="the system has no such limits")


@pytest.fixture
def spoil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """Makes the child run some lines before it reads a file of the name 悪い.docx."""

    def write(lines: str) -> None:
        folder = tmp_path / "spoilt"
        folder.mkdir()
        (folder / "spoilt.py").write_text(
            "import os, signal, socket, subprocess, time\n"
            "from regenlint.parse import confined, open as opening\n"
            "real = opening.read_bytes\n"
            "def read(data, name):\n"
            "    if name.endswith('悪い.docx'):\n" + textwrap.indent(textwrap.dedent(lines), " " * 8) + "\n"
            "    return real(data, name)\n"
            "opening.read_bytes = read\n",
            encoding="utf-8",
        )
        monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
        monkeypatch.setattr(
            sandbox, "_PROGRAM", sandbox._PROGRAM.replace("from regenlint", "import spoilt; from regenlint")
        )

    return write


@pytest.fixture
def three(tmp_path: Path) -> Path:
    folder = tmp_path / "計画"
    folder.mkdir()
    for name in ("01.docx", "02_悪い.docx", "03.docx"):
        (folder / name).write_bytes(WORD)
    return folder


def reasons(folder: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The documents read and the files not read with the kind of reason."""
    d = open_dossier(folder, sandbox=True)
    return [Path(x.path).name for x in d.documents], [(Path(u.path).name, u.kind) for u in d.unread]


@pytest.mark.parametrize("name", ["b3-aav-invivo", "b5-prp-class3", "n4-phage-plus-evs"])
def test_a_dossier_is_the_same_with_and_without_a_sandbox(name: str) -> None:
    files = ROOT / "tests/corpus/labelled" / name / "files"

    assert open_dossier(files, sandbox=True) == open_dossier(files, sandbox=False)


def test_a_refusal_is_the_same_with_and_without_a_sandbox(tmp_path: Path) -> None:
    for name, data in (
        ("a.docx", b"PK\3\4x"),
        ("b.pdf", b"%PDF-1.4\n%%EOF"),
        ("c.xlsx", b"\0" * 9),
        ("d.txt", b"\xff\xfe\0"),
    ):
        (tmp_path / name).write_bytes(data)

    found = open_dossier(tmp_path, sandbox=True)

    assert found == open_dossier(tmp_path, sandbox=False)
    assert len(found.unread) == 4


def test_reports_are_the_same_bytes_with_and_without_a_sandbox(plans: Plans) -> None:
    folder = plans({"計画/04_標準書.txt": "# 特定細胞加工物標準書\n\n本品は同種の細胞である。\n"})
    (folder / "計画/05.docx").write_bytes(WORD)
    asked = ["計画", "--select", "VIR", "--no-cache", "--output"]

    codes = {run([*asked, f"json:{switch}.json", f"--{switch}"]) for switch in ("sandbox", "no-sandbox")}

    assert len(codes) == 1
    assert Path("sandbox.json").read_bytes() == Path("no-sandbox.json").read_bytes()


@posix
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGBUS"])
def test_a_reader_that_dies_costs_its_file_and_no_other(three: Path, spoil: Spoil, name: str) -> None:
    spoil(f"os.kill(os.getpid(), signal.{name})")

    assert reasons(three) == (["01.docx", "03.docx"], [("02_悪い.docx", "crashed")])
    assert name in open_dossier(three, sandbox=True).unread[0].message


@posix
def test_a_reader_killed_by_the_system_is_said_to_lack_memory(three: Path, spoil: Spoil) -> None:
    spoil("os.kill(os.getpid(), signal.SIGKILL)")

    assert reasons(three) == (["01.docx", "03.docx"], [("02_悪い.docx", "memory")])


@posix
def test_memory_beyond_the_limit_is_named(three: Path, spoil: Spoil) -> None:
    spoil("kept = [bytearray(1 << 28) for _ in range(40)]")

    assert reasons(three) == (["01.docx", "03.docx"], [("02_悪い.docx", "memory")])


@posix
def test_processor_time_beyond_the_limit_is_a_time_out(
    three: Path, spoil: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "CPU_SECONDS", 1)
    spoil("while True: pass")

    assert reasons(three) == (["01.docx", "03.docx"], [("02_悪い.docx", "timeout")])


def test_a_reader_that_waits_without_end_is_a_time_out(
    three: Path, spoil: Spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 3)
    spoil("time.sleep(600)")

    assert reasons(three) == (["01.docx", "03.docx"], [("02_悪い.docx", "timeout")])


@pytest.mark.parametrize(
    "attempt",
    [
        "open('written', 'w')",
        "os.open('written', os.O_WRONLY | os.O_CREAT)",
        "os.remove('there')",
        "os.rename('there', 'written')",
        "socket.create_connection(('127.0.0.1', 9))",
        "subprocess.run(['true'])",
        "os.system('true')",
    ],
)
def test_the_child_writes_nothing_starts_nothing_and_calls_nobody(
    three: Path, spoil: Spoil, attempt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (three.parent / "there").write_text("x")
    monkeypatch.chdir(three.parent)
    spoil(f"try: {attempt}\nexcept PermissionError as e: assert 'sandbox' in str(e); os._exit(7)")

    assert reasons(three) == (["01.docx", "03.docx"], [("02_悪い.docx", "crashed")])
    assert "（7）" in open_dossier(three, sandbox=True).unread[0].message
    assert sorted(f.name for f in three.parent.iterdir()) == ["spoilt", "there", "計画"]


@posix
def test_native_code_writes_no_byte_to_a_file_either(three: Path, spoil: Spoil) -> None:
    """The system's own bound, below Python: a file that was open before stays as it was."""
    (three.parent / "log").write_text("x")
    spoil("pass")
    text = (three.parent / "spoilt/spoilt.py").read_text(encoding="utf-8")
    before = f"kept = os.open({str(three.parent / 'log')!r}, os.O_WRONLY | os.O_APPEND)\n"
    text = text.replace("real =", before + "real =").replace("pass\n", "os.write(kept, b'more')\n")
    (three.parent / "spoilt/spoilt.py").write_text(text, encoding="utf-8")

    read, unread = reasons(three)

    assert (read, [name for name, _ in unread]) == (["01.docx", "03.docx"], ["02_悪い.docx"])
    assert (three.parent / "log").read_text() == "x"


@posix
def test_a_pdf_that_unpacks_beyond_the_memory_kills_the_child_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PDFium aborts where it gets no memory; no Python code could stop it."""
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(500)) + packer.flush()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(stream), stream),
    )
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    (tmp_path / "01.pdf").write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Size 5/Root 1 0 R>>\n%%EOF")
    (tmp_path / "02.docx").write_bytes(WORD)
    monkeypatch.setattr(sandbox, "MEMORY", 640 << 20)

    assert reasons(tmp_path) == (["02.docx"], [("01.pdf", "crashed")])


def test_an_answer_that_holds_anything_but_a_document_is_refused(three: Path, spoil: Spoil) -> None:
    spoil("class Other:\n    def __reduce__(self): return os.getcwd, ()\nreturn Other()")

    assert reasons(three)[1] == [("02_悪い.docx", "crashed")]


@pytest.mark.parametrize("value", [os.system, subprocess.Popen, zipfile.ZipFile])
def test_a_parcel_makes_values_of_the_model_and_nothing_else(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        unpacked(pickle.dumps((value,)), READ)

    assert unpacked(packed((DocKind.FORM, "x", 1)), READ) == (DocKind.FORM, "x", 1)


def test_what_a_library_prints_does_not_stand_between_the_answers(three: Path, spoil: Spoil) -> None:
    spoil("os.write(1, b'noise' * 100); print('noise', flush=True)")

    assert reasons(three) == (["01.docx", "02_悪い.docx", "03.docx"], [])


def test_a_zip_is_read_in_a_sandbox_unless_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    reading = opening._reading

    def watched(*, sandbox: bool) -> object:
        asked.append(sandbox)
        return reading(sandbox=False)

    monkeypatch.setattr(opening, "_reading", watched)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("a.docx", WORD)
    (tmp_path / "計画.zip").write_bytes(out.getvalue())
    (tmp_path / "a.docx").write_bytes(WORD)

    for name, choice in (("計画.zip", None), ("a.docx", None), ("計画.zip", False), ("a.docx", True)):
        open_dossier(tmp_path / name, sandbox=choice)

    assert asked == [True, False, False, True]


@pytest.mark.parametrize(
    ("ci", "more", "expected"),
    [("true", [], True), ("1", [], True), ("", [], None), ("true", ["--no-sandbox"], False), ("", ["--sandbox"], True)],
)
def test_ci_reads_in_a_sandbox_unless_told_otherwise(
    plans: Plans, monkeypatch: pytest.MonkeyPatch, ci: str, more: list[str], expected: bool | None
) -> None:
    from regenlint import app

    plans({"a.txt": "標準書"})
    seen: list[bool | None] = []
    monkeypatch.setenv("CI", ci)

    def opened(options: app.Options) -> tuple[()]:
        seen.append(options.sandbox)
        return ()

    monkeypatch.setattr(app, "opened", opened)

    assert run(["outline", "a.txt", *more]) == 0
    assert seen == [expected]


def test_a_system_without_limits_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from regenlint import switches
    from regenlint.config import Layer

    monkeypatch.setattr(sandbox, "has_limits", lambda: False)

    switches.options(["a"], Layer("test"), None, "", sandbox=True)

    assert "上限を掛けられません" in capsys.readouterr().err


def test_a_fault_of_a_reader_is_a_reason_and_the_other_files_are_read(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(kind: object, data: bytes, path: str, sha256: str) -> object:
        if "悪い" in path:
            raise KeyError("秘密の本文")
        return real(kind, data, path, sha256)  # type: ignore[arg-type]

    real = opening._read_as
    monkeypatch.setattr(opening, "_read_as", faulty)

    d = open_dossier(three, sandbox=False)

    assert [u.kind for u in d.unread] == ["crashed"]
    assert "KeyError" in d.unread[0].message
    assert "秘密" not in d.unread[0].message
    assert len(d.documents) == 2


def test_a_child_that_cannot_be_started_is_no_valid_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    with pytest.raises(RegenlintError, match="--no-sandbox"):
        read_bytes(WORD, "a.docx", sandbox=True)


def test_standard_input_may_be_read_in_a_sandbox() -> None:
    assert read_bytes(WORD, "a.docx", sandbox=True) == read_bytes(WORD, "a.docx")
    with pytest.raises(UnreadableError):
        read_bytes(b"", "a.docx", sandbox=True)


@posix
def test_no_child_is_left_behind(three: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        _interrupted(three)

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def _interrupted(folder: Path) -> None:
    def load() -> bytes:
        raise KeyboardInterrupt

    found = [("a.docx", lambda: WORD), ("b.docx", load)]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    opening._dossier(str(folder), found, sandbox=True)
