"""Bodies and answers of scoring, as api.md spells them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Code, Count, LongText, Reasoning
from server.features.applications.schemas import NamedReference
from server.features.reviews.schemas import SheetCriterionView

Points = Annotated[int, Meta(ge=-1_000_000, le=1_000_000)]
"""Whether it lies within its criterion is the score sheet's to say."""


class Sheet(Body, frozen=True):
    """Points by criterion, all of them; the comment is shown without a name once it is closed."""

    scores: Annotated[dict[Code, Points], Meta(max_length=100)]
    comment: LongText | None = None


class RoundClosing(Body, frozen=True):
    """`reason` is needed while more may come to the scoring."""

    reason: Reasoning | None = None


class LineDrawing(Body, frozen=True):
    """The best `chosen` pass; `among_tied` names the applications that pass of a tie it cuts."""

    chosen: Count
    reason: Reasoning
    among_tied: Annotated[list[UUID], Meta(max_length=1000)] = msgspec.field(default_factory=list)


class InConflict(msgspec.Struct, frozen=True):
    """An expert who may not score this application; `reason` as declared."""

    id: UUID
    name: str | None
    reason: str | None


class ApplicationToScore(msgspec.Struct, frozen=True):
    """An application to be scored; no points: they are nobody's to see before the closing."""

    application_id: UUID
    review_id: UUID
    number: str
    enterprise: NamedReference | None
    district: str
    scored: int
    in_conflict: list[InConflict]
    missing: list[NamedReference]


class SheetTotal(msgspec.Struct, frozen=True):
    """One expert's sheet; the numbers run by points, so no number is the same person twice."""

    expert: str
    total: int
    comment: str | None


class CriterionAverage(msgspec.Struct, frozen=True):
    criterion: str
    average: str


class Ranked(msgspec.Struct, frozen=True):
    """`average` with two places, half up; the rank goes by the exact one. `passed`: by the line."""

    application_id: UUID
    review_id: UUID
    number: str
    enterprise: NamedReference | None
    district: str
    status: str
    rank: int
    average: str
    points_sum: int
    experts: int
    passed: bool | None
    totals: list[SheetTotal]
    criteria: list[CriterionAverage]


class ScoringView(msgspec.Struct, frozen=True):
    """One round of a track; `applications` are those still to be scored, in it or in the next one."""

    id: UUID | None
    edition: str
    track: str
    round: int
    state: Literal["open", "closed", "lined"]
    minimum_experts: int
    sheet: list[SheetCriterionView]
    applications: list[ApplicationToScore]
    ranking: list[Ranked] | None
    closed_at: datetime | None
    close_reason: str | None
    chosen: int | None
    line_reason: str | None
    line_at: datetime | None
