"""One run with everything a report may meet: all eight outcomes, waivers, losses, hostile text."""

from __future__ import annotations

import datetime
from dataclasses import replace

from regenlint.model import Anchor, DocKind, Document, Dossier, Loss, LossKind, Origin, Unread
from regenlint.record import DossierRecord, Notice, RunRecord, Waived, waive
from regenlint.resolve import record_of
from regenlint.rules import (
    Basis,
    Confidence,
    Evidence,
    Fact,
    Facts,
    FactSource,
    Finding,
    Outcome,
    Rule,
    RuleKind,
    RuleResult,
    Severity,
)
from regenlint.testing import plan

DAY = datetime.date(2026, 11, 1)

PLAN = """
@@ standard 計画/04_標準書.docx
# 1 原料
## (1) 提供者
ドナーの血液検査を行い、合格した細胞のみを使用する。
| 項目 | 規格 |
| 残存鋳型DNA | ＿＿＿ |
# 2 <script>alert(1)</script> | 表
本品は 100% 安全: 該当なし, N/A
@@ consent 計画/06_説明文書.md
# 同意の撤回
いつでも撤回できます。
"""


def rule(id: str, name: str, severity: Severity = Severity.ERROR, *, verified: bool = True) -> Rule:
    """A rule with nothing but what reports show."""
    return Rule(
        id=id,
        name=name,
        area=id[:3],
        title=f"{name}の表題",
        title_en=f"the title of {name}",
        severity=severity,
        basis=(Basis("ordinance", "13-2-17"), Basis("guideline", "ICH Q5A(R2)", "準用")),
        verified=verified,
        kind=RuleKind.STATEMENT,
        reads=(DocKind.STANDARD,),
        asks="求めること",
        fix="項目を書く",
        fix_en="write the items",
        applies={},
    )


def dossier() -> Dossier:
    """The plan as a dossier of a Word file and a Markdown file, with what could not be read."""
    word, text = plan(PLAN).documents
    return Dossier(
        "計画",
        (_as_word(word), replace(text, format="md")),
        (Unread("計画/07_略歴.doc", "old-format", "古い形式です", "an old format"),),
    )


def _as_word(d: Document) -> Document:
    blocks = tuple(
        replace(b, origin=Origin(("word/document.xml", "p", b.number), 1 + b.number // 4, True)) for b in d.blocks
    )
    loss = Loss(LossKind.IMAGE_PAGE, "3頁に文字がありません", "page 3 has no text", 3)
    return replace(d, format="docx", blocks=blocks, pages=3, losses=(loss,))


def at(d: Document, words: str) -> Anchor:
    """The place of words in a document."""
    block = next(b for b in d.blocks if words in b.text)
    start = block.text.index(words)
    return Anchor(d.id, block.number, start, start + len(words))


def results(there: Dossier) -> tuple[RuleResult, ...]:
    """One result of every outcome."""
    word, text = there.documents
    blood, blank = at(word, "血液検査"), at(word, "＿＿＿")
    return (
        RuleResult(
            rule("AAA001", "stated"), Outcome.MET, evidence=(Evidence(at(text, "いつでも撤回できます"), "policy"),)
        ),
        RuleResult(
            rule("AAA002", "nothing-there", verified=False),
            Outcome.MISSING,
            findings=(
                Finding(
                    Outcome.MISSING,
                    "検査項目の記載が見当たりません",
                    "nothing about the tests",
                    None,
                    searched=("検査項目", "方法"),
                ),
            ),
        ),
        RuleResult(
            rule("AAA003", "left-blank"),
            Outcome.EMPTY,
            findings=(Finding(Outcome.EMPTY, "規格値が空欄です", "the limit is blank", blank),),
        ),
        RuleResult(
            rule("BBB001", "too-vague", Severity.WARNING),
            Outcome.DEFICIENT,
            findings=(
                Finding(
                    Outcome.DEFICIENT,
                    "方法が具体的でない可能性があります",
                    "may not be specific",
                    blood,
                    (at(text, "撤回"),),
                    (),
                    Confidence.LOW,
                ),
                Finding(Outcome.DEFICIENT, "二つ目", "the second", at(text, "いつでも"), severity=Severity.NOTE),
            ),
        ),
        RuleResult(
            rule("BBB002", "contradiction"),
            Outcome.CONFLICTING,
            findings=(
                Finding(
                    Outcome.CONFLICTING,
                    "「該当なし」と\n「100%」が <b>食い違います</b>",
                    "disagree: a, b",
                    at(word, "100% 安全: 該当なし, N/A"),
                ),
            ),
        ),
        RuleResult(
            rule("BBB003", "no-question"), Outcome.NOT_APPLICABLE, "donor=autologous のため対象外", "not applicable"
        ),
        RuleResult(
            rule("BBB004", "cannot-say"), Outcome.UNDECIDABLE, "様式が提出物にありません", "no form in the dossier"
        ),
        RuleResult(
            rule("BBB005", "broken-check"),
            Outcome.CRASHED,
            "検査が失敗しました（KeyError）",
            "the check failed (KeyError)",
        ),
    )


def facts() -> Facts:
    """A few facts of every source."""
    return Facts(
        {
            "class": Fact("class", 2, FactSource.GIVEN),
            "product": Fact("product", ("cells", "ev"), FactSource.READ),
            "cultured": Fact("cultured", True, FactSource.DEFAULT),
            "donor": Fact("donor", None, FactSource.READ),
        }
    )


def record() -> DossierRecord:
    """The dossier's record; the blank field is waived, the second vague place is in the baseline."""
    there = dossier()
    made = record_of(there, facts(), results(there), DAY, "given")
    marks = {"AAA003": Waived("waiver", "別紙3に記載", datetime.date(2027, 3, 31))}
    reviewed = tuple(
        replace(
            r,
            findings=tuple(
                waive(f, marks[r.rule.id])
                if r.rule.id in marks
                else waive(f, Waived("baseline", "base.json"))
                if f.message == "二つ目"
                else f
                for f in r.findings
            ),
        )
        for r in made.results
    )
    notice = Notice("waiver-unused", "使われていない免除です：CCC001", "the waiver of CCC001 is not used")
    return replace(made, results=reviewed, notices=(notice,))


def run() -> RunRecord:
    """The run of that one dossier."""
    return RunRecord("1.2.3", "0123456789ab", DAY, (record(),), 3)
