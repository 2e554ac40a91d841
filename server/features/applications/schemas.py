"""Bodies and answers of applications, as api.md spells them."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from models.rules.lifecycle import Status
from models.rules.line.ranking import QueueState
from server.edge.web.bodies import Body
from server.edge.web.field_types import Code, Facts, Fen, LongText, PaperNumber

Moment = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d{2}-\d{2}"
        r"([Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2}))?\Z"
    ),
]
"""An RFC 3339 instant, or a bare day where the paper shows no time (it then counts as its end)."""


class NewApplication(Body, frozen=True):
    """A platform's own people may leave out `enterprise_id`: they apply as the firm that it is."""

    edition: Annotated[str, Meta(min_length=1, max_length=80)]
    track: Code
    enterprise_id: UUID | None = None
    platform_id: UUID | None = None
    plan_id: UUID | None = None
    facts: Facts = msgspec.field(default_factory=dict)


class ApplicationParticulars(Body, frozen=True):
    """The editable fields as a whole; null while the draft is not complete."""

    contract_no: PaperNumber | None = None
    signed_at: Moment | None = None
    paid_at: Moment | None = None
    fee_fen: Fen | None = None
    paid_fen: Fen | None = None
    facts: Facts = msgspec.field(default_factory=dict)


class ApplicationWithdrawal(Body, frozen=True):
    reason: LongText | None = None


class NamedReference(msgspec.Struct, frozen=True):
    id: UUID
    name: str | None


class PinnedPlanView(msgspec.Struct, frozen=True):
    """The plan version that the application pinned, with its price split then."""

    id: UUID
    title: str
    fee_fen: int | None
    government_fen: int | None
    platform_fen: int | None
    enterprise_fen: int | None


class Queue(msgspec.Struct, frozen=True):
    state: QueueState
    position: int | None
    waiting_position: int | None
    as_of: datetime


class MissingMaterial(msgspec.Struct, frozen=True):
    kind: str
    label: str


class EvidenceItem(msgspec.Struct, frozen=True):
    id: UUID
    kind: str
    name: str
    size: int
    content_type: str
    sha256: str
    uploaded_at: datetime


class TimelineEntry(msgspec.Struct, frozen=True):
    at: datetime
    actor_role: str
    event: str
    comment: str | None


class CorrectionView(msgspec.Struct, frozen=True):
    """`due_on` is null while the calendar of the year it falls in is not published."""

    item: str
    reason: str
    due_on: date | None


class ApplicationView(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    number: str
    edition: str
    track: str
    status: Status
    stage: str | None
    enterprise: NamedReference | None
    platform: NamedReference | None
    plan: PinnedPlanView | None
    contract_no: str | None
    signed_at: str | None
    paid_at: str | None
    fee_fen: int | None
    paid_fen: int | None
    facts: dict[str, Any]
    award_fen: int | None
    queue: Queue
    missing: list[MissingMaterial]
    evidence: list[EvidenceItem]
    timeline: list[TimelineEntry]
    corrections: list[CorrectionView]
    receipt: str | None
    version: int
