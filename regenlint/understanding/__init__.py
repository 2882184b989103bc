"""What a plan is about: the facts on which almost every rule hangs, each with its evidence.

Facts are read from the form first, then from what the documents affirm of the plan itself. A
denial sets the opposite or nothing; a look-alike and what is told of others set nothing. What
nothing says stays unknown, and so does what is said both ways.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from regenlint.context import Reading
from regenlint.index import Index
from regenlint.lexicon import Term
from regenlint.model import Dossier
from regenlint.rules import Facts
from regenlint.understanding.affirmation import affirmed, denied_beside
from regenlint.understanding.declaration import plan_class, purpose, submitted
from regenlint.understanding.donor import donor
from regenlint.understanding.making import animal_material, cultured, frozen, outsourced
from regenlint.understanding.patients import minors, multi_site, verified_care
from regenlint.understanding.product import VECTORS, gene_modified, nucleic_acid, product

__all__ = ["affirmed", "denied_beside", "understand"]


def understand(dossier: Dossier, index: Index, terms: Mapping[str, Term]) -> Facts:
    """All facts of a dossier, read in it. No rule is run and nothing is assumed but what is noted."""
    reading = Reading(dossier, index, Facts(), terms, datetime.date.min)
    given = product(reading)
    products = given.value if isinstance(given.value, tuple) else ()
    modified = gene_modified(reading, products)
    culture = cultured(reading, products)
    grown = not products or culture.value is True or bool(set(products) & set(VECTORS))
    return Facts(
        {
            "purpose": purpose(reading),
            "class": plan_class(reading),
            "product": given,
            "donor": donor(reading, products),
            "cultured": culture,
            "animal_material": animal_material(reading, grown),
            "outsourced": outsourced(reading),
            "frozen": frozen(reading),
            "minors": minors(reading),
            "multi_site": multi_site(reading),
            "claims_verified_care": verified_care(reading),
            "submitted": submitted(reading),
            "gene_modified": modified,
            "nucleic_acid": nucleic_acid(reading, given, modified),
        }
    )
