"""Opens sessions: a random token for the client, its SHA-256 for the table."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from models.tables.people import Session
from storage.postgres.core.transaction import Tx

_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewSession:
    """A login that just began; the only moment at which the token is known here."""

    user_id: UUID
    token: str = field(repr=False)
    expires_at: datetime


def hash_of(token: str) -> str:
    """SHA-256 (hex), the key of the session's row."""
    return sha256(token.encode()).hexdigest()


async def open_session(tx: Tx, user_id: UUID, *, at: datetime, lasts: timedelta) -> NewSession:
    """A session of 256 random bits, valid from `at` on."""
    session = NewSession(user_id, secrets.token_urlsafe(_TOKEN_BYTES), at + lasts)
    await Session.create(
        using_db=tx.connection,
        token_hash=hash_of(session.token),
        user_id=user_id,
        created_at=at,
        expires_at=session.expires_at,
    )
    return session


async def end_other_sessions(tx: Tx, user_id: UUID, *, kept: str, at: datetime) -> list[str]:
    """Revoke all sessions of a person but the one with hash `kept`; the hashes of the ended."""
    rows = await tx.raw.fetch(
        """
        UPDATE sessions SET revoked_at = $3
         WHERE user_id = $1 AND token_hash <> $2 AND revoked_at IS NULL
        RETURNING token_hash
        """,
        user_id,
        kept,
        at,
    )
    return [row["token_hash"] for row in rows]
