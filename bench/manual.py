"""The manual's generated pages: one a rule, one an area, and what stands outside `docs/`.

mkdocs loads this file as a hook (`mkdocs.yml`). `pages` needs nothing of mkdocs: it maps paths below
`docs/` to Markdown made from the rules' tables, `tests/cases` and the measured figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from regenlint.labels import FACTS, OUTCOMES, SEVERITIES, Lang, fact_value, said
from regenlint.registry import Registered, Registry, registry
from regenlint.report.explanation import parts

ROOT = Path(__file__).parent.parent

#: Which cases show a rule: the first of each sort, in this order.
_SHOWN = (("met", "足りる例"), ("violated", "足りない例"), ("lookalike", "似ていて違う例"))
_MARKS = re.compile(r"([\\`*_\[\]{}#|~])")
_ADDRESS = re.compile(r"https://\S+")
#: A link to a file of ours; pictures too, whose bracket follows a `!`.
_LINK = re.compile(r"\[([^\]]*)\]\((?!https?:)([^)#]+)\)")
_MOVED = {"README.ja.md": "index.md", "README.md": "english.md", "CONTRIBUTING.md": "contributing.md"}


def pages() -> dict[str, str]:
    """Path below `docs/` → Markdown of every generated page."""
    known = registry()
    made = {"rules/index.md": _index(known)}
    for area in known.areas:
        made[f"rules/{area}.md"] = _area(area, known)
    for rule_id, registered in known.rules.items():
        made[f"rules/{rule_id}.md"] = _rule(registered, known)
    for source, path in (("README.md", "english.md"), ("CONTRIBUTING.md", "contributing.md")):
        made[path] = _brought_in((ROOT / source).read_text(encoding="utf-8"))
    return made


def on_files(files: Any, config: Any) -> Any:
    """The hook of mkdocs: adds the generated pages to the site."""
    from mkdocs.structure.files import File

    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files


def plain(text: str) -> str:
    """Text that Markdown shows as it is written."""
    return _MARKS.sub(r"\\\1", text).replace("<", "&lt;").replace(">", "&gt;")


def _index(known: Registry) -> str:
    lines = ["# 規則", "", f"{len(known.rules)}の規則があります。領域ごとの一覧から、規則ごとの頁へ進めます。", ""]
    lines += ["| 領域 | 題 | 規則の数 |", "|---|---|---|"]
    for area, title in known.areas.items():
        count = sum(r.rule.area == area for r in known.rules.values())
        lines.append(f"| [{area}]({area}.md) | {plain(title)} | {count} |")
    return "\n".join(lines) + "\n"


def _area(area: str, known: Registry) -> str:
    title, english = known.areas[area], known.titles(Lang.EN)[area]
    lines = [f"# {area} {plain(title)}", "", plain(english), "", "[領域の一覧](index.md)", ""]
    lines += ["| 規則 | 重大度 | 表題 |", "|---|---|---|"]
    for rule_id, registered in known.rules.items():
        if registered.rule.area == area:
            severity = said(SEVERITIES, registered.rule.severity.value, Lang.JA)
            lines.append(f"| [{rule_id}]({rule_id}.md) | {severity} | {plain(registered.rule.title)} |")
    return "\n".join(lines) + "\n"


def _rule(registered: Registered, known: Registry) -> str:
    rule = registered.rule
    severity = said(SEVERITIES, rule.severity.value, Lang.JA)
    head = [f"# {rule.id} {plain(rule.title)}", ""]
    head += [f"`{rule.name}`　{severity}　[{rule.area} {plain(known.areas[rule.area])}]({rule.area}.md)", ""]
    head += [f"英語：{plain(rule.title_en)}", ""]
    told = list(parts(registered, Lang.JA))
    cases = list(_cases(rule.id))
    out = "\n".join(head) + "\n"
    for title, lines in told:
        if title == "測定" and cases:
            out += "## 検査の事例\n\n" + "\n".join(cases) + "\n\n"
        out += f"## {title}\n\n{_part(title, lines)}\n\n"
    return out


def _part(title: str, lines: list[str]) -> str:
    if "regenlint.toml" in title:
        return "\n".join(["```toml", *lines, "```"])
    if title == "検査の説明":
        return "\n".join(["````text", *lines, "````"])
    if len(lines) == 1:
        return _linked(lines[0])
    return "\n".join(f"- {_linked(line)}" for line in lines)


def _linked(line: str) -> str:
    found = _ADDRESS.search(line)
    if found is None:
        return plain(line)
    return plain(line[: found.start()]) + f"<{found[0]}>" + plain(line[found.end() :])


def _cases(rule_id: str) -> Iterator[str]:
    """One case of each sort from the rule's own tests: facts, plan and outcome."""
    file = ROOT / "tests" / "cases" / rule_id[:3] / f"{rule_id}.yaml"
    if not file.is_file():
        return
    cases: list[dict[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
    for sort, name in _SHOWN:
        for case in cases:
            if str(case["case"]).startswith(sort):
                yield from _case(name, case)
                break


def _case(name: str, case: dict[str, Any]) -> Iterator[str]:
    outcome = said(OUTCOMES, str(case["outcome"]), Lang.JA)
    yield f"**{name}** 結果は「{outcome}」"
    yield ""
    facts = case.get("facts") or {}
    if facts:
        told = (
            f"{said(FACTS, k, Lang.JA)}＝{fact_value(k, tuple(v) if isinstance(v, list) else v, Lang.JA)}"
            for k, v in facts.items()
        )
        yield plain("事実：" + "、".join(told))
        yield ""
    yield from ("````text", str(case["plan"]).rstrip(), "````", "")


def _brought_in(text: str) -> str:
    """A page from the repository's root. A link to what the site does not hold becomes its words."""

    def fitted(m: re.Match[str]) -> str:
        target = _MOVED.get(m[2], m[2].removeprefix("docs/"))
        held = target in _MOVED.values() or (ROOT / "docs" / target).is_file()
        return f"[{m[1]}]({target})" if held else m[1]

    return _LINK.sub(fitted, text)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
