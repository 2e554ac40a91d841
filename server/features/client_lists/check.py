"""Whether a list of new clients can be taken: each row by itself, every problem at once."""

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from models.rules.client_list import Period, is_excluded
from models.rules.places.own import OwnPlaces
from models.rules.places.record import PlaceReading
from models.rules.reasons import Reason, Text
from models.rules.terms.client_list import ClientList
from models.rules.uscc import check_uscc, normalise_uscc
from server.edge.web.field_labels import LABELS, in_row
from server.errors import Invalid
from server.features.client_lists.schemas import NewClientRow

_TWICE = Text("清单中已有这家企业", "This firm is on the list already")
_OWN = Text("不能把本企业列为自己的新增用户", "A firm is no new client of its own")
_EXCLUDED = Text("该地企业不计入", "Firms of this city do not count")
_FUTURE = Text("日期不能晚于今天", "This day lies in the future")


def check_clients(
    terms: ClientList,
    rows: Sequence[NewClientRow],
    period: Period,
    *,
    own: str,
    places: OwnPlaces,
    today: date,
) -> list[NewClientRow]:
    """The rows with the stored value of each city; `own`: the code of the firm that claims.

    Raises Invalid: codes of `check_uscc`, and `not_an_option` (a city that is none), `duplicate`,
    `own_firm`, `excluded_city`, `in_future`, `outside_period`.
    """
    seen: set[str] = set()
    problems: list[Reason] = []
    taken: list[NewClientRow] = []
    for place, row in enumerate(rows):
        reading = PlaceReading(places, f"clients[{place}].")
        city = reading.city("city", in_row(LABELS["city"], f"clients[{place}]"), row.city)
        problems += reading.problems
        taken.append(replace(row, city=city))
        uscc = normalise_uscc(row.uscc)
        wrong = check_uscc(uscc, f"clients[{place}].uscc")
        if wrong is not None:
            problems.append(wrong)
        elif uscc == own:
            problems.append(Reason(f"clients[{place}].uscc", "own_firm", _OWN, terms.cite))
        elif uscc in seen:
            problems.append(Reason(f"clients[{place}].uscc", "duplicate", _TWICE, terms.cite))
        seen.add(uscc)
        if is_excluded(terms, city):
            problems.append(
                Reason(f"clients[{place}].city", "excluded_city", _EXCLUDED, terms.cite)
            )
        problems += _day_problems(place, row.signed_on, terms, period, today)
    if problems:
        raise Invalid(errors=problems)
    return taken


def _day_problems(
    place: int, signed_on: date, terms: ClientList, period: Period, today: date
) -> Iterator[Reason]:
    field = f"clients[{place}].signed_on"
    if signed_on > today:
        yield Reason(field, "in_future", _FUTURE)
    elif not period.holds(signed_on):
        text = Text(
            f"须在 {period.first} 至 {period.last} 之间签约",
            f"Must be signed between {period.first} and {period.last}",
        )
        yield Reason(field, "outside_period", text, terms.cite)
