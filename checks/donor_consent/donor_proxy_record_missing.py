"""提供者の代諾者の同意と、提供者との関係の記録が作られるか。

何を見るか：提供者の代諾者から同意を得る計画で、代諾者の署名欄又は同意を記録する定めと、続柄（関係）の欄又は
記録する定めがあるか。
なぜ：省令7条8号。
見ないもの：代諾の要件（別の規則が見る）。代諾によらないとする計画には用いない。
直し方：代諾者の署名・同意日と、細胞提供者との関係の欄を設ける。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.consent.proxy import recorded
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotApplicable


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names what is not recorded."""
    need_documents(ctx)
    if not (ctx.hits("dnr.proxy_premise") or ctx.hits("dnr.proxy", DocKind.DONOR_CONSENT)) or ctx.hits(
        "dnr.proxy_absent"
    ):
        raise NotApplicable(
            "提供者の代諾者から同意を得る記載が見当たりません", "no consent by a donor's proxy is mentioned"
        )
    yield from recorded(ctx, "細胞提供者", "the donor")
