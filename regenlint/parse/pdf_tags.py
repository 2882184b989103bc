"""Roles that a tagged PDF gives to its text: which marked content is which paragraph, heading, note.

Geometry gives the text and its order; tags only say what a paragraph is and where it ends.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium_c

from regenlint.model import Role

#: Elements that are a paragraph of their own.
_BLOCKS = frozenset(
    ("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "TD", "TH", "Caption", "Note", "FENote",
     "TOCI", "Title", "BlockQuote", "BibEntry", "Index", "Code")
)  # fmt: skip
_ROLES = {
    "Caption": Role.CAPTION,
    "Note": Role.NOTE,
    "FENote": Role.NOTE,
    "TOCI": Role.CONTENTS,
    "Title": Role.TITLE,
}
_DEEPEST = 60
_MOST = 20_000


@dataclass(slots=True)
class Tags:
    """Tags of a page: marked-content id to paragraph number (from 1); role, level, head cells by that number."""

    paragraphs: dict[int, int] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    count: int = 0


def tags(page: Any) -> Tags:
    """The tags of a page; empty where it has none."""
    found = Tags()
    tree = pdfium_c.FPDF_StructTree_GetForPage(page)
    if not tree:
        return found
    try:
        for k in range(pdfium_c.FPDF_StructTree_CountChildren(tree)):
            child = pdfium_c.FPDF_StructTree_GetChildAtIndex(tree, k)
            if child:
                _walk(child, found, -1, (), 0)
    finally:
        pdfium_c.FPDF_StructTree_Close(tree)
    return found


def _type(element: Any) -> str:
    read: Callable[..., int] = pdfium_c.FPDF_StructElement_GetType
    length = read(element, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    read(element, buffer, length)
    return buffer.raw[:length].decode("utf-16-le", "replace").rstrip("\0")


def _walk(element: Any, found: Tags, number: int, around: tuple[str, ...], depth: int) -> None:
    if depth > _DEEPEST or len(found.paragraphs) > _MOST:
        return
    kind = _type(element)
    if kind in _BLOCKS:
        number = found.count = found.count + 1
        role = next((_ROLES[k] for k in (kind, *reversed(around)) if k in _ROLES), None)
        if role is not None:
            found.roles[number] = role
        if kind[:1] == "H" and kind[1:].isdigit():
            found.levels[number] = int(kind[1:])
        if kind == "TH" or "TH" in around:
            found.heads.add(number)
    for k in range(max(0, pdfium_c.FPDF_StructElement_CountChildren(element))):
        content = pdfium_c.FPDF_StructElement_GetChildMarkedContentID(element, k)
        if content >= 0:
            if number >= 0:
                found.paragraphs.setdefault(content, number)
            continue
        child = pdfium_c.FPDF_StructElement_GetChildAtIndex(element, k)
        if child:
            _walk(child, found, number, (*around, kind), depth + 1)
