"""Tells the people of an application that the edition closed before money came free for it."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from server.clock import SHANGHAI, Clock
from server.features.messages.events.of_applications import NOT_FUNDED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members
from server.features.programmes.published import find_edition
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue

_ENDED: Final = """
SELECT l.seq, l.at, coalesce(w.text, '') AS reason, a.edition_id FROM audit l
  JOIN applications a ON a.id = l.subject_id
  LEFT JOIN audit_comments w ON w.audit_id = l.id
 WHERE l.subject_kind = 'application' AND l.subject_id = $1 AND l.event = 'not_funded'
 ORDER BY l.seq DESC LIMIT 1
"""
# Another year of the same programme that one may still apply in, the nearest first.
_NEXT: Final = """
SELECT o.code FROM editions e JOIN editions o ON o.programme_id = e.programme_id
 WHERE e.code = $1 AND o.code <> e.code AND o.current_version_id IS NOT NULL
   AND o.closed_at IS NULL AND o.closes_at >= date_trunc('second', $2::timestamptz)
 ORDER BY o.opens_at, o.code LIMIT 1
"""


class _Ended(msgspec.Struct, frozen=True):
    """The audit line of the ending; `reason` is empty where none was given."""

    seq: int
    at: datetime
    reason: str
    edition_id: str


async def tell_not_funded(application_id: UUID, *, clock: Clock) -> None:
    """Once for each time it ended so. Raises StoreUnavailable."""
    async with transaction() as tx:
        ended = await find_row(_Ended, _ENDED, application_id, tx=tx)
        if ended is None:
            return
        facts: dict[str, Fact] = {"reason": ended.reason}
        facts |= await _next_edition(tx, ended.edition_id, clock)
        jobs = await tell_members(
            tx,
            application_id,
            NOT_FUNDED,
            key=f"not_funded:{application_id}:{ended.seq}",
            at=ended.at,
            facts=facts,
        )
        await enqueue(tx, *jobs)


async def _next_edition(tx: Tx, edition: str, clock: Clock) -> dict[str, Fact]:
    """Its title and first day; nothing where none is published, so that nothing is promised."""
    code = await tx.raw.fetchval(_NEXT, edition, clock.now())
    found = None if code is None else await find_edition(code, using=tx.connection)
    if found is None:
        return {}
    opens_on = found.window.opens_at.astimezone(SHANGHAI).date()
    return {"next_title": found.definition.edition.title.zh, "next_opens_on": opens_on}
