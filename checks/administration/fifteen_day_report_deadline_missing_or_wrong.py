"""入院・障害・重篤・先天異常の報告の期限

何を見るか：疾病等の報告について述べる文・表の行で、入院・障害・重篤・後世代の先天異常に付された日数。文書ごとに見る。

なぜ：省令35条1項2号・36条2項は、知った日から十五日以内に委員会と厚生労働大臣へ報告することを求めている。

見ないもの：十五日より短い期限、五つの区分の列挙の有無、「その他」「軽微な」疾病等の期限、別の制度への報告。

直し方：入院又はその延長、障害及びそのおそれ、重篤、後世代の先天異常は「知った日から15日以内」に報告すると書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import need_documents

from .reporting import FIFTEEN, Group, not_stated, wrong_and_right


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Late deadlines each; else evidence of one in time; else one finding that there is none."""
    need_documents(ctx)
    late, right = wrong_and_right(ctx, Group.SERIOUS, FIFTEEN)
    for d in late[:3]:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"入院・障害・重篤等の報告の期限が「{d.text}」で、十五日以内になっていません",
            f"admission, disability and other serious events are reported within “{d.text}”, not fifteen days",
            d.anchor,
            related=[r.anchor for r in right[:1]],
        )
    if late:
        return
    if right:
        yield Evidence(right[0].anchor, "value")
        return
    for hit in ctx.hits("adm.by_law")[:1]:
        yield Evidence(hit.anchor, "policy")
        return
    yield not_stated(
        ctx,
        "入院・障害・重篤等を十五日以内に報告すること",
        "the fifteen-day report of serious events",
        ("adm.event_talk",),
    )
