"""再生医療等の記録の保存期間

何を見るか：再生医療等の記録（診療録、実施記録、同意書等を含む）の保存について述べる文・表の行の年数。

なぜ：省令34条3項は、記録を計画・説明同意文書等とともに三十年（特定生物由来製品該当医薬品・指定再生医療等製品又はその原料と類似の
原料から成る特定細胞加工物等）又は十年（それ以外）保存することを求めている。

見ないもの：研究の記録（研究終了から5年）、製造・施設の記録、試料の保管期間、起算日。

直し方：再生医療等の記録を、計画、同意文書、委員会の文書とともに10年間（30年の対象なら30年間）保存すると書く。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.retention import Kept, kept
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says

from .reporting import not_stated

# Ten years have 3652 or 3653 days and are read as 3650 to 3660.
_TEN = Fraction(99, 10)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Short spans each; else evidence of a long enough one; else one finding."""
    need_documents(ctx)
    found = [k for k in kept(ctx) if k.record and not says(ctx, "adm.sample_thing", k.about)]
    enough = [k for k in kept(ctx) if k.record and k.years >= _TEN]
    good = {(k.passage.number, k.passage.sentence(k.deadline.quantity.start)) for k in enough}
    short = [
        k
        for k in found
        if k.years < _TEN
        and not k.study
        and not says(ctx, "adm.other_records", k.about)
        and (k.passage.number, k.passage.sentence(k.deadline.quantity.start)) not in good
    ]
    for k in short[:3]:
        yield _too_short(ctx, k)
    if short:
        return
    if enough:
        yield Evidence(enough[0].anchor, "value")
        return
    yield not_stated(
        ctx,
        "再生医療等の記録を十年又は三十年保存すること",
        "the ten or thirty years for which the records are kept",
        ("adm.keep_like_charts", "adm.record_kept"),
    )


def _too_short(ctx: Context, k: Kept) -> Finding:
    return ctx.finding(
        Outcome.DEFICIENT,
        f"再生医療等の記録の保存期間が「{k.text}」で、十年に満ちません",
        f"records of the therapy are kept “{k.text}”, less than ten years",
        k.anchor,
    )
