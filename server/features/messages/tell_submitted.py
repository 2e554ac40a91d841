"""Tells the people of an application that it was submitted, and how to follow it."""

from uuid import UUID

from server.clock import Clock
from server.features.messages.events.of_applications import SUBMITTED
from server.features.messages.tell import tell_members
from storage.postgres.core.transaction import transaction
from storage.postgres.jobs.enqueue import enqueue

_HANDED_IN = """
SELECT count(*) FROM audit WHERE subject_kind = 'application' AND subject_id = $1
   AND event IN ('submitted', 'resubmitted')
"""


async def tell_submitted(application_id: UUID, *, clock: Clock) -> None:
    """Once for each time it was handed in, which its record counts. Raises StoreUnavailable."""
    async with transaction() as tx:
        handed_in = await tx.raw.fetchval(_HANDED_IN, application_id)
        jobs = await tell_members(
            tx,
            application_id,
            SUBMITTED,
            key=f"submitted:{application_id}:{handed_in}",
            at=clock.now(),
            facts={},
        )
        await enqueue(tx, *jobs)
