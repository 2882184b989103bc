"""苦情・問合せの窓口と連絡の手段が説明文書にあるか。

何を見るか：窓口・相談・苦情・問合せ・連絡先の言葉と同じ段落・表・節に、電話番号か電子メールアドレスが
あるか。
なぜ：省令13条2項15号、26条。
見ないもの：受付時間、番号が様式と同じか（文書間の規則が見る）。番号欄が空欄のもの、別の機関の窓口を
挙げるだけのものは満たさない。
直し方：部署名又は担当者名と、電話番号又はメールアドレスを書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.consent.desk import reachable_desk
from regenlint.context import Context
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A finding at the desk that cannot be reached, or that there is none."""
    yield from reachable_desk(ctx)
