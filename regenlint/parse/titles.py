"""What documents call themselves: title lines and the kinds they name (dictionaries/document_kinds.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from regenlint.lexicon import dictionary, strict
from regenlint.model import DocKind
from regenlint.text import folded

from . import labels


@dataclass(frozen=True, slots=True)
class KindWords:
    """The patterns of one kind, on folded text."""

    kind: DocKind
    titles: tuple[re.Pattern[str], ...]
    chapters: tuple[re.Pattern[str], ...]
    headings: tuple[re.Pattern[str], ...]
    labels: frozenset[str]
    files: re.Pattern[str] | None


def _each(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in patterns)


@cache
def kinds() -> tuple[KindWords, ...]:
    """All kinds with their patterns, in the order of the dictionary."""
    out: list[KindWords] = []
    for name, raw in dictionary("document_kinds").items():
        e = strict(raw, f"document_kinds.yaml: {name}", ("titles", "headings", "labels", "files"), ("chapters",))
        out.append(
            KindWords(
                DocKind(name),
                _each(e["titles"]),
                _each([*e.get("chapters", []), *e["titles"]]),
                _each(e["headings"]),
                frozenset(folded(x) for x in e["labels"]),
                re.compile("|".join(e["files"])) if e["files"] else None,
            )
        )
    return tuple(out)


_CHAPTERS = frozenset({DocKind.PRECEDENTS, DocKind.RESEARCH_BASIS, DocKind.PLAIN_SUMMARY, DocKind.OTHER})
# What may stand around the name of a document on its title line.
_BEFORE = re.compile(
    r"^(?:[\s【〔［\[(<《「『■◆●○]*(?:資料|別紙|別添|添付(?:書類|資料)?|参考(?:資料)?)(?:第)?[0-9一二三四五六七八九十A-Za-z]*(?:[-の][0-9]+)?(?:号)?(?:資料)?[\s:.．)】〕］\]>》」』]*"
    r"|[■◆●○【〔［\[<《「『]+)"
)
# One piece at a time: together and repeated they would take exponential time on Latin text.
_AFTER = re.compile(
    r"(?:\s+|[】〔〕［］\[\]<>《》「」『』]+|\([^()]*\)|(?i:(?:ver|version|rev|v)\.?\s*[0-9.]+)|第[0-9.一二三四五六七八九十]+版"
    r"|(?:を|について)(?:記載|記)した(?:書類|もの)|に関する書類|(?:令和|平成)[0-9元]+年.{0,30}"
    r"|作成|改訂|制定|初版|最終版|(?<![A-Za-z0-9-])[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)*|(?<![0-9])[0-9]+"
    r"|抄|写し|写|案|合本|一式|様式|等|/|の?雛形|20[0-9]{2}年[0-9]+月.{0,30})$"
)


def _bare(line: str) -> str:
    """A title line without its version, date, number and remarks; the line itself where nothing is left."""
    rest = line
    for _ in range(12):
        shorter = _AFTER.sub("", rest)
        if shorter == rest:
            break
        rest = shorter
    return rest or line


@lru_cache(maxsize=8192)
def named(text: str, chapter: bool = False) -> tuple[DocKind, ...]:
    """The kinds a title line names, in order; () where the line names none.

    The name must end the line, open it before a list mark, or stand between list marks, so that
    「概要書に従い製造する」 names nothing. With `chapter`, names of chapters count too.
    """
    if len(text) > 160:
        return ()
    # Folding joins what a wide space parts: 「衛生管理基準書　製造管理基準書」 are two names.
    line = folded(re.sub(r"(?<=\S)(?:[\u3000\t]+| {2,})(?=\S)", "・", text.strip()))
    if not line or len(line) > 120 or labels.is_sentence(line):
        return ()
    line = re.sub(r"^(?:題名|表題|文書名|書類名|標題):", "", line)
    if re.search(r":\s*\S", line):
        return ()
    line = _BEFORE.sub("", labels.split(line)[2] or line)
    bare = _bare(line)
    found: list[tuple[int, int, DocKind]] = []
    for words in kinds():
        for pattern in words.chapters if chapter else words.titles:
            for m in pattern.finditer(line):
                if m.end() in (len(bare), len(line)) or line[m.end()] in "・/、,及並と兼() ":
                    found.append((m.start(), m.end(), words.kind))
    for m in re.finditer(r"\(([^()]{2,30})\)", line):
        if chapter:
            found.extend(
                (m.start(1), m.end(1), w.kind) for w in kinds() if any(p.fullmatch(m.group(1)) for p in w.chapters)
            )
    # 「モニタリングに関する手順書」 is one name, not also 「手順書」.
    kept = [
        (s, e, k) for s, e, k in found if not any((s2 <= s and e <= e2) and (e2 - s2) > (e - s) for s2, e2, _ in found)
    ]
    return tuple(dict.fromkeys(k for _, _, k in sorted(kept, key=lambda f: f[0])))


@lru_cache(maxsize=8192)
def opens_part(text: str) -> bool:
    """Whether a short line is nothing but the name of a document, so that one may begin here.

    What is mostly a chapter of another document (国内外の実施状況) does not count.
    """
    if len(text) > 60:
        return False
    line = folded(text).strip()
    if not 2 <= len(line) <= 30 or "。" in line:
        return False
    bare = _bare(_BEFORE.sub("", line))
    inner = re.search(r"\(([^()]{3,})\)$", line)
    names = (bare, inner.group(1)) if inner else (bare,)
    return any(p.fullmatch(n) for w in kinds() if w.kind not in _CHAPTERS for p in w.titles for n in names)
