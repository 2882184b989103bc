"""研究の記録の保存期間

何を見るか：研究の記録（総括報告書、モニタリング・監査の文書、原資料、研究データ等）の保存期間と起算。

なぜ：省令34条4項は、研究が終了した日から五年間の保存を求めている。

見ないもの：期間が書かれていないこと、診療の記録の10年・30年、試料そのものの保管。十年以上で起算が投与日・提供日のもの。

直し方：研究が終了した日から5年間（以上）保存すると書く。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.retention import Kept, kept
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import says

# Five years are 1825 to 1830 days.
_FIVE, _TEN = Fraction(49, 10), Fraction(99, 10)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Spans too short, or counted from before the study's end."""
    need_documents(ctx)
    found = [
        k
        for k in kept(ctx)
        if k.study and (says(ctx, "prt.study_thing", k.about) or not says(ctx, "adm.sample_thing", k.about))
    ]
    if not found:
        raise NotApplicable("研究の記録の保存期間が書かれていません", "no period is given for the study's records")
    wrong = [k for k in found if _short(ctx, k)]
    for k in wrong[:3]:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"研究の記録の保存期間が「{k.text}」で、研究が終了した日から五年に満ちません",
            f"the study's records are kept “{k.text}”, less than five years from the end of the study",
            k.anchor,
        )
    if not wrong:
        yield Evidence(found[0].anchor, "value")


def _short(ctx: Context, k: Kept) -> bool:
    if k.years < _FIVE:
        return True
    early = says(ctx, "prt.early_start", k.deadline.event) and not says(ctx, "prt.study_end", k.deadline.event)
    return early and k.years < _TEN
