"""The options that say what a role is for, as a grant."""

from argparse import Namespace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from models.rules.reasons import Reason, Text
from server.clock import SHANGHAI
from server.errors import Invalid
from server.features.identity.staff_organisation import NewGrant

_NO_ID = Text(
    "填的不是有效的编号，请从管理页面复制完整的编号", "Not a valid id; copy the whole of it"
)


def scope_of(options: Namespace) -> NewGrant:
    """As typed. Raises Invalid for what is no id."""
    until: date | None = getattr(options, "until", None)
    return NewGrant(
        role=options.role,
        organisation_id=id_of("--organisation", options.organisation),
        platform_id=id_of("--platform", options.platform),
        programme_code=options.programme,
        edition_code=options.edition,
        district=options.district,
        valid_to=None if until is None else _end_of(until),
    )


def id_of(field: str, text: str | None) -> UUID | None:
    """Raises Invalid for what is none."""
    if text is None:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(errors=[Reason(field, "format", _NO_ID)]) from None


def _end_of(day: date) -> datetime:
    """A last day counts whole, in Shanghai."""
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)
