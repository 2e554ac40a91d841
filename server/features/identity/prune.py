"""Forgets logins that are long over; run nightly by the worker."""

from datetime import timedelta

from server.clock import Clock
from storage.postgres.core.transaction import transaction

SESSIONS_KEPT = timedelta(days=30)
FAILURES_KEPT = timedelta(days=1)


async def prune_logins(*, clock: Clock) -> int:
    """Deletes sessions 30 days after their end and refused logins after a day; how many rows."""
    now = clock.now()
    async with transaction() as tx:
        sessions = await tx.raw.fetch(
            "DELETE FROM sessions WHERE coalesce(revoked_at, expires_at) < $1 RETURNING 1",
            now - SESSIONS_KEPT,
        )
        failures = await tx.raw.fetch(
            "DELETE FROM login_failures WHERE at < $1 RETURNING 1", now - FAILURES_KEPT
        )
    return len(sessions) + len(failures)
