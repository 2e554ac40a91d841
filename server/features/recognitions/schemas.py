"""Bodies and answers of the public lists."""

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from models.rules.terms.recognition import Span
from server.edge.web.bodies import Body
from server.edge.web.field_types import Reasoning


class TitleWithdrawal(Body, frozen=True):
    """`reason` stands on record, `announcement` is the text of the public announcement."""

    reason: Reasoning
    announcement: Reasoning


class Withdrawn(Struct, frozen=True):
    """`clients`: what becomes of those who had handed in with this platform."""

    on: date
    reason: str
    announcement: str
    clients: str


class ListEntry(Struct, frozen=True, kw_only=True):
    """A recognised holder; `summary_due_on` belongs to the summary of `summary_year`."""

    id: UUID
    name: str
    title: str
    track: str
    edition: str
    district: str
    categories: list[str]
    platform_id: UUID | None
    span: Span
    valid_from: date
    review_due_on: date | None
    review_overdue: bool
    reviewed_on: date | None
    summary_year: int | None
    summary_due_on: date | None
    state: Literal["valid", "withdrawn"]
    withdrawn: Withdrawn | None
