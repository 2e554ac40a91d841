"""What a list of new clients comes to: sums, the cities that do not count, those seen apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.rules.terms.client_list import ClientList


@dataclass(frozen=True, slots=True)
class NewClient:
    """One client as it counts: city by name, fee in fen."""

    city: str
    signed_on: date
    fee_fen: int


@dataclass(frozen=True, slots=True)
class Period:
    """Days between which a client must have signed, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def is_excluded(terms: ClientList, city: str) -> bool:
    """Whether clients there do not count."""
    return _lies_in(city, terms.excluded_cities)


def is_flagged(terms: ClientList, city: str) -> bool:
    """Whether the city is one of those seen apart, such as the Yangtze delta."""
    return terms.flagged is not None and _lies_in(city, terms.flagged.cities)


def facts_of(terms: ClientList, clients: Sequence[NewClient], period: Period) -> dict[str, object]:
    """The facts that the list stands for, by name; an empty list states none."""
    if not clients:
        return {}
    return {
        terms.fees: sum(client.fee_fen for client in clients),
        terms.count: len(clients),
        terms.outside: not any(is_excluded(terms, client.city) for client in clients),
        terms.newly_signed: all(period.holds(client.signed_on) for client in clients),
    }


def _lies_in(city: str, names: Iterable[str]) -> bool:
    """上海, 上海市 and 上海市浦东新区 are all the same city to a list that names 上海市."""
    return any(city.startswith(name.removesuffix("市")) for name in names)
