"""HTML made of elements: whatever is not markup of ours is escaped, so a plan's text stays text."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TypeAlias

from regenlint.report import harmless


class Markup(str):
    """Text that is HTML already; only `tag` and `joined` make it."""

    __slots__ = ()


Child: TypeAlias = "str | int | Iterable[Child] | None"

#: Elements without content.
_EMPTY = frozenset({"br", "input"})


def escaped(text: str) -> Markup:
    """Plain text as HTML, in element and in attribute; characters that turn the writing direction are blanked."""
    return Markup(html.escape(harmless(text), quote=True))


def joined(*children: Child) -> Markup:
    """Children one after the other; None is nothing."""
    return Markup("".join(_parts(children)))


def tag(element: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. `class_` is class and `data_x` data-x; True is a bare attribute, None and False are none."""
    shown = "".join(_attribute(k, v) for k, v in attributes.items() if v is not None and v is not False)
    if element in _EMPTY:
        return Markup(f"<{element}{shown}>")
    return Markup(f"<{element}{shown}>{joined(*children)}</{element}>")


def _attribute(key: str, value: str | int | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(str(value))}"'


def _parts(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, Markup):
            yield child
        elif isinstance(child, str | int):
            yield escaped(str(child))
        else:
            yield from _parts(child)
