"""The cue lexicon: its notation, and that its reader refuses what it does not know."""

from __future__ import annotations

import pytest

from regenlint.errors import ConfigError
from regenlint.evidence.cues import expand, read, shipped


def test_a_word_expands_to_all_its_alternatives() -> None:
    sets = {"not": ("ない", "ません")}
    assert list(expand("(実施|測定)し<not>", sets)) == [
        "実施しない",
        "実施しません",
        "測定しない",
        "測定しません",
    ]
    assert list(expand("(ご)?相談", sets)) == ["ご相談", "相談"]


def test_the_longest_word_hides_what_lies_inside_it() -> None:
    cues = read("cues:\n  planned:\n    words: [予定]\n  schedule:\n    words: [予定日]\n")
    assert [c.name for c in cues.find("投与予定日")] == ["schedule"]
    assert [c.name for c in cues.find("投与予定")] == ["planned"]


def test_a_cue_at_the_end_of_a_text_ends_there() -> None:
    (cue,) = read("cues:\n  denied:\n    words: [しない, しないこととする]\n").find("測定しない")
    assert (cue.start, cue.end) == (2, 5)


def test_words_may_overlap_where_neither_holds_the_other() -> None:
    cues = read("cues:\n  acts:\n    words: [確認し]\n  denied:\n    words: [していない]\n")
    assert [c.name for c in cues.find("確認していない")] == ["acts", "denied"]


def test_a_latin_word_or_a_number_is_not_found_inside_another() -> None:
    cues = read("cues:\n  na:\n    words: [NA, 0例]\n")
    assert cues.find("mRNAとDNAを20例で測る") == ()
    assert [c.name for c in cues.find("NA、有害事象は0例")] == ["na", "na"]


def test_a_word_begins_inside_another_only_with_its_inflection() -> None:
    cues = read("cues:\n  undone:\n    words: [未検査]\n  means:\n    words: [検査で]\n")
    assert [c.name for c in cues.find("未検査である")] == ["undone"]


def test_a_word_of_two_classes_belongs_to_the_first() -> None:
    cues = read("cues:\n  a:\n    words: [なし]\n  b:\n    words: [なし]\n")
    assert [c.name for c in cues.find("なし")] == ["a"]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("cues: {}\nextra: {}\n", "extra"),
        ("cues:\n  a:\n    wordz: [x]\n", "wordz"),
        ("cues:\n  a:\n    words: [x]\n  a:\n    words: [y]\n", "重複"),
        ("cues:\n  a:\n    words: ['<nosuch>']\n", "nosuch"),
        ("cues:\n  a:\n    words: x\n", "並び"),
        ("cues:\n  a:\n    words: ['(|)']\n", "空の語"),
        ("cues:\n  a:\n    patterns: ['(']\n", "("),
        ("cues: [\n", "YAML"),
    ],
)
def test_a_lexicon_with_a_mistake_is_refused_and_the_mistake_named(source: str, says: str) -> None:
    with pytest.raises(ConfigError, match=r".") as caught:
        read(source, "cues.yaml")
    assert says in str(caught.value)
    assert "cues.yaml" in str(caught.value)


def test_the_shipped_lexicon_loads_and_knows_its_classes() -> None:
    cues = shipped()
    assert {"denied", "planned", "by_others", "vague", "found_none", "double_negative"} <= set(cues.names)
    assert [c.name for c in cues.find("今後も")] == ["schedule"]
    assert "later" in {c.name for c in cues.find("今後決定する")}
