"""Answers about reviews, as api.md spells them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from models.rules.lifecycle import StageKind
from server.edge.web.bodies import Body
from server.edge.web.field_types import LongText
from server.features.applications.schemas import ApplicationView, NamedReference
from server.features.client_lists.schemas import ClientsSummary

Verdict = Literal["pass", "return", "reject"]


class ExpertState(msgspec.Struct, frozen=True):
    """Where an expert stands with an application to be scored; a conflict keeps it shut."""

    declared: bool
    conflict: bool
    scored: bool


class Declaration(Body, frozen=True):
    """An expert's word on one application; `reason` is for the authority only."""

    conflict: bool
    reason: LongText | None = None


class ReviewItem(msgspec.Struct, frozen=True):
    """A line of the work list; `taken_by` is null once an hour has passed without work.

    `expert` is the caller's own state at a step that is scored, null for everybody else.
    `notice_id`: the public notice in which the application stands now.
    """

    id: UUID
    application_id: UUID
    number: str
    track: str
    stage: StageKind
    state: Literal["open", "done", "void"]
    enterprise: NamedReference | None
    taken_by: NamedReference | None
    due_on: date | None
    out_of_order: bool
    verdict: Verdict | None
    expert: ExpertState | None
    notice_id: UUID | None


class Flag(msgspec.Struct, frozen=True):
    """Something to look at twice; `refs` are numbers of applications, or the amounts meant."""

    code: str
    text: str
    refs: list[str]


class Change(msgspec.Struct, frozen=True):
    """What happened since this stage was last decided; `items` names fields or kinds of paper."""

    at: datetime
    actor_role: str
    event: str
    items: list[str]
    comment: str | None


class SheetCriterionView(msgspec.Struct, frozen=True):
    """One line of the score sheet; `assumed`: this year's, not the notice's."""

    code: str
    label: str
    maximum_points: int
    cite: str | None
    assumed: bool


class OwnScore(msgspec.Struct, frozen=True):
    """What the caller gave; nobody else's points are shown before the round is closed."""

    scores: dict[str, int]
    total: int
    comment: str | None
    scored_at: datetime


class ReviewView(ReviewItem, frozen=True):
    """One review with everything that it is decided by.

    `sheet` only where it is scored, `clients` only on a claim by list.
    """

    round: int
    comment: str | None
    application: ApplicationView
    changes: list[Change]
    flags: list[Flag]
    clients: ClientsSummary | None
    sheet: list[SheetCriterionView] | None
    own_score: OwnScore | None
