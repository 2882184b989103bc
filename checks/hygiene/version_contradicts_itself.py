"""一つの文書の中で版番号が食い違わないかを見る。

何を見るか
    表紙・ヘッダー・フッター・改訂履歴の最新の行・ファイル名の版番号。改訂履歴の最新の日付と表紙の日付。
なぜ
    どれが現在の版か分からない。
見ないもの
    説明文書と同意文書が別の版を持つ一冊、改訂履歴の過去の行、引用する他の文書の版。
直し方
    最新の版番号・日付にそろえる。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.comparison.versions import VERSION, found_in, number_of, versions_of
from regenlint.context import Context
from regenlint.dates import dates
from regenlint.numeral import plain
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome, Severity

from .files import name_of, readable, whole


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The versions a document gives itself, by where they stand."""
    looked = False
    fired = False
    for finding in _in_a_line(ctx):
        fired = True
        yield finding
    for d in readable(ctx):
        if d.kind not in ctx.kinds:
            continue
        own = [s for s in versions_of(d) if s.speaker == d.id]
        if not own:
            continue
        looked = True
        first = own[0]
        odd = next((s for s in own if s.value != first.value and s.note != first.note), None)
        if odd is not None:
            fired = True
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"{name_of(d)}の版が「{first.text}」と「{odd.text}」とで食い違っています",
                f"{name_of(d)}: “{first.text}” and “{odd.text}” differ",
                odd.at,
                related=(first.at,),
            )
            continue
        named = found_in(name_of(d))
        if named and all(named[0][2] != s.value for s in own):
            fired = True
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"ファイル名の版と表紙の版「{first.text}」が合いません",
                "the version in the file's name is another",
                first.at,
                severity=Severity.NOTE,
            )
    if not looked and not fired:
        raise NotApplicable("版番号の記載がありません", "no document gives a version")
    if not fired:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")


def _in_a_line(ctx: Context) -> Iterator[Finding]:
    """Cover, footer and history set side by side in one line."""
    for p in ctx.passages():
        text = plain(p.text)
        if not re.search(r"表紙", text) or "／" not in p.text:
            continue
        found = [(m.start(), m.end(), number_of(m)) for m in VERSION.finditer(text)]
        last = re.search(r"改訂履歴[ ]?最終行[ ]?(\d+(?:\.\d+)*)", text)
        values = {v for _, _, v in found} | ({last.group(1).removesuffix(".0")} if last else set())
        days = {d.first for d in dates(text) if d.first} if re.search("最新の?行", text) else set()
        if len(values) > 1 or len(days) > 1:
            a, b = (found[0], found[1]) if len(found) > 1 else ((0, len(text), ""), (0, len(text), ""))
            yield ctx.finding(
                Outcome.CONFLICTING,
                "一つの文書の版・日付が食い違っています",
                "version or date of one document differ",
                p.anchor(b[0], b[1]),
                related=(p.anchor(a[0], a[1]),),
            )
