"""提供者の苦情・問合せの窓口と連絡の手段が提供者向け説明文書にあるか。

何を見るか：窓口・相談・苦情・問合せの言葉と同じ段落・表・節に、電話番号か電子メールアドレスがあるか。
なぜ：省令7条6号カ、26条。
見ないもの：受付時間。別の会社の窓口を挙げるだけで番号のないものは満たさない。
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
