"""核酸等を投与しながら、根拠を示さずに法の対象外としていないかを見る。

何を見るか
    「再生医療に当たらない」「法の対象外」「計画の提出は不要」「法の適用は販売元に確認済み」などの記載。
なぜ
    発現に必要な遺伝情報を含む核酸等を体内に導入する技術は法2条・政令1条2号により法の対象である。
見ないもの
    対象外とする根拠（承認の範囲内、既承認の機器で生成した核酸等、告示の核酸等、遺伝情報を含まない核酸、分泌物）を示したもの。
直し方
    対象外とする記載を除くか、政令・省令のどれに当たるかと理由を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says, short

from .grounds import clause


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Claims that the act does not apply, without a ground the law knows."""
    need_documents(ctx)
    found = False
    for hit in ctx.hits("cls.outside_act"):
        sentence = ctx.sentence(hit)
        after = clause(hit.passage.text, hit.end, hit.end)[:8]
        if says(ctx, "cls.outside_reason", sentence) or says(ctx, "cls.denial", after):
            continue
        if says(ctx, "cls.hypothesis", sentence):
            continue
        found = True
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"法の対象外とする根拠が示されていません「{short(hit.text)}」",
            f"“{short(hit.text)}”: no ground of the act or the cabinet order is given",
            hit,
        )
        break
    place = ctx.expected_place()
    if not found and place:
        yield Evidence(place, "value")
