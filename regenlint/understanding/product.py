"""What is given: cells, vesicles, vectors, nucleic acids, phages; and whether genes are changed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regenlint.context import Reading
from regenlint.form import Fill
from regenlint.index import Hit
from regenlint.model import Anchor, DocKind
from regenlint.rules import Fact
from regenlint.text import folded
from regenlint.understanding.affirmation import (
    MAKING,
    NAMES,
    TECHNICAL,
    after,
    given_hits,
    hits,
    in_blocks,
    own_hits,
    read,
    sentence,
    unknown,
    value_blocks,
)

VECTORS = ("aav", "lentivirus", "retrovirus", "adenovirus", "other-virus")
NUCLEIC = (*VECTORS, "plasmid", "mrna-ivt", "mrna-biological", "genome-editing")
_PLAIN = ("cells", "prp", "phage")
_GENERAL = re.compile(r"(?:とは|について|一般に|法(?:律)?では|法に|政令|指針|ガイドライン|図2|図２)")
_ADMINISTERED = re.compile(
    r"投与|点滴|静注|注射|注入|移植|点鼻|吸入|塗布|輸注|戻す|導入した|封入|を用いた|を用いる|による(?:治療|.{0,12}治療)|充填|製剤|バイアル"
)
#: A gene or a virus that is looked for or measured, not given.
_MEASURED_AFTER = re.compile(
    r"^.{0,6}?(?:発現(?:量|レベル|解析|プロファイル|の|を(?:調べ|確認|解析|測))|の?(?:検出|定量|測定|残存|検査|コピー数|量を)|を(?:標的|検出|測定|定量))"
)
_MEASURED_BEFORE = re.compile(r"(?:を標的とする|検出する|測定する|PCRで|PCRにより)$")
_MADE_WITH = re.compile(
    r"導入|搭載|封入|内包|発現させ|感染させ|作用させ|載せ|コードする|挿入|組み込|組込|切断|ノックアウト|改変し|形質導入|エレクトロポレーション|電気穿孔"
)
_DETAIL = frozenset({DocKind.OUTLINE, DocKind.STANDARD, DocKind.MANUFACTURING_STANDARD})
_FROM_CELLS = re.compile(
    r"^(?:(?!及び|並びに|と(?!して|は))[^、。]){0,14}?(?:上清|エクソソーム|細胞外小胞|EV|セクレトーム|順化|培養液を)"
)
#: Behind 細胞: a disease or another word of which it is a part.
_OF_DISEASE = re.compile(r"^(?:癌|がん|腫|肺|変性|増殖|外小胞|傷害|リンパ腫|症|性|培養|加工)")
_SELF = re.compile(r"自己(?:不活化|免疫|増幅|増殖|抗|複製)")
_EV_GIVEN = re.compile(
    r"(?:上清液?|エクソソーム|細胞外小胞|EVs?|セクレトーム)(?:製剤|液|注射液|点滴)?(?:（[^）]*）|\([^)]*\))?(?:を|の|も|は)?[^。]{0,16}?(?:点滴|投与|注射|点鼻|吸入|塗布|併用|注入)"
)
_CELLS_ABSENT = re.compile(
    r"細胞(?:を|は)?(?:含ま|用い|使用し|投与し)(?:ず|ない|ません)|細胞を用いず|細胞の入手[^。]{0,20}該当(?:なし|しない)|(?:^|[。、|:])\s*細胞[\s:|はを、]{0,4}(?:該当(?:なし|しない)|使用しない|用いない|採取も加工もし(?:ない|ません))"
)


def product(reading: Reading) -> Fact:
    """The products given to the patient, and the vectors with which the cells given were changed."""
    found: dict[str, list[Hit]] = {}
    once: dict[str, list[Hit]] = {}
    changed = any(given_hits(reading, t) for t in ("fact.gene.modified_cells", "fact.gene.hidden")) or any(
        _MADE_WITH.search(sentence(h)) for h in own_hits(reading, "fact.gene.modified_cells", _DETAIL)
    )
    # The steps to the class go through everything that it is not.
    asked = value_blocks(reading, "class_reason")
    for value in ("cells", "prp", "ev", *NUCLEIC, "phage"):
        term = f"fact.product.{value}"
        strong = [h for h in given_hits(reading, term) if not _only_source(h, value) and not _measured(h)]
        weak = [
            h
            for h in own_hits(reading, term, TECHNICAL | {DocKind.OTHER})
            if _is_given(h) and not _only_source(h, value) and not _measured(h) and not in_blocks(h, asked)
        ]
        if strong or _weight(weak, value, changed=changed) >= (2 if value in _PLAIN else 3):
            found[value] = strong or weak
        elif weak and value in _PLAIN:
            once[value] = weak
    found = found or once
    _add_changed_cells(found, reading)
    _weigh(found, reading)
    if set(found) <= {"ev", *NUCLEIC}:
        keys = NAMES if set(found) & set(NUCLEIC) else (*NAMES, "content")
        unnamed = [
            h
            for h in given_hits(reading, "fact.product.some_cells", keys)
            if not _only_source(h, "cells") and not _OF_DISEASE.match(after(h)) and not _SELF.match(h.text)
        ]
        if unnamed:
            found["cells"] = unnamed
    if not found:
        plasmids = given_hits(reading, "fact.product.some_plasmid", NAMES)
        if plasmids:
            found["plasmid"] = plasmids
    if _uses_approved(reading):
        found["approved-product"] = []
    if not found:
        return unknown("product")
    return read("product", tuple(found), (h.anchor for hits in found.values() for h in hits[:2]))


#: Cells that are changed outside the body, as they are called where they are.
_CHANGED = re.compile(r"(?:T細胞|NK細胞|リンパ球|CD\d+|造血|単核球)")


def _add_changed_cells(found: dict[str, list[Hit]], reading: Reading) -> None:
    """Cells beside the vector they were changed with, in a standard whose title does not name them."""
    if "cells" in found or not set(found) & set(NUCLEIC) or _cells_absent(reading):
        return
    changed = [
        h
        for h in own_hits(reading, "fact.gene.modified_cells", MAKING)
        if _CHANGED.search(sentence(h)) and _MADE_WITH.search(sentence(h))
    ]
    if changed and not any(_named(reading, f"fact.product.{v}") for v in NUCLEIC if v in found):
        found["cells"] = changed


def _cells_absent(reading: Reading) -> bool:
    return any(_CELLS_ABSENT.search(folded(p.text)) for p in reading.index.passages)


def _weight(weak: list[Hit], value: str, *, changed: bool) -> float:
    """How much hits outside the name count.

    What an outline says goes in counts more; most where the name is of changed cells and a sentence says
    with what.
    """
    if value in _PLAIN or value == "ev":
        return len(weak)
    return sum(_worth(sentence(h), detailed=bool(h.passage.kinds & _DETAIL), changed=changed) for h in weak)


def _worth(said: str, *, detailed: bool, changed: bool) -> float:
    if not _MADE_WITH.search(said):
        return 1.0
    if changed and _CELLS_IN.search(said):
        return 3.0
    return 1.5 if detailed else 1.0


_CELLS_IN = re.compile(r"(?<!293)(?<!293T)(?:細胞|リンパ球|単核球)[^。]{0,20}(?:に|へ|を分離し)")


def _only_source(hit: Hit, value: str) -> bool:
    """Whether cells are named only as what a supernatant or vesicles come from."""
    return value == "cells" and bool(_FROM_CELLS.match(after(hit)))


def _measured(hit: Hit) -> bool:
    start, _ = hit.passage.sentence(hit.start)
    before = folded(hit.passage.text[start : hit.start])
    return bool(_MEASURED_AFTER.match(after(hit)) or _MEASURED_BEFORE.search(before))


def _is_given(hit: Hit) -> bool:
    start, _ = hit.passage.sentence(hit.start)
    said = sentence(hit)
    made = bool(_MADE_WITH.search(said) and (hit.passage.kinds & _DETAIL or _CELLS_IN.search(said)))
    return bool(made or _ADMINISTERED.search(said)) and not _GENERAL.search(said[: hit.start - start])


def _named(reading: Reading, term: str) -> list[Hit]:
    """Affirmed hits in the names of the therapy and the product, and in titles."""
    value = term.rsplit(".", 1)[-1]
    return [h for h in given_hits(reading, term, NAMES) if not _only_source(h, value)]


def _weigh(found: dict[str, list[Hit]], reading: Reading) -> None:
    """Take away what only looks like a product in the company of another."""
    if "ev" in found:
        given = [h for h in found["ev"] if _EV_GIVEN.search(folded(sentence(h)))]
        if given:
            found["ev"] = given
        else:
            del found["ev"]
    nucleic = [v for v in NUCLEIC if v in found]
    if "cells" in found and not _named(reading, "fact.product.cells"):
        named = any(_named(reading, f"fact.product.{v}") for v in nucleic)
        doubted = nucleic or not given_hits(reading, "fact.product.cells")
        if named or (doubted and _cells_absent(reading)):
            del found["cells"]
    if "prp" in found and "cells" in found and not _named(reading, "fact.product.cells"):
        del found["cells"]
    vectors = [v for v in VECTORS if v in found]
    if not vectors and not nucleic:
        hidden = [h for h in own_hits(reading, "fact.gene.hidden") if _is_given(h)]
        if len(hidden) >= 2 or given_hits(reading, "fact.gene.hidden"):
            _hidden_vector(found, hidden, reading)
    if {"mrna-ivt", "mrna-biological"} <= set(found) and not own_hits(reading, "fact.mrna.synthetic"):
        del found["mrna-ivt"]
    # A virus named beside the one in the title is a raw material, a test or a citation.
    titled = [v for v in vectors if given_hits(reading, f"fact.product.{v}")]
    for v in vectors:
        if titled and v not in titled:
            del found[v]
    if vectors and "plasmid" in found and not given_hits(reading, "fact.product.plasmid"):
        del found["plasmid"]


def _hidden_vector(found: dict[str, list[Hit]], hidden: list[Hit], reading: Reading) -> None:
    for kinds in (_DETAIL, TECHNICAL | {DocKind.OTHER}):
        for value in VECTORS:
            anywhere = [h for h in own_hits(reading, f"fact.product.{value}", kinds) if not h.passage.cited]
            if anywhere:
                found[value] = anywhere
                return
    if "cells" not in found:
        found["other-virus"] = hidden


def _uses_approved(reading: Reading) -> bool:
    for v in reading.form("approved_product"):
        if any(folded(c.label).startswith(("有", "用いる", "該当する")) for c in v.ticked):
            return True
        text = folded(v.text)
        if text and not v.field.choices and not re.match(r"(なし|無|該当な|該当し|用いない|使用しない|-|―|[☐□])", text):
            return True
    return False


def gene_modified(reading: Reading, products: tuple[str, ...]) -> Fact:
    """Whether genes are changed, and where: in cells outside the body, or in it."""
    if not products:
        return unknown("gene_modified")
    cells = "cells" in products
    modified = own_hits(reading, "fact.gene.modified_cells", MAKING)
    nucleic = [p for p in products if p in NUCLEIC]
    if nucleic and not cells:
        if set(nucleic) <= {"mrna-ivt", "mrna-biological"}:
            return read("gene_modified", "none", (), "mRNAだけを用いる")
        return read("gene_modified", "in-vivo", reading_evidence(reading, nucleic))
    named = given_hits(reading, "fact.gene.modified_cells", NAMES)
    if named:
        modified = [*named, *modified]
    weight = 2 * len(named) + sum(
        2 if h.passage.kinds & _DETAIL and _MADE_WITH.search(sentence(h)) else 1 for h in modified
    )
    if cells and (nucleic or weight >= 2):
        return read("gene_modified", "ex-vivo", (h.anchor for h in modified))
    return read("gene_modified", "none", ())


def reading_evidence(reading: Reading, products: Iterable[str]) -> list[Anchor]:
    """Where the products of a plan are named, at most two places each."""
    return [h.anchor for p in products for h in hits(reading, f"fact.product.{p}")[:2]]


def nucleic_acid(reading: Reading, given: Fact, modified: Fact) -> Fact:
    """Whether 核酸等 are given, from the product and where genes are changed."""
    if given.unknown:
        named = [v for v in reading.form("product_name") if "核酸" in v.label and v.fill is Fill.FILLED]
        told = [v for v in named if not re.match(r"該当|なし|無|用いない|[-―]", folded(v.text))]
        return read("nucleic_acid", True, (v.anchor for v in told)) if told else unknown("nucleic_acid")
    products = given.value if isinstance(given.value, tuple) else ()
    is_given = any(p in NUCLEIC for p in products) and modified.value != "ex-vivo"
    return read("nucleic_acid", is_given, given.evidence)
