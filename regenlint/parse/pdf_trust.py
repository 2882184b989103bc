"""How far the text of a PDF page can be believed: unmapped fonts, scans, recognised and hidden text.

Silence about a page that could not be read is the worst answer, so each of these becomes a loss;
an uncertain page is said to be uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from regenlint.model import Loss, LossKind

from .pdf_repair import TOLERATED
from .pdf_rulings import Drawing
from .pdf_runs import Run
from .pdf_turn import Box, Turn

_KANA = re.compile(r"[\u3041-\u30ff]")
_IDEOGRAPH = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]")
_JUNK = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x80-\x9f]")
# Letters of scripts that a Japanese plan does not use: a broken character mapping shows them.
_FOREIGN = re.compile(r"[\u0530-\u1cff\u2d30-\u2ddf\ua4d0-\uabff\uac00-\ud7ff\u1100-\u11ff\u3130-\u318f]")
#: Fewer kana and ideographs than this on a page with a large picture: the picture is the page.
_LITTLE = 20


def judge_mapping(text: str, unmapped: int, page: int) -> Loss | None:
    """What a page's characters tell about its fonts; `unmapped` are those without any mapping."""
    solid = re.sub(r"\s", "", text)
    if not solid:
        return None
    kana = len(_KANA.findall(solid))
    ideographs = _IDEOGRAPH.findall(solid)
    junk, foreign = len(_JUNK.findall(solid)), len(_FOREIGN.findall(solid))
    # Every ideograph of the Japanese standard sets takes two bytes there.
    rare = len(ideographs) - len("".join(ideographs).encode("cp932", "ignore")) // 2
    flagged = unmapped > TOLERATED * len(solid)
    share = kana / len(solid)
    odd = junk + foreign + rare > 0.1 * len(solid)
    if (flagged or odd) and share < 0.1 and not _is_latin(solid):
        return Loss(
            LossKind.UNMAPPED_FONT,
            f"{page}頁の文字は読み取れません（フォントに文字の対応表がありません）。元のWord等のファイルを使ってください",
            f"the text of page {page} cannot be read (font without character mapping)",
            page,
        )
    if flagged or odd or junk + foreign > 0.02 * len(solid):
        return Loss(
            LossKind.LOW_TRUST_TEXT,
            f"{page}頁の一部の文字は正しく読み取れていないおそれがあります",
            f"some characters of page {page} may be wrong",
            page,
        )
    return None


def _is_latin(solid: str) -> bool:
    """True for running text of Latin letters: their vowels have the usual share."""
    letters = _LATIN.findall(solid)
    vowels = sum(ch in "aeiouAEIOU" for ch in letters)
    return len(letters) > 0.6 * len(solid) and 0.25 < vowels / max(1, len(letters)) < 0.5


def judge_pictures(runs: Sequence[Run], drawn: Drawing, turn: Turn, page: int) -> Loss | None:
    """A loss where a page is a picture, or hardly more; blank pages lose nothing."""
    width, height = turn.size
    text = "".join(r.text for r in runs)
    written = len(_KANA.findall(text)) + len(_IDEOGRAPH.findall(text))
    words = len(re.findall(r"[A-Za-z]{2,}", text))
    covered = sum(_cover(box, width, height) for box in drawn.pictures) / max(1.0, width * height)
    outlines = not text.strip() and drawn.paths > 200
    if outlines or (covered > 0.4 and written < _LITTLE and words < 30) or (covered > 0.02 and not text.strip()):
        return Loss(
            LossKind.IMAGE_PAGE,
            f"{page}頁は画像で、文字を読み取れません。文字の入った元のファイルを使ってください",
            f"page {page} is an image; its text cannot be read",
            page,
        )
    if covered > 0.5 and written < 120:
        return Loss(
            LossKind.IMAGE_TEXT,
            f"{page}頁の大きな図の中の文字は読んでいません",
            f"text inside the large picture on page {page} was not read",
            page,
        )
    return None


def _cover(box: Box, width: float, height: float) -> float:
    left, bottom, right, top = max(0.0, box[0]), max(0.0, box[1]), min(width, box[2]), min(height, box[3])
    return max(0.0, right - left) * max(0.0, top - bottom)


def ocr_layer(page: int) -> Loss:
    """The loss for a page whose text was put invisibly over a scan."""
    return Loss(
        LossKind.OCR_LAYER,
        f"{page}頁は文字認識（OCR）の文字です。誤認識のおそれがあり、チェックの印は読めていないことがあります",
        f"the text of page {page} was recognised by OCR and may be wrong",
        page,
    )


def visible(runs: Sequence[Run], drawn: Drawing, turn: Turn) -> tuple[list[Run], list[Run], bool]:
    """Runs a person sees, runs hidden from them, and whether the page's text is a recognised layer.

    Hidden are text without ink, white on nothing, smaller than 1.5 points, or off the page. Text
    without ink over a picture of the page is a recognised layer, and counts as seen.
    """
    width, height = turn.size
    inkless = sum(len(r.text) for r in runs if r.style.invisible)
    total = sum(len(r.text) for r in runs)
    covered = sum(_cover(box, width, height) for box in drawn.pictures) > 0.4 * width * height
    recognised = covered and inkless > 0.5 * total
    seen: list[Run] = []
    hidden: list[Run] = []
    for run in runs:
        if (
            (run.style.invisible and not covered)
            or (run.style.colour == "FFFFFF" and not _on_colour(run, drawn))
            or run.em < 1.5
            or run.right < 0
            or run.left > width
            or run.base < -run.em
            or run.base > height
        ):
            hidden.append(run)
        else:
            seen.append(run)
    return seen, hidden, recognised


def _on_colour(run: Run, drawn: Drawing) -> bool:
    x, y = (run.left + run.right) / 2, run.base + 0.38 * run.em
    dark = any(
        f.colour not in ("FFFFFF",) and f.box[0] - 1 <= x <= f.box[2] + 1 and f.box[1] - 1 <= y <= f.box[3] + 1
        for f in drawn.fills
    )
    return dark or any(p[0] <= x <= p[2] and p[1] <= y <= p[3] for p in drawn.pictures)
