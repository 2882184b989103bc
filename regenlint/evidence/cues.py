"""The cue lexicon: which words around a term deny it, put it off, hand it on or state it.

The lexicon is data (`dictionaries/cues.yaml`); its reader is strict and its look-up needs no
compiled alternation, so that a short run pays little for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import product
from pathlib import Path

from regenlint.errors import ConfigError

_TOP = frozenset({"sets", "cues"})
_CLASS = frozenset({"words", "patterns"})
_GROUP = re.compile(r"\(([^()]*)\)(\??)|<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a text: its class and its span."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cues:
    """A compiled cue lexicon.

    `words` gives the class of each listed word; `lengths` the lengths of words by first character,
    longest first; `patterns` the regular expressions with their class.
    """

    names: tuple[str, ...]
    words: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    def find(self, text: str) -> tuple[Cue, ...]:
        """Cues of a normalised text by place.

        A word inside a longer word is not one; a word may begin inside another only with its
        inflection (測定し・していない), so 未検査 hides the 検査 of 検査で.
        """
        found: list[Cue] = []
        words, lengths, reach, size = self.words, self.lengths, 0, len(text)
        for i, ch in enumerate(text):
            for n in lengths.get(ch, ()):
                if i + n > size:
                    continue
                name = words.get(text[i : i + n])
                if name is not None and not _cut(text, i, i + n):
                    if i + n > reach and (i >= reach or "ぁ" <= ch <= "ゖ"):
                        found.append(Cue(name, i, i + n))
                        reach = i + n
                    break
        for name, pattern in self.patterns:
            found.extend(Cue(name, m.start(), m.end()) for m in pattern.finditer(text))
        return tuple(found)


def _cut(text: str, start: int, end: int) -> bool:
    """Whether a word begins or ends inside a Latin word or a number: NA in RNA, 0例 in 20例."""
    before, after = text[start - 1 : start], text[end : end + 1]
    first, last = text[start], text[end - 1]
    inside = before.isascii() and before.isalnum() and first.isascii() and first.isalnum()
    return inside or (last.isascii() and last.isalnum() and after.isascii() and after.isalnum())


def expand(word: str, sets: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """All words that a word with (alternatives), (optional)? parts and <sets> stands for."""
    parts: list[tuple[str, ...]] = []
    last = 0
    for group in _GROUP.finditer(word):
        if last < group.start():
            parts.append((word[last : group.start()],))
        last = group.end()
        inner, optional, name = group.groups()
        if name is None:
            parts.append((*inner.split("|"), "") if optional else tuple(inner.split("|")))
        elif name in sets:
            parts.append(sets[name])
        else:
            raise ConfigError(f"cues.yaml: <{name}> という集合はありません", f"cues.yaml: there is no set <{name}>")
    if last < len(word):
        parts.append((word[last:],))
    return map("".join, product(*parts))


def _plain(node: object, where: str) -> object:
    """A YAML node as plain values; a doubled key is an error."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        out: dict[str, object] = {}
        for key, value in node.value:
            if key.value in out:
                line = key.start_mark.line + 1
                raise ConfigError(
                    f"{where}:{line}: キー「{key.value}」が重複しています",
                    f"{where}:{line}: key {key.value!r} is given twice",
                )
            out[key.value] = _plain(value, where)
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_plain(n, where) for n in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
        raise ConfigError(f"{where}: 空でない文字列の並びが必要です", f"{where}: a list of strings")
    return tuple(value)


def _mapping(value: object, allowed: frozenset[str] | None, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ConfigError(f"{where}: キーと値が必要です", f"{where}: a mapping is needed")
    for key in value:
        if allowed is not None and key not in allowed:
            raise ConfigError(
                f"{where}: 「{key}」は知らないキーです（{'、'.join(sorted(allowed))}）",
                f"{where}: unknown key {key!r} (known: {', '.join(sorted(allowed))})",
            )
    return value


def read(source: str, where: str = "cues.yaml") -> Cues:
    """Compile a lexicon from YAML.

    A word that several classes list belongs to the first. Raises ConfigError for a key that is
    unknown or doubled, an unknown set, an empty word and a pattern that does not compile.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        top = _mapping(_plain(yaml.compose(source, Loader=loader), where), _TOP, where)
    except yaml.YAMLError as error:
        raise ConfigError(f"{where}: YAMLとして読めません: {error}", f"{where}: {error}") from error
    sets = {k: _texts(v, f"{where}: {k}") for k, v in _mapping(top.get("sets", {}), None, where).items()}
    words: dict[str, str] = {}
    patterns: list[tuple[str, re.Pattern[str]]] = []
    classes = _mapping(top.get("cues", {}), None, where)
    for name, body in classes.items():
        at = f"{where}: {name}"
        parts = _mapping(body, _CLASS, at)
        for written in _texts(parts.get("words", []), at):
            for word in expand(written, sets):
                words.setdefault(word, name)
        for written in _texts(parts.get("patterns", []), at):
            try:
                patterns.append((name, re.compile(written)))
            except re.error as error:
                raise ConfigError(f"{at}: {written}: {error}", f"{at}: {written}: {error}") from error
    if "" in words:
        raise ConfigError(f"{where}: 空の語ができる書き方があります", f"{where}: an empty word")
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[:1], set()).add(len(word))
    return Cues(
        tuple(classes),
        words,
        {k: tuple(sorted(v, reverse=True)) for k, v in lengths.items()},
        tuple(patterns),
    )


@lru_cache(maxsize=1)
def shipped() -> Cues:
    """The lexicon that ships with the package, compiled at the first call."""
    try:
        source = resources.files("regenlint.dictionaries").joinpath("cues.yaml")
        text = source.read_text(encoding="utf-8")
    except ModuleNotFoundError:
        # A source tree that is not installed has the dictionaries beside the package.
        path = Path(__file__).resolve().parents[2] / "dictionaries" / "cues.yaml"
        text = path.read_text(encoding="utf-8")
    return read(text)
