"""Judges what an SME says about itself, and writes it into its row."""

from datetime import date
from typing import Protocol

from models.rules.reasons import Reason, Text
from models.rules.uscc import check_uscc, normalise_uscc
from models.tables.enterprises import Enterprise
from server.errors import Invalid
from server.features.enterprises.schemas import FirmRecord


class RecordAsRead(Protocol):
    """A firm's record, or what of it was understood."""

    @property
    def registered_on(self) -> date | None: ...


class FirmAsRead(RecordAsRead, Protocol):
    """The same with the code and the name."""

    @property
    def uscc(self) -> str | None: ...
    @property
    def name(self) -> str | None: ...


def check_particulars(code: str, given: FirmRecord | None, *, today: date) -> str:
    """The USCC as the standard writes it. Raises Invalid with every reason."""
    reasons = particulars_problems(code, given, today=today)
    if reasons:
        raise Invalid(errors=reasons)
    return normalise_uscc(code)


def particulars_problems(
    code: str | None, given: RecordAsRead | None, *, today: date, prefix: str = ""
) -> list[Reason]:
    """What is wrong with each field that is there; `prefix` stands before those of the record."""
    found = None if code is None else check_uscc(normalise_uscc(code))
    reasons = [] if found is None else [found]
    founded = None if given is None else given.registered_on
    if founded is not None and founded > today:
        reasons.append(Reason(f"{prefix}registered_on", "in_future", _founded_later(founded)))
    return reasons


def _founded_later(day: date) -> Text:
    return Text(
        f"成立日期不能晚于今天，填的是 {day}", f"The day of registration, {day}, lies in the future"
    )


def write_particulars(enterprise: Enterprise, given: FirmRecord) -> list[str]:
    """Sets the editable fields; the names of those that are different now, in order."""
    wanted = {name: getattr(given, name) for name in FirmRecord.__struct_fields__}
    changed = [name for name, value in wanted.items() if getattr(enterprise, name) != value]
    enterprise.update_from_dict({name: wanted[name] for name in changed})
    return changed
