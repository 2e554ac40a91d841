"""Judges what an SME says about itself, and writes it into its row."""

from datetime import date

from models.rules.reasons import Reason, Text
from models.rules.uscc import check_uscc, normalise_uscc
from models.tables.enterprises import Enterprise
from server.errors import Invalid
from server.features.enterprises.schemas import FirmRecord

EDITABLE = (
    "name",
    "district",
    "sector",
    "employees",
    "annual_revenue_fen",
    "registered_on",
    "registered_city",
    "in_service_zone",
)


def check_particulars(code: str, given: FirmRecord | None, *, today: date) -> str:
    """The USCC as the standard writes it. Raises Invalid with every reason."""
    uscc = normalise_uscc(code)
    reasons = [found] if (found := check_uscc(uscc)) else []
    if given is not None and given.registered_on > today:
        text = Text("成立日期不能晚于今天", "The date of registration lies in the future")
        reasons.append(Reason("registered_on", "in_future", text))
    if reasons:
        raise Invalid(errors=reasons)
    return uscc


def write_particulars(enterprise: Enterprise, given: FirmRecord) -> list[str]:
    """Sets the editable fields; the names of those that are different now, in order."""
    changed = [name for name in EDITABLE if getattr(enterprise, name) != getattr(given, name)]
    for name in changed:
        setattr(enterprise, name, getattr(given, name))
    return changed
