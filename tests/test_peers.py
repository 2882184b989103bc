"""The table of peers and what stands in it; no peer is set up here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import peers
from bench.peers import Cost, Line, Peer, UnavailableError, beside, done, middle, reason, run, table


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def peer(setup: Callable[[Path], Path], theirs: str = "print('8 characters')") -> Peer:
    return Peer(
        "other",
        "texts",
        ".txt",
        setup,
        lambda _p, _f: program(theirs),
        lambda _f: program("print('4 characters')"),
        peers.judged,
    )


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    source = tmp_path / "sample" / "src"
    source.mkdir(parents=True)
    (source / "計画.txt").write_text("再生医療等の名称\n", encoding="utf-8")
    return source.parent


def test_the_middle_is_taken_of_each_figure_by_itself() -> None:
    assert middle([Cost(1, 9, 5), Cost(3, 7, 4), Cost(2, 8, 60)]) == Cost(2, 8, 5)


def test_a_row_has_theirs_ours_and_how_many_times_ours_they_take() -> None:
    row = table(
        [Line("other 1.2", "texts", Cost(6, 3, 400), Cost(2, 1.5, 100), "8 findings (4 findings)")]
    ).splitlines()[-1]

    assert " ".join(row.split()) == (
        "other 1.2 texts 6.00 (2.00) 3.0x 3.00 (1.50) 2.0x 400 (100) 4.0x 8 findings (4 findings)"
    )


def test_nothing_is_divided_by_nothing() -> None:
    assert table([Line("other", "texts", Cost(1, 1, 1), Cost(0, 0, 0))]).count(" -") >= 3


def test_a_peer_that_is_not_to_be_had_is_a_row_with_its_reason(sample: Path, tmp_path: Path) -> None:
    def refused(_folder: Path) -> Path:
        raise UnavailableError("npm is not installed")

    line = beside(peer(refused), tmp_path / "peer", sample, 1)

    assert table([line]).splitlines()[-1].split(maxsplit=2)[2] == "not available here: npm is not installed"


def test_a_peer_that_fails_at_work_is_a_row_with_its_last_words(sample: Path, tmp_path: Path) -> None:
    line = beside(peer(lambda folder: folder, "raise OSError('no model at hand')"), tmp_path / "peer", sample, 1)

    assert (line.theirs, line.reason) == (None, "OSError: no model at hand")


def test_a_peer_beside_ours_has_the_figures_of_both_and_what_both_got(sample: Path, tmp_path: Path) -> None:
    line = beside(peer(lambda folder: folder), tmp_path / "peer", sample, 2)

    assert line.got == "8 characters (4 characters)"
    assert line.theirs is not None
    assert line.ours is not None
    assert min(line.theirs.wall, line.theirs.memory, line.ours.wall, line.ours.memory) > 0


def test_time_and_memory_of_a_programs_own_children_count(tmp_path: Path) -> None:
    work = "x = bytearray(150 << 20); import time; e = time.process_time() + 0.3\nwhile time.process_time() < e: pass"
    cost, _ = done(
        program(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}]); print(1)"), tmp_path
    )

    assert cost.cpu >= 0.3
    assert cost.memory >= 150


def test_what_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="stopped after 1 s"):
        run(program("import time; time.sleep(60)"), tmp_path, 1)


def test_what_is_not_there_is_said_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=r"^absent: "):
        run([str(tmp_path / "absent")], tmp_path)


def test_no_reason_shows_where_things_lie_on_this_machine() -> None:
    said = "Traceback\nOSError: cannot open /home/someone/peers/docling/model.bin\n"

    assert reason(said, 1) == "OSError: cannot open …/model.bin"


def test_each_round_has_other_bytes_and_the_same_words(sample: Path, tmp_path: Path) -> None:
    contents = [
        (peers.copied(sample, ".txt", tmp_path / "plan", n) / "計画.txt").read_text(encoding="utf-8") for n in (1, 2)
    ]

    assert contents[0] != contents[1]
    assert all(c.startswith("再生医療等の名称\n") for c in contents)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ('[{"messages": [{}, {}]}, {"messages": []}]', "2 findings"),
        ('{"files": [{"findings": [{}]}]}', "1 findings"),
        ('{"dossiers": [{"results": [{"findings": [{}, {}, {}]}]}]}', "3 findings"),
        ("12 characters\n", "12 characters"),
        ("", "nothing"),
    ],
)
def test_what_was_got_is_counted_in_every_report(said: str, count: str) -> None:
    assert peers.judged(said) == count
