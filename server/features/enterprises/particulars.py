"""Judges what an SME says about itself, and writes it into its row."""

from datetime import date

from models.rules.reasons import Reason, Text
from models.rules.uscc import check_uscc, normalise_uscc
from models.tables.enterprises import Enterprise
from server.errors import Invalid
from server.features.enterprises.schemas import FirmRecord


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
    wanted = {name: getattr(given, name) for name in FirmRecord.__struct_fields__}
    changed = [name for name, value in wanted.items() if getattr(enterprise, name) != value]
    enterprise.update_from_dict({name: wanted[name] for name in changed})
    return changed
