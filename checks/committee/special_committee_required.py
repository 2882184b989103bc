"""第一種・第二種の計画の委員会が、特定認定再生医療等委員会であるかを見る。

何を見るか
    認定番号がNAで始まること。番号がなければ名称が特定認定であること。「第三種のみ」を審査する委員会でないこと。
なぜ
    法7条・11条は、第一種・第二種の計画に特定認定再生医療等委員会の意見を求めている。
見ないもの
    第三種の計画を特定認定の委員会が審査すること。
直し方
    特定認定再生医療等委員会の審査を受け、その名称と番号を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.rules import Confidence, Evidence, Finding, NotJudged, Outcome
from regenlint.values import says, short

from .review import FORM, OPINION, committee_numbers, of_kind


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The committee's number, else its name, of a class I or II plan."""
    need_documents(ctx)
    numbers = (
        list(committee_numbers(ctx, FORM)) or list(committee_numbers(ctx, OPINION)) or list(committee_numbers(ctx))
    )
    wrong = [(i, at) for i, at in numbers if i.letter == "B"]
    only = ctx.hits("cmt.third_only")
    if only and says(ctx, "cmt.committee_word", ctx.sentence(only[0]) + "再生医療等委員会"):
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"第三種のみを審査する委員会が記載されています「{short(only[0].text)}」",
            "a committee that reviews class III plans only is named",
            only[0],
        )
    elif wrong:
        number, at = wrong[0]
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"委員会の認定番号「{number.value}」は特定認定（NA）のものではありません",
            f"“{number.value}” is not the number of a special committee (NA)",
            at,
        )
    elif numbers:
        yield Evidence(numbers[0][1], "value")
    else:
        names = [v for v in of_kind(ctx, FORM, "committee", "committee_short") if v.filled]
        if not names:
            raise NotJudged("委員会の番号も名称も読み取れません", "neither number nor name of the committee was read")
        if says(ctx, "cmt.special", names[0].text) or ctx.hits("cmt.special", FORM, OPINION):
            yield Evidence(names[0].at, "value")
        else:
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{short(names[0].text)}」が特定認定再生医療等委員会か読み取れません",
                f"“{short(names[0].text)}” does not tell whether it is a special committee",
                names[0].at,
                confidence=Confidence.LOW,
            )
