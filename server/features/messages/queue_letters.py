"""Queues a job for everybody for whom something waits that may go by mail or SMS now."""

from typing import Final

from server.clock import Clock
from storage.postgres.core.transaction import transaction
from storage.postgres.dispatches import Channel, list_due
from storage.postgres.jobs.enqueue import Job, enqueue

JOBS: Final[dict[Channel, str]] = {"mail": "letter.send", "sms": "sms.send"}
_MOST: Final = 500


async def queue_letters(*, clock: Clock) -> int:
    """How many are due; whoever has a job already gets no second one. Raises StoreUnavailable."""
    due = await list_due(clock.now(), _MOST)
    async with transaction() as tx:
        await enqueue(
            tx,
            *(
                Job(JOBS[one.channel], one.user_id, dedupe_key=f"{one.channel}:{one.user_id}")
                for one in due
            ),
        )
    return len(due)
