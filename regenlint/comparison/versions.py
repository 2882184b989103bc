"""Versions and dates of documents: their own, and those others cite them by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from regenlint.comparison.places import Lens
from regenlint.comparison.said import Item, Said
from regenlint.model import Anchor, Block, DocKind, Document, Role
from regenlint.numeral import plain

VERSION = re.compile(
    r"(?:第[ ]?(?P<a>\d{1,2}(?:\.\d{1,2}){0,2})[ ]?版|(?<![A-Za-z])(?:[Vv]er(?:sion)?\.?"
    r"|[Rr]ev(?:ision)?\.?|[Vv])[ ]?(?P<b>\d{1,2}(?:\.\d{1,2}){0,2})(?![\dA-Za-z])"
    r"|改訂[ ]?(?P<c>\d{1,2})(?![年月日回\d.])|(?P<d>初版))"
)
_HISTORY = re.compile(r"改訂履歴|改訂の履歴|版歴|改訂歴|改版履歴|変更履歴|履歴")


def number_of(m: re.Match[str]) -> str:
    """A version as it is compared: 第2.0版, Ver.2 and Rev.2 are 2."""
    if m["d"]:
        return "1"
    text: str = m["a"] or m["b"] or m["c"]
    parts = [str(int(x)) for x in text.split(".")]
    while len(parts) > 1 and parts[-1] == "0":
        parts.pop()
    return ".".join(parts)


def found_in(text: str) -> list[tuple[int, int, str]]:
    """The versions of a text with their spans."""
    return [(m.start(), m.end(), number_of(m)) for m in VERSION.finditer(plain(text))]


def own_versions(lens: Lens) -> Iterator[Said]:
    """What a document says of its own version: on its first page, in headers and footers, in its history."""
    for d in lens.reading.dossier.documents:
        yield from versions_of(d)


def versions_of(d: Document) -> Iterator[Said]:
    """The places of a document that give its own version; `note` is where."""
    starts = [(0, d.kind), *((p.first, p.kind) for p in d.parts if p.kind is not d.kind)]
    for first, kind in starts:
        speaker = d.id if kind is d.kind else f"{d.id}#{kind.value}"
        yield from _cover(d, first, kind, speaker)
    for b in d.blocks:
        if b.role in (Role.HEADER, Role.FOOTER):
            for found in found_in(b.text):
                yield _own(d, b, found, b.role.value)
    yield from _history(d)


def _own(d: Document, b: Block, found: tuple[int, int, str], note: str) -> Said:
    """A version found in a block as the document's own; `note` is where."""
    start, end, number = found
    at = Anchor(d.id, b.number, start, end)
    return Said(Item.VERSION, "version", b.text[start:end], number, at, d.id, d.kind, note)


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(x) for x in number.split("."))


def _cover(d: Document, first: int, kind: DocKind, speaker: str) -> Iterator[Said]:
    seen = 0
    histories = set(_history_tables(d))
    for b in d.blocks[first : first + 14]:
        if (
            b.role in (Role.HEADER, Role.FOOTER, Role.CONTENTS)
            or not b.text.strip()
            or (b.cell and b.cell.table in histories)
        ):
            continue
        if _HISTORY.search(b.text):
            return
        seen += 1
        if seen > 9 or len(b.text) > 120:
            return
        named = _NAMED.search(b.text)
        for start, end, n in found_in(b.text):
            if (
                named
                and named.start() < start
                and _kind_of(named.group()) not in (kind, None)
                and not _TITLE_LINE.search(b.text)
            ):
                continue
            yield replace(_own(d, b, (start, end, n), "cover"), speaker=speaker, kind=kind)
            return


_TITLE_LINE = re.compile(r"^(?:[^。]{0,40}(?:書|計画|手順|文書)[^。]{0,12})(?:第|[Vv]er|[Rr]ev)")


