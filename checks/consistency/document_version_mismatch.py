"""文書が引く他の文書の版が、一式にあるものと合うかを見る。

何を見るか
    「研究計画書 第1.2版」のように版を付けて引く記載（意見書の審査した書類の一覧を含む）と、その文書の表紙等の版。
なぜ
    審査された版と提出された版、用いる版が同じであることを確かめるため。
見ないもの
    版の記載のない引用、独立の文書どうしの版番号の違い、改訂の経緯の記載。
直し方
    版をそろえるか、版が進んだ経緯の記録を添える。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from regenlint.comparison.said import Item
from regenlint.comparison.versions import VERSION, number_of
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.numeral import plain
from regenlint.rules import Evidence, Finding, NotApplicable, Outcome
from regenlint.values import short

from .disagreement import whole

_BINDER = frozenset({DocKind.HYGIENE_STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.QUALITY_STANDARD})


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Every citation with a version against the versions the document itself gives."""
    cited = list(whole(ctx).of(Item.CITED_VERSION))
    own = whole(ctx).of(Item.VERSION)
    lined = list(_in_a_line(ctx))
    if lined:
        yield from lined
        return
    if not cited:
        raise NotApplicable("版を付けて他の文書を引く記載がありません", "no document is cited with its version")
    fired = False
    compared = None
    seen: set[tuple[str, str]] = set()
    for s in cited:
        wanted = {DocKind(s.about)} if DocKind(s.about) not in _BINDER else _BINDER
        found = [v for v in own if v.kind in wanted and v.speaker != s.speaker and v.about == "version"]
        if not found:
            continue
        compared = compared or s
        # A record that goes on to the present version tells how it came about.
        current = {v.value for v in found}
        if any(o.speaker == s.speaker and o.about == s.about and o.value in current for o in cited):
            continue
        if (
            any(v.value == s.value for v in found)
            or (s.speaker, s.about) in seen
            or _other_document(ctx, s.note, found[0].at.document)
            or _moved_on(ctx, s.at.document, current)
        ):
            continue
        seen.add((s.speaker, s.about))
        fired = True
        yield ctx.finding(
            Outcome.CONFLICTING,
            f"「{short(s.text)}」とありますが、一式にあるのは「{found[0].text}」です",
            f"“{short(s.text)}” is cited, but the dossier holds “{found[0].text}”",
            s.at,
            related=(found[0].at,),
        )
    if compared and not fired:
        yield Evidence(compared.at, "value")
    if compared is None:
        raise NotApplicable(
            "引かれた文書の版が一式から読み取れません", "the versions cited cannot be found in the dossier"
        )


_LINE = re.compile(
    rf"「[^」]*?(?P<cited>{VERSION.pattern.replace('?P<', '?P<x')})[^」]*」[/／](?:添付|一式)(?:の[^は]{{0,12}})?は[ ]?"
)


def _in_a_line(ctx: Context) -> Iterator[Finding]:
    """A citation and the version enclosed, set side by side in one line."""
    for p in ctx.passages():
        text = plain(p.text)
        m = _LINE.search(text)
        v = VERSION.match(text, m.end()) if m else None
        c = VERSION.search(text, m.start("cited")) if m else None
        if m and v and c and number_of(v) != number_of(c):
            yield ctx.finding(
                Outcome.CONFLICTING,
                f"「{c.group()}」とありますが、一式にあるのは「{v.group()}」です",
                f"{c.group()} is cited, but the dossier holds {v.group()}",
                p.anchor(c.start(), c.end()),
                related=(p.anchor(v.start(), v.end()),),
            )


_AMENDED = re.compile(r"指摘|対応|修正|改め|加え|直し|追記|変更|回答|改訂")


def _moved_on(ctx: Context, document: str, current: Set[object]) -> bool:
    """Whether the document that cites an old version tells elsewhere what was amended in the present one."""
    return any(
        number_of(v) in current
        for p in ctx.passages()
        if p.document == document and _AMENDED.search(p.text)
        for v in VERSION.finditer(plain(p.text))
    )


def _other_document(ctx: Context, number: str, document: str) -> bool:
    """Whether a document number cited belongs to another document than the one of that kind."""
    if not number:
        return False
    text = "".join(b.text for b in ctx.dossier.document(document).blocks[:12]).replace(" ", "")
    return number.replace(" ", "") not in text and any(
        number in "".join(b.text for b in d.blocks[:12]) for d in ctx.dossier.documents if d.id != document
    )
