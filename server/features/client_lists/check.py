"""Whether a list of new clients can be taken: each row by itself, every problem at once."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace as replace_text
from datetime import date

from msgspec.structs import replace

from models.rules.client_list import Period, is_excluded
from models.rules.places.own import OwnPlaces
from models.rules.places.record import PlaceReading
from models.rules.reasons import Reason, Text
from models.rules.terms.client_list import ClientList
from models.rules.uscc import check_uscc, normalise_uscc
from models.rules.wording import day_in_words
from server.edge.web.field_labels import LABELS, in_row
from server.errors import Invalid
from server.features.client_lists.schemas import NewClientRow

_TWICE = Text(
    "清单前面已有这家企业，请删去重复的一行", "is on the list already; strike the row off"
)
_OWN = Text("是本企业，不能算自己的新增用户，请删去这一行", "is your own firm; strike the row off")


def check_clients(
    terms: ClientList,
    rows: Sequence[NewClientRow],
    period: Period,
    *,
    own: str,
    places: OwnPlaces,
    today: date,
    on_licence: Collection[str] = (),
) -> list[NewClientRow]:
    """The rows with the stored value of each city; `own`: the code of the firm that claims;
    `on_licence`: codes whose check character is taken as a confirmed licence has it.

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
        wrong = check_uscc(uscc, f"clients[{place}].uscc", on_licence=on_licence)
        if wrong is not None:
            problems.append(replace_text(wrong, text=in_row(wrong.text, wrong.field)))
        elif uscc == own:
            problems.append(_of_code(place, "own_firm", _OWN, terms))
        elif uscc in seen:
            problems.append(_of_code(place, "duplicate", _TWICE, terms))
        seen.add(uscc)
        if is_excluded(terms, city):
            problems.append(_excluded(place, city, terms))
        problems += _day_problems(place, row.signed_on, terms, period, today)
    if problems:
        raise Invalid(errors=problems)
    return taken


def _of_code(place: int, code: str, words: Text, terms: ClientList) -> Reason:
    field = f"clients[{place}].uscc"
    label = in_row(LABELS["uscc"], field)
    return Reason(field, code, Text(f"{label.zh}{words.zh}", f"{label.en} {words.en}"), terms.cite)


def _excluded(place: int, city: str, terms: ClientList) -> Reason:
    field = f"clients[{place}].city"
    label = in_row(LABELS["city"], field)
    text = Text(
        f"{label.zh}是“{city}”，当地的企业不计入新增用户，请删去这一行",
        f"{label.en} is {city}, whose firms do not count; strike the row off",
    )
    return Reason(field, "excluded_city", text, terms.cite)


def _day_problems(
    place: int, signed_on: date, terms: ClientList, period: Period, today: date
) -> Iterator[Reason]:
    field = f"clients[{place}].signed_on"
    label, given = in_row(LABELS["signed_on"], field), day_in_words(signed_on)
    if signed_on > today:
        text = Text(
            f"{label.zh}填的是{given}，不能晚于今天，请核对",
            f"{label.en} is {signed_on}, which lies in the future",
        )
        yield Reason(field, "in_future", text)
    elif not period.holds(signed_on):
        first, last = day_in_words(period.first), day_in_words(period.last)
        text = Text(
            f"{label.zh}填的是{given}，须在{first}至{last}之间；不在此期间的请删去这一行",
            f"{label.en} is {signed_on}; it must lie between {period.first} and {period.last}",
        )
        yield Reason(field, "outside_period", text, terms.cite)
