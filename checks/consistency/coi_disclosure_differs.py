"""企業の関与・資金源の記載が文書によって異ならないかを見る。

何を見るか
    資金・物品・役務・講演料などの提供を受けるという記載（研究計画書・利益相反管理計画・説明文書）と、受けていないという記載。
なぜ
    説明文書で関与がないとしながら管理計画に関与があれば、受ける者に示すべきことが示されていない。
見ないもの
    公的な研究費、製造を有償で委託すること、関与が生じた場合の取扱いの定め。
直し方
    管理計画のとおりに説明文書と研究計画書を改める。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.comparison.agree import rank
from regenlint.comparison.said import Item
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotApplicable

from .disagreement import conflict, said


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """A document that denies what another affirms."""
    found = said(ctx, Item.FUNDING)
    some = [s for s in found if s.value is True]
    none = [s for s in found if s.value is False]
    if not found:
        raise NotApplicable("企業の関与の記載がありません", "nothing about companies' involvement")
    pairs = [(n, s) for n in none for s in some if n.speaker != s.speaker]
    # A document that both denies one kind of involvement and names another contradicts nobody.
    pairs = [(n, s) for n, s in pairs if not any(x.speaker == n.speaker for x in some)]
    if pairs:
        # The management plan and the consent: what denies is at fault, unless the plan itself denies.
        n, s = max(pairs, key=lambda x: (x[0].kind is DocKind.CONSENT, rank(x[0].kind)))
        yield conflict(ctx, Item.FUNDING, n, s)
    else:
        yield Evidence(found[0].at, "value")
