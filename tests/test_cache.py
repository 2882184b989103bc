"""The cache: by content, never by time stamp, never trusted, safe to share."""

from __future__ import annotations

import datetime
import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from regenlint import cache
from regenlint.app import Options, check
from regenlint.config import Layer
from regenlint.record import DossierRecord
from regenlint.rules import FactValue, Severity
from tests.report import sample

Plans = Callable[[dict[str, str]], Path]
FACTS: dict[str, FactValue] = {"donor": "allogeneic", "product": ("cells",), "cultured": True}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("REGENLINT_CACHE_DIR", str(folder))
    return folder


def options(day: datetime.date = sample.DAY, **more: FactValue) -> Options:
    return Options(("plan",), Layer("test", select=("VIR002",), facts={**FACTS, **more}), today=day)


def entries(folder: Path) -> set[str]:
    return {p.name for p in folder.glob("??/*")}


def test_a_record_comes_back_as_it_was_kept() -> None:
    cache.store("ab" * 32, sample.record())

    assert cache.load("ab" * 32) == sample.record()


def test_what_is_not_there_is_none() -> None:
    assert cache.load("cd" * 32) is None


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign"])
def test_a_damaged_entry_is_ignored(own_folder: Path, damage: str) -> None:
    name = "ab" * 32
    cache.store(name, sample.record())
    file = own_folder / "ab" / name
    data = file.read_bytes()

    file.write_bytes(
        {"cut": data[:-20], "flip": data[:-1] + bytes([data[-1] ^ 1]), "empty": b"", "foreign": b"x" * 500}[damage]
    )

    assert cache.load(name) is None


@pytest.mark.parametrize("value", [Path("x"), subprocess.Popen, Severity.__new__, os.system])
def test_an_entry_can_make_nothing_but_our_values(own_folder: Path, value: object) -> None:
    body = pickle.dumps((value,))
    file = own_folder / "ab" / ("ab" * 32)
    file.parent.mkdir(parents=True)

    file.write_bytes(cache._MAGIC + hashlib.sha256(body).digest() + body)

    assert cache.load("ab" * 32) is None


def test_the_same_question_is_answered_from_the_cache(plans: Plans, own_folder: Path) -> None:
    plans({"plan/01_標準書.txt": "特定細胞加工物標準書\n提供者の血液検査を行う。"})
    first = check(options())
    kept = entries(own_folder)

    second = check(options())

    assert second == first
    assert entries(own_folder) == kept


def test_an_answer_depends_on_content_and_not_on_time(plans: Plans, own_folder: Path) -> None:
    file = plans({"plan/01_標準書.txt": "特定細胞加工物標準書\n提供者の血液検査を行う。"}) / "plan/01_標準書.txt"
    check(options())
    kept = entries(own_folder)
    stamp = file.stat()

    os.utime(file, (1, 1))
    check(options())
    same = entries(own_folder)
    file.write_text("特定細胞加工物標準書\n提供者の血液検査を行わ。", encoding="utf-8")
    os.utime(file, (stamp.st_atime, stamp.st_mtime))
    check(options())

    assert same == kept
    assert len(entries(own_folder)) == len(kept) + 1


@pytest.mark.parametrize("asked", ["another day", "another fact", "another file", "another name"])
def test_another_question_gets_another_answer(plans: Plans, own_folder: Path, asked: str) -> None:
    folder = plans({"plan/01_標準書.txt": "特定細胞加工物標準書\n提供者の血液検査を行う。"})
    check(options())
    kept = entries(own_folder)

    if asked == "another file":
        (folder / "plan/02_概要書.txt").write_text("概要書", encoding="utf-8")
    if asked == "another name":
        (folder / "plan/01_標準書.txt").rename(folder / "plan/09_標準書.txt")
    more: dict[str, FactValue] = {"class": 3} if asked == "another fact" else {}
    check(options(datetime.date(2026, 11, 2) if asked == "another day" else sample.DAY, **more))

    assert len(entries(own_folder)) == len(kept) + 1


def test_no_cache_reads_and_leaves_nothing(plans: Plans, own_folder: Path) -> None:
    plans({"plan/01_標準書.txt": "特定細胞加工物標準書"})

    check(Options(("plan",), Layer("test", select=("VIR002",)), use_cache=False))

    assert not own_folder.exists()


def test_entries_are_readable_by_their_owner_only(own_folder: Path) -> None:
    cache.store("ab" * 32, sample.record())

    assert (own_folder / "ab" / ("ab" * 32)).stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("REGENLINT_CACHE_DIR", str(tmp_path / "file" / "below"))

    cache.store("ab" * 32, sample.record())

    assert cache.load("ab" * 32) is None


def test_two_processes_may_share_the_folder(own_folder: Path) -> None:
    code = (
        "from tests.report import sample; from regenlint import cache\n"
        "for n in range(60):\n"
        "    cache.store('ab' * 32, sample.record()); found = cache.load('ab' * 32)\n"
        "    assert found == sample.record(), n\n"
    )
    root = Path(__file__).parent.parent

    running = [subprocess.Popen([sys.executable, "-c", code], cwd=root, stderr=subprocess.PIPE) for _ in range(2)]

    assert [p.communicate()[1] for p in running] == [b"", b""]
    assert isinstance(cache.load("ab" * 32), DossierRecord)
    assert entries(own_folder) == {"ab" * 32}


def test_the_folder_stays_small(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_KEPT", 8)

    for n in range(20):
        cache.store(f"{n:02x}" * 32, n)

    assert len(entries(own_folder)) <= 8
    assert cache.load("13" * 32) == 19


def test_the_folder_stays_small_in_bytes_too(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_KEPT_BYTES", 10_000)

    for n in range(12):
        cache.store(f"{n:02x}" * 32, "x" * 2_000)

    assert sum(p.stat().st_size for p in own_folder.glob("??/*")) <= 10_000
