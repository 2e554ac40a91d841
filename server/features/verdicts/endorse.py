"""Endorses applications by the platform of the firm: it checks first and never approves."""

from uuid import UUID

from models.rules.workdays import Calendar
from models.tables.applications import Application
from models.tables.reviews import Review
from server.audiences import Role
from server.clock import Clock
from server.edge.receipts import Signer
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.identity.scope import Scope
from server.features.quota.ranking import Ranker
from server.features.reviews.refusals import AlreadyDecided
from server.features.verdicts.bulk import pass_reviews
from server.features.verdicts.decide import decide_review
from server.features.verdicts.schemas import BulkPass, Endorsement, Result
from storage.postgres.core.transaction import postgres_errors


async def endorse_application(
    application_id: UUID,
    given: Endorsement,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    ranker: Ranker,
    signer: Signer,
) -> None:
    """Raises NotFound, ConflictOfInterest, Invalid, AlreadyDecided, Taken."""
    reviews = await endorsements([application_id], by=by)
    if application_id not in reviews:
        raise NotFound()
    review_id = reviews[application_id]
    if review_id is None:
        raise AlreadyDecided()
    await decide_review(
        review_id,
        given.as_decision(),
        by=by,
        clock=clock,
        calendar=calendar,
        ranker=ranker,
        signer=signer,
        repeat_as=application_id,
    )


async def endorse_applications(
    given: BulkPass,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    ranker: Ranker,
) -> list[Result]:
    """One result for each application, in the order given; a wrong one stops no other."""
    wanted = list(dict.fromkeys(given.ids))
    reviews = await endorsements(wanted, by=by)
    known = {review_id: key for key, review_id in reviews.items() if review_id is not None}
    passed: dict[UUID, Result] = {}
    if known:
        one = BulkPass(ids=list(known), verdict="pass", comment=given.comment)
        results = await pass_reviews(one, by=by, clock=clock, calendar=calendar, ranker=ranker)
        passed = {
            known[result.id]: Result(known[result.id], result.ok, result.code) for result in results
        }
    return [passed.get(key) or _refused(key, key in reviews) for key in wanted]


async def endorsements(application_ids: list[UUID], *, by: Identity) -> dict[UUID, UUID | None]:
    """Of the platform's own clients: the newest review of the endorsement; None without one."""
    scope = Scope.of(by, Role.PLATFORM).applications()
    with postgres_errors():
        own = await Application.filter(scope, id__in=application_ids, submitted_at__isnull=False)
        rows = await Review.filter(
            application_id__in=[row.id for row in own], stage="endorse"
        ).order_by("round")
    found: dict[UUID, UUID | None] = {row.id: None for row in own}
    return found | {row.application_id: row.id for row in rows}


def _refused(application_id: UUID, known: bool) -> Result:
    return Result(application_id, False, AlreadyDecided.code if known else NotFound.code)
