"""What a shell offers for a word that is being typed. Nothing here is imported or read unless a shell asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, MutableMapping

#: Letters of an area: a word so long is offered rules, a shorter one only areas.
_AREA = 3


def rules(incomplete: str) -> list[tuple[str, str]]:
    """Areas, ids and names that begin so, each with its title; after a comma the list goes on."""
    head, comma, last = incomplete.rpartition(",")
    return [(head + comma + word, title) for word, title in _rules(last)]


def _rules(word: str) -> Iterator[tuple[str, str]]:
    from regenlint import catalogue

    yield from area(word)
    if not word:
        return
    for entry in catalogue.entries():
        if len(word) >= _AREA and entry.id.startswith(word):
            yield entry.id, entry.title
        if entry.name.startswith(word):
            yield entry.name, f"{entry.id} {entry.title}"


def area(incomplete: str) -> list[tuple[str, str]]:
    """Codes of areas that begin so."""
    from regenlint import catalogue

    return [
        (code, title)
        for code, title in {a.code: a.title for a in catalogue.areas()}.items()
        if code.startswith(incomplete)
    ]


def formats(incomplete: str) -> list[str]:
    """Formats of a report that begin so."""
    from regenlint.report import FORMATS

    return [f for f in FORMATS if f.startswith(incomplete)]


def name_the_default(environ: MutableMapping[str, str], commands: Collection[str], default: str) -> None:
    """Let a shell complete `regenlint PATH… --flag` as the default command, which typer does not know.

    Reads and changes the variables that bash (COMP_WORDS, COMP_CWORD) and the other shells
    (_TYPER_COMPLETE_ARGS) hand over; leaves a line alone whose first word is still being typed.
    """
    bash = environ.get("COMP_CWORD", "").isdigit()
    if bash:
        words, count = environ.get("COMP_WORDS", ""), int(environ["COMP_CWORD"])
    else:
        words = environ.get("_TYPER_COMPLETE_ARGS", "")
        count = len(words.split()) - (not words[-1:].isspace())
    program, first = (*words.split(None, 2), "", "")[:2]
    if count < 2 or first in commands:
        return
    rest = words.split(None, 1)[1]
    named = f"{program} {default} {rest}"
    if bash:
        environ["COMP_WORDS"], environ["COMP_CWORD"] = named, str(count + 1)
    else:
        environ["_TYPER_COMPLETE_ARGS"] = named
