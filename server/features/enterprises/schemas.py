"""Bodies and answers about enterprises."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from models.tables.enterprises import Enterprise
from server.edge.web.bodies import Body
from server.edge.web.field_types import Count, Day, Fen, LongText, Reasoning, Token

_ONE_LINE = r"(?s)^(?=.*\S)[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*\Z"

# As long as their columns; msgspec does not let `Name` be narrowed.
ShortName = Annotated[str, Meta(min_length=1, max_length=120, pattern=_ONE_LINE)]
PlaceName = Annotated[str, Meta(min_length=1, max_length=40, pattern=_ONE_LINE)]
Uscc = Annotated[str, Meta(min_length=1, max_length=32)]


class FirmRecord(Body, frozen=True):
    """A firm's record beside its code; money in fen, `registered_on` a day."""

    name: ShortName
    district: PlaceName
    sector: PlaceName
    employees: Count
    annual_revenue_fen: Fen
    registered_on: Day
    registered_city: PlaceName
    in_service_zone: bool


class EnterpriseParticulars(FirmRecord, frozen=True):
    """What an SME says about itself."""

    uscc: Uscc


class RaisedDispute(Body, frozen=True):
    uscc: Uscc
    reason: Reasoning


class DisputeVerdict(Body, frozen=True):
    verdict: Literal["upheld", "dismissed"]
    reason: Reasoning


class Verification(Body, frozen=True):
    """That licence and legal person were checked, with a remark if there is one."""

    comment: LongText = ""


class InvitationToken(Body, frozen=True):
    token: Token


class EnterpriseView(msgspec.Struct, frozen=True):
    """`state` is filed, claimed or verified."""

    id: UUID
    name: str
    uscc: str
    district: str
    sector: str
    employees: int
    annual_revenue_fen: int
    registered_on: date
    registered_city: str
    in_service_zone: bool
    state: str
    verified_at: datetime | None
    version: int


class InvitationView(msgspec.Struct, frozen=True):
    """`token` is shown once; a repeated call answers null instead."""

    id: UUID
    enterprise_id: UUID
    token: str | None
    expires_at: datetime


class DisputeView(msgspec.Struct, frozen=True):
    """`state` is open, upheld or dismissed; `decision` is the reviewer's reason."""

    id: UUID
    uscc: str
    reason: str
    state: str
    raised_at: datetime
    decided_at: datetime | None
    decision: str | None


class DisputeItem(msgspec.Struct, frozen=True):
    """A dispute as reviewers see it, with the firm that it is about."""

    id: UUID
    enterprise: EnterpriseView
    reason: str
    state: str
    raised_at: datetime


def enterprise_view(enterprise: Enterprise) -> EnterpriseView:
    return EnterpriseView(
        enterprise.id,
        enterprise.name,
        enterprise.uscc,
        enterprise.district,
        enterprise.sector,
        enterprise.employees,
        enterprise.annual_revenue_fen,
        enterprise.registered_on,
        enterprise.registered_city,
        enterprise.in_service_zone,
        enterprise.state,
        enterprise.verified_at,
        enterprise.version,
    )
