"""The HTML report: everything in one file, nothing of a plan's text is markup, filters and keys work in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from regenlint.labels import Lang
from regenlint.record import Location, RunRecord, ValueRecord
from regenlint.report import Display, render
from regenlint.rules import RuleKind, Severity
from tests.report import browser, sample

HOSTILE = (
    "</script><script>document.title='owned'</script>"
    "<img src=http://x.invalid/a onerror=\"document.title='owned'\">&\"'"
)


class Elements(HTMLParser):
    """What a reader of HTML sees: elements with their attributes, and the text outside style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag in ("style", "script"):
            self._silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text += data


def elements(html: str) -> Elements:
    parser = Elements()
    parser.feed(html)
    return parser


def place(words: str) -> Location:
    return Location(words, (words,), 3, 0, len(words), 2, True, (1, 2), words, words, 0, (), "standard")


def hostile() -> RunRecord:
    """The sample with a plan's every text trying to be markup."""
    run = sample.run()
    d = run.dossiers[0]
    at = place(HOSTILE)
    results = tuple(
        replace(
            r,
            reason=HOSTILE,
            evidence=tuple((at, state) for _, state in r.evidence),
            findings=tuple(
                replace(f, message=HOSTILE, location=at, related=(at,), searched=(HOSTILE,)) for f in r.findings
            ),
        )
        for r in d.results
    )
    facts = tuple(replace(f, note=HOSTILE, evidence=(at,)) for f in d.facts)
    documents = tuple(replace(x, path=HOSTILE) for x in d.documents)
    values = (ValueRecord("dose", HOSTILE, HOSTILE, HOSTILE, HOSTILE, at),)
    made = replace(d, path=HOSTILE, results=results, facts=facts, documents=documents, values=values)
    return replace(run, dossiers=(made,))


@pytest.mark.parametrize("run", [sample.run(), hostile()], ids=["sample", "hostile"])
def test_the_file_needs_nothing_from_elsewhere(run: RunRecord) -> None:
    found = elements(render("html", run, Display())).found

    assert [a for _, attrs in found for a in attrs if a in ("src", "srcset", "action", "formaction", "style")] == []
    assert all(str(attrs["href"]).startswith("#") for _, attrs in found if "href" in attrs)
    assert {t for t, _ in found} & {"img", "link", "iframe", "object", "embed", "base", "video", "audio"} == set()


def test_markup_in_a_plan_is_only_text() -> None:
    seen = elements(render("html", hostile(), Display()))
    plain = elements(render("html", sample.run(), Display()))

    assert [t for t, _ in seen.found].count("script") == 1
    assert not [a for _, attrs in seen.found for a in attrs if a.startswith("on")]
    assert {t for t, _ in seen.found} == {t for t, _ in plain.found}
    assert HOSTILE in seen.text


def test_the_policy_allows_the_report_s_own_style_and_script_and_no_other() -> None:
    html = render("html", sample.run(), Display())
    found = elements(html).found
    policy = next(str(a["content"]) for _, a in found if a.get("http-equiv") == "Content-Security-Policy")

    for name in ("style", "script"):
        inner = re.findall(rf"<{name}>(.*?)</{name}>", html, re.S)
        assert len(inner) == 1
        mark = base64.b64encode(hashlib.sha256(inner[0].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{mark}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_every_link_leads_somewhere_in_the_file() -> None:
    found = elements(render("html", sample.run(), Display())).found
    ids = [a["id"] for _, a in found if "id" in a]

    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for _, a in found if "href" in a} <= set(ids)


def test_what_could_not_be_read_stands_before_what_was_found() -> None:
    text = elements(render("html", sample.run(), Display())).text

    assert text.index("3頁に文字がありません") < text.index("読み取ったこと", text.index("規則 8 の結果"))
    assert "古い形式です" in text
    assert "検査が失敗しました（KeyError）" in text


def test_waived_findings_and_their_reason_stay_visible() -> None:
    text = elements(render("html", sample.run(), Display())).text

    assert "免除 別紙3に記載（2027-03-31）" in text
    assert "ベースライン base.json" in text


def test_findings_below_the_severity_asked_for_are_counted_not_lost() -> None:
    text = elements(render("html", sample.run(), Display(min_severity=Severity.ERROR))).text

    assert "表示していない所見 2" in text
    assert "BBB001" in text, "the matrix keeps every rule"


def test_a_rule_that_looks_for_a_mistake_and_finds_none_states_nothing() -> None:
    run = sample.run()
    d = run.dossiers[0]
    met = replace(d.results[0], rule=replace(d.results[0].rule, kind=RuleKind.WORDING))

    text = elements(render("html", replace(run, dossiers=(replace(d, results=(met,)),)), Display())).text

    assert "指摘なし" in text


def test_values_are_rows_of_items_with_each_way_they_are_written() -> None:
    run = sample.run()
    at = run.dossiers[0].results[0].evidence[0][0]
    other = replace(at, document="計画/04_標準書.docx", kind="standard", page=2)
    values = (
        ValueRecord("expiry", "有効期間", "shelf life", "", "６時間", at),
        ValueRecord("expiry", "有効期間", "shelf life", "", "6 時間", other),
        ValueRecord("expiry", "有効期間", "shelf life", "", "24時間", other),
    )

    html = render("html", replace(run, dossiers=(replace(run.dossiers[0], values=values),)), Display(Lang.EN))

    assert 'rowspan="2">shelf life<' in html
    assert html.count(">６時間<") == 1
    assert ">24時間<" in html


# In a browser, where there is one; .ci/run brings Chromium along where it can.


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Page]:
    if browser.installed() is None:
        pytest.skip("not run: no Chromium on this machine; the static tests above hold all the same")
    file = tmp_path_factory.mktemp("html") / "report.html"
    run = sample.run()
    bad = replace(hostile().dossiers[0], path=HOSTILE)
    file.write_text(render("html", replace(run, dossiers=(*run.dossiers, bad)), Display()), encoding="utf-8")
    with browser.page() as page:
        page.open(file.as_uri())
        yield page


