"""The shipped model: its file, its card, its price."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
import zlib
from collections import Counter
from pathlib import Path

import pytest

from regenlint.evidence import ACCEPTED, THRESHOLD, Place, State, Statement, deep, judge, judge_many, learned
from regenlint.evidence.passage import take_apart

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus"


def test_the_card_in_the_documentation_is_that_of_the_shipped_model() -> None:
    header = learned.shipped().header
    text = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    for protocol in ("groups", "hands"):
        card = header["card"][protocol]
        for key in ("accuracy", "precision", "recall"):
            assert f"{card[key]:.3f}" in text, (protocol, key)
        assert card["dangerous"] in text
    assert header["threshold"] == THRESHOLD
    assert str(header["card"]["rows"]) in text


def test_the_model_is_small_and_knows_every_state() -> None:
    model = learned.shipped()
    assert set(model.states) == set(State)
    assert (Path(learned.__file__).parent / "learned.bin").stat().st_size <= 300 * 1024


def test_a_file_that_is_not_a_model_is_refused() -> None:
    with pytest.raises(ValueError, match="not a model"):
        learned.load(b"something else")
    with pytest.raises(ValueError, match="not a reader"):
        deep.load(b"something else")


def test_a_model_survives_its_file() -> None:
    header = {
        "states": [str(s) for s in State],
        "scales": {"characters": 1.0, "signs": 0.5, "skeleton": 0.1},
        "bias": [0.0] * len(State),
    }
    weights = bytes([128 + 10, *[128] * (len(State) - 1)])
    model = learned.load(learned.write(header, [zlib.crc32(b"@prose")], weights))
    scores = model.scores(take_apart(Statement("無菌試験を行う。", 0, 4, Place.PROSE)))
    assert scores[0] == pytest.approx(0.5 * 10)
    assert set(scores[1:]) == {0.0}


def test_a_trusted_state_is_on_the_side_of_its_probability() -> None:
    for text in ("無菌試験を行う。", "無菌試験は行わない。", "無菌試験は検討中である。", "無菌試験"):
        judgement = judge(Statement(text, 0, 4, Place.PROSE))
        assert 0 <= judgement.accepted <= 1
        if judgement.trusted:
            assert (judgement.state in ACCEPTED) == (judgement.accepted >= THRESHOLD)
        assert [name for name, _ in judgement.readers] == ["rules", "characters"]


def test_dangerous_states_weigh_more_against_acceptance() -> None:
    states = (State.VALUE, State.DENIED, State.MENTION)
    denied = learned.calibrated(states, (1.0, 1.0, -9.0), 1.0, 0.0)
    mentioned = learned.calibrated(states, (1.0, -9.0, 1.0), 1.0, 0.0)
    assert denied < mentioned


def test_judging_imports_nothing_heavy() -> None:
    code = (
        "import sys; from regenlint.evidence import Place, Statement, judge;"
        "judge(Statement('無菌試験を行う。', 0, 4, Place.PROSE));"
        "print([m for m in ('spacy', 'sudachipy', 'numpy', 'sklearn', 'scipy') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.strip() == "[]"


def test_a_hit_costs_about_a_millisecond_at_most() -> None:
    statements = [
        Statement(f"無菌試験は全{n}ロットで日局の方法により出荷前に行い、責任者が判定する。", 0, 4, Place.PROSE)
        for n in range(1000, 1200)
    ]
    start = time.process_time()
    judge_many(statements)
    assert (time.process_time() - start) / len(statements) < 0.003


def test_the_labelled_rows_are_read_on_the_right_side() -> None:
    """Not a measure of quality (the model saw them): a broken model or feature shows here."""
    right: Counter[bool] = Counter()
    for path in sorted(CORPUS.glob("evidence_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[::7]:
            r = json.loads(line)
            start = r["text"].find(r["target"])
            statement = Statement(
                r["text"],
                start,
                start + len(r["target"]),
                Place(r["place"]),
                r.get("before", ""),
                r.get("after", ""),
            )
            right[(judge(statement).accepted >= THRESHOLD) == (State(r["state"]) in ACCEPTED)] += 1
    assert right[True] / right.total() > 0.93


def test_without_ginza_deep_says_it_is_not_available_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from regenlint import nlp

    monkeypatch.setattr(nlp, "has_ginza", lambda: False)
    statement = Statement("力価については、評価の枠組みがないわけではない。", 0, 2, Place.PROSE)
    assert not deep.available()
    assert judge_many([statement], deep=True) == (judge(statement),)


@pytest.mark.skipif(importlib.util.find_spec("ja_ginza") is None, reason="GiNZA is optional")
def test_with_ginza_the_third_reader_joins_where_trust_is_missing(tmp_path: Path) -> None:
    rows = [
        json.loads(line) for line in (CORPUS / "evidence_train_a.jsonl").read_text(encoding="utf-8").splitlines()[:40]
    ]
    statements = []
    for r in rows:
        start = r["text"].find(r["target"])
        statements.append(Statement(r["text"], start, start + len(r["target"]), Place(r["place"])))
    first = judge_many(statements)
    both = judge_many(statements, deep=True, cache=tmp_path)
    assert deep.available()
    for one, two in zip(first, both, strict=True):
        names = [n for n, _ in two.readers]
        assert names == (["rules", "characters"] if one.trusted else ["rules", "characters", "vectors"])
    assert judge_many(statements, deep=True, cache=tmp_path) == both
    assert any(tmp_path.iterdir())
