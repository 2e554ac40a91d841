"""Bodies and answers of payouts, as api.md spells them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Code, Day, PaperNumber, Reasoning
from server.features.platforms.fields import Account, Title


class NewPayout(Body, frozen=True):
    edition: Annotated[str, Meta(min_length=1, max_length=80)]
    track: Code | None = None
    platform_id: UUID | None = None


class FirmPayeeChange(Body, frozen=True):
    """A firm's account, in its own name; a masked account means the one that was shown."""

    bank: Title
    account: Account
    name: Title | None = None


class FirmPayeeView(msgspec.Struct, frozen=True):
    """Where a firm is paid; `bank` and `account` are null until its owner names them."""

    name: str
    bank: str | None
    account: str | None
    verified: bool


class FailedLine(Body, frozen=True):
    """`line`: its id, or its number within the payout."""

    line: UUID | Annotated[int, Meta(ge=1, le=1_000_000)]
    reason: Reasoning


class Confirmation(Body, frozen=True):
    """What the treasury says: paid on which day, under which voucher, and what did not go through."""

    paid_on: Day
    voucher_no: PaperNumber
    failed: Annotated[list[FailedLine], Meta(max_length=10_000)] | None = None


class PaidApplication(msgspec.Struct, frozen=True):
    id: UUID
    number: str
    enterprise: str | None
    amount_fen: int


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer; `account` shows only its first and last digits.

    `platform_id` is null where a firm is paid itself.
    """

    id: UUID
    number: int
    platform_id: UUID | None
    payee: str
    bank: str
    account: str
    applications: list[PaidApplication]
    amount_fen: int
    state: Literal["open", "paid", "failed"]
    failure: str | None


class PayoutSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A payout without its lines, as in the list."""

    id: UUID
    edition: str
    track: str | None
    state: Literal["open", "confirmed"]
    total_fen: int
    created_at: datetime
    confirmed_at: datetime | None
    paid_on: date | None
    voucher_no: str | None


class PayoutView(PayoutSummary, frozen=True, kw_only=True):
    """`total_fen` is the sum of all lines, also of those that failed."""

    lines: list[LineView]
