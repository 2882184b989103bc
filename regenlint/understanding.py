"""What a plan is about: the facts on which almost every rule hangs, each with its evidence.

Facts are read from the form first, then from what the documents affirm. A denial sets the
opposite or nothing; a look-alike sets nothing. What nothing says stays unknown.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regenlint.context import Reading
from regenlint.dates import dates
from regenlint.evidence import Place, State
from regenlint.index import Hit, Index
from regenlint.lexicon import Term
from regenlint.model import Anchor, DocKind, Dossier
from regenlint.rules import Fact, Facts, FactSource, FactValue
from regenlint.text import folded

_TECHNICAL = frozenset(
    {
        DocKind.FORM,
        DocKind.PROTOCOL,
        DocKind.OUTLINE,
        DocKind.STANDARD,
        DocKind.MANUFACTURING_STANDARD,
        DocKind.QUALITY_STANDARD,
        DocKind.SOP,
        DocKind.CONSENT,
        DocKind.CONTRACT,
        DocKind.CARTAGENA,
        DocKind.PLAIN_SUMMARY,
        DocKind.CHECKLIST,
    }
)
_MAKING = frozenset(
    {
        DocKind.FORM,
        DocKind.PROTOCOL,
        DocKind.OUTLINE,
        DocKind.STANDARD,
        DocKind.MANUFACTURING_STANDARD,
        DocKind.QUALITY_STANDARD,
        DocKind.HYGIENE_STANDARD,
        DocKind.SOP,
        DocKind.CONTRACT,
        DocKind.OTHER,
    }
)
_TITLED = frozenset({DocKind.FORM, DocKind.PROTOCOL, DocKind.OUTLINE, DocKind.STANDARD, DocKind.CONSENT})
_VECTORS = ("aav", "lentivirus", "retrovirus", "adenovirus", "other-virus")
_NUCLEIC = (*_VECTORS, "plasmid", "mrna-ivt", "mrna-biological", "genome-editing")
#: Keys of form fields that name what is given.
_NAMES = ("name_of_therapy", "product_name")

_DENIED = frozenset({State.DENIED, State.NA_BARE, State.NA_REASONED, State.TEMPLATE})
_NEGATION = re.compile(
    r"^[^。、；;]{0,14}?(?:ない|なく|ません|ず(?:[、。にの]|$)|なし|無し|不使用|不含|フリー|以外|除く|除外|禁止|該当しない|当たらない|未使用|いいえ|否(?:[。、]|$))"
)
_GENERAL = re.compile(r"(?:とは|について|一般に|法(?:律)?では|法に|政令|指針|ガイドライン|図2|図２)")


@dataclass(frozen=True, slots=True)
class _Vote:
    value: FactValue
    weight: float
    at: Anchor


def understand(dossier: Dossier, index: Index, terms: Mapping[str, Term]) -> Facts:
    """All facts of a dossier, read in it. No rule is run and nothing is assumed but what is noted."""
    reading = Reading(dossier, index, Facts(), terms, datetime.date.min)
    product = _product(reading)
    products = product.value if isinstance(product.value, tuple) else ()
    found = {
        "purpose": _purpose(reading),
        "class": _class(reading),
        "product": product,
        "donor": _donor(reading, products),
        "cultured": _cultured(reading, products),
        "animal_material": _plain(reading, "animal_material", "fact.animal_material", _MAKING, 1),
        "outsourced": _outsourced(reading),
        "frozen": _frozen(reading),
        "minors": _minors(reading),
        "multi_site": _plain(reading, "multi_site", "fact.multi_site", frozenset({DocKind.FORM, DocKind.PROTOCOL}), 1),
        "claims_verified_care": _plain(reading, "claims_verified_care", "fact.verified_care", frozenset(DocKind), 1),
        "submitted": _submitted(reading),
    }
    found["gene_modified"] = _gene_modified(reading, products)
    found["nucleic_acid"] = _nucleic_acid(product, found["gene_modified"])
    return Facts(found)


def affirmed(hit: Hit, reading: Reading) -> bool:
    """Whether the words around a hit let it stand: not denied, excluded, general talk or a template."""
    return not denied_beside(hit) and reading.state(hit).state not in _DENIED


def denied_beside(hit: Hit) -> bool:
    """Whether a denial stands right behind a hit or a negating character before it."""
    start, end = hit.passage.sentence(hit.start)
    rest = folded(hit.passage.text[hit.end : end])
    before = hit.passage.text[max(start, hit.start - 3) : hit.start]
    return bool(_NEGATION.match(rest)) or before.endswith(("非", "無", "未"))


def _hits(reading: Reading, term: str, kinds: Iterable[DocKind] = frozenset(DocKind)) -> list[Hit]:
    found = reading.index.hits_in(reading.terms[term].concept, frozenset(kinds))
    return [h for h in found if affirmed(h, reading)]


def _read(name: str, value: FactValue, at: Iterable[Anchor] = (), note: str = "") -> Fact:
    return Fact(name, value, FactSource.READ, tuple(at)[:5], note)


def _unknown(name: str) -> Fact:
    return Fact(name, None, FactSource.UNKNOWN)


def _default(name: str, value: FactValue, note: str) -> Fact:
    return Fact(name, value, FactSource.DEFAULT, (), note)


def _purpose(reading: Reading) -> Fact:
    treatment = _hits(reading, "fact.purpose.treatment_form", {DocKind.FORM})
    form = reading.dossier.of_kinds(frozenset({DocKind.FORM}))
    titled = [
        d
        for d in reading.dossier.of_kinds(frozenset({DocKind.PROTOCOL}))
        if any(w in folded(d.title) for w in ("研究計画書", "実施計画書", "臨床研究"))
    ]
    if treatment and not any("研究計画書" in folded(d.title) for d in titled):
        return _read("purpose", "treatment", (h.anchor for h in treatment))
    research = _hits(reading, "fact.purpose.research_form", {DocKind.FORM})
    if treatment and len({folded(h.text) for h in research}) >= 2:
        # What is written in it is research; that the form is the other one is a finding, not a fact.
        return _read("purpose", "research", (h.anchor for h in research), "様式は治療のもの")
    if treatment:
        return _read("purpose", "treatment", (h.anchor for h in treatment))
    if form and research:
        return _read("purpose", "research", (h.anchor for h in research))
    if titled:
        return _read("purpose", "research", (Anchor(d.id, 0) for d in titled))
    care = _hits(reading, "fact.purpose.treatment")
    if care:
        return _read("purpose", "treatment", (h.anchor for h in care))
    if form:
        return _default("purpose", "treatment", "様式に研究の欄がない")
    return _unknown("purpose")


_CLASS = re.compile(r"第?([一二三1-3])種(?!使用|医薬|特定)")
_CLASS_OF = {"一": 1, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3}
_NUMBER = re.compile(r"(?<![A-Za-z])P([ABC])\d{7}")


def _class(reading: Reading) -> Fact:
    for value in reading.form("class"):
        ticked = [(c, m) for c in value.ticked if (m := _CLASS.search(folded(c.label)))]
        if len(ticked) == 1:
            choice, m = ticked[0]
            return _read(
                "class", _CLASS_OF[m.group(1)], [Anchor(value.document, choice.block, choice.start, choice.end)]
            )
        named = set(_CLASS.findall(folded(value.text)))
        if not value.field.choices and len(named) == 1:
            return _read("class", _CLASS_OF[named.pop()], [value.anchor])
    votes: list[_Vote] = []
    for p in reading.index.passages:
        text = folded(p.text)
        for m in _CLASS.finditer(text):
            weight = 2.0 if p.place is Place.HEADING or DocKind.FORM in p.kinds else 1.0
            if "再生医療" in text[m.end() : m.end() + 8] and "分類" not in text[: m.start()][-12:]:
                votes.append(_Vote(_CLASS_OF[m.group(1)], weight, p.whole()))
        for m in _NUMBER.finditer(text):
            votes.append(_Vote("ABC".index(m.group(1)) + 1, 2.0, p.whole()))
    return _winner("class", votes, margin=1.5)


def _winner(name: str, votes: list[_Vote], margin: float) -> Fact:
    sums: dict[FactValue, float] = {}
    for v in votes:
        sums[v.value] = sums.get(v.value, 0.0) + v.weight
    ranked = sorted(sums.items(), key=lambda x: -x[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] < margin * ranked[1][1]):
        return _unknown(name)
    return _read(name, ranked[0][0], (v.at for v in votes if v.value == ranked[0][0]))


def _named(reading: Reading, term: str) -> list[Hit]:
    """Affirmed hits in the names of the therapy and the product, and in titles."""
    value = term.rsplit(".", 1)[-1]
    return [h for h in _given_hits(reading, term, _NAMES) if not _only_source(h, value)]


def _given_hits(reading: Reading, term: str, keys: tuple[str, ...] = (*_NAMES, "content")) -> list[Hit]:
    """Affirmed hits in the fields and titles that say what is given."""
    places = {(v.document, b) for key in keys for v in reading.form(key) for b in v.field.value_blocks}
    places |= {(d.id, b.number) for d in reading.dossier.of_kinds(_TITLED) for b in d.blocks[:4] if len(b.text) <= 80}
    return [h for h in _hits(reading, term) if _in_fields(h, places)]


def _in_fields(hit: Hit, places: set[tuple[str, int]]) -> bool:
    """Whether a hit stands in any of the blocks."""
    return any((hit.passage.document, x.block) in places for x in hit.passage.pieces)


_ADMINISTERED = re.compile(
    r"投与|点滴|静注|注射|注入|移植|点鼻|吸入|塗布|導入した|封入|を用いた|を用いる|による(?:治療|.{0,12}治療)|充填|製剤|バイアル"
)


def _product(reading: Reading) -> Fact:
    found: dict[str, list[Hit]] = {}
    # The steps to the class go through everything that it is not.
    asked = {(v.document, b) for v in reading.form("class_reason") for b in v.field.value_blocks}
    for value in ("cells", "prp", "ev", *_NUCLEIC, "phage"):
        term = f"fact.product.{value}"
        strong = [h for h in _given_hits(reading, term) if not _only_source(h, value)]
        weak = [
            h
            for h in _hits(reading, term, _TECHNICAL | {DocKind.OTHER})
            if _is_given(h) and not _only_source(h, value) and not _in_fields(h, asked)
        ]
        if strong or len(weak) >= (2 if value in ("cells", "prp", "phage") else 3):
            found[value] = strong or weak
    _weigh(found, reading)
    if _uses_approved(reading):
        found["approved-product"] = []
    if not found:
        return _unknown("product")
    return _read("product", tuple(found), (h.anchor for hits in found.values() for h in hits[:2]))


_FROM_CELLS = re.compile(r"^[^、。]{0,14}?(?:上清|エクソソーム|細胞外小胞|EV|セクレトーム|順化|培養液を)")


def _only_source(hit: Hit, value: str) -> bool:
    """Whether cells are named only as what a supernatant or vesicles come from."""
    if value != "cells":
        return False
    _, end = hit.passage.sentence(hit.start)
    return bool(_FROM_CELLS.match(folded(hit.passage.text[hit.end : end])))


def _is_given(hit: Hit) -> bool:
    start, end = hit.passage.sentence(hit.start)
    sentence = hit.passage.text[start:end]
    return bool(_ADMINISTERED.search(sentence)) and not _GENERAL.search(sentence[: hit.start - start])


_EV_GIVEN = re.compile(
    r"(?:上清液?|エクソソーム|細胞外小胞|EVs?|セクレトーム)(?:製剤|液|注射液|点滴)?(?:（[^）]*）|\([^)]*\))?(?:を|の|も|は)?[^。]{0,16}?(?:点滴|投与|注射|点鼻|吸入|塗布|併用|注入)"
)
_CELLS_ABSENT = re.compile(
    r"細胞(?:を|は)?(?:含ま|用い|使用し|投与し)(?:ず|ない|ません)|細胞を用いず|細胞の入手[^。]{0,20}該当なし"
)


def _weigh(found: dict[str, list[Hit]], reading: Reading) -> None:
    """Take away what only looks like a product in the company of another."""
    if "ev" in found:
        given = [h for h in found["ev"] if _EV_GIVEN.search(folded(_sentence(h)))]
        if given:
            found["ev"] = given
        else:
            del found["ev"]
    nucleic = [v for v in _NUCLEIC if v in found]
    if "cells" in found and not _named(reading, "fact.product.cells"):
        named = any(_named(reading, f"fact.product.{v}") for v in nucleic)
        doubted = nucleic or not _given_hits(reading, "fact.product.cells")
        if named or (doubted and any(_CELLS_ABSENT.search(folded(p.text)) for p in reading.index.passages)):
            del found["cells"]
    if "prp" in found and "cells" in found and not _named(reading, "fact.product.cells"):
        del found["cells"]
    vectors = [v for v in _VECTORS if v in found]
    if not vectors and not nucleic:
        hidden = [h for h in _hits(reading, "fact.gene.hidden") if _is_given(h)]
        if len(hidden) >= 2 or _given_hits(reading, "fact.gene.hidden"):
            _hidden_vector(found, hidden, reading)
    # A virus named beside the one in the title is a raw material, a test or a citation.
    titled = [v for v in vectors if _given_hits(reading, f"fact.product.{v}")]
    for v in vectors:
        if titled and v not in titled:
            del found[v]
    if vectors and "plasmid" in found and not _given_hits(reading, "fact.product.plasmid"):
        del found["plasmid"]


def _hidden_vector(found: dict[str, list[Hit]], hidden: list[Hit], reading: Reading) -> None:
    for value in _VECTORS:
        anywhere = [
            h
            for h in reading.index.hits_in(reading.terms[f"fact.product.{value}"].concept, frozenset(DocKind))
            if not h.passage.cited
        ]
        if anywhere:
            found[value] = anywhere
            return
    found["other-virus"] = hidden


def _sentence(hit: Hit) -> str:
    start, end = hit.passage.sentence(hit.start)
    return hit.passage.text[start:end]


def _uses_approved(reading: Reading) -> bool:
    for v in reading.form("approved_product"):
        if any(folded(c.label).startswith(("有", "用いる", "該当する")) for c in v.ticked):
            return True
        text = folded(v.text)
        if text and not v.field.choices and not re.match(r"(なし|無|該当な|該当し|用いない|使用しない|-|―|[☐□])", text):
            return True
    return False


def _donor(reading: Reading, products: tuple[str, ...]) -> Fact:
    if products and not {"cells", "prp", "ev", "approved-product"} & set(products):
        return _read("donor", None, (), "細胞を用いない")
    for value in reading.form("donor_kind"):
        text = folded("".join(c.label for c in value.ticked) or value.text)
        if re.search(r"自己|自家|本人|同一", text) and not re.search(r"同種|他家|動物|異種", text):
            return _read("donor", "autologous", [value.anchor])
        if re.search(r"同種|他家|他人", text) and not re.search(r"自己|自家|本人", text):
            return _read("donor", "allogeneic", [value.anchor])
    votes: list[_Vote] = []
    for donor, factor in (("autologous", 1.0), ("allogeneic", 1.0), ("xenogeneic", 1.5)):
        term = f"fact.donor.{donor}"
        strong = {h.anchor for h in _given_hits(reading, term)}
        for h in _hits(reading, term, _TECHNICAL | {DocKind.DONOR_CONSENT}):
            votes.append(_Vote(donor, factor * (6.0 if h.anchor in strong else 1.0), h.anchor))
    if reading.dossier.of_kinds(frozenset({DocKind.DONOR_CONSENT})):
        votes.append(_Vote("allogeneic", 3.0, Anchor(reading.dossier.documents[0].id, 0)))
    return _winner("donor", votes, margin=1.3)


def _cultured(reading: Reading, products: tuple[str, ...]) -> Fact:
    if products and not {"cells", "ev", "prp"} & set(products):
        return _read("cultured", False, (), "細胞を用いない")
    yes = _hits(reading, "fact.cultured", _MAKING | {DocKind.CONSENT})
    no = [
        h
        for h in reading.index.hits_in(reading.terms["fact.not_cultured"].concept, _MAKING | {DocKind.CONSENT})
        if not h.passage.cited
    ]
    if not yes and not no:
        return _default("cultured", False, "培養の記載がない") if products else _unknown("cultured")
    if no and len(yes) <= 2 * len(no):
        return _read("cultured", False, (h.anchor for h in no))
    return _read("cultured", True, (h.anchor for h in yes))


def _gene_modified(reading: Reading, products: tuple[str, ...]) -> Fact:
    if not products:
        return _unknown("gene_modified")
    cells = bool({"cells"} & set(products))
    modified = _hits(reading, "fact.gene.modified_cells", _MAKING)
    nucleic = [p for p in products if p in _NUCLEIC]
    if nucleic and not cells:
        if set(nucleic) <= {"mrna-ivt", "mrna-biological"}:
            return _read("gene_modified", "none", (), "mRNAだけを用いる")
        return _read("gene_modified", "in-vivo", reading_evidence(reading, nucleic))
    if cells and (nucleic or len(modified) >= 2):
        return _read("gene_modified", "ex-vivo", (h.anchor for h in modified))
    return _read("gene_modified", "none", ())


def reading_evidence(reading: Reading, products: Iterable[str]) -> list[Anchor]:
    """Where the products of a plan are named, at most two places each."""
    return [h.anchor for p in products for h in _hits(reading, f"fact.product.{p}")[:2]]


def _nucleic_acid(product: Fact, gene_modified: Fact) -> Fact:
    if product.unknown:
        return _unknown("nucleic_acid")
    products = product.value if isinstance(product.value, tuple) else ()
    given = any(p in _NUCLEIC for p in products) and gene_modified.value != "ex-vivo"
    return _read("nucleic_acid", given, product.evidence)


def _plain(reading: Reading, name: str, term: str, kinds: frozenset[DocKind], least: int) -> Fact:
    hits = [h for h in _hits(reading, term, kinds) if h.passage.place is not Place.HEADING or least == 1]
    if len(hits) >= least:
        return _read(name, True, (h.anchor for h in hits))
    if not reading.dossier.of_kinds(kinds):
        return _unknown(name)
    return _default(name, False, "記載がない")


def _outsourced(reading: Reading) -> Fact:
    for value in reading.form("outsourcing"):
        labels = {folded(c.label)[:1] for c in value.ticked}
        if labels in ({"有"}, {"あ"}):
            return _read("outsourced", True, [value.anchor])
        if labels and labels <= {"無", "な"}:
            return _read("outsourced", False, [value.anchor])
        text = folded(value.text)
        if not value.field.choices and text:
            if re.match(r"(有|あり|委託する)", text):
                return _read("outsourced", True, [value.anchor])
            if re.match(r"(無|なし|該当なし|委託しない|しない)", text):
                return _read("outsourced", False, [value.anchor])
    yes = _hits(reading, "fact.outsourced.yes", _MAKING)
    no = list(reading.index.hits_in(reading.terms["fact.outsourced.no"].concept, _MAKING))
    if len(yes) > len(no):
        return _read("outsourced", True, (h.anchor for h in yes))
    if no:
        return _read("outsourced", False, (h.anchor for h in no))
    if reading.dossier.of_kinds(frozenset({DocKind.CONTRACT})):
        return _read("outsourced", True, [Anchor(reading.dossier.of_kinds(frozenset({DocKind.CONTRACT}))[0].id, 0)])
    if not reading.dossier.of_kinds(_MAKING):
        return _unknown("outsourced")
    return _default("outsourced", False, "委託の記載がない")


_KEPT = re.compile(
    r"検体|試料|参考品|保管用|保存用|血清|一部(?:を|の保管)|再試験|バンク|MCB|WCB|シード|受け入れ|受入れ|細胞株|残りを|残り（|遡及|疑義|調査用"
)


def _frozen(reading: Reading) -> Fact:
    """Whether what is given was frozen; kept samples and frozen reagents do not count."""
    hits = [
        h
        for h in _hits(reading, "fact.frozen", _MAKING)
        if h.passage.place is not Place.HEADING
        and not _KEPT.search(_sentence(h))
        and not _KEPT.search(h.passage.before)
    ]
    no = reading.index.hits_in(reading.terms["fact.not_frozen"].concept, _MAKING)
    if len(hits) >= 2 and len(hits) > 3 * len(no):
        return _read("frozen", True, (h.anchor for h in hits))
    if no:
        return _read("frozen", False, (h.anchor for h in no))
    if not reading.dossier.of_kinds(_MAKING):
        return _unknown("frozen")
    return _default("frozen", False, "凍結の記載がない")


_ADULT = re.compile(r"(?:満)?([1-9]\d|[二三四五六七八九]?十[一二三四五六七八九]?)歳(?:以上|から|～|~|を超え|－|-)")


def _minors(reading: Reading) -> Fact:
    kinds = frozenset({DocKind.FORM, DocKind.PROTOCOL, DocKind.CONSENT})
    if reading.dossier.of_kinds(frozenset({DocKind.ASSENT})):
        return _read("minors", True, [Anchor(reading.dossier.of_kinds(frozenset({DocKind.ASSENT}))[0].id, 0)])
    adult = [
        p
        for p in reading.index.passages_in(kinds)
        if any(int(m.group(1)) >= 18 for m in _ADULT.finditer(folded(p.text)) if m.group(1).isdigit())
    ]
    children = [h for h in _hits(reading, "fact.minors", kinds) if h.passage.place is not Place.HEADING]
    if adult and len(children) < 3:
        return _read("minors", False, (p.whole() for p in adult))
    if len(children) >= 2:
        return _read("minors", True, (h.anchor for h in children))
    if adult:
        return _read("minors", False, (p.whole() for p in adult))
    if not reading.dossier.of_kinds(kinds):
        return _unknown("minors")
    return _default("minors", False, "小児・代諾の記載がない")


def _submitted(reading: Reading) -> Fact:
    for value in reading.form("submitted"):
        for found in dates(value.text):
            day = found.first if found.day is not None else None
            if day is not None:
                return _read("submitted", day.isoformat(), [value.anchor])
    # The printed form has no label for it: a line of its own above the addressee.
    for document in reading.dossier.of_kinds(frozenset({DocKind.FORM})):
        for block in document.blocks[:14]:
            for found in dates(block.text):
                day = found.first if found.day is not None else None
                if day is not None and len(block.text.strip()) <= found.end - found.start + 4:
                    return _read(
                        "submitted", day.isoformat(), [Anchor(document.id, block.number, found.start, found.end)]
                    )
    return _unknown("submitted")
