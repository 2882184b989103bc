"""What is different from an earlier version, in HTML: findings that came and went, passages with changes marked."""

from __future__ import annotations

from collections.abc import Iterator

from regenlint.labels import Lang
from regenlint.record import Change, DossierRecord, Gone
from regenlint.report.html_parts import chosen, file_name, quoted, table, where
from regenlint.report.markup import Markup, tag
from regenlint.report.versions import counted, documents, gone, kind, new_findings, place
from regenlint.revision import fragments


def versions(d: DossierRecord, anchor: str, lang: Lang) -> Markup | None:
    """The section; None where there is no earlier version."""
    a = d.against
    if a is None:
        return None
    english = lang is Lang.EN
    came = [
        tag(
            "li",
            tag("a", r.rule.id, href=f"#{anchor}-{r.rule.id}"),
            f" {f.english if english else f.message}",
        )
        for r, f in new_findings(d)
    ]
    heads = chosen(lang, "種別|場所|前の版から消えた語と加わった語", "kind|place|words that went and came").split("|")
    return tag(
        "section",
        tag("h3", chosen(lang, f"前の版との違い（{a.path}）", f"Against {a.path}")),
        tag("p", counted(a, lang)),
        tag("ul", (tag("li", line) for line in documents(a, lang))),
        tag("h4", chosen(lang, "新しい所見", "New findings")) if came else None,
        tag("ul", came) if came else None,
        tag("h4", chosen(lang, "なくなった所見", "Findings no longer there")) if a.gone else None,
        tag("ul", (_gone(g, lang) for g in a.gone)) if a.gone else None,
        tag("h4", chosen(lang, "変わった記載", "Changed passages")),
        table(heads, (_change(c, lang) for c in a.changes))
        if a.changes
        else tag("p", chosen(lang, "変わった記載はありません", "no passage changed")),
        id=f"{anchor}-versions",
    )


def _gone(g: Gone, lang: Lang) -> Markup:
    f = g.finding
    return tag(
        "li",
        f"{g.rule.id} {f.english if lang is Lang.EN else f.message} ",
        tag("span", gone(g, lang), class_="badge"),
        quoted(f.location) if f.location else None,
    )


def _change(c: Change, lang: Lang) -> Markup:
    at = place(c)
    before, after = (c.before.line if c.before else ""), (c.after.line if c.after else "")
    return tag(
        "tr",
        tag("td", kind(c, lang), class_="word"),
        tag("td", tag("small", where(at, lang)), class_="where", title=file_name(at.document)),
        tag("td", _marked(before, after)),
    )


def _marked(before: str, after: str) -> Iterator[Markup | str]:
    """The passage with what went and what came; short common letters between changes stay readable as they are."""
    for sign, old, new in fragments(before, after):
        if sign == "=":
            yield old
            continue
        if old:
            yield tag("del", old)
        if new:
            yield tag("ins", new)
