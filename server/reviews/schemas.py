"""Bodies and answers of reviews, as api.md spells them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from models.rules.lifecycle import StageKind
from server.applications.client_schemas import ClientsSummary
from server.applications.schemas import ApplicationView, Moment, Named
from server.web.bodies import Body
from server.web.field_types import Code, Fen, LongText, Reasoning

Verdict = Literal["pass", "return", "reject"]
Ids = Annotated[list[UUID], Meta(min_length=1, max_length=500)]


class Check(Body, frozen=True):
    """What was found of one kind of paper."""

    ok: bool
    comment: LongText | None = None


class Item(Body, frozen=True):
    """One thing to correct: a kind of paper, a particular, or `facts.<name>`."""

    item: Annotated[str, Meta(min_length=1, max_length=60)]
    reason: Reasoning


class Verified(Body, frozen=True):
    """What the papers show, where it differs from what was declared."""

    paid_at: Moment | None = None
    signed_at: Moment | None = None
    paid_fen: Fen | None = None


class Decision(Body, frozen=True):
    """`checklist` by kind of paper; `award_fen` only where the deciding body sets the amount."""

    verdict: Verdict
    comment: LongText | None = None
    checklist: Annotated[dict[Code, Check], Meta(max_length=100)] = msgspec.field(
        default_factory=dict
    )
    items: Annotated[list[Item], Meta(max_length=100)] | None = None
    verified: Verified | None = None
    award_fen: Fen | None = None


class Endorsement(Body, frozen=True):
    """A platform's word on its own client's application."""

    verdict: Verdict
    comment: LongText | None = None
    items: Annotated[list[Item], Meta(max_length=100)] | None = None

    def as_decision(self) -> Decision:
        return Decision(verdict=self.verdict, comment=self.comment, items=self.items)


class BulkPass(Body, frozen=True):
    """Many passed in one act; the comment goes to each."""

    ids: Ids
    verdict: Literal["pass"]
    comment: LongText | None = None


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of one id; `code` is that of the refusal."""

    id: UUID
    ok: bool
    code: str | None = None


class Results(msgspec.Struct, frozen=True):
    results: list[Result]


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
    enterprise: Named | None
    taken_by: Named | None
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


class CriterionView(msgspec.Struct, frozen=True):
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
    sheet: list[CriterionView] | None
    own_score: OwnScore | None


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
