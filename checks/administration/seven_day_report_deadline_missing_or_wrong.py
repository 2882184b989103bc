"""死亡・死亡につながるおそれの報告の期限

何を見るか：疾病等の報告について述べる文・表の行で、死亡及び死亡につながるおそれのある症例に付された日数。文書ごとに見る。

なぜ：省令35条1項1号・36条2項は、知った日から七日以内に委員会と厚生労働大臣へ報告することを求めている。

見ないもの：院内への報告の時間、七日より短い期限、PMDAなど別の制度への報告、「投与後30日以内の死亡」のような評価の期間。

直し方：死亡及び死亡につながるおそれのある症例は「知った日から7日以内」に、委員会と厚生労働大臣（地方厚生局長）へ報告すると書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.rules import Evidence, Finding

from .reporting import SEVEN, Due, Group, kept_in_time


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Late deadlines each; else evidence of one in time; else one finding that there is none."""
    yield from kept_in_time(
        ctx,
        Group.DEATH,
        SEVEN,
        _late,
        "死亡及び死亡につながるおそれのある症例を七日以内に報告すること",
        "the seven-day report of death or risk of death",
    )


def _late(d: Due) -> tuple[str, str]:
    return (
        f"死亡又はそのおそれの報告の期限が「{d.text}」で、七日以内になっていません",
        f"death or risk of death is reported within “{d.text}”, not seven days",
    )
