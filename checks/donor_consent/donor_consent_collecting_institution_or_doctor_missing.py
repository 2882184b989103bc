"""細胞の提供を受ける医療機関と、採取を行う医師の名が提供者向け説明文書にあるか。

何を見るか：医療機関の名称と、採取について述べた所にある医師・歯科医師の氏名。
なぜ：省令7条6号ロ。
見ないもの：採取する医師が様式と同じか。製造会社の名だけのものは満たさない。
直し方：採取を行う医療機関の名称と、採取する医師の氏名を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import lacking, need_documents
from regenlint.context import Context
from regenlint.index import Hit
from regenlint.roles import naming
from regenlint.rules import Evidence, Finding


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """One finding that names what is not there."""
    need_documents(ctx)
    institutions = ctx.hits("icf.institution")
    taken = ctx.hits("icf.collection")
    doctor = next((h for h in naming(ctx, "icf.role.doctor") if any(_beside(h, t) for t in taken)), None)
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


def _beside(doctor: Hit, taken: Hit) -> bool:
    """Whether a doctor is named where taking the cells is spoken of: in that passage, its section or beside it."""
    a, b = doctor.passage, taken.passage
    return a.document == b.document and (abs(a.number - b.number) <= 1 or a.section == b.section >= 0)
