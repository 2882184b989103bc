"""研究の実施責任者・医師が、研究倫理の教育・訓練を受けたことが示されているかを見る。

何を見るか
    研修名と受講の時期（修了番号、修了証の写し）。一部の者の「受講予定」。
なぜ
    省令5条3項・9条は、研究を適正に実施するための十分な教育及び訓練を受けていることを求めている。
見ないもの
    医療安全など他の研修。これから更新する者で、すでに受講しているもの。
直し方
    各人の受けた研修の名称と受講日（修了番号・写し）を書く。受講予定の者は受けてから加える。
"""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.absence import need_documents, stop_if_blind
from regenlint.context import Context
from regenlint.dates import dates
from regenlint.evidence import Place, State
from regenlint.index import Hit
from regenlint.rules import Evidence, Finding, Outcome
from regenlint.values import says, short


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """Training in research ethics that was taken, and training that is put off."""
    need_documents(ctx)
    later = [
        h
        for h in ctx.hits("ppl.training_later")
        if _of_ethics(ctx, h) and not says(ctx, "ppl.training_kept", ctx.sentence(h))
    ]
    if later:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"研究倫理の受講がこれからのこととされています「{short(ctx.sentence(later[0]), 36)}」",
            "training in research ethics is put off to the future",
            later[0],
        )
        return
    taken = [
        h
        for h in ctx.hits("ppl.ethics_training")
        if h.passage.place is not Place.HEADING
        and not says(ctx, "ppl.training_asked", ctx.sentence(h))
        and ctx.state(h).state is not State.TEMPLATE
    ]
    dated = [h for h in taken if _dated(ctx, h)]
    if dated:
        yield ctx.evidence(dated[0])
        return
    rows = [h for h in ctx.hits("ppl.ethics") if _in_a_list(ctx, h)]
    if rows:
        yield ctx.evidence(rows[0])
        return
    spoken = taken or [h for h in ctx.hits("ppl.ethics") if h.passage.place is not Place.HEADING]
    if spoken:
        yield ctx.finding(
            Outcome.DEFICIENT,
            f"研究倫理の研修の名称と受講の時期が読み取れません「{short(ctx.sentence(spoken[0]), 30)}」",
            "which training in research ethics was taken, and when, is not told",
            spoken[0],
        )
        return
    stop_if_blind(ctx)
    yield ctx.finding(
        Outcome.MISSING,
        "実施責任者・医師の研究倫理の教育・訓練の記載が見当たりません",
        "nothing was found about training in research ethics",
        ctx.expected_place(),
        searched=("研究倫理の研修", "受講の時期"),
    )


def _of_ethics(ctx: Context, hit: Hit) -> bool:
    """Whether a training is that of ethics, by its sentence, its table's head or the headings above."""
    p = hit.passage
    document = ctx.dossier.document(p.document)
    path = " ".join(document.section_path(p.pieces[0].block))
    own = ctx.sentence(hit) if p.table < 0 else p.text
    head = next((q.text for q in ctx.passages() if p.table >= 0 and (q.document, q.table) == (p.document, p.table)), "")
    return any(says(ctx, "ppl.ethics", text) for text in (own, p.header, p.before, head, path))


def _in_a_list(ctx: Context, hit: Hit) -> bool:
    """Whether a training stands in a row of a list of trainings, with the day it was taken."""
    p = hit.passage
    return p.table >= 0 and says(ctx, "ppl.training_head", f"{p.header} {p.before}") and bool(dates(p.text))


def _dated(ctx: Context, hit: Hit) -> bool:
    text = hit.passage.text
    return bool(dates(text)) or says(ctx, "ppl.training_proof", text) or any(c.isdigit() for c in text)
