"""Opens sessions: a random token for the client, its SHA-256 for the table."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from storage.postgres.core.transaction import Tx
from storage.postgres.sessions import add_session

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


async def open_session(
    tx: Tx,
    user_id: UUID,
    *,
    at: datetime,
    lasts: timedelta,
    in_browser: bool = False,
    password_at: datetime | None = None,
) -> NewSession:
    """A session of 256 random bits, valid from `at` on; one `in_browser` ends when nobody uses it."""
    session = NewSession(user_id, secrets.token_urlsafe(_TOKEN_BYTES), at + lasts)
    await add_session(
        tx,
        hash_of(session.token),
        user_id,
        at=at,
        expires_at=session.expires_at,
        used_at=at if in_browser else None,
        password_at=password_at,
    )
    return session
