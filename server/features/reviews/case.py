"""Holds a review, or an application, for an act on it: within scope, row locked, no conflict."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from models.rules.acts import is_decided_here, is_step_open
from models.rules.lifecycle import StageKind
from models.rules.terms.programme import EditionDefinition, Stage, TrackTerms
from models.tables.applications import Application
from models.tables.reviews import Review
from server.edge.web.auth import ActiveGrant, Identity
from server.errors import NotFound
from server.features.identity.conflicts import refuse_conflict
from server.features.identity.scope import Scope, Subject
from server.features.identity.subjects import find_subject
from server.features.programmes.published import definition_of
from server.features.reviews.refusals import AlreadyDecided, DecidedElsewhere, Taken
from storage.postgres.core.transaction import Tx

IDLE = timedelta(minutes=60)
"""After so long without work a review that was taken is free again."""


@dataclass(frozen=True, slots=True)
class Case:
    """Who acts on which review, for which organisation (`acting_for`), under which rules.

    `acting_as`: the role on record where it is not the review's own. `in_bulk`: one of many that are
    passed in one act.
    """

    application: Application
    review: Review
    definition: EditionDefinition
    track: TrackTerms
    by: Identity
    acting_for: UUID
    now: datetime
    acting_as: str | None = None
    in_bulk: bool = False

    @property
    def step(self) -> Stage:
        """The step of the path that the review is of."""
        return next(step for step in self.track.stages if step.kind == self.stage)

    @property
    def stage(self) -> StageKind:
        return cast(StageKind, self.review.stage)


async def hold_case(tx: Tx, review_id: UUID, *, by: Identity, now: datetime) -> Case:
    """The review with its application's row locked. Raises NotFound, ConflictOfInterest.

    Every act that opens, decides or voids a review holds that row, so the state read here cannot change.
    """
    known = await Review.get_or_none(id=review_id, using_db=tx.connection)
    if known is None:
        raise NotFound()
    application, grant = await hold_in_scope(tx, known.application_id, by=by, role=known.role)
    definition = await definition_of(application.rule_version_id, using=tx.connection)
    track = definition.find_track(application.track)
    if track is None:
        raise NotFound()
    review = await Review.get(id=review_id, using_db=tx.connection)
    return Case(application, review, definition, track, by, grant.organisation_id, now)


async def hold_in_scope(
    tx: Tx, application_id: UUID, *, by: Identity, role: str
) -> tuple[Application, ActiveGrant]:
    """An application that was handed in, its row locked, with the grant that reaches it.

    Raises NotFound, ConflictOfInterest.
    """
    subject = await find_subject(application_id, tx=tx)
    grant = _grant_for(by, role, subject)
    if grant is None or subject is None:
        raise NotFound()
    application = await hold_application(tx, application_id)
    if application.submitted_at is None:
        raise NotFound()
    await refuse_conflict(
        by,
        role=role,
        enterprise_id=application.enterprise_id,
        platform_organisation_id=subject.platform_organisation_id,
        tx=tx,
    )
    return application, grant


async def hold_application(tx: Tx, application_id: UUID) -> Application:
    """The row, locked; the caller has checked that there is one and that it may be reached."""
    query = Application.filter(id=application_id).using_db(tx.connection)
    return await query.select_for_update(no_key=True).get()


def require_open(case: Case) -> None:
    """Raises AlreadyDecided; of two who decide at once the second comes here."""
    if not is_step_open(
        case.application.status,
        case.application.stage,
        review_stage=case.stage,
        review_state=case.review.state,
    ):
        raise AlreadyDecided()


def holder(review: Review, now: datetime) -> UUID | None:
    """Who is at work on it; None once an hour has passed without work."""
    if review.taken_by_id is None or review.touched_at is None:
        return None
    found: UUID = review.taken_by_id
    return found if now - review.touched_at < IDLE else None


def require_decided_here(case: Case) -> None:
    """Raises DecidedElsewhere for steps that nobody takes: several score, all may object."""
    if not is_decided_here(case.stage):
        raise DecidedElsewhere()


def require_free(case: Case) -> None:
    """Raises Taken if another person is at work on it."""
    if holder(case.review, case.now) not in (None, case.by.user_id):
        raise Taken()


def _grant_for(by: Identity, role: str, subject: Subject | None) -> ActiveGrant | None:
    if subject is None:
        return None
    return next((grant for grant in by.grants_for(role) if Scope((grant,)).allows(subject)), None)