def _history_tables(d: Document) -> list[int]:
    """Numbers of tables of revisions, by the head of their first column."""
    heads = (
        b
        for b in d.blocks
        if b.cell and b.cell.row == 0 and re.fullmatch(r"\s*(?:版|版数|版番号|改訂番号|Rev\.?)\s*", b.text)
    )
    return list(dict.fromkeys(b.cell.table for b in heads if b.cell))


def _history(d: Document) -> Iterator[Said]:
    """The last version of a table or line of revisions."""
    for t in _history_tables(d):
        rows = [
            b
            for b in d.blocks
            if b.cell and b.cell.table == t and b.cell.column == 0 and b.cell.row > 0 and found_in(b.text)
        ]
        if rows:
            last = max(rows, key=lambda b: _order(found_in(b.text)[0][2]))
            yield _own(d, last, found_in(last.text)[0], "history")
    for b in d.blocks:
        if re.match(r"\s*改訂履歴[：:]", b.text):
            found = found_in(b.text)
            if found:
                yield _own(d, b, max(found, key=lambda f: _order(f[2])), "history")


_KINDS = {
    "研究計画書": DocKind.PROTOCOL,
    "実施計画書": DocKind.PROTOCOL,
    "詳細を記した書類": DocKind.PROTOCOL,
    "詳細書": DocKind.PROTOCOL,
    "概要書": DocKind.OUTLINE,
    "標準書": DocKind.STANDARD,
    "衛生管理基準書": DocKind.HYGIENE_STANDARD,
    "製造管理基準書": DocKind.MANUFACTURING_STANDARD,
    "品質管理基準書": DocKind.QUALITY_STANDARD,
    "三基準書": DocKind.QUALITY_STANDARD,
    "説明文書・同意文書": DocKind.CONSENT,
    "説明文書": DocKind.CONSENT,
    "説明書": DocKind.CONSENT,
    "同意説明文書": DocKind.CONSENT,
    "統計解析計画書": DocKind.STAT_PLAN,
    "モニタリング手順書": DocKind.MONITORING_SOP,
    "モニタリングに関する手順書": DocKind.MONITORING_SOP,
    "監査手順書": DocKind.AUDIT_SOP,
    "監査に関する手順書": DocKind.AUDIT_SOP,
    "利益相反管理計画": DocKind.COI,
    "平易な記載": DocKind.PLAIN_SUMMARY,
}
_NAMED = re.compile("|".join(sorted(map(re.escape, _KINDS), key=len, reverse=True)))
_CITED = re.compile(
    rf"(?P<doc>{_NAMED.pattern})[ 　]?(?:[（(「]?[ ]?"
    rf"(?P<id>[A-Za-z一-鿿ァ-ヴ]{{1,6}}-[A-Za-z0-9一-鿿-]{{1,16}})?[ 　、,]*)"
    rf"(?:[（(]?)(?={VERSION.pattern})"
)


def _kind_of(word: str) -> DocKind | None:
    return _KINDS.get(word)


def citations(lens: Lens) -> Iterator[Said]:
    """Versions under which one document names another; `about` is the kind named."""
    for p in lens.reading.index.passages:
        if p.cited:
            continue
        text = plain(p.text)
        for m in _CITED.finditer(text):
            v = VERSION.match(text, m.end())
            kind = _kind_of(m["doc"])
            if v is None or kind is None:
                continue
            if re.search(r"改訂|改め|更新|変更|から.{0,8}へ|旧|前版", text[m.start() : min(len(text), v.end() + 20)]):
                continue
            here = lens.document(p, m.start())
            if here.kind is kind and not re.match(r"「", text[m.start() - 1 : m.start()] or " "):
                continue
            yield Said(
                Item.CITED_VERSION,
                kind.value,
                p.text[m.start() : v.end()],
                number_of(v),
                p.anchor(m.start(), v.end()),
                here.name,
                here.kind,
                m["id"] or "",
            )
