"""Folding makes one of what looks alike, and every folded character knows where it stood."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from regenlint import text as folding
from regenlint.text import Folded, fold, folded, sentences

KANA = "アイウカガキサザタダハバパヴウンーァィっゃあいうえおがぎぱ"
MIXED = (
    KANA + "ｱｶﾞﾊﾟﾞﾟ\u3099\u309aウィルスヴ蛋白全て取扱おこなう箇月ヶ月"
    "㎎㎖ℓ⼀⽣⻄豈﨑ＡｂZ09１² ⁶①　 \t\n\r\u200b\u00ad\ufeff〜～-−‐/∕（）。、・…\U00020b9f\U0001f9ec"
)
plans = st.text(alphabet=st.one_of(st.sampled_from(MIXED), st.characters()), max_size=60)
even = plans.map(lambda t: folding._UNEVEN.sub("", t))


def slowly(text: str) -> Folded:
    """The folding of texts that change in length, for any text."""
    chars = folding._spelled(folding._joined(folding._characters(text)))
    out = "".join(c for c, _, _ in chars)
    return Folded(out, out.translate(folding._LOWER), tuple(s for _, s, _ in chars), tuple(e for _, _, e in chars))


@given(plans)
@example("ｳｨﾙｽ")
@example("ヴ\u3099ィールス\n箇 月")
def test_every_folded_character_has_a_place_in_the_text_in_order(text: str) -> None:
    f = fold(text)

    assert len(f.text) == len(f.lower) == len(f.starts) == len(f.ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(f.starts, f.ends, strict=True))
    assert all(a <= b for a, b in pairwise(f.starts))
    assert all(a <= b for a, b in pairwise(f.ends))


@given(even)
@example("a\u3000b 全 て\x1c行 なう")
def test_the_quick_way_of_folding_is_the_slow_one(text: str) -> None:
    quick, slow = fold(text), slowly(text)

    assert (quick.text, quick.lower) == (slow.text, slow.lower)
    assert tuple(quick.starts) == slow.starts
    assert tuple(quick.ends) == slow.ends


@given(plans, plans)
@example("ヴィールス\u200b", "\n全て")
def test_what_is_found_lies_where_it_was_written(before: str, after: str) -> None:
    # A voicing mark would join the word before it.
    after = after.lstrip("\uff9e\uff9f\u3099\u309a")
    f = fold(before + "XQZ7" + after)
    at = f.text.index("XQZ7")

    assert f.span(at, at + 4) == (len(before), len(before) + 4)


@given(st.text(alphabet=KANA + "細胞培養", max_size=30))
def test_composed_and_decomposed_kana_fold_alike(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="ABCXYZabcxyz0123456789()%+=", max_size=30))
def test_wide_letters_fold_as_narrow_ones(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in text)

    assert folded(wide) == folded(text)


@given(st.text(alphabet="細胞培養品質検査基準試験", min_size=2, max_size=20), st.data())
def test_a_line_end_or_space_inside_a_japanese_word_is_none(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(text) - 1))
    gap = data.draw(st.sampled_from(["\n", " ", "\u3000", "\r\n", " \n "]))
    broken = text[:at] + gap + text[at:]

    assert folded(broken) == folded(text)
    assert fold(broken).span(0, len(text)) == (0, len(broken))


@given(st.text(alphabet="10²³⁶⁸⁻¹①②㎎", max_size=20))
def test_raised_and_circled_digits_never_become_digits(text: str) -> None:
    plain = sum(c in "0123456789" for c in text)

    assert sum(c in "0123456789" for c in folded(text)) == plain


@given(st.text(alphabet=MIXED + "。！（）／\n", max_size=200), st.integers(5, 50))
def test_sentences_lie_apart_in_order_and_leave_out_nothing_written(text: str, limit: int) -> None:
    found = sentences(text, limit)

    assert all(0 <= s < e <= len(text) for s, e in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    outside = [text[a[1] : b[0]] for a, b in pairwise(((0, 0), *found, (len(text), len(text))))]
    assert not "".join(outside).strip()
