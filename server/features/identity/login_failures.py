"""Refused staff logins, counted per account and per address; too many close the door for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.tables.ids import new_id
from server.errors import RateLimited
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 20

_NTH_LATEST = """
    SELECT (SELECT at FROM login_failures WHERE account_index = $1 AND at > $3
             ORDER BY at DESC OFFSET $4 LIMIT 1) AS account_at,
           (SELECT at FROM login_failures WHERE address_index = $2 AND at > $3
             ORDER BY at DESC OFFSET $5 LIMIT 1) AS address_at
"""


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
    row = await tx.raw.fetchrow(
        _NTH_LATEST,
        attempt.account_index,
        attempt.address_index,
        now - WINDOW,
        PER_ACCOUNT - 1,
        PER_ADDRESS - 1,
    )
    reached = [at for at in (row["account_at"], row["address_at"]) if at is not None]
    if reached:
        raise RateLimited(retry_after=int((max(reached) + WINDOW - now).total_seconds()) + 1)


async def note_failure(tx: Tx, attempt: Attempt, now: datetime) -> None:
    await tx.raw.execute(
        "INSERT INTO login_failures (id, account_index, address_index, at) VALUES ($1, $2, $3, $4)",
        new_id(),
        attempt.account_index,
        attempt.address_index,
        now,
    )


async def forgive_failures(tx: Tx, attempt: Attempt) -> None:
    """After a success the account starts anew; other accounts tried from the address do not."""
    await tx.raw.execute(
        "DELETE FROM login_failures WHERE account_index = $1", attempt.account_index
    )
