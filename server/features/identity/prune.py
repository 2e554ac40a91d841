"""Forgets logins that are long over; run nightly by the worker."""

from datetime import timedelta

from server.clock import Clock
from server.features.identity.devices import KNOWN_FOR
from storage.postgres.core.transaction import transaction
from storage.postgres.devices import delete_devices
from storage.postgres.login_failures import delete_failures
from storage.postgres.sessions import delete_sessions

SESSIONS_KEPT = timedelta(days=30)
FAILURES_KEPT = timedelta(days=1)


async def prune_logins(*, clock: Clock) -> int:
    """Deletes sessions 30 days after their end, refused logins after a day, devices that are not
    known any more; how many rows."""
    now = clock.now()
    async with transaction() as tx:
        sessions = await delete_sessions(tx, ended_before=now - SESSIONS_KEPT)
        failures = await delete_failures(tx, before=now - FAILURES_KEPT)
        devices = await delete_devices(tx, unused_since=now - KNOWN_FOR)
    return sessions + failures + devices
