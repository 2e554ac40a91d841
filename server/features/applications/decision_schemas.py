"""The whole reasoning behind an application, as it is shown."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from server.features.applications.schemas import Queue
from server.features.applications.scored import ScoringResult


class RulesView(msgspec.Struct, frozen=True):
    """The rules that the application pinned; `hash` is that of their compiled text."""

    id: UUID
    number: int
    hash: str
    published_at: datetime
    document: str
    issued_on: date | None


class DecisionFactView(msgspec.Struct, frozen=True):
    """A value that a condition looks at; `source`: particulars, declared, firm, default, verified."""

    name: str
    label: str
    value: Any
    source: str


class DecisionConditionView(msgspec.Struct, frozen=True):
    """`met` is null while a value is missing; `assumed`: our reading, not the notice's words."""

    id: str
    text: str
    cite: str | None
    assumed: bool
    values: list[DecisionFactView]
    met: bool | None
    message: str


class AwardStep(msgspec.Struct, frozen=True):
    text: str
    amount_fen: int | None
    cite: str | None


class RegionView(msgspec.Struct, frozen=True):
    """The class of districts whose thresholds hold for the firm."""

    code: str
    label: str
    cite: str | None
    assumed: bool


class HistoryView(msgspec.Struct, frozen=True):
    """What the records said, when it was judged, that the firm had before on this track (fen).

    `year_fen` in the edition's year, `total_fen` in all; `tiers`: thresholds it was paid for.
    """

    year_fen: int
    total_fen: int
    tiers: list[int]


class DecisionAwardView(msgspec.Struct, frozen=True):
    """`granted_fen`: what is locked, null before; it may be less for the last award of a pool."""

    award_fen: int | None
    granted_fen: int | None
    steps: list[AwardStep]


class ReviewerChange(msgspec.Struct, frozen=True):
    """A value that a reviewer found to be another than declared."""

    at: datetime
    role: str
    stage: str
    field: str
    old: Any
    new: Any
    reason: str | None


class ReviewStep(msgspec.Struct, frozen=True):
    stage: str
    role: str
    round: int
    verdict: str
    comment: str | None
    decided_at: datetime
    out_of_order: bool
    papers: list[dict[str, str]]


class QueueEvent(msgspec.Struct, frozen=True):
    """One step of the claim: entered with its key, passed, locked, freed, or moved by the line.

    `funded` and `waiting` are what the line made of it, the latest 200 of them; `granted_fen` is
    then 0 while it waits.
    """

    at: datetime
    event: str
    key: str | None
    award_fen: int | None
    granted_fen: int | None


class DecisionView(msgspec.Struct, frozen=True, kw_only=True):
    """`region_class` is null where the main thresholds hold; `history`: where nothing was asked."""

    id: UUID
    number: str
    status: str
    stage: str | None
    rules: RulesView
    region_class: RegionView | None
    history: HistoryView | None
    eligible: bool | None
    conditions: list[DecisionConditionView]
    award: DecisionAwardView
    reviews: list[ReviewStep]
    changes: list[ReviewerChange]
    queue: Queue
    queue_history: list[QueueEvent]
    scoring: ScoringResult | None
