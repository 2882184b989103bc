"""文書に版番号又は作成日があるかを見る。

何を見るか
    研究計画書・詳細を記した書類・概要書・説明文書・同意文書等の表紙・本文の初め・ヘッダー・改訂履歴の版番号又は日付。
なぜ
    どの版を審査し、どの版で説明したのかを確かめられるようにするため。
見ないもの
    ファイル名や文書の属性だけにあるもの（弱く示す）。
直し方
    表紙に版番号と作成（改訂）日を書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.comparison.versions import found_in
from regenlint.context import Context
from regenlint.dates import dates
from regenlint.model import Document, Role
from regenlint.rules import Evidence, Finding, NotJudged, Outcome, Severity

from .files import name_of, whole

_COVER = 20
_MADE = re.compile(r"作成|改訂|改定|制定|発行|施行|版|日付")
_DONE = re.compile(r"検索|調査|調べ|照会|参照|閲覧|現在|時点|開催|審査|実施|取得|確認")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding for a document with neither."""
    looked = False
    for d in ctx.documents():
        if d.kind not in ctx.kinds or not d.blocks or sum(len(b.text) for b in d.blocks) < 200:
            continue
        looked = True
        at = _marked(d)
        if at is not None:
            yield Evidence(whole(d, at), "value")
            continue
        if any(x.blinds for x in d.losses):
            raise NotJudged(
                f"読み取れない頁があるため判定できません（{name_of(d)}）", f"pages of {name_of(d)} could not be read"
            )
        named = bool(found_in(name_of(d)) or dates(name_of(d)))
        yield ctx.finding(
            Outcome.MISSING,
            f"{name_of(d)}に版番号も作成日もありません" + ("（ファイル名だけにあります）" if named else ""),
            f"{name_of(d)} has neither version nor date",
            whole(d),
            severity=Severity.NOTE if named else None,
        )
    if not looked:
        raise NotJudged(
            "この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is in the dossier"
        )


def _marked(d: Document) -> int | None:
    last = len(d.blocks) - 1
    for b in d.blocks:
        edge = b.role in (Role.HEADER, Role.FOOTER)
        near = b.number <= _COVER or b.number >= last - 3
        if not (edge or (near and len(b.text) <= 140)):
            continue
        if found_in(b.text):
            return b.number
        dated = any(x.year and x.month and not x.faults for x in dates(b.text))
        # The day of a search or of a sitting is not the paper's own.
        if dated and (edge or _MADE.search(b.text) or not _DONE.search(b.text)):
            return b.number
    return next((b.number for b in d.blocks if "改訂履歴" in b.text and (found_in(b.text) or dates(b.text))), None)
