"""開けないファイルがないかを見る。

何を見るか
    パスワード、破損、0バイト、拡張子と中身の不一致。
なぜ
    開けない書類は審査も判定もできない。
見ないもの
    編集中の控え（~$で始まるもの）、隠しファイル、文書でないファイル。
直し方
    パスワードを外し、開けることを確かめて出し直す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.rules import Evidence, Finding, Outcome

from .files import facts_of, name_of, whole


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Files that could not be opened, then those that are not what their name says."""
    fired = False
    for u in ctx.dossier.unread:
        if u.kind == "not-a-document":
            continue
        fired = True
        name = u.path.replace("\\", "/").rsplit("/", 1)[-1]
        yield ctx.finding(
            Outcome.DEFICIENT, f"{name}を開けません（{u.message}）", f"{name} cannot be opened ({u.english})"
        )
    for d in ctx.documents():
        true = facts_of(d).get("extension-mismatch")
        if true:
            fired = True
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"{name_of(d)}の拡張子と中身が合いません（中身は{true}）",
                f"{name_of(d)} is in fact {true}",
                whole(d),
            )
    if not fired:
        for d in ctx.documents()[:1]:
            yield Evidence(whole(d), "value")
