"""略歴に挙げた資格・研修の証明の写しが添えられているかを見る。

何を見るか
    専門医・研修などの認定証・修了証の写し。
なぜ
    証明の写しを求める委員会がある。法令が添付を求めるものではない。
見ないもの
    資格・研修を挙げていない略歴。
直し方
    証明書・修了証の写しを添えることを勧める。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotApplicable, Severity

from .enclosure import in_path, missing


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Certificates in a file, or copies spoken of in the careers."""
    qualified = ctx.hits("att.qualified", DocKind.CV)
    if not qualified:
        raise NotApplicable("資格・研修が挙げられていません", "no qualification is listed")
    hits = ctx.hits("att.certificates", DocKind.CV, DocKind.OTHER)
    there = hits[0].anchor if hits else in_path(ctx, "att.certificates")
    if there:
        yield Evidence(there, "value")
        return
    finding = missing(ctx, "資格・研修の証明の写し", "copies of certificates")
    yield ctx.finding(
        finding.outcome,
        finding.message,
        finding.english,
        qualified[0],
        searched=finding.searched,
        severity=Severity.NOTE,
    )
