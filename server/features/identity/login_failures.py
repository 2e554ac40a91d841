"""Refused staff logins, counted per account and per address; too many close the door for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from server.errors import RateLimited
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 20

_REACHED = """
(SELECT at FROM login_failures WHERE account_index = $1 AND at > $3
  ORDER BY at DESC OFFSET $4 LIMIT 1)
 UNION ALL
(SELECT at FROM login_failures WHERE address_index = $2 AND at > $3
  ORDER BY at DESC OFFSET $5 LIMIT 1)
"""


class _Reached(msgspec.Struct, frozen=True):
    """When the failure fell that used up what an account, or an address, is allowed."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries, from where, as keyed hashes (hex): neither name nor address is kept."""

    account_index: str
    address_index: str

    @classmethod
    def of(cls, keyring: Keyring, username: str, address: str) -> "Attempt":
        return cls(
            keyring.index("login-account", username).hex(),
            keyring.index("login-address", address).hex(),
        )


async def refuse_after_failures(tx: Tx, attempt: Attempt, now: datetime) -> None:
    """Raises RateLimited with the wait; holds account and address, so that guesses come one by one.

    Judged after the password: of many guesses at once only the allowed number is answered.
    """
    for index in sorted((attempt.account_index, attempt.address_index)):
        await tx.raw.execute("SELECT pg_advisory_xact_lock($1)", int(index[:15], 16))
    reached = await list_rows(
        _Reached,
        _REACHED,
        attempt.account_index,
        attempt.address_index,
        now - WINDOW,
        PER_ACCOUNT - 1,
        PER_ADDRESS - 1,
        tx=tx,
    )
    if reached:
        raise RateLimited(
            retry_after=int((max(one.at for one in reached) + WINDOW - now).total_seconds()) + 1
        )
