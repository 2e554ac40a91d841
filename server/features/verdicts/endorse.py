"""Endorses applications by the platform of the firm: it checks first and never approves."""

from uuid import UUID

import msgspec

from models.rules.workdays import Calendar
from models.tables.reviews import Review
from server.clock import Clock
from server.edge.receipts import Signer
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.quota.ranking import Ranker
from server.features.reviews.clients import applications_of_clients
from server.features.reviews.refusals import AlreadyDecided
from server.features.verdicts.bulk import Passing, pass_reviews
from server.features.verdicts.decide import decide_review
from server.features.verdicts.schemas import BulkPass, Endorsement
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
) -> list[Passing]:
    """One result for each application, in the order given; a wrong one stops no other."""
    wanted = list(dict.fromkeys(given.ids))
    numbers = await _own_clients(wanted, by)
    reviews = await _newest(numbers)
    known = {review_id: key for key, review_id in reviews.items() if review_id is not None}
    passed: dict[UUID, Passing] = {}
    if known:
        one = msgspec.structs.replace(given, ids=list(known))
        done = await pass_reviews(one, by=by, clock=clock, calendar=calendar, ranker=ranker)
        passed = {
            key: Passing(key, numbers[key], one.refusal) for one in done for key in (known[one.id],)
        }
    return [passed.get(key) or _refused(key, numbers) for key in wanted]


async def endorsements(application_ids: list[UUID], *, by: Identity) -> dict[UUID, UUID | None]:
    """Of the platform's own clients: the newest review of the endorsement; None without one."""
    return await _newest(await _own_clients(application_ids, by))


async def _own_clients(application_ids: list[UUID], by: Identity) -> dict[UUID, str]:
    """Their numbers by id."""
    with postgres_errors():
        own = await applications_of_clients(by).filter(id__in=application_ids)
    return {row.id: row.number for row in own}


async def _newest(own: dict[UUID, str]) -> dict[UUID, UUID | None]:
    with postgres_errors():
        rows = await Review.filter(application_id__in=list(own), stage="endorse").order_by("round")
    return dict.fromkeys(own) | {row.application_id: row.id for row in rows}


def _refused(application_id: UUID, numbers: dict[UUID, str]) -> Passing:
    """Without an endorsement it is not theirs, or is past that step on its own path."""
    number = numbers.get(application_id)
    refusal = NotFound() if number is None else AlreadyDecided()
    return Passing(application_id, number, refusal)
