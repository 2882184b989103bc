"""The report as one HTML file that needs nothing else: what was read and understood first, then the findings.

It asks no network for anything; its policy forbids every script and style but its own, which it
names by their hash, so even a fault in escaping could not make a plan's text run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources

from regenlint.labels import FACTS, KINDS, OUTCOMES, SEVERITIES, SOURCES, Lang, fact_note, fact_value, said
from regenlint.record import DocumentRecord, DossierRecord, FactRecord, RunRecord, ValueRecord
from regenlint.report import Display
from regenlint.report.html_matrix import filters, findings, matrix
from regenlint.report.html_parts import chosen, file_name, page, quoted, table, where
from regenlint.report.html_picture import picture
from regenlint.report.html_versions import versions
from regenlint.report.markup import Markup, escaped, joined, tag
from regenlint.report.values import rows_of
from regenlint.report.versions import fresh
from regenlint.rules import Severity

_SLOT = re.compile(r"\{\{([a-z-]+)\}\}")
_DAYS = {"given": ("指定", "given"), "submitted": ("提出日", "submitted"), "today": ("今日", "today")}


def render(run: RunRecord, display: Display) -> str:
    """The whole file. The same run gives the same bytes."""
    lang = display.lang
    style, script = _own("page.css"), _own("page.js")
    title = chosen(lang, "再生医療等提供計画の検査", "Check of regenerative-medicine plans")
    slots = {
        "lang": lang.value,
        "title": escaped(f"{title} – regenlint"),
        "style": style,
        "script": script,
        "style-hash": _hash(style),
        "script-hash": _hash(script),
        "body": joined(
            tag("a", chosen(lang, "本文へ", "to the text"), href="#p1", class_="skip"),
            _top(run, title, lang),
            (_plan(d, f"p{n}", display) for n, d in enumerate(run.dossiers, 1)),
            _foot(lang),
        ),
    }
    # One pass: what a plan says is never looked through for slots.
    return _SLOT.sub(lambda m: slots[m[1]], _own("page.html"))


@cache
def _own(name: str) -> str:
    return (resources.files("regenlint.report") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _top(run: RunRecord, title: str, lang: Lang) -> Markup:
    tool = f"regenlint {run.version} · {chosen(lang, '規則', 'rules')} {run.ruleset}"
    button = tag("button", chosen(lang, "明暗", "light/dark"), type="button", class_="theme", hidden=True)
    return joined(
        tag("header", tag("h1", title), button, tag("span", tool, class_="tool"), class_="top"),
        tag(
            "p",
            chosen(
                lang,
                "書類に何が書かれているかを点検したもので、治療の安全性・有効性・適法性の判断ではありません。"
                "所見がないことは、書かれていることを意味しません。",
                "A check of what the documents say, no judgement of safety, effect or lawfulness. "
                "No finding does not mean that everything is stated.",
            ),
            class_="soft",
        ),
        tag("nav", [tag("a", d.path, href=f"#p{n}") for n, d in enumerate(run.dossiers, 1)], class_="contents")
        if len(run.dossiers) > 1
        else None,
    )


def _foot(lang: Lang) -> Markup:
    keys = [tag("kbd", "/"), tag("kbd", "j"), tag("kbd", "k"), tag("kbd", "Esc")]
    names = chosen(
        lang,
        "絞り込みへ|次の所見|前の所見|絞り込みから出る",
        "to the filter|next finding|previous finding|leave the filter",
    ).split("|")
    pairs = [joined(key, f" {name}　") for key, name in zip(keys, names, strict=True)]
    return tag("footer", tag("small", pairs))


def _plan(d: DossierRecord, anchor: str, display: Display) -> Markup:
    lang = display.lang
    shown = picture(d, anchor, lang)
    earlier = versions(d, anchor, lang)
    compared = _values(d, anchor, lang)
    parts = [
        ("understood", chosen(lang, "読み取ったこと", "understood")),
        *([("versions", chosen(lang, "前の版との違い", "earlier version"))] if earlier else []),
        ("findings", chosen(lang, "所見", "findings")),
        ("matrix", chosen(lang, "要件の一覧", "requirements")),
        *([("values", chosen(lang, "書類ごとの値", "values"))] if compared else []),
        *([("picture", chosen(lang, "妥当性と危険の記載", "validity and risk"))] if shown else []),
    ]
    day = _DAYS[d.as_of_source][lang is Lang.EN]
    return tag(
        "article",
        tag("h2", d.path, id=anchor),
        tag(
            "p",
            chosen(lang, f"{d.as_of}の規則で判定（{day}）", f"judged as of {d.as_of} ({day})"),
            class_="soft",
        ),
        tag("nav", (tag("a", name, href=f"#{anchor}-{key}") for key, name in parts), class_="contents"),
        _unread(d, lang),
        _counts(d, lang),
        _notices(d, lang),
        _understood(d, anchor, lang),
        earlier,
        tag("div", filters(d, anchor, lang), findings(d, anchor, display, fresh(d)), matrix(d, anchor, lang)),
        compared,
        shown,
        class_="plan",
        data_plan=True,
    )


def _unread(d: DossierRecord, lang: Lang) -> Markup | None:
    """What could not be read or judged, before anything else."""
    unjudged = d.unjudged
    if not unjudged:
        return None
    lines = [
        tag(
            "li",
            tag("b", file_name(u.path)),
            f" p.{u.page}" if u.page is not None else None,
            f" {u.code} {u.name}" if u.code != "unread" else None,
            ": " if lang is Lang.EN else "：",
            u.english if lang is Lang.EN else u.message,
        )
        for u in unjudged
    ]
    told = chosen(
        lang,
        "読めない、または判定に失敗した所があります。所見がないことは記載があることを意味しません",
        "Some things could not be read or judged: silence about them means nothing",
    )
    return tag("div", tag("b", told), tag("ul", lines), class_="alert", role="note")


def _counts(d: DossierRecord, lang: Lang) -> Markup:
    weights = Counter(f.severity for _, f in d.findings() if f.waived is None)
    waived = sum(f.waived is not None for _, f in d.findings())
    outcomes = [tag("li", said(OUTCOMES, o.value, lang), tag("b", n)) for o, n in d.summary.items()]
    severities = [tag("li", said(SEVERITIES, s.value, lang), tag("b", weights[s])) for s in Severity]
    if waived:
        severities.append(tag("li", chosen(lang, "免除・ベースライン", "waived or in the baseline"), tag("b", waived)))
    return joined(
        tag("p", chosen(lang, f"規則 {len(d.results)} の結果", f"Outcomes of {len(d.results)} rules")),
        tag("ul", outcomes, class_="counts"),
        tag("p", chosen(lang, "所見の重大度", "Findings by severity")),
        tag("ul", severities, class_="counts"),
    )


def _notices(d: DossierRecord, lang: Lang) -> Markup | None:
    if not d.notices:
        return None
    return tag("ul", (tag("li", n.english if lang is Lang.EN else n.message) for n in d.notices))


def _understood(d: DossierRecord, anchor: str, lang: Lang) -> Markup:
    facts = chosen(lang, "事実|値|出どころ|場所と引用", "fact|value|source|place and quote").split("|")
    documents = chosen(lang, "書類|種類|頁|読めない所・注意", "document|kind|pages|not read, mind").split("|")
    return tag(
        "section",
        tag("h3", chosen(lang, "読み取ったこと", "What was understood")),
        table(facts, (_fact(f, lang) for f in d.facts)),
        tag("h4", chosen(lang, "書類", "Documents")),
        table(documents, (*(_document(x, lang) for x in d.documents), *_broken(d, lang))),
        id=f"{anchor}-understood",
    )


def _fact(f: FactRecord, lang: Lang) -> Markup:
    known = f.source != "unknown"
    shown = [tag("div", tag("small", where(x, lang)), quoted(x)) for x in f.evidence]
    rest = tag("details", tag("summary", f"+{len(shown) - 1}"), shown[1:]) if len(shown) > 1 else None
    return tag(
        "tr",
        tag("th", said(FACTS, f.name, lang), scope="row"),
        tag("td", fact_value(f.name, f.value, lang) if known else "―", class_="word"),
        tag("td", said(SOURCES, f.source, lang), class_="word"),
        tag("td", fact_note(f.note, lang) or None, shown[:1], rest),
    )


def _document(x: DocumentRecord, lang: Lang) -> Markup:
    losses = [tag("div", loss.english if lang is Lang.EN else loss.message) for loss in x.losses]
    return tag(
        "tr",
        tag("td", file_name(x.path), title=x.path),
        tag("td", "・".join(said(KINDS, k, lang) for k in x.kinds)),
        tag("td", x.pages, class_="num"),
        tag("td", losses),
    )


def _broken(d: DossierRecord, lang: Lang) -> Iterator[Markup]:
    for u in d.unread:
        told = chosen(lang, f"読めません：{u.message}", f"not read: {u.english}")
        yield tag("tr", tag("td", file_name(u.path), title=u.path), tag("td"), tag("td"), tag("td", told))


def _values(d: DossierRecord, anchor: str, lang: Lang) -> Markup | None:
    rows = rows_of(d.values, lang)
    if not rows:
        return None
    kinds = {x.path: "・".join(said(KINDS, k, lang) for k in x.kinds) for x in d.documents}

    def at(v: ValueRecord) -> Markup:
        name = said(KINDS, v.place.kind, lang) if v.place.kind != "other" else file_name(v.place.document)
        title = f"{v.place.document} {kinds.get(v.place.document, '')}\n{v.place.line}"
        return tag("span", f"{name} {page(v.place)}".strip(), title=title)

    made = []
    for r in rows:
        for n, (text, places) in enumerate(r.values):
            head = tag("th", r.name, scope="row", rowspan=len(r.values)) if not n else None
            cells = [(tag("span", "、") if k else None, at(v)) for k, v in enumerate(places)]
            made.append(tag("tr", head, tag("td", text), tag("td", cells)))
    heads = chosen(lang, "項目|書かれている値|書類", "item|value as written|documents").split("|")
    told = chosen(
        lang,
        "書かれたままの値です。書き方が違うだけのことも、段階や対象が違うこともあります。食い違いかどうかは所見を見てください",
        "Values as written: they may differ in wording only or mean different stages. The findings say what conflicts",
    )
    return tag(
        "section",
        tag("h3", chosen(lang, "書類ごとの値", "Values over the documents")),
        tag("p", told, class_="soft"),
        table(heads, made),
        id=f"{anchor}-values",
    )
