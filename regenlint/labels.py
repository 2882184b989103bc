"""The names users see for our keys, in Japanese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias


class Lang(StrEnum):
    """The language of what people read; machine formats hold both."""

    JA = "ja"
    EN = "en"


Pair: TypeAlias = "tuple[str, str]"

SEVERITIES: Mapping[str, Pair] = {
    "error": ("エラー", "error"),
    "warning": ("警告", "warning"),
    "note": ("注記", "note"),
}

OUTCOMES: Mapping[str, Pair] = {
    "met": ("記載あり", "stated"),
    "missing": ("記載なし", "missing"),
    "empty": ("空欄・未記入", "empty"),
    "deficient": ("不備", "deficient"),
    "conflicting": ("食い違い", "conflicting"),
    "not-applicable": ("対象外", "not applicable"),
    "undecidable": ("判定不能", "undecidable"),
    "crashed": ("検査の失敗", "crashed"),
}

KINDS: Mapping[str, Pair] = {
    "form": ("様式", "plan form"),
    "protocol": ("詳細を記した書類・研究計画書", "protocol"),
    "outline": ("概要書", "product outline"),
    "standard": ("標準書", "product standard"),
    "hygiene-standard": ("衛生管理基準書", "hygiene standard"),
    "manufacturing-standard": ("製造管理基準書", "manufacturing standard"),
    "quality-standard": ("品質管理基準書", "quality standard"),
    "sop": ("手順書", "procedure"),
    "consent": ("説明文書・同意文書", "consent document"),
    "donor-consent": ("提供者への説明文書・同意文書", "donor consent document"),
    "assent": ("アセント文書", "assent document"),
    "plain-summary": ("平易な記載", "plain summary"),
    "cv": ("略歴", "curricula vitae"),
    "precedents": ("国内外の実施状況", "precedents"),
    "research-basis": ("細胞・核酸等に関連する研究", "research basis"),
    "contract": ("委託契約書", "contract"),
    "opinion": ("委員会意見書", "committee opinion"),
    "checklist": ("チェックリスト", "checklist"),
    "monitoring-sop": ("モニタリング手順書", "monitoring procedure"),
    "audit-sop": ("監査手順書", "audit procedure"),
    "coi": ("利益相反管理", "conflict of interest"),
    "stat-plan": ("統計解析計画書", "statistical analysis plan"),
    "product-insert": ("注意事項等情報", "product information"),
    "cartagena": ("使用規程・承認書", "Cartagena documents"),
    "other": ("その他の文書", "other document"),
}

#: What the words at a place say about what is looked for.
STATES: Mapping[str, Pair] = {
    "value": ("値・事実の記載", "value or fact"),
    "policy": ("方針・手順の記載", "policy or procedure"),
    "result": ("結果の記載", "result"),
    "gap_ack": ("未確立と明示", "acknowledged gap"),
    "na_reasoned": ("対象外（理由あり）", "not applicable, with reason"),
    "na_bare": ("対象外（理由なし）", "not applicable, without reason"),
    "vague": ("具体性なし", "vague"),
    "mention": ("言及のみ", "mentioned only"),
    "future": ("先送り", "put off"),
    "handed_on": ("委託先・他に任せる", "handed to someone else"),
    "denied": ("否定", "denied"),
    "conditional": ("条件付き", "conditional"),
    "template": ("ひな形の文", "template text"),
}

AUTHORITIES: Mapping[str, Pair] = {
    "act": ("法律", "Act"),
    "cabinet-order": ("政令", "Cabinet Order"),
    "ordinance": ("省令", "Ordinance"),
    "cartagena-act": ("カルタヘナ法", "Cartagena Act"),
    "notice": ("通知", "notice"),
    "guideline": ("ガイドライン", "guideline"),
    "society": ("学会", "society"),
    "report": ("研究報告", "research report"),
    "practice": ("実務", "practice"),
}

FACTS: Mapping[str, Pair] = {
    "purpose": ("目的", "purpose"),
    "class": ("区分", "class"),
    "product": ("用いるもの", "product"),
    "nucleic_acid": ("特定核酸等", "nucleic acids"),
    "donor": ("提供者", "donor"),
    "cultured": ("培養", "cultured"),
    "gene_modified": ("遺伝子改変", "gene modification"),
    "animal_material": ("ヒト・動物由来原料", "human or animal material"),
    "outsourced": ("製造の委託", "outsourced manufacture"),
    "frozen": ("凍結", "frozen"),
    "minors": ("代諾", "consent by proxy"),
    "multi_site": ("多施設", "multi-site"),
    "claims_verified_care": ("検証型診療", "verified care claimed"),
    "submitted": ("提出日", "submitted"),
}

_VALUES: Mapping[str, Mapping[str, Pair]] = {
    "purpose": {"treatment": ("治療", "treatment"), "research": ("研究", "research")},
    "class": {
        "1": ("第一種", "1"),
        "2": ("第二種", "2"),
        "3": ("第三種", "3"),
    },
    "product": {
        "cells": ("細胞", "cells"),
        "ev": ("EV・培養上清", "EV or conditioned medium"),
        "aav": ("AAV", "AAV"),
        "lentivirus": ("レンチウイルス", "lentivirus"),
        "retrovirus": ("レトロウイルス", "retrovirus"),
        "adenovirus": ("アデノウイルス", "adenovirus"),
        "other-virus": ("その他のウイルス", "other virus"),
        "plasmid": ("プラスミド", "plasmid"),
        "mrna-ivt": ("mRNA（IVT）", "mRNA (IVT)"),
        "mrna-biological": ("mRNA（生物由来）", "mRNA (biological)"),
        "genome-editing": ("ゲノム編集", "genome editing"),
        "phage": ("ファージ", "phage"),
        "prp": ("PRP", "PRP"),
        "approved-product": ("承認品", "approved product"),
    },
    "donor": {
        "autologous": ("自家", "autologous"),
        "allogeneic": ("同種", "allogeneic"),
        "xenogeneic": ("異種", "xenogeneic"),
    },
    "gene_modified": {
        "none": ("なし", "none"),
        "ex-vivo": ("体外", "ex vivo"),
        "in-vivo": ("体内", "in vivo"),
    },
}

SOURCES: Mapping[str, Pair] = {
    "read": ("書類から", "read"),
    "given": ("指定", "given"),
    "default": ("既定", "default"),
    "unknown": ("不明", "unknown"),
}


def said(table: Mapping[str, Pair], key: str, lang: Lang) -> str:
    """The name of a key; the key itself where the table has none."""
    pair = table.get(key)
    return key if pair is None else pair[lang is Lang.EN]


#: Why a fact has the value it has, where no place says so.
_NOTES: Mapping[str, str] = {
    "様式に研究の欄がない": "the form has no field for research",
    "細胞を用いない": "no cells are used",
    "mRNAだけを用いる": "only mRNA is used",
    "培養の記載がない": "no culture is mentioned",
    "委託の記載がない": "no outsourcing is mentioned",
    "凍結の記載がない": "no freezing is mentioned",
    "小児・代諾の記載がない": "no minors and no consent by proxy are mentioned",
    "記載がない": "not mentioned",
}


def fact_note(note: str, lang: Lang) -> str:
    """The note of a fact as people read it."""
    return _NOTES.get(note, note) if lang is Lang.EN else note


def fact_value(name: str, value: object, lang: Lang) -> str:
    """A fact's value as people read it."""
    if value is None:
        return ("―", "-")[lang is Lang.EN]
    if isinstance(value, tuple):
        return ("・", ", ")[lang is Lang.EN].join(fact_value(name, v, lang) for v in value)
    if isinstance(value, bool):
        return (("なし", "no"), ("あり", "yes"))[value][lang is Lang.EN]
    return said(_VALUES.get(name, {}), str(value), lang)
