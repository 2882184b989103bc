"""入院・障害・重篤・先天異常の報告の期限

何を見るか：疾病等の報告について述べる文・表の行で、入院・障害・重篤・後世代の先天異常に付された日数。文書ごとに見る。

なぜ：省令35条1項2号・36条2項は、知った日から十五日以内に委員会と厚生労働大臣へ報告することを求めている。

見ないもの：十五日より短い期限、五つの区分の列挙の有無、「その他」「軽微な」疾病等の期限、別の制度への報告。

直し方：入院又はその延長、障害及びそのおそれ、重篤、後世代の先天異常は「知った日から15日以内」に報告すると書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .reporting import FIFTEEN, Due, Group, kept_in_time


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Late deadlines each; else evidence of one in time; else one finding that there is none."""
    yield from kept_in_time(
        ctx,
        Group.SERIOUS,
        FIFTEEN,
        _late,
        "入院・障害・重篤等を十五日以内に報告すること",
        "the fifteen-day report of serious events",
    )


def _late(d: Due) -> tuple[str, str]:
    return (
        f"入院・障害・重篤等の報告の期限が「{d.text}」で、十五日以内になっていません",
        f"admission, disability and other serious events are reported within “{d.text}”, not fifteen days",
    )
