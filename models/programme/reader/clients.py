"""A claim by list: which facts follow from a platform's list of new clients."""

from collections.abc import Sequence

from models.programme.reader.provenance import read_provenance
from models.programme.reader.table import Table
from models.rules.terms.client_list import FlaggedCities
from models.rules.terms.programme import ClientList, Fact, FactType

_FACTS: tuple[tuple[str, FactType], ...] = (
    ("fees", "money"),
    ("count", "int"),
    ("outside", "bool"),
    ("newly_signed", "bool"),
)


def read_clients(policy: Table, facts: Sequence[Fact]) -> ClientList | None:
    """The `clients` of a track, or None; each of its four names is a fact of the right type."""
    table = policy.find_table("clients")
    if table is None:
        return None
    origin = read_provenance(table)
    names = {key: table.string(key) for key, _ in _FACTS}
    clients = ClientList(
        text=table.text("text"),
        fees=names["fees"],
        count=names["count"],
        outside=names["outside"],
        newly_signed=names["newly_signed"],
        excluded_cities=table.strings("excluded_cities"),
        flagged=_read_flagged(table),
        cite=origin.cite,
        reading=origin.reading,
    )
    table.done()
    for key, kind in _FACTS:
        _check_fact(table, key, kind, facts)
    return clients


def _read_flagged(table: Table) -> FlaggedCities | None:
    inner = table.find_table("flagged")
    if inner is None:
        return None
    origin = read_provenance(inner)
    label, cities = inner.text("label"), inner.strings("cities")
    inner.done()
    if not cities:
        inner.wrong("cities", "至少一个城市", "at least one city")
    return FlaggedCities(label, cities, origin.cite, origin.assumed)


def _check_fact(table: Table, key: str, kind: FactType, facts: Sequence[Fact]) -> None:
    fitting = [fact.name for fact in facts if fact.type == kind]
    if table.raw.get(key) not in fitting:
        listed = ", ".join(fitting) or "-"
        table.wrong(key, f"类型 {kind} 的事实：{listed}", f"a fact of type {kind}: {listed}")