def visible(page: browser.Page, selector: str) -> int:
    count: int = page.run(f"[...document.querySelectorAll('#p1 ~ * {selector}')].filter(x => x.offsetParent).length")
    return count


def rows(page: browser.Page) -> list[str]:
    found: list[str] = page.run(
        "[...document.querySelector('[data-plan]').querySelectorAll('tr[data-row]')]"
        ".filter(x => x.offsetParent).map(x => x.cells[0].textContent)"
    )
    return found


def reset(page: browser.Page) -> None:
    page.run("document.querySelector('form.filters').reset(); new Promise(done => setTimeout(done, 20))")


def test_a_browser_asks_for_nothing_and_complains_about_nothing(shown: browser.Page) -> None:
    assert [u for u in shown.requests if not u.startswith("file:")] == []
    assert len(shown.requests) == 1
    assert shown.complaints == []


def test_a_script_in_a_plan_does_nothing(shown: browser.Page) -> None:
    assert "owned" not in shown.run("document.title")
    assert shown.run("document.scripts.length") == 1
    assert shown.run("document.images.length") == 0


def test_filters_by_area_outcome_severity_and_words_hide_the_rest(shown: browser.Page) -> None:
    def change(script: str) -> list[str]:
        form = "const f = document.querySelector('form.filters')"
        shown.run(f"{{{form}; {script}; f.dispatchEvent(new Event('input'))}}")
        return rows(shown)

    everything = rows(shown)
    assert len(everything) == 7

    assert change("f.elements.area.value = 'AAA'") == ["AAA001", "AAA002", "AAA003"]
    assert shown.run("document.querySelector('form.filters output').textContent") == "3 / 7"
    assert shown.run("document.querySelector('.filtered').hidden") is False
    reset(shown)
    assert shown.run("document.querySelector('.filtered').hidden") is True
    assert change("f.querySelector('[value=missing]').checked = false") == [x for x in everything if x != "AAA002"]
    reset(shown)
    assert change("f.querySelector('[value=error]').checked = false") == ["BBB001"]
    reset(shown)
    assert change("f.elements.words.value = '残存鋳型ＤＮＡ 空欄'") == []
    reset(shown)
    assert change("f.elements.words.value = '規格値が空欄'") == ["AAA003"]
    reset(shown)
    assert rows(shown) == everything


def test_a_group_without_a_finding_left_goes_with_its_heading(shown: browser.Page) -> None:
    heads = "[...document.querySelectorAll('[data-plan]')[0].querySelectorAll('h4')].filter(x => x.offsetParent).length"
    before = shown.run(heads)

    shown.run(
        "{const f = document.querySelector('form.filters'); f.elements.words.value = 'どこにもない語';"
        " f.dispatchEvent(new Event('input'))}"
    )
    after = shown.run(heads)
    reset(shown)

    assert before > after
    assert shown.run(heads) == before


def test_keys_lead_to_the_filter_and_through_the_findings(shown: browser.Page) -> None:
    shown.press("/")
    assert shown.run("document.activeElement.type") == "search"
    shown.press("Escape")
    assert shown.run("document.activeElement === document.body") is True
    shown.press("j")
    first = shown.run("document.activeElement.textContent")
    shown.press("j")
    second = shown.run("document.activeElement.textContent")
    shown.press("k")

    assert shown.run("document.activeElement.className").startswith("finding")
    assert first != second
    assert shown.run("document.activeElement.textContent") == first


def test_dark_and_light_follow_the_system_and_the_button(shown: browser.Page) -> None:
    color = "getComputedStyle(document.body).backgroundColor"
    shown.media(prefers_color_scheme="light")
    light = shown.run(color)
    shown.media(prefers_color_scheme="dark")
    dark = shown.run(color)
    shown.run("document.querySelector('button.theme').click()")

    assert light == "rgb(255, 255, 255)"
    assert dark != light
    assert shown.run(color) == light
    shown.run("delete document.documentElement.dataset.theme")


def test_on_paper_there_is_no_form_and_nothing_is_folded(shown: browser.Page) -> None:
    shown.media(media="print")
    shown.run("dispatchEvent(new Event('beforeprint'))")

    assert shown.run("document.querySelector('form.filters').offsetParent === null") is True
    assert shown.run("document.querySelectorAll('details:not([open])').length") == 0
    shown.run("dispatchEvent(new Event('afterprint'))")
    assert shown.run("document.querySelectorAll('details[open]').length") == 0
    shown.media()


def test_a_picture_can_be_taken(shown: browser.Page, tmp_path: Path) -> None:
    shown.picture(tmp_path / "report.png")

    assert (tmp_path / "report.png").read_bytes().startswith(b"\x89PNG")
