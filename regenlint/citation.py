"""A rule's basis as people cite it: 「省令第13条第2項第17号」 from `ordinance 13-2-17`, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from regenlint.labels import AUTHORITIES, Lang, said
from regenlint.rules import Basis

#: Kind → title, English title, official address. Only these four are cited by article.
LAWS: Mapping[str, tuple[str, str, str]] = {
    "act": (
        "再生医療等の安全性の確保等に関する法律",
        "Act on the Safety of Regenerative Medicine",
        "https://laws.e-gov.go.jp/law/425AC0000000085",
    ),
    "cabinet-order": (
        "再生医療等の安全性の確保等に関する法律施行令",
        "Order for Enforcement of the Act on the Safety of Regenerative Medicine",
        "https://laws.e-gov.go.jp/law/426CO0000000278",
    ),
    "ordinance": (
        "再生医療等の安全性の確保等に関する法律施行規則",
        "Ordinance for Enforcement of the Act on the Safety of Regenerative Medicine",
        "https://laws.e-gov.go.jp/law/426M60000100110",
    ),
    "cartagena-act": (
        "遺伝子組換え生物等の使用等の規制による生物の多様性の確保に関する法律",
        "Act on the Conservation and Sustainable Use of Biological Diversity through Regulations on the Use of LMOs",
        "https://laws.e-gov.go.jp/law/415AC0000000097",
    ),
}

_REF = re.compile(
    r"(?P<lead>.*?)(?P<article>\d+(?:の\d+)*)(?:-(?P<paragraph>\d+))?(?:-(?P<item>\d+(?:の\d+)*))?(?:-(?P<sub>[ァ-ヶ]))?(?:-(?P<point>\(?\d+\)?))?"
)

_ENGLISH_REPORT = re.compile(r"令和7年度総括研究報告 §(\d+)")

_LEADS = {"令6法51附則": "令和6年法律第51号附則"}
_LEADS_EN = {
    "令6法51附則": "Supplementary Provisions of Act No. 51 of 2024,",
    "附則（令和7年5月31日施行）": "Supplementary Provisions in force from 31 May 2025,",
}


def article(ref: str, lang: Lang = Lang.JA) -> str:
    """A reference of one of the four laws in words; as it is where it is no article."""
    m = _REF.fullmatch(ref)
    if m is None or m["lead"].startswith("別表"):
        return (
            ref.replace("別表-", "別表第")
            if lang is Lang.JA
            else ref.replace("別表-", "Table ").replace("別表", "Table")
        )
    lead = (_LEADS_EN if lang is Lang.EN else _LEADS).get(m["lead"], m["lead"])
    if lang is Lang.EN:
        parts = [
            f"Art. {m['article'].replace('の', '-')}",
            *(
                f"{name} {m[key].replace('の', '-')}"
                for name, key in (("para.", "paragraph"), ("item", "item"))
                if m[key]
            ),
        ]
        return (
            f"{lead} ".lstrip()
            + " ".join(parts)
            + (f" {m['sub']}" if m["sub"] else "")
            + (f" {m['point']}" if m["point"] else "")
        )
    head, *more = m["article"].split("の")
    out = lead + f"第{head}条" + "".join(f"の{x}" for x in more)
    if m["paragraph"]:
        out += f"第{m['paragraph']}項"
    if m["item"]:
        number, *branch = m["item"].split("の")
        out += f"第{number}号" + "".join(f"の{x}" for x in branch)
    return out + (m["sub"] or "") + (m["point"] or "")


def cited(basis: Basis, lang: Lang = Lang.JA) -> str:
    """A basis in one line: its kind of authority first, then where it stands."""
    kind = said(AUTHORITIES, basis.kind, lang)
    if basis.kind in LAWS:
        return f"{kind}{' ' if lang is Lang.EN else ''}{article(basis.ref, lang)}"
    if lang is Lang.JA:
        return f"{kind}「{basis.ref}」"
    if basis.kind == "practice":
        # A remark, not a title: it is told in Japanese only.
        return kind
    ref = _ENGLISH_REPORT.sub(r"FY2025 summary research report §\1", basis.ref)
    return f"{kind}: {ref}"
