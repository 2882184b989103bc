"""この計画と関係のない疾患・部位・製品の文章が残っていないかを見る。

何を見るか
    対象と無関係な部位の評価・投与（毛髪の計画の膝関節など）、培養も凍結もしない計画の継代・凍結・融解の工程、核酸等の計画の細胞の生存率などの規格。
なぜ
    他の計画の文書を写した跡であり、実際の手順が書かれていない疑いがある。
見ないもの
    国内外の実施状況、他の治療法との比較、除外基準・既往、有害事象、医師の経歴。
直し方
    実際の対象・工程に合わせて書き直す。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.comparison.places import Stretch
from regenlint.comparison.table import table
from regenlint.context import Context
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.values import values

from .files import whole

ORGANS = ("knee", "hair", "skin", "tooth", "eye", "tumour", "womb")
_NUCLEIC = ("aav", "lentivirus", "retrovirus", "adenovirus", "other-virus", "plasmid", "mrna-ivt", "mrna-biological")
_MAKING = (DocKind.OUTLINE, DocKind.STANDARD, DocKind.MANUFACTURING_STANDARD, DocKind.QUALITY_STANDARD, DocKind.SOP)
_TELLING = (DocKind.PROTOCOL, DocKind.CONSENT, DocKind.PLAIN_SUMMARY, DocKind.SOP, DocKind.FORM, DocKind.MONITORING_SOP)
_PRODUCING = re.compile(r"産生|宿主|HEK|大腸菌|工程|段階|操作|トランスフェクション|培養|セルバンク|外れた|処置")
_DENIED = re.compile(r"ない|ません|せず|なし|無し|不要|禁|異な|該当|対象外")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Organs of another illness, steps of another process, specifications of another product."""
    lens = table(ctx.reading).lens
    about = " ".join(v.text for k in ("name_of_therapy", "disease", "content") for v in values(ctx, k))
    if not about.strip() and not ctx.facts.value("product"):
        raise NotJudged("計画の対象を読み取れません", "what the plan is for could not be read")
    own = {o for o in ORGANS if lens.says(f"doc.organ.{o}", about)} or _guessed(about)
    seen: set[tuple[str, str]] = set()
    for s in lens.own(*_TELLING):
        if (
            not own
            or not about.strip()
            or lens.elsewhere(s)
            or not lens.here("doc.measured", s)
            or lens.has("doc.measured_not", s)
        ):
            continue
        for organ in ORGANS:
            hits = lens.inside(f"doc.organ.{organ}", s.passage, s.start, s.end)
            if hits and organ not in own and (s.passage.document, "organ") not in seen:
                seen.add((s.passage.document, "organ"))
                yield _finding(
                    ctx,
                    s,
                    hits[0],
                    "この計画の対象と関係のない部位の記載があります",
                    "a part of the body this plan is not for",
                )
    for key, what in _steps(ctx):
        for s in lens.own(*_MAKING):
            p = s.passage
            hits = lens.inside(key, p, s.start, s.end)
            if key == "doc.step.cells" and (
                (not lens.says("xdc.limit_head", s.header) and "規格" not in s.text)
                or _PRODUCING.search(p.text + p.header)
            ):
                continue
            if (
                not hits
                or (p.document, key) in seen
                or _DENIED.search(s.text)
                or lens.elsewhere(s)
                or lens.has("doc.measured_not", s)
            ):
                continue
            seen.add((p.document, key))
            yield _finding(
                ctx, s, hits[0], f"この計画にない{what}の記載があります", "a step or product this plan does not have"
            )
    if not seen:
        for d in ctx.documents()[:1]:
            if d.blocks:
                yield Evidence(whole(d), "value")


def _guessed(about: str) -> set[str]:
    """The organ of an illness whose words are other ones than its measurements'."""
    pairs = (
        ("knee", "関節|半月板|靱帯|腱|軟骨"),
        ("hair", "脱毛|薄毛"),
        ("tooth", "歯"),
        ("eye", "網膜|角膜|眼"),
        ("tumour", "がん|癌|腫瘍|白血病|リンパ腫"),
        ("womb", "不妊|子宮|卵巣"),
        ("skin", "しわ|皮膚|美容"),
        ("none", "動脈|心|肝|腎|肺|脳|神経|糖尿|疼痛|虚血|感染|フレイル|自閉"),
    )
    return {organ for organ, words in pairs if re.search(words, about)}


def _steps(ctx: Context) -> Iterator[tuple[str, str]]:
    f = ctx.facts
    if (
        f.has("product", "prp")
        and not f.has("product", "cells")
        and f.has("cultured", False)
        and not f.has("frozen", True)
    ):
        yield "doc.step.culture", "継代・凍結等の工程"
    products = f.value("product")
    if (
        isinstance(products, tuple)
        and products
        and set(products) <= set(_NUCLEIC)
        and not f.has("gene_modified", "ex-vivo")
    ):
        yield "doc.step.cells", "細胞の規格"


def _finding(ctx: Context, s: Stretch, hit: tuple[int, int], ja: str, en: str) -> Finding:
    text = s.passage.text[hit[0] : hit[1]]
    return ctx.finding(Outcome.CONFLICTING, f"{ja}（「{text}」）", f"{en} (“{text}”)", s.passage.anchor(*hit))
