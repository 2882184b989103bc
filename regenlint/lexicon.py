"""Words as data: concepts made of forms, read strictly from YAML and compiled for the index.

A form is written in a small notation, on folded text (see `regenlint.text`):

    ウイルス試験              the word
    ウイルス(試験|検査)        groups expand to alternatives; (|法) is an optional part
    HBV|B型肝炎               alternatives of one concept
    鋳型~DNA                  in this order with at most 12 characters between, in one sentence
    自家&不要                 in any order, in one sentence
    @key                      another concept of the dictionaries, also as a part: @car.vector~投与
    !マクロファージ             not inside this longer word (a stop)

A list of forms is a concept: any of them. `A&B` and `A~B` bind tighter than `|`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from regenlint.errors import ConfigError
from regenlint.text import fold

GAP = 12


@dataclass(frozen=True, slots=True)
class Form:
    """Components that must all be found: `ordered` ones within their gap, else in one sentence.

    Each component is a tuple of alternative literals in folded form. `gaps[i]` is how many
    characters may stand before component i+1; 0 joins the pieces of one long word with groups,
    in an unordered form too.
    """

    components: tuple[tuple[str, ...], ...]
    ordered: bool
    gaps: tuple[int, ...] = ()

    def words(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """The components of an unordered form, the pieces of one word together."""
        out = [[self.components[0]]]
        for component, gap in zip(self.components[1:], self.gaps or (GAP,) * len(self.components), strict=False):
            if gap:
                out.append([component])
            else:
                out[-1].append(component)
        return tuple(map(tuple, out))


@dataclass(frozen=True, slots=True)
class Concept:
    """Forms of which any counts; occurrences inside a literal of `stops` do not."""

    forms: tuple[Form, ...]
    stops: tuple[str, ...] = ()
    label: str = ""

    def literals(self) -> Iterator[str]:
        """Every literal the index must know to find this concept."""
        for form in self.forms:
            for component in form.components:
                yield from component
        yield from self.stops


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a dictionary: its concept, and texts it must and must not be found in."""

    key: str
    concept: Concept
    matches: tuple[str, ...]
    rejects: tuple[str, ...]


def expand(pattern: str) -> tuple[str, ...]:
    """Expansion of groups: `a(b|c)d` gives abd, acd; `(|b)` an optional part. Groups may hold groups."""
    if "(" not in pattern:
        return (pattern,)
    out = [""]
    # Outermost first: groups beside each other in one group would multiply with each other otherwise.
    for chunk in _chunks(pattern):
        grouped = chunk.startswith("(") and chunk.endswith(")")
        inner = [x for part in _split_top(chunk[1:-1], "|") for x in expand(part)] if grouped else [chunk]
        out = [before + x for before in out for x in inner]
    return tuple(dict.fromkeys(out))


def literal(text: str) -> str:
    """The case-keeping folded form a literal is stored in; empty text is an error."""
    folded = fold(text.strip()).text
    if not folded:
        raise ConfigError(f"語の形が空です：{text!r}", f"an empty form: {text!r}")
    return folded


def spellings(text: str) -> tuple[str, ...]:
    """A literal in its spellings: 取り消し also as 取消し, 申出 also as 申し出 (dictionaries/okurigana.yaml)."""
    found = literal(text)
    pairs, any_of_them = _okurigana()
    if not any_of_them.search(found):
        return (found,)
    out = [found]
    for long, short in pairs:
        if long in found:
            out.append(found.replace(long, short))
        elif short in found:
            out.append(found.replace(short, long))
    return tuple(out)


@cache
def _okurigana() -> tuple[tuple[tuple[str, str], ...], re.Pattern[str]]:
    """The pairs, and what finds a text that holds one of them: few of the many literals do."""
    pairs = tuple((literal(long), literal(short)) for long, short in dictionary("okurigana"))
    return pairs, re.compile("|".join(re.escape(x) for pair in pairs for x in pair))


def _split_top(pattern: str, mark: str) -> list[str]:
    out, depth, start = [], 0, 0
    for i, ch in enumerate(pattern):
        depth += (ch == "(") - (ch == ")")
        if ch == mark and depth == 0:
            out.append(pattern[start:i])
            start = i + 1
    out.append(pattern[start:])
    return out


def _form(pattern: str, terms: Mapping[str, Term]) -> Form:
    both = "&" in pattern and "~" in pattern
    if both:
        raise ConfigError(f"「&」と「~」は一つの形に混ぜられません：{pattern}", f"& and ~ in one form: {pattern}")
    ordered = "&" not in pattern
    parts = [p.strip() for p in _split_top(pattern, "~" if ordered else "&")]
    components: list[tuple[str, ...]] = []
    gaps: list[int] = []
    for part in parts:
        pieces = _pieces(part)
        gaps.extend([GAP] * bool(components) + [0] * (len(pieces) - 1))
        components.extend(_component(p, terms) for p in pieces)
    return Form(tuple(components), ordered, tuple(gaps))


