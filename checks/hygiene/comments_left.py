"""校閲のコメントが残っていないかを見る。

何を見るか
    未解決のコメント・注釈・付せん。
なぜ
    書き手の内部のやり取りが、確定した書類に残っている。
見ないもの
    解決済みのコメント、しおり、リンク、記入用のフォーム欄、電子署名。
直し方
    コメントに対応し、削除してから出す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import Role
from regenlint.rules import Evidence, Finding, Outcome

from .files import count, name_of, places, readable, whole


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding for a document with open comments."""
    fired = False
    for d in readable(ctx):
        number = count(d, "comments-open")
        if not number:
            continue
        fired = True
        spoken = next((b.number for b in d.blocks if b.role is Role.COMMENT), 0)
        where = next(iter(places(d, "comments-at")), spoken)
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"{name_of(d)}に未解決のコメントが{number}件残っています",
            f"{name_of(d)} holds {number} open comments",
            whole(d, where),
        )
    if not fired:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")
