"""実施責任者・事務担当者の連絡先がそろい、形式に合うかを見る。

何を見るか
    氏名・所属・郵便番号・住所・電話番号・電子メールアドレスの欄。
なぜ
    照会や緊急の連絡が届くようにするため。
見ないもの
    FAX番号・e-Rad番号の空欄、部署のない医院の部署欄。
直し方
    空欄を埋め、電話番号・郵便番号・メールアドレスを正しい形で書く。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from regenlint.absence import need_documents
from regenlint.context import Context
from regenlint.fill import Fill, left_over
from regenlint.form import FormValue
from regenlint.identifier import IdentifierKind, identifiers
from regenlint.model import DocKind
from regenlint.rules import Evidence, Finding, NotJudged, Outcome
from regenlint.text import folded
from regenlint.values import of_form, says, short, unfilled

_GROUPS = (("responsible", "principal_investigator", "実施責任者"), ("clerk", "clerk", "事務担当者"))
_OPTIONAL = re.compile(r"FAX|ファックス|ファクシミリ|e-?Rad|研究者番号|部署|フリガナ|ふりがな", re.IGNORECASE)
_ASKED = re.compile(r"氏名|所属|住所|郵便|電話|TEL|メール|mail|連絡先", re.IGNORECASE)
_CONTACT = re.compile(r"連絡先|住所|電話|TEL|メール|mail", re.IGNORECASE)
_PHONE = re.compile(r"電話|TEL|Tel")
_MAIL = re.compile(r"メール|mail", re.IGNORECASE)
_NUMBER = re.compile(r"0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}")
_POSTAL = re.compile(r"郵便|〒")
#: Seven digits in two groups, alone or before the address.
_POSTAL_CODE = re.compile(r"〒?\s*(\d{3})[-‐－ー ]?(\d{4})(?!\d)")
_DIGITS = re.compile(r"[0-9]")


def check(ctx: Context) -> Iterator[Finding | Evidence]:
    """The fields of each of the two persons, then what none of them holds."""
    need_documents(ctx)
    seen = False
    for group, key, who in _GROUPS:
        fields = _fields(ctx, group, key)
        if not fields:
            row = _row(ctx, who)
            if row is not None:
                seen = True
                yield row
            continue
        if all(says(ctx, "ppl.not_placed", v.text) for v in fields if v.text):
            continue
        seen = True
        findings = [*_blank(ctx, fields, who), *_wrong(ctx, fields, who), *_absent(ctx, fields, who)]
        yield from findings[:3]
        if not findings:
            yield Evidence(fields[0].anchor, "value")
    if not seen:
        raise NotJudged("連絡先の欄が読み取れません", "no contact fields were read")


def _row(ctx: Context, who: str) -> Finding | Evidence | None:
    """A row of a table that begins with the role and holds contact details: numbers that are none."""
    for row in ctx.rows(DocKind.FORM):
        p = row.passage
        if (
            len(row.cells) < 3
            or not folded(row.cells[0]).startswith(folded(who))
            or not _CONTACT.search(p.header + p.text)
        ):
            continue
        text = " ".join(row.cells[1:])
        found = identifiers(text)
        bad = [i for i in found if i.kind in (IdentifierKind.PHONE, IdentifierKind.POSTAL) and not i.well_formed]
        if bad:
            return ctx.finding(
                Outcome.DEFICIENT,
                f"{who}の電話番号・郵便番号の形式が崩れています「{text[bad[0].start : bad[0].end]}」",
                f"the telephone number or postal code “{text[bad[0].start : bad[0].end]}” is malformed",
                p.whole(),
            )
        if any(i.kind is IdentifierKind.PHONE for i in found):
            return Evidence(p.whole(), "value")
    return None


def _fields(ctx: Context, group: str, key: str) -> list[FormValue]:
    found = {(v.document, v.anchor.block, v.label): v for v in (*ctx.form(f"@{group}"), *ctx.form(key)) if not v.inner}
    return sorted(found.values(), key=lambda v: (v.document, v.anchor.block))


def _blank(ctx: Context, fields: list[FormValue], who: str) -> Iterator[Finding]:
    for v in fields:
        label = folded(v.label)
        if _OPTIONAL.search(label) or not _ASKED.search(label):
            continue
        if v.fill in (Fill.BLANK, Fill.PLACEHOLDER) or left_over(v.text):
            yield unfilled(ctx, of_form(v), f"{who}の{v.label}" if who not in v.label else v.label, f"{who} {v.label}")


def _wrong(ctx: Context, fields: list[FormValue], who: str) -> Iterator[Finding]:
    """Values of 電話 and メール that are none, and numbers with the wrong count of digits."""
    for v in fields:
        label, text = folded(v.label), v.text
        if v.fill is not Fill.FILLED:
            continue
        found = identifiers(f"{v.label} {text}")
        phones = [i for i in found if i.kind is IdentifierKind.PHONE]
        bad = [i for i in found if i.kind in (IdentifierKind.PHONE, IdentifierKind.POSTAL) and not i.well_formed]
        only_phone = _PHONE.search(label) and not _MAIL.search(label)
        only_postal = _POSTAL.search(label) and not _PHONE.search(label)
        if only_postal and _DIGITS.search(folded(text)) and not _POSTAL_CODE.match(folded(text).strip()):
            yield _malformed(ctx, v, who, "郵便番号", "postal code")
        elif only_phone and not phones and _DIGITS.search(folded(text)):
            yield _malformed(ctx, v, who, "電話番号", "telephone number")
        elif bad:
            yield _malformed(ctx, v, who, "電話番号・郵便番号", "telephone number or postal code")
        elif _MAIL.search(label) and not _PHONE.search(label) and not any(i.kind is IdentifierKind.MAIL for i in found):
            yield _malformed(ctx, v, who, "電子メールアドレス", "mail address")


def _malformed(ctx: Context, v: FormValue, who: str, what: str, english: str) -> Finding:
    return ctx.finding(
        Outcome.DEFICIENT,
        f"{who}の{what}の形式が崩れています「{short(v.text, 24)}」",
        f"the {english} “{short(v.text, 24)}” is malformed",
        v.anchor,
    )


def _absent(ctx: Context, fields: list[FormValue], who: str) -> Iterator[Finding]:
    """Telephone or mail that no field of the person holds, printed or not."""
    text = " ".join(f"{v.label} {v.text}" for v in fields)
    kinds = {i.kind for i in identifiers(text)}
    labels = folded("".join(v.label for v in fields))
    if not kinds & {IdentifierKind.PHONE, IdentifierKind.MAIL, IdentifierKind.POSTAL} and not _CONTACT.search(labels):
        # The contact details may stand in lines that were not read as fields.
        return
    for kind, pattern, ja, en in (
        (IdentifierKind.PHONE, _PHONE, "電話番号", "telephone number"),
        (IdentifierKind.MAIL, _MAIL, "電子メールアドレス", "mail address"),
    ):
        if kind is IdentifierKind.PHONE and _NUMBER.search(folded(text)):
            continue
        if kind not in kinds and not pattern.search(labels):
            yield ctx.finding(
                Outcome.DEFICIENT,
                f"{who}の{ja}がありません",
                f"no {en} is given for the {'responsible person' if who == '実施責任者' else 'clerk'}",
                fields[0].anchor,
            )