#: A word with more alternatives than this is found piece by piece.
_MOST = 48
#: A part with more than this has to be split by its author: every alternative is searched for.
_TOO_MANY = 20_000
_ENDS_IN_ASCII = re.compile(r"[A-Za-z0-9]$")
_STARTS_WITH_ASCII = re.compile(r"^[A-Za-z0-9]")


def _pieces(part: str) -> list[str]:
    """A part cut between its groups so that no piece has too many alternatives or may be empty.

    No cut is made inside a Latin word: a piece must end where a word border may be asked for.
    """
    if part.startswith("@") or _count(part) <= _MOST:
        return [part]
    pieces: list[str] = []
    for chunk in _chunks(part):
        joined = pieces[-1] + chunk if pieces else chunk
        if pieces and (
            _count(joined) <= _MOST
            or _may_be_empty(chunk)
            or _may_be_empty(pieces[-1])
            or _cuts_a_word(pieces[-1], chunk)
        ):
            pieces[-1] = joined
        else:
            pieces.append(chunk)
    if len(pieces) > 1 and _may_be_empty(pieces[0]):
        pieces[:2] = [pieces[0] + pieces[1]]
    return pieces


def _chunks(part: str) -> list[str]:
    """Plain stretches and outermost groups, in order."""
    out: list[str] = []
    depth, start = 0, 0
    for i, ch in enumerate(part):
        if ch == "(" and depth == 0 and i > start:
            out.append(part[start:i])
            start = i
        depth += (ch == "(") - (ch == ")")
        if ch == ")" and depth == 0:
            out.append(part[start : i + 1])
            start = i + 1
    if part[start:]:
        out.append(part[start:])
    return out


def _count(part: str) -> int:
    """How many alternatives a part has, without making them."""
    product_of = 1
    for chunk in _chunks(part):
        if chunk.startswith("(") and chunk.endswith(")"):
            product_of *= sum(_count(alternative) for alternative in _split_top(chunk[1:-1], "|"))
    return product_of


def _may_be_empty(chunk: str) -> bool:
    return all(c.startswith("(") and any(_may_be_empty(a) for a in _split_top(c[1:-1], "|")) for c in _chunks(chunk))


def _cuts_a_word(before: str, after: str) -> bool:
    if not re.search(r"[A-Za-z0-9][()|]*$", before) or not re.search(r"[(|][A-Za-z0-9]|^[A-Za-z0-9]", after):
        return False
    return any(_ENDS_IN_ASCII.search(x) for x in expand(before)) and any(
        _STARTS_WITH_ASCII.search(x) for x in expand(after)
    )


def chained(chains: Sequence[Sequence[tuple[int, int]]], gaps: Sequence[int], text: str) -> Iterator[tuple[int, int]]:
    """Spans that go through one span of each chain in order, at most the gap apart, in one sentence."""
    for start, end in chains[0]:
        ends = {end}
        for chain, gap in zip(chains[1:], gaps, strict=True):
            ends = {b for a, b in chain for stop in ends if stop <= a <= stop + gap and "。" not in text[stop:a]}
            if not ends:
                break
        if ends:
            yield start, min(ends)


def joined(pieces: Sequence[Sequence[str]], found: Mapping[str, Sequence[int]]) -> list[tuple[int, int]]:
    """The spans of a word by its pieces' starts in `found`, in the order its alternatives would be written out."""
    paths: list[tuple[tuple[int, ...], int, int]] = [
        ((k,), s, s + len(lit)) for k, lit in enumerate(pieces[0]) for s in found.get(lit, ())
    ]
    for piece in pieces[1:]:
        if not paths:
            break
        following: dict[int, list[tuple[int, int]]] = {}
        for k, lit in enumerate(piece):
            for s in found.get(lit, ()):
                following.setdefault(s, []).append((k, s + len(lit)))
        paths = [((*way, k), start, end) for way, start, stop in paths for k, end in following.get(stop, ())]
    return [(start, end) for _, start, end in sorted(paths)]


def _component(part: str, terms: Mapping[str, Term]) -> tuple[str, ...]:
    """The alternatives of one part of a form; `@key` stands for the single words of a term."""
    if not part.startswith("@"):
        if _count(part) > _TOO_MANY:
            raise ConfigError(
                f"語の形が多すぎます。「&」や「~」で分けてください：{part:.60}",
                f"too many alternatives, split it: {part:.60}",
            )
        return tuple(dict.fromkeys(s for e in expand(part) for s in spellings(e)))
    term = _term(part, terms)
    if any(not f.ordered or any(f.gaps) for f in term.concept.forms):
        raise ConfigError(
            f"組み合わせの形をもつ語は部品にできません：{part}", f"a term with compound forms as a part: {part}"
        )
    return tuple(dict.fromkeys("".join(x) for f in term.concept.forms for x in product(*f.components)))


