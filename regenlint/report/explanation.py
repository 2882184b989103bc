"""A rule's page, offline: what it asks, on what basis, what is searched, how to mend it and how to waive it."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from regenlint.citation import LAWS, cited
from regenlint.config import Profile
from regenlint.labels import FACTS, KINDS, SEVERITIES, Lang, fact_value, said
from regenlint.registry import Registered, Registry
from regenlint.rules import Rule
from regenlint.specs import StatementSpec

_WAYS = {
    "StatementSpec": ("記載を探す", "looks for statements"),
    "WordingSpec": ("使ってはならない言い方を探す", "looks for wording that must not be used"),
    "FieldSpec": ("様式の欄を見る", "looks at a field of the form"),
    "AttachmentSpec": ("書類の有無を見る", "looks for an attachment"),
    "ConflictSpec": ("記載どうしの食い違いを見る", "compares what is said with other statements"),
}

#: What is wrong with a bad phrasing, as the rules' tables name it.
FLAWS = {
    "取違": "something else",
    "言及": "mentioned only",
    "数値なし": "no figures",
    "丸投げ": "handed on",
    "空欄": "blank",
    "将来": "put off",
    "否定": "denied",
    "雛形": "template text",
    "未評価": "not assessed",
}
_FLAW = re.compile(r"\[([^\]]+)\]")


def page(registered: Registered, known: Registry, lang: Lang) -> str:
    """The page of a rule as text."""
    return "\n".join(_lines(registered, known, lang)) + "\n"


def _lines(registered: Registered, known: Registry, lang: Lang) -> Iterator[str]:
    rule, english = registered.rule, lang is Lang.EN
    yield f"{rule.id} {rule.name}"
    yield rule.title_en if english else rule.title
    yield ""
    severity = said(SEVERITIES, rule.severity.value, lang)
    area = known.titles(lang).get(rule.area, rule.area)
    profile = _profile(rule, english)
    yield (
        f"severity: {severity}   area: {rule.area} {area}   profile: {profile}"
        if english
        else f"重大度：{severity}　領域：{rule.area} {area}　プロファイル：{profile}"
    )
    if rule.since or rule.until:
        yield f"{'in force' if english else '適用される日'}: {rule.since or ''} – {rule.until or ''}"
    yield ""
    for title, lines in parts(registered, lang):
        yield title
        yield from (f"  {line}".rstrip() for line in lines)
        yield ""


def parts(registered: Registered, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    """The page's parts that have something to say, below its head: title and lines."""
    for title, lines in _parts(registered, lang):
        if any(line.strip() for line in lines):
            yield title, lines


def _parts(registered: Registered, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    rule, english = registered.rule, lang is Lang.EN
    yield ("What it asks" if english else "求めること", _asked(registered) if english else [rule.asks])
    yield ("Basis" if english else "根拠", _basis(rule, english, lang))
    yield ("When it applies" if english else "当てはまる場合", _applies(rule, english, lang))
    way = (
        _WAYS[type(registered.spec).__name__][english]
        if registered.spec
        else ("written check" if english else "書かれた検査")
    )
    kinds = (", " if english else "、").join(said(KINDS, k.value, lang) for k in rule.reads)
    yield ("What is searched" if english else "探す所", [f"{kinds} ({way})" if english else f"{kinds}（{way}）"])
    yield ("To mend it" if english else "直し方", [rule.fix_en if english else rule.fix])
    yield (
        "Phrasings that do (in Japanese)" if english else "よい書き方",
        [f"○ {_example(x, lang)}" for x in rule.good],
    )
    yield (
        "Phrasings that do not (in Japanese)" if english else "足りない書き方",
        [f"× {_example(x, lang)}" for x in rule.bad],
    )
    # A written check is its own manual, in Japanese; English readers have what it asks and how to mend it.
    if registered.module and not english:
        yield ("検査の説明", _manual(registered.module).splitlines())
    yield ("Measured" if english else "測定", [_measured(rule.id, english)])
    yield ("To waive it (regenlint.toml)" if english else "免除の仕方（regenlint.toml）", _waiver(rule, english))


def _profile(rule: Rule, english: bool) -> str:
    """The profiles that hold the rule: each holds what the ones before it hold."""
    first = next(p for p in Profile if p.holds(rule))
    if first is Profile.SUBMISSION:
        return first.value
    return f"from {first.value}" if english else f"{first.value} から"


def _asked(registered: Registered) -> list[str]:
    """The things a statement rule wants to find, else what to write."""
    spec = registered.spec
    if not isinstance(spec, StatementSpec):
        return [registered.rule.fix_en]
    out: list[str] = []
    for number, wanted in enumerate(spec.sets):
        count, need = len(wanted.elements), wanted.need
        which = "" if count == 1 else "all of " if need is None or need >= count else f"at least {need} of "
        told = "; ".join(e.says_en for e in wanted.elements)
        line = f"{'or ' if number else ''}{which}{told}"
        if line.removeprefix("or ") not in out:
            out.append(line)
    return out


def _example(text: str, lang: Lang) -> str:
    """An example phrasing; `[言及]` before a bad one says what is wrong with it."""
    if lang is Lang.JA:
        return text
    m = _FLAW.match(text)
    return f"「{text}」" if m is None else f"[{FLAWS.get(m[1], m[1])}] 「{text[m.end() :]}」"


def _basis(rule: Rule, english: bool, lang: Lang) -> list[str]:
    out: list[str] = []
    addresses: dict[str, str] = {}
    for b in rule.basis:
        out.append(cited(b, lang) + (f" — {b.note}" if b.note and not english else ""))
        if b.kind in LAWS:
            title, title_en, address = LAWS[b.kind]
            addresses[address] = title_en if english else title
    out += [f"{title}: {address}" for address, title in addresses.items()]
    if not rule.verified:
        out.append("The basis has not been verified" if english else "根拠未確認")
    return out


def _applies(rule: Rule, english: bool, lang: Lang) -> list[str]:
    if not rule.applies:
        return ["always" if english else "常に"]
    joint = " or " if english else "、"
    return [
        f"{said(FACTS, name, lang)} = {joint.join(fact_value(name, v, lang) for v in values)}"
        for name, values in rule.applies.items()
    ]


def _manual(module: str) -> str:
    return (importlib.import_module(module).__doc__ or "").strip()


def _waiver(rule: Rule, english: bool) -> list[str]:
    at, reason = ("document/section", "why it does not matter here") if english else ("文書名/節", "理由を書く")
    return ["[[waiver]]", f'rule = "{rule.id}"', f'at = "{at}"', f'reason = "{reason}"', "until = 2027-03-31"]


@cache
def _figures() -> dict[str, Any]:
    file = resources.files("regenlint") / "measured.json"
    if not file.is_file():
        return {}
    figures: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return figures


def _measured(rule: str, english: bool) -> str:
    """Precision and recall on labelled dossiers, as the benchmark wrote them; never guessed."""
    found = _figures().get(rule)
    if found is None:
        return "not measured" if english else "未測定"
    # Where nothing fired, or nothing should have, there is no such figure.
    p, r = ("–" if found[k] is None else found[k] for k in ("precision", "recall"))
    n = found["labels"]
    return (
        f"precision {p}, recall {r} on {n} labels"
        if english
        else f"指摘の正しさ（precision）{p}、見つけた割合（recall）{r}（ラベル{n}件）"
    )
