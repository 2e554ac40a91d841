"""Closes an edition for good: nobody applies any more, and what still waits ends unfunded."""

from datetime import datetime

from models.rules.typed_time import is_over
from models.tables.programmes import Edition
from server.clock import Clock
from server.features.editions.access import Actor, hold_edition
from storage.postgres.closed_editions import mark_closed
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction

CLOSED = "edition.closed"


async def close_edition(
    code: str, reason: str, *, by: Actor, clock: Clock, unless_open: bool = False
) -> bool:
    """Close it now; False if it was closed before. `end_unfunded` then ends what still waits.

    Claims within the budget go on through their reviews. `unless_open`: not while its window is
    open. Raises NotFound.
    """
    now = clock.now()
    async with transaction() as tx:
        edition = await hold_edition(tx, code, by)
        tx.created(edition.current_version_id, status=200)
        if edition.closed_at is not None or (unless_open and not is_over(edition.closes_at, now)):
            return False
        await _close(tx, edition, reason, by=by, now=now)
    return True


async def _close(tx: Tx, edition: Edition, reason: str, *, by: Actor, now: datetime) -> None:
    await mark_closed(tx, edition, at=now)
    subject, detail = edition.current_version_id, {"edition": edition.code}
    line = AuditEntry("rule_version", subject, now, by.user_id, by.role, CLOSED, detail, reason)
    await write_audit(tx, line)
