"""Word styles: what a paragraph or a run inherits."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .docx_package import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?i)^(?:heading|見出し)\s*([1-9])$")
_CONTENTS = re.compile(r"(?i)^(?:toc|目次|table of figures|図表目次)(?:\s*\d|$|見出し)")


def on(e: _Element | None) -> bool | None:
    """A toggle property; None where it is absent."""
    return None if e is None else e.get(W + "val", "1") not in ("0", "false", "off", "none")


@dataclass(slots=True)
class Look:
    """How characters look, as far as it matters here; None means inherited."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    colour: str | None = None
    size: float | None = None
    raised: bool | None = None
    dark: bool | None = None

    def over(self, below: Look) -> Look:
        """This look with what it leaves open taken from the one below."""
        return Look(*(getattr(self, k) if getattr(self, k) is not None else getattr(below, k) for k in Look.__slots__))


@dataclass(slots=True)
class _Style:
    name: str
    base: str | None
    outline: int | None
    num: str | None
    depth: int | None
    look: Look = field(default_factory=Look)
    centred: bool | None = None


def look(rpr: _Element | None) -> Look:
    """The look that a w:rPr sets by itself."""
    out = Look()
    if rpr is None:
        return out
    for e in rpr:
        tag = e.tag
        if tag == W + "b":
            out.bold = on(e)
        elif tag == W + "i":
            out.italic = on(e)
        elif tag == W + "vanish":
            out.hidden = on(e)
        elif tag in (W + "strike", W + "dstrike"):
            out.struck = on(e) or out.struck
        elif tag == W + "color":
            out.colour = (e.get(W + "val") or "auto").upper()
        elif tag == W + "sz":
            with contextlib.suppress(ValueError):
                out.size = float(e.get(W + "val", "")) / 2
        elif tag == W + "vertAlign":
            out.raised = e.get(W + "val") == "superscript"
        elif tag == W + "shd":
            out.dark = is_dark(e.get(W + "fill", ""))
        elif tag == W + "highlight":
            out.dark = e.get(W + "val", "").startswith(("dark", "black", "blue"))
    return out


def is_dark(fill: str) -> bool:
    """Whether white letters can be read on a background of that RRGGBB."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return False
    r, g, b = (int(fill[i : i + 2], 16) for i in (0, 2, 4))
    return 0.3 * r + 0.59 * g + 0.11 * b < 190


class Styles:
    """The styles of a document by id, with inheritance."""

    def __init__(self, root: _Element | None) -> None:
        """`root` is that of styles.xml, None where there is none."""
        self._styles: dict[str, _Style] = {}
        self._looks: dict[str, Look] = {}
        self.default = ""
        self.base = Look()
        if root is None:
            return
        self.base = look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for e in root.iter(W + "style"):
            key = e.get(W + "styleId", "")
            if e.get(W + "default") in ("1", "true") and e.get(W + "type") == "paragraph":
                self.default = key
            self._styles[key] = _Style(
                name=_value(e, "name") or key,
                base=_value(e, "basedOn"),
                outline=_whole(_value(e, f"pPr/{W}outlineLvl")),
                num=_value(e, f"pPr/{W}numPr/{W}numId"),
                depth=_whole(_value(e, f"pPr/{W}numPr/{W}ilvl")),
                look=look(e.find(W + "rPr")),
                centred=(_value(e, f"pPr/{W}jc") == "center") or None,
            )

    def _chain(self, key: str) -> list[_Style]:
        out: list[_Style] = []
        seen: set[str] = set()
        at: str | None = key
        while at and at not in seen and at in self._styles:
            seen.add(at)
            out.append(self._styles[at])
            at = self._styles[at].base
        return out

    def name(self, key: str) -> str:
        """A style's name as users see it, its id where it is not defined."""
        style = self._styles.get(key)
        return style.name if style else key

    def look(self, key: str) -> Look:
        """The look of a style with all it inherits, without the document's defaults."""
        if key not in self._looks:
            out = Look()
            for style in self._chain(key):
                out = out.over(style.look)
            self._looks[key] = out
        return self._looks[key]

    def level(self, key: str) -> int:
        """1 to 9 for a heading style, by its name or its outline level; else 0."""
        for style in self._chain(key):
            m = _HEADING.match(style.name)
            if m:
                return int(m.group(1))
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else 0
        return 0

    def is_contents(self, key: str) -> bool:
        """Whether a style sets lines of a contents list."""
        return any(_CONTENTS.match(s.name) for s in self._chain(key)[:1])

    def centred(self, key: str) -> bool:
        """Whether a style centres its paragraphs."""
        return any(s.centred for s in self._chain(key))

    def numbering(self, key: str) -> tuple[str, int | None] | None:
        """The list a style belongs to: number id and level (None: find it by the style)."""
        for style in self._chain(key):
            if style.num is not None:
                return style.num, style.depth
        return None


def _value(e: _Element, path: str) -> str | None:
    found = e.find(W + path)
    return None if found is None else found.get(W + "val")


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None
