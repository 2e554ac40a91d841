"""Slots of the clients on a platform's list: each counts in one application of an edition only."""

from datetime import datetime
from uuid import UUID

from storage.postgres.core.transaction import Tx

_RELEASE = """
UPDATE entitlements SET released_at = $3
 WHERE application_id = $1 AND exclusion = $2::text AND released_at IS NULL
   AND uscc NOT IN (SELECT c.uscc FROM application_clients c WHERE c.application_id = $1)
"""
_OWN = """
SELECT 1 FROM entitlements e
 WHERE e.application_id = $1 AND e.exclusion = $2::text AND e.uscc = c.uscc AND e.released_at IS NULL
"""
# In the order of the codes, so that two lists that share clients never wait for each other.
_TAKE = f"""
INSERT INTO entitlements (id, uscc, exclusion, slot, application_id, taken_at)
SELECT gen_random_uuid(), c.uscc, $2::text, 1, $1, $3
  FROM application_clients c
 WHERE c.application_id = $1 AND NOT EXISTS ({_OWN})
 ORDER BY c.uscc
    ON CONFLICT (uscc, exclusion, slot) WHERE released_at IS NULL DO NOTHING
"""
_NOT_TAKEN = f"""
SELECT c.number FROM application_clients c
 WHERE c.application_id = $1 AND NOT EXISTS ({_OWN}) ORDER BY c.number
"""
_ELSEWHERE = """
SELECT c.number FROM application_clients c
 WHERE c.application_id = $1 AND EXISTS (
       SELECT 1 FROM entitlements e
        WHERE e.exclusion = $2::text AND e.uscc = c.uscc AND e.released_at IS NULL
          AND e.application_id <> $1)
 ORDER BY c.number
"""


async def find_counted(tx: Tx, application_id: UUID, exclusion: str) -> list[int]:
    """Numbers of the clients whose slot another application holds."""
    return [number for (number,) in await tx.raw.fetch(_ELSEWHERE, application_id, exclusion)]


async def take_client_slots(
    tx: Tx, application_id: UUID, exclusion: str, *, at: datetime
) -> list[int]:
    """Numbers of the clients that count elsewhere; after any the caller must roll back.

    Called again after a correction it takes what was added and releases what was struck out.
    The caller holds the application's row.
    """
    await tx.raw.execute(_RELEASE, application_id, exclusion, at)
    await tx.raw.execute(_TAKE, application_id, exclusion, at)
    return [number for (number,) in await tx.raw.fetch(_NOT_TAKEN, application_id, exclusion)]
