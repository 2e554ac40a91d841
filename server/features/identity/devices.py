"""Devices that somebody has logged in on: known by a token, which opens nothing by itself."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from models.tables.people import Device
from server.features.identity.sessions import hash_of
from storage.postgres.core.transaction import Tx, postgres_errors
from storage.postgres.devices import keep_device

KNOWN_FOR = timedelta(days=180)
"""Since its last login."""
_MOST = 10
_TOKEN_BYTES = 32


async def find_device(token: str | None, user_id: UUID | None, now: datetime) -> str | None:
    """The token's hash if it is a device of this person, still known; else None."""
    if token is None:
        return None
    token_hash = hash_of(token)
    with postgres_errors():
        known = await Device.filter(token_hash=token_hash, used_at__gt=now - KNOWN_FOR).first()
    return token_hash if known is not None and known.user_id == user_id else None


async def know_device(tx: Tx, token: str | None, user_id: UUID, now: datetime) -> str:
    """The device's token, a new one unless a known one is given. The caller holds the person."""
    kept = token or secrets.token_urlsafe(_TOKEN_BYTES)
    await keep_device(tx, hash_of(kept), user_id, at=now, most=_MOST)
    return kept
