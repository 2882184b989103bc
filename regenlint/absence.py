"""What a written check says where it found nothing: a finding only if the documents could be read."""

from __future__ import annotations

from collections.abc import Sequence

from regenlint.context import Context
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.rules import Finding, NotJudged, Outcome


def need_documents(ctx: Context, *kinds: DocKind) -> None:
    """Raise NotJudged where the dossier holds no document of the kinds (the rule's when none is given)."""
    if not ctx.documents(*kinds):
        raise NotJudged(
            "この規則が読む文書が提出物にありません", "no document of the kinds this rule reads is in the dossier"
        )


def stop_if_blind(ctx: Context, *kinds: DocKind) -> None:
    """Raise NotJudged where pages could not be read: what they may hold is not missing."""
    blind = ctx.blind(*kinds)
    if blind:
        pages = "、".join(sorted({d.path.rsplit("/", 1)[-1] for d in blind}))
        raise NotJudged(
            f"読み取れない頁があるため判定できません（{pages}）", f"pages that could not be read may hold it ({pages})"
        )


def stop_if_untold(ctx: Context) -> None:
    """Raise NotJudged where nothing tells whether a document is enclosed: it stands alone, or a file was not read."""
    if len(ctx.dossier.documents) < 2:
        raise NotJudged(
            "一つの文書だけでは添付の有無を判定できません", "a lone document does not tell what is attached"
        )
    if ctx.dossier.unread:
        raise NotJudged("読めないファイルがあるため添付の有無を判定できません", "an unread file may be the attachment")


def lacking(
    ctx: Context,
    says: Sequence[str],
    says_en: Sequence[str],
    at: Anchor | Hit | None = None,
    *,
    outcome: Outcome | None = None,
) -> Finding:
    """The finding that things are not stated: missing where nothing was seen, else deficient at `at`.

    Raises NotJudged where a document the rule reads has pages that could not be read.
    """
    stop_if_blind(ctx)
    return ctx.finding(
        outcome or (Outcome.MISSING if at is None else Outcome.DEFICIENT),
        f"{'、'.join(says)}の記載が見当たりません",
        f"nothing was found about: {', '.join(says_en)}",
        at if at is not None else ctx.expected_place(),
        searched=tuple(says),
    )
