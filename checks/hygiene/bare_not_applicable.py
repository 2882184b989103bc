"""該当するはずの項目に、理由のない「該当なし」だけが書かれていないかを見る。

何を見るか
    計画の事実からみて答えの要る項目（報告体制、救急、製造、試料の保管、追跡など）の「該当なし」「N/A」「－」。
なぜ
    該当する項目の「該当なし」は、書き落としか事実の取り違えである。
見ないもの
    提供者と受ける者が同じ計画の提供者の補償、治療の計画の受ける者の補償、核酸等だけの計画の細胞の項目、委託しない計画の委託の内容、第三種の実施責任者・救急など、理由がなくても足りるもの。
直し方
    内容を書く。本当に該当しないなら理由を書く。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.fill import Fill
from regenlint.rules import Evidence, Finding, Outcome

from .files import readable, whole

#: Fields that always have an answer, and those that have one under the facts named.
_ALWAYS = (
    "adverse_event_report",
    "follow_up",
    "recipient_information",
    "privacy",
    "training",
    "complaints",
    "administration_decision",
    "safety_review",
    "consent_method",
    "class_reason",
    "content",
    "disease",
    "name_of_therapy",
    "institution",
    "address",
    "manager",
    "committee",
    "committee_number",
)
_CELLS = (
    "cell_collection",
    "donor_eligibility",
    "donor_selection",
    "cell_source_institution",
    "safety_doubt",
    "sample_storage",
    "cell_procurement",
)
_MADE = ("manufacturing", "facility_number", "product_name")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Fields that hold nothing but 該当なし though the facts say they apply."""
    keys = [(k, "") for k in _ALWAYS]
    f = ctx.facts
    if f.has("product", "cells", "prp"):
        keys += [(k, "細胞を用いる計画") for k in _CELLS]
    products = f.value("product")
    if isinstance(products, tuple) and set(products) != {"approved-product"}:
        keys += [(k, "特定細胞加工物等を製造する計画") for k in _MADE]
    if f.has("class", 1, 2):
        keys += [("emergency", "第一種・第二種の計画"), ("principal_investigator", "第一種・第二種の計画")]
    if f.has("purpose", "research"):
        keys += [
            (k, "研究の計画")
            for k in (
                "compensation_recipient",
                "compensation_recipient_short",
                "phase",
                "sample_size",
                "primary_endpoint",
                "period",
            )
        ]
    if f.has("outsourced", True):
        keys += [("contract_content", "製造を委託する計画"), ("contractor", "製造を委託する計画")]
    seen: set[tuple[str, int]] = set()
    for key, why in keys:
        for v in ctx.form(key):
            at = (v.anchor.document, v.anchor.block)
            if v.fill is not Fill.NOT_APPLICABLE or at in seen or v.inner:
                continue
            seen.add(at)
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"「{v.label}」が理由のない「{v.text.strip()}」だけです" + (f"（{why}では該当します）" if why else ""),
                f"“{v.label}” is a bare “not applicable” though it applies",
                v.anchor,
            )
    if not seen:
        for d in list(readable(ctx))[:1]:
            yield Evidence(whole(d), "value")
