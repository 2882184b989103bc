"""What all checks of this area share: facts of the files, places of blocks, titles and names."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.context import Context
from regenlint.model import Anchor, DocKind, Document
from regenlint.text import folded

#: Copies of papers issued by others: their state is not the applicant's to mend.
COPIES = frozenset({DocKind.CONTRACT, DocKind.CARTAGENA, DocKind.PRODUCT_INSERT, DocKind.OPINION, DocKind.CHECKLIST})


def facts_of(d: Document) -> dict[str, str]:
    """The hygiene of a file by key."""
    return dict(d.hygiene)


def count(d: Document, key: str) -> int:
    """A counted fact of a file, 0 where it says nothing."""
    value = facts_of(d).get(key, "0")
    return int(value) if value.isdigit() else 0


def places(d: Document, key: str) -> tuple[int, ...]:
    """The blocks a fact points at, those of the document only."""
    value = facts_of(d).get(key, "")
    return tuple(int(x) for x in value.split(",") if x.isdigit() and int(x) < len(d.blocks))


def whole(d: Document, block: int = 0) -> Anchor:
    """A block of a document as a place; the beginning where it has no blocks to point at."""
    if not d.blocks:
        return Anchor(d.id, 0)
    block = min(max(block, 0), len(d.blocks) - 1)
    return Anchor(d.id, block, 0, len(d.blocks[block].text))


def name_of(d: Document) -> str:
    """The file's name without its folder."""
    return d.path.replace("\\", "/").rsplit("/", 1)[-1]


def on_page(d: Document, page: int | None) -> Anchor | None:
    """The first block of a page, or the last before it."""
    if not d.blocks:
        return None
    before = 0
    for b in d.blocks:
        if page is not None and b.origin.page is not None:
            if b.origin.page == page:
                return whole(d, b.number)
            if b.origin.page < page:
                before = b.number
    return whole(d, before)


def readable(ctx: Context) -> Iterator[Document]:
    """The documents the rule reads that have any text."""
    return (d for d in ctx.documents() if d.blocks)


def meant_to_show_changes(d: Document) -> bool:
    """Whether a document is a comparison of old and new by its title."""
    text = folded(name_of(d) + d.title + "".join(b.text for b in d.blocks[:3]))
    return any(w in text for w in ("見え消し", "新旧対照", "変更対照", "対照表"))