def _term(reference: str, terms: Mapping[str, Term]) -> Term:
    term = terms.get(reference[1:])
    if term is None:
        raise ConfigError(f"辞書にない語です：{reference}", f"no such term: {reference}")
    return term


def concept(
    forms: Sequence[str] | str,
    terms: Mapping[str, Term] | None = None,
    *,
    stops: Sequence[str] = (),
    label: str = "",
) -> Concept:
    """Compile forms to a concept; `@key` refers to `terms`. Unknown keys are a ConfigError."""
    known = terms or {}
    if isinstance(forms, str) is False and not all(isinstance(f, str) for f in forms):
        raise ConfigError(f"語の形が文字列ではありません：{forms!r:.60}", f"forms that are no text: {forms!r:.60}")
    out: list[Form] = []
    stop: list[str] = [w for e in stops for s in expand(e) for w in spellings(s)]
    for entry in (forms,) if isinstance(forms, str) else forms:
        for pattern in _split_top(entry, "|"):
            pattern = pattern.strip()
            if pattern.startswith("!"):
                stop.extend(w for s in expand(pattern[1:]) for w in spellings(s))
            elif pattern.startswith("@") and not re.search("[~&]", pattern):
                term = _term(pattern, known)
                out.extend(term.concept.forms)
                stop.extend(term.concept.stops)
            else:
                out.append(_form(pattern, known))
    return Concept(tuple(dict.fromkeys(out)), tuple(dict.fromkeys(stop)), label)


def read_yaml(text: str, name: str) -> Any:
    """YAML without duplicate keys; faults are ConfigErrors that name file and line."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Strict(loader):  # type: ignore[misc,valid-type]  # the C loader has no stubs
        pass

    def mapping(self: Any, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise ConfigError(
                    f"{name}:{line}: キー「{key}」が重複しています", f"{name}:{line}: duplicate key {key}"
                )
            seen.add(key)
        return dict(loader.construct_mapping(self, node, deep))

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    try:
        return yaml.load(text, Strict)  # noqa: S506 — Strict derives from a safe loader
    except yaml.YAMLError as e:
        where = getattr(getattr(e, "problem_mark", None), "line", None)
        line = "" if where is None else f":{where + 1}"
        raise ConfigError(f"{name}{line}: YAMLとして読めません", f"{name}{line}: not valid YAML ({e})") from e


def strict(entry: object, name: str, must: Sequence[str], may: Sequence[str] = ()) -> dict[str, Any]:
    """A mapping with exactly the keys allowed; ConfigError names the key that is wrong or lacking."""
    if not isinstance(entry, dict):
        raise ConfigError(f"{name}: 対応表ではありません", f"{name}: not a mapping")
    for key in entry:
        if key not in must and key not in may:
            raise ConfigError(f"{name}: 知らないキー「{key}」", f"{name}: unknown key {key}")
    for key in must:
        if key not in entry:
            raise ConfigError(f"{name}: キー「{key}」がありません", f"{name}: missing key {key}")
    return entry


def _terms_in(text: str, name: str, into: dict[str, Term]) -> None:
    entries = read_yaml(text, name)
    if not isinstance(entries, dict):
        raise ConfigError(f"{name}: 語の対応表ではありません", f"{name}: not a mapping of terms")
    for key, raw in entries.items():
        e = strict(raw, f"{name}: {key}", ("forms",), ("label", "stops", "matches", "rejects"))
        if key in into:
            raise ConfigError(f"{name}: 語「{key}」は別の辞書にもあります", f"{name}: {key} is defined twice")
        try:
            compiled = concept(e["forms"], into, stops=e.get("stops", ()), label=e.get("label", ""))
        except ConfigError as fault:
            raise ConfigError(f"{name}: {key}: {fault}", f"{name}: {key}: {fault.english}") from fault
        into[key] = Term(key, compiled, tuple(e.get("matches", ())), tuple(e.get("rejects", ())))


@cache
def terms() -> Mapping[str, Term]:
    """All terms of `dictionaries/terms*.yaml`, `terms.yaml` (shared ones) first, then by file name."""
    folder = resources.files("regenlint.dictionaries")
    names = sorted(f.name for f in folder.iterdir() if f.name.startswith("terms") and f.name.endswith(".yaml"))
    out: dict[str, Term] = {}
    for name in sorted(names, key=lambda n: (n != "terms.yaml", n)):
        _terms_in((folder / name).read_text(encoding="utf-8"), name, out)
    return out


def dictionary(name: str) -> Any:
    """The content of `dictionaries/<name>.yaml`."""
    file = resources.files("regenlint.dictionaries") / f"{name}.yaml"
    return read_yaml(file.read_text(encoding="utf-8"), f"{name}.yaml")
