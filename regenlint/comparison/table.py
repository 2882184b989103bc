"""The table of what each document says, worked out once for a reading and only as far as asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from regenlint.comparison import bodies, claims, giving, money, names, people, periods, taking, versions
from regenlint.comparison.places import Lens
from regenlint.comparison.said import Item, Said
from regenlint.context import Reading
from regenlint.identifier import IdentifierKind
from regenlint.model import DocKind

_READERS: Mapping[Item, Callable[[Lens], Iterable[Said]]] = {
    Item.THERAPY: names.therapies,
    Item.INSTITUTION: bodies.institutions,
    Item.ADDRESS: bodies.addresses,
    Item.MANAGER: lambda lens: people.persons(lens, Item.MANAGER),
    Item.RESPONSIBLE: lambda lens: people.persons(lens, Item.RESPONSIBLE),
    Item.PHYSICIAN: people.roster,
    Item.CLASS: claims.classes,
    Item.DISEASE: claims.diseases,
    Item.AGE: taking.ages,
    Item.CRITERION: taking.criteria,
    Item.TISSUE: taking.tissues,
    Item.SITE: taking.sites,
    Item.COLLECTED: taking.collected,
    Item.DONOR: claims.donors,
    Item.DOSE: giving.doses,
    Item.ROUTE: giving.routes,
    Item.TIMES: giving.times,
    Item.INTERVAL: giving.intervals,
    Item.MANUFACTURER: bodies.makers,
    Item.FACILITY_NUMBER: lambda lens: bodies.numbers(lens, IdentifierKind.FACILITY, Item.FACILITY_NUMBER),
    Item.OUTSOURCING: claims.outsourcing,
    Item.LIMIT: money.limits,
    Item.TEMPERATURE: periods.temperatures,
    Item.EXPIRY: lambda lens: (s for s in periods.expiries(lens) if s.item is Item.EXPIRY),
    Item.TRANSPORT: lambda lens: (s for s in periods.expiries(lens) if s.item is Item.TRANSPORT),
    Item.RETENTION: periods.retention,
    Item.VISIT: periods.visits,
    Item.DEADLINE: periods.deadlines,
    Item.COST: money.costs,
    Item.COMPENSATION: claims.compensations,
    Item.INSURER: bodies.insurers,
    Item.RELIEF: claims.reliefs,
    Item.CONTACT: bodies.desks,
    Item.COMMITTEE: bodies.committees,
    Item.COMMITTEE_NUMBER: lambda lens: bodies.numbers(lens, IdentifierKind.COMMITTEE, Item.COMMITTEE_NUMBER),
    Item.VERSION: versions.own_versions,
    Item.CITED_VERSION: versions.citations,
    Item.CULTURE: claims.cultures,
    Item.INFECTION: claims.infections,
    Item.FUNDING: claims.funding,
}


@dataclass(slots=True)
class Table:
    """What the documents of a dossier say, by item."""

    lens: Lens
    _found: dict[Item, tuple[Said, ...]] = field(default_factory=dict)

    def of(self, item: Item, *kinds: DocKind) -> tuple[Said, ...]:
        """Values of an item, each place once, from documents of the kinds (all when none is given)."""
        found = self._found.get(item)
        if found is None:
            reader = _READERS.get(item)
            unique = {(s.about, s.at, s.speaker, s.value): s for s in (reader(self.lens) if reader else ())}
            found = self._found[item] = tuple(unique.values())
        return tuple(s for s in found if s.kind in kinds) if kinds else found

    def items(self) -> tuple[Item, ...]:
        """All items there is a reader for."""
        return tuple(_READERS)


def table(reading: Reading) -> Table:
    """The table of a reading, shared by all who ask for it."""
    found = reading.memo.get("comparison")
    if not isinstance(found, Table):
        found = reading.memo["comparison"] = Table(Lens(reading))
    return found
