"""変更履歴が反映されずに残っていないかを見る。

何を見るか
    ワープロの文書の挿入・削除・移動・書式変更の履歴。
なぜ
    どちらの文が確定した内容か分からない。
見ないもの
    表題に「見え消し」「新旧対照」とある文書。
直し方
    履歴を承諾又は元に戻し、確定した文書を出す。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import MarkKind
from regenlint.rules import Evidence, Finding, Outcome

from .files import count, meant_to_show_changes, name_of, places, readable, whole

_KEYS = (
    ("tracked-insertions", "挿入"),
    ("tracked-deletions", "削除"),
    ("tracked-moves", "移動"),
    ("tracked-formatting", "書式"),
)


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding for a document with changes that nobody has accepted."""
    fired = False
    for d in readable(ctx):
        found = [(word, count(d, key)) for key, word in _KEYS if count(d, key)]
        if not found or meant_to_show_changes(d):
            continue
        fired = True
        inserted = next((b.number for b in d.blocks for m in b.marks if m.kind is MarkKind.INSERTED), None)
        where = inserted if inserted is not None else next(iter(places(d, "tracked-deletions-at")), 0)
        shown = "・".join(f"{word}{n}か所" for word, n in found)
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"{name_of(d)}に変更履歴が残っています（{shown}）",
            f"{name_of(d)} still holds tracked changes",
            whole(d, where),
        )
    if not fired:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")
