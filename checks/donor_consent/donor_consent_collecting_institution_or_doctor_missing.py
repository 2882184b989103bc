"""細胞の提供を受ける医療機関と、採取を行う医師の名が提供者向け説明文書にあるか。

何を見るか：医療機関の名称と、医師・歯科医師の言葉のすぐ前後・表の欄にある氏名。
なぜ：省令7条6号ロ。
見ないもの：採取する医師が様式と同じか。製造会社の名だけのものは満たさない。
直し方：採取を行う医療機関の名称と、採取する医師の氏名を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, require_documents
from regenlint.context import Context
from regenlint.roles import named
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names what is not there."""
    require_documents(ctx)
    institutions = ctx.hits("icf.institution")
    doctor = named(ctx, "icf.role.doctor")
    if institutions and doctor is not None:
        yield Evidence(doctor.anchor, "value")
        return
    lacks = []
    if not institutions:
        lacks.append(("細胞の提供を受ける医療機関の名称", "the collecting institution"))
    if doctor is None:
        lacks.append(("細胞の採取を行う医師又は歯科医師の氏名", "the collecting doctor"))
    yield lacking(
        ctx, [x for x, _ in lacks], [x for _, x in lacks], doctor or (institutions[0] if institutions else None)
    )
