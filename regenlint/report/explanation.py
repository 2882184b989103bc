"""A rule's page, offline: what it asks, on what basis, what is searched, how to mend it and how to waive it."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from regenlint.citation import LAWS, cited
from regenlint.labels import FACTS, KINDS, SEVERITIES, Lang, fact_value, said
from regenlint.registry import Registered, Registry
from regenlint.rules import Rule

_TIERS = {1: ("draft から", "from draft"), 2: ("committee から", "from committee"), 3: ("submission", "submission")}
_WAYS = {
    "StatementSpec": ("記載を探す", "looks for statements"),
    "WordingSpec": ("使ってはならない言い方を探す", "looks for wording that must not be used"),
    "FieldSpec": ("様式の欄を見る", "looks at a field of the form"),
    "AttachmentSpec": ("書類の有無を見る", "looks for an attachment"),
}


def page(registered: Registered, known: Registry, lang: Lang) -> str:
    """The page of a rule as text."""
    return "\n".join(_lines(registered, known, lang)) + "\n"


def _lines(registered: Registered, known: Registry, lang: Lang) -> Iterator[str]:
    rule, english = registered.rule, lang is Lang.EN
    yield f"{rule.id} {rule.name}"
    yield rule.title_en if english else rule.title
    yield ""
    severity = said(SEVERITIES, rule.severity.value, lang)
    area = known.areas.get(rule.area, rule.area)
    tier = _TIERS.get(rule.tier, _TIERS[3])[english]
    yield (
        f"severity: {severity}   area: {rule.area} {area}   profile: {tier}"
        if english
        else f"重大度：{severity}　領域：{rule.area} {area}　プロファイル：{tier}"
    )
    if rule.since or rule.until:
        yield f"{'in force' if english else '適用される日'}: {rule.since or ''} – {rule.until or ''}"
    yield ""
    yield from _part("What it asks (in Japanese)" if english else "求めること", [rule.asks])
    yield from _part("Basis" if english else "根拠", _basis(rule, english, lang))
    yield from _part("When it applies" if english else "当てはまる場合", _applies(rule, english, lang))
    way = (
        _WAYS[type(registered.spec).__name__][english]
        if registered.spec
        else ("written check" if english else "書かれた検査")
    )
    kinds = (", " if english else "、").join(said(KINDS, k.value, lang) for k in rule.reads)
    yield from _part(
        "What is searched" if english else "探す所", [f"{kinds} ({way})" if english else f"{kinds}（{way}）"]
    )
    yield from _part("To mend it" if english else "直し方", [rule.fix_en if english else rule.fix])
    yield from _part("Phrasings that do (in Japanese)" if english else "よい書き方", [f"○ {x}" for x in rule.good])
    yield from _part(
        "Phrasings that do not (in Japanese)" if english else "足りない書き方", [f"× {x}" for x in rule.bad]
    )
    if registered.module:
        yield from _part(
            "The check (in Japanese)" if english else "検査の説明", (_manual(registered.module)).splitlines()
        )
    yield from _part("Measured" if english else "測定", [_measured(rule.id, english)])
    yield from _part(
        "To waive it (regenlint.toml)" if english else "免除の仕方（regenlint.toml）", _waiver(rule, english)
    )


def _part(title: str, lines: list[str]) -> Iterator[str]:
    shown = [line for line in lines if line is not None]
    if any(line.strip() for line in shown):
        yield title
        yield from (f"  {line}".rstrip() for line in shown)
        yield ""


def _basis(rule: Rule, english: bool, lang: Lang) -> list[str]:
    out: list[str] = []
    addresses: dict[str, str] = {}
    for b in rule.basis:
        out.append(cited(b, lang) + (f" — {b.note}" if b.note else ""))
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
