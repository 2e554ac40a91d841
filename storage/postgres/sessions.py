"""Writes of sessions: opened, revoked, and deleted long after their end."""

from datetime import datetime
from uuid import UUID

import msgspec

from models.tables.people import Session
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

_REVOKE = "UPDATE sessions SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL"
_REVOKE_OF = """
UPDATE sessions SET revoked_at = $3
 WHERE token_hash = $1 AND user_id = $2 AND revoked_at IS NULL RETURNING token_hash
"""
_REVOKE_OTHERS = """
UPDATE sessions SET revoked_at = $3
 WHERE user_id = $1 AND token_hash IS DISTINCT FROM $2 AND revoked_at IS NULL
RETURNING token_hash
"""
_LIVE = """
SELECT token_hash FROM sessions WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2
"""
# Not one that ended meanwhile, nor for each of many calls at once.
_USED = """
UPDATE sessions SET used_at = $2
 WHERE token_hash = $1 AND revoked_at IS NULL AND used_at > $3 AND used_at < $4
"""
_CONFIRMED = "UPDATE sessions SET password_at = $2 WHERE token_hash = $1"
_DELETE = "DELETE FROM sessions WHERE coalesce(revoked_at, expires_at) < $1 RETURNING 1"


class _Hashed(msgspec.Struct, frozen=True):
    token_hash: str


async def add_session(
    tx: Tx,
    token_hash: str,
    user_id: UUID,
    *,
    at: datetime,
    expires_at: datetime,
    used_at: datetime | None = None,
    password_at: datetime | None = None,
) -> None:
    """A login, valid from `at` on; with `used_at` one in a browser's cookie."""
    await Session.create(
        using_db=tx.connection,
        token_hash=token_hash,
        user_id=user_id,
        created_at=at,
        expires_at=expires_at,
        used_at=used_at,
        password_at=password_at,
    )


async def note_use(
    tx: Tx, token_hash: str, *, at: datetime, alive_since: datetime, noted_before: datetime
) -> None:
    """Somebody uses it: unless it has ended, was unused since `alive_since`, or was noted since
    `noted_before`."""
    await tx.raw.execute(_USED, token_hash, at, alive_since, noted_before)


async def note_password(tx: Tx, token_hash: str, *, at: datetime) -> None:
    """Its person has given their password."""
    await tx.raw.execute(_CONFIRMED, token_hash, at)


async def revoke_session(tx: Tx, token_hash: str, *, at: datetime) -> None:
    await tx.raw.execute(_REVOKE, token_hash, at)


async def revoke_session_of(tx: Tx, token_hash: str, user_id: UUID, *, at: datetime) -> bool:
    """False where it is nobody's, somebody else's, or has ended."""
    return bool(await list_rows(_Hashed, _REVOKE_OF, token_hash, user_id, at, tx=tx))


async def revoke_sessions(
    tx: Tx, user_id: UUID, *, at: datetime, kept: str | None = None
) -> list[str]:
    """Revoke all sessions of a person but the one with hash `kept`; the hashes of the ended."""
    ended = await list_rows(_Hashed, _REVOKE_OTHERS, user_id, kept, at, tx=tx)
    return [session.token_hash for session in ended]


async def list_live_sessions(tx: Tx, user_id: UUID, *, at: datetime) -> list[str]:
    """Token hashes of the sessions that are open."""
    return [session.token_hash for session in await list_rows(_Hashed, _LIVE, user_id, at, tx=tx)]


async def delete_sessions(tx: Tx, *, ended_before: datetime) -> int:
    """How many were deleted."""
    return len(await tx.raw.fetch(_DELETE, ended_before))
