"""Bodies and answers of appeals, revocations, corrected dates and credit records."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import Fen, Reasoning
from server.features.applications.schemas import Moment


class AppealRequest(Body, frozen=True):
    reason: Reasoning


class AppealDecision(Body, frozen=True):
    verdict: Literal["upheld", "dismissed"]
    comment: Reasoning


class AppealView(msgspec.Struct, frozen=True):
    id: UUID
    application_id: UUID
    number: str
    reason: str
    raised_at: datetime
    state: Literal["open", "upheld", "dismissed"]
    decision: str | None
    decided_at: datetime | None


class CorrectedDates(Body, frozen=True):
    """What the papers show; at least one of the two."""

    reason: Reasoning
    signed_at: Moment | None = None
    paid_at: Moment | None = None


class Revocation(Body, frozen=True):
    """`recover_fen`: what was paid and must come back."""

    reason: Reasoning
    recover_fen: Fen = 0
    credit_record: bool = False


class CreditRecordView(msgspec.Struct, frozen=True):
    id: UUID
    uscc: str
    application_id: UUID | None
    reason: str
    recover_fen: int
    recorded_at: datetime
    blocks_until: datetime | None
    lifted_at: datetime | None
