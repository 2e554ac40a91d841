"""Tells the people of an application that it was submitted, and its platform to check it."""

from uuid import UUID

import msgspec

from models.rules.reasons import Text
from server.clock import Clock
from server.features.messages.events.of_applications import SUBMITTED
from server.features.messages.events.of_clients import CLIENT_NEW
from server.features.messages.tell import tell_handlers, tell_members
from server.roles import Role
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue

_HANDED_IN = """
SELECT (SELECT count(*) FROM audit WHERE subject_kind = 'application' AND subject_id = $1
           AND event IN ('submitted', 'resubmitted')) AS times,
       EXISTS (SELECT 1 FROM claims WHERE application_id = $1 AND live) AS in_line,
       (SELECT id FROM reviews WHERE application_id = $1 AND stage = 'endorse'
           AND state = 'open') AS to_check
"""
_SHOWN = Text("办到哪一步", "its stage")
_SHOWN_IN_LINE = Text("办到哪一步、排在第几位", "its stage, its place in the line")


class _HandedIn(msgspec.Struct, frozen=True):
    """How often it was handed in; `in_line`: it has a place in a line, which a title has not.

    `to_check`: the review by which its platform is to endorse it, while that is open.
    """

    times: int
    in_line: bool
    to_check: UUID | None


async def tell_submitted(application_id: UUID, *, clock: Clock) -> None:
    """Once for each time it was handed in, which its record counts. Raises StoreUnavailable."""
    async with transaction() as tx:
        handed_in = await find_row(_HandedIn, _HANDED_IN, application_id, tx=tx)
        if handed_in is None:
            return
        shown = _SHOWN_IN_LINE if handed_in.in_line else _SHOWN
        jobs = await tell_members(
            tx,
            application_id,
            SUBMITTED,
            key=f"submitted:{application_id}:{handed_in.times}",
            at=clock.now(),
            facts={"shown": shown.zh, "shown_en": shown.en},
        )
        await enqueue(tx, *jobs)
        if handed_in.to_check is not None:
            await _tell_platform(tx, application_id, handed_in.to_check, clock)


async def _tell_platform(tx: Tx, application_id: UUID, review_id: UUID, clock: Clock) -> None:
    """Once for each time that it comes to check it."""
    await tell_handlers(
        tx,
        application_id,
        Role.PLATFORM,
        CLIENT_NEW,
        key=f"client_new:{review_id}",
        at=clock.now(),
        facts={"matter_id": str(review_id)},
    )
