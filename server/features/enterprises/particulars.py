"""Judges what an SME says about itself, and writes it into its row."""

from collections.abc import Collection
from datetime import date
from typing import Protocol, TypeVar

from msgspec.structs import replace

from models.rules.places.own import OwnPlaces
from models.rules.places.record import PlaceReading
from models.rules.reasons import Reason, Text
from models.rules.uscc import check_uscc, normalise_uscc
from models.rules.wording import day_in_words
from models.tables.enterprises import Enterprise
from server.edge.web.field_labels import LABELS
from server.features.enterprises.schemas import FirmRecord

Given = TypeVar("Given", bound=FirmRecord)


class RecordAsRead(Protocol):
    """A firm's record, or what of it was understood."""

    @property
    def registered_on(self) -> date | None: ...
    @property
    def district(self) -> str | None: ...
    @property
    def registered_city(self) -> str | None: ...
    @property
    def sector(self) -> str | None: ...


class FirmAsRead(RecordAsRead, Protocol):
    """The same with the code and the name."""

    @property
    def uscc(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...


def particulars_problems(
    code: str | None,
    given: RecordAsRead | None,
    *,
    today: date,
    own: OwnPlaces,
    prefix: str = "",
    on_licence: Collection[str] = (),
) -> list[Reason]:
    """What is wrong with each field that is there; `prefix` stands before those of the record.

    `own`: the places that only programmes know; `on_licence`: codes whose check character is taken
    as their licence has it.
    """
    found = None if code is None else check_uscc(normalise_uscc(code), on_licence=on_licence)
    reasons = [] if found is None else [found]
    founded = None if given is None else given.registered_on
    if founded is not None and founded > today:
        reasons.append(Reason(f"{prefix}registered_on", "in_future", _founded_later(founded)))
    if given is not None:
        reading = PlaceReading(own, prefix)
        read_options(reading, code, given)
        reasons += reading.problems
    return reasons


def in_one_form(code: str, given: Given, own: OwnPlaces) -> Given:
    """The record with the stored value of each option, whatever way it was written.

    The caller has checked that there is nothing to refuse.
    """
    return replace(given, **read_options(PlaceReading(own), code, given))


def read_options(
    reading: PlaceReading, code: str | None, given: RecordAsRead
) -> dict[str, str | None]:
    """The stored form of each option that is there; the reading gathers what is none.

    The firm's city chooses among districts of one name, then the registry of its code.
    """
    registry = None if code is None else normalise_uscc(code)[2:8]
    city = given.registered_city
    known = False
    if city is not None:
        before = len(reading.problems)
        city = reading.city("registered_city", LABELS["registered_city"], city)
        known = len(reading.problems) == before
    district, sector = given.district, given.sector
    if district is not None:
        label = LABELS["district"]
        district = reading.district(
            "district", label, district, city=city, registry=registry, bound=known
        )
    if sector is not None:
        sector = reading.sector("sector", LABELS["sector"], sector)
    return {"district": district, "sector": sector, "registered_city": city}


def _founded_later(day: date) -> Text:
    return Text(
        f"成立日期填的是{day_in_words(day)}，不能晚于今天，请核对",
        f"The day of registration, {day}, lies in the future",
    )


def write_particulars(enterprise: Enterprise, given: FirmRecord) -> list[str]:
    """Sets the editable fields; the names of those that are different now, in order."""
    wanted = {name: getattr(given, name) for name in FirmRecord.__struct_fields__}
    changed = [name for name, value in wanted.items() if getattr(enterprise, name) != value]
    enterprise.update_from_dict({name: wanted[name] for name in changed})
    return changed
