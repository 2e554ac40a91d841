"""Forgets logins that are long over; run nightly by the worker."""

from datetime import timedelta

from server.clock import Clock
from storage.postgres.core.transaction import transaction
from storage.postgres.login_failures import delete_failures
from storage.postgres.sessions import delete_sessions

SESSIONS_KEPT = timedelta(days=30)
FAILURES_KEPT = timedelta(days=1)


async def prune_logins(*, clock: Clock) -> int:
    """Deletes sessions 30 days after their end and refused logins after a day; how many rows."""
    now = clock.now()
    async with transaction() as tx:
        sessions = await delete_sessions(tx, ended_before=now - SESSIONS_KEPT)
        failures = await delete_failures(tx, before=now - FAILURES_KEPT)
    return sessions + failures
