"""What one document says of one item: the value, its words, its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from regenlint.model import Anchor, DocKind
from regenlint.quantity import Quantity


class Item(StrEnum):
    """What documents are compared by."""

    THERAPY = "therapy"
    INSTITUTION = "institution"
    ADDRESS = "address"
    MANAGER = "manager"
    RESPONSIBLE = "responsible"
    PHYSICIAN = "physician"
    CLASS = "class"
    DISEASE = "disease"
    AGE = "age"
    CRITERION = "criterion"
    TISSUE = "tissue"
    SITE = "site"
    COLLECTED = "collected"
    DONOR = "donor"
    DOSE = "dose"
    ROUTE = "route"
    TIMES = "times"
    INTERVAL = "interval"
    MANUFACTURER = "manufacturer"
    FACILITY = "facility"
    FACILITY_NUMBER = "facility-number"
    OUTSOURCING = "outsourcing"
    LIMIT = "limit"
    TEMPERATURE = "temperature"
    EXPIRY = "expiry"
    TRANSPORT = "transport"
    RETENTION = "retention"
    FOLLOW_UP = "follow-up"
    VISIT = "visit"
    DEADLINE = "deadline"
    COST = "cost"
    COMPENSATION = "compensation"
    INSURER = "insurer"
    RELIEF = "relief"
    CONTACT = "contact"
    COMMITTEE = "committee"
    COMMITTEE_NUMBER = "committee-number"
    VERSION = "version"
    CITED_VERSION = "cited-version"
    CULTURE = "culture"
    INFECTION = "infection"
    FUNDING = "funding"


#: Japanese and English names of the items.
LABELS: dict[Item, tuple[str, str]] = {
    Item.THERAPY: ("再生医療等の名称", "name of the therapy"),
    Item.INSTITUTION: ("医療機関の名称", "institution"),
    Item.ADDRESS: ("医療機関の住所", "address of the institution"),
    Item.MANAGER: ("管理者", "administrator"),
    Item.RESPONSIBLE: ("実施責任者", "responsible physician"),
    Item.PHYSICIAN: ("医師・歯科医師", "physicians"),
    Item.CLASS: ("区分", "class"),
    Item.DISEASE: ("対象疾患", "target disease"),
    Item.AGE: ("対象の年齢", "age"),
    Item.CRITERION: ("選択・除外の基準", "eligibility criterion"),
    Item.TISSUE: ("採取する組織", "tissue taken"),
    Item.SITE: ("採取する部位", "site of collection"),
    Item.COLLECTED: ("採取量", "amount taken"),
    Item.DONOR: ("自己・他人の別", "own or another's cells"),
    Item.DOSE: ("投与量", "dose"),
    Item.ROUTE: ("投与経路", "route"),
    Item.TIMES: ("投与回数", "number of administrations"),
    Item.INTERVAL: ("投与間隔", "interval"),
    Item.MANUFACTURER: ("製造事業者", "manufacturer"),
    Item.FACILITY: ("製造施設", "manufacturing facility"),
    Item.FACILITY_NUMBER: ("施設番号", "facility number"),
    Item.OUTSOURCING: ("製造の委託", "outsourcing"),
    Item.LIMIT: ("規格", "specification"),
    Item.TEMPERATURE: ("保管温度", "storage temperature"),
    Item.EXPIRY: ("有効期間", "shelf life"),
    Item.TRANSPORT: ("輸送の条件", "transport"),
    Item.RETENTION: ("保管期間", "retention period"),
    Item.FOLLOW_UP: ("追跡期間", "follow-up period"),
    Item.VISIT: ("来院時期", "visits"),
    Item.DEADLINE: ("報告の期限", "reporting deadline"),
    Item.COST: ("費用", "cost"),
    Item.COMPENSATION: ("補償の有無", "compensation"),
    Item.INSURER: ("保険会社", "insurer"),
    Item.RELIEF: ("補償の内容", "what is compensated"),
    Item.CONTACT: ("窓口の電話", "telephone of the desk"),
    Item.COMMITTEE: ("委員会", "committee"),
    Item.COMMITTEE_NUMBER: ("委員会の認定番号", "committee number"),
    Item.VERSION: ("版・日付", "version and date"),
    Item.CITED_VERSION: ("引用された版", "version cited"),
    Item.CULTURE: ("培養の有無", "culture"),
    Item.INFECTION: ("感染症検査の項目", "infection tests"),
    Item.FUNDING: ("企業の関与", "funding"),
}

Value: TypeAlias = "str | int | Decimal | bool | frozenset[str] | tuple[str, ...] | Quantity"


@dataclass(frozen=True, slots=True)
class Said:
    """A value of an item as one document gives it.

    `about` tells apart what the item has several of (a test, a role, a kind of record). `speaker`
    names the document that says it: a file, a part of one, or a document another one quotes.
    `value` is what is compared, `text` what is shown; `note` qualifies the value (a stage, a tax).
    """

    item: Item
    about: str
    text: str
    value: Value
    at: Anchor
    speaker: str
    kind: DocKind
    note: str = ""
