"""Refused staff logins, counted so that guesses end and a stranger locks nobody out who is known.

A device that has logged in before counts for itself alone, and nothing that others do stops it.
Everybody else is counted per account and address together, per account, and per address.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from server.errors import RateLimited
from server.features.identity.hashing_queue import Turn
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

WINDOW = timedelta(minutes=15)
PER_PAIR, PER_DEVICE = 5, 5
PER_ACCOUNT, PER_ADDRESS = 20, 20

_OF_DEVICE = """
SELECT (SELECT at FROM login_failures WHERE device_hash = $1 AND at > $2
         ORDER BY at DESC OFFSET $3 LIMIT 1) AS reached_at, 0 AS from_address
"""
# When the failure fell that used up what each may have; the latest of them decides.
_OF_STRANGER = """
SELECT greatest(
       (SELECT at FROM login_failures WHERE account_index = $1 AND address_index = $2
           AND device_hash IS NULL AND at > $3 ORDER BY at DESC OFFSET $4 LIMIT 1),
       (SELECT at FROM login_failures WHERE account_index = $1
           AND device_hash IS NULL AND at > $3 ORDER BY at DESC OFFSET $5 LIMIT 1),
       (SELECT at FROM login_failures WHERE address_index = $2
           AND device_hash IS NULL AND at > $3 ORDER BY at DESC OFFSET $6 LIMIT 1)
       ) AS reached_at,
       (SELECT count(*) FROM login_failures WHERE address_index = $2
           AND device_hash IS NULL AND at > $3)::int AS from_address
"""


class _Standing(msgspec.Struct, frozen=True):
    """When the failure fell that used up what is allowed; how many came from the address."""

    reached_at: datetime | None
    from_address: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries, from where, as keyed hashes (hex): neither name nor address is kept.

    `device_hash` is that of a device of this account that has logged in before, else None.
    """

    account_index: str
    address_index: str
    device_hash: str | None = None

    @classmethod
    def of(
        cls, keyring: Keyring, username: str, address: str, device_hash: str | None = None
    ) -> "Attempt":
        return cls(
            keyring.index("login-account", username).hex(),
            keyring.index("login-address", address).hex(),
            device_hash,
        )

    @property
    def source(self) -> str:
        """Who holds the places that it takes."""
        return self.device_hash or self.address_index


async def turn_of(attempt: Attempt, now: datetime) -> Turn:
    """Its turn before the hash: known devices first, then addresses by how often they failed.

    Raises RateLimited before anything costly is done.
    """
    standing = await _read(attempt, now, None)
    _refuse(standing, now)
    return Turn(0 if attempt.device_hash else 1 + standing.from_address, attempt.source)


async def refuse_after_failures(tx: Tx, attempt: Attempt, now: datetime) -> None:
    """Raises RateLimited with the wait; holds what is counted, so that guesses come one by one.

    Judged again after the password: of many guesses at once only the allowed number is answered.
    """
    held = [attempt.account_index, attempt.address_index]
    if attempt.device_hash is not None:
        held = [attempt.device_hash]
    for index in sorted(held):
        await tx.raw.execute("SELECT pg_advisory_xact_lock($1)", int(index[:15], 16))
    _refuse(await _read(attempt, now, tx), now)


def _refuse(standing: _Standing, now: datetime) -> None:
    if standing.reached_at is not None:
        wait = standing.reached_at + WINDOW - now
        raise RateLimited(retry_after=int(wait.total_seconds()) + 1)


async def _read(attempt: Attempt, now: datetime, tx: Tx | None) -> _Standing:
    since = now - WINDOW
    if attempt.device_hash is not None:
        values: tuple[object, ...] = (attempt.device_hash, since, PER_DEVICE - 1)
        (standing,) = await list_rows(_Standing, _OF_DEVICE, *values, tx=tx)
        return standing
    most = (PER_PAIR - 1, PER_ACCOUNT - 1, PER_ADDRESS - 1)
    values = (attempt.account_index, attempt.address_index, since, *most)
    (standing,) = await list_rows(_Standing, _OF_STRANGER, *values, tx=tx)
    return standing
