"""A job: every data key wrapped by the current master key, page by page, from wherever it stopped."""

import logging
from typing import Final
from uuid import UUID

from server.features.keys.differ import wait_for_same_key
from server.features.keys.status import count_wrapped
from server.features.keys.wrapped import payees, payout_lines, person_keys
from server.features.platforms.payee_account import rewrap_account
from storage.postgres.core.keyring import Keyring, WrappedKey
from storage.postgres.core.transaction import transaction
from storage.postgres.key_rotation import (
    replace_lines_cipher,
    replace_payees_cipher,
    replace_person_key,
)

_LOG: Final = logging.getLogger(__name__)


class KeysLeft(Exception):
    """Something is still wrapped by another master key after all was gone through."""


async def rewrap_keys(wanted: UUID, *, keyring: Keyring) -> None:
    """What is done already is passed over, so a killed job goes on where it was.

    Raises TryLater on a worker with another current key, KeysLeft if the count at the end differs.
    """
    wait_for_same_key(keyring, "master", wanted)
    await _person_keys(keyring)
    await _payees(keyring)
    await _payout_lines(keyring)
    left = {
        key: places for key, places in (await count_wrapped()).items() if key != keyring.current
    }
    if left:
        raise KeysLeft(f"{left} are not under {keyring.current}")
    _LOG.info("all data keys are wrapped by %s", keyring.current)


async def _person_keys(keyring: Keyring) -> None:
    async for page in person_keys():
        old = [
            WrappedKey(row.owner_id, row.key_id, row.wrapped)
            for row in page
            if row.key_id != keyring.current
        ]
        if not old:
            continue
        async with transaction() as tx:
            for wrapped in old:
                await replace_person_key(tx, wrapped, keyring.rewrap(wrapped))


async def _payees(keyring: Keyring) -> None:
    async for page in payees():
        async with transaction() as tx:
            for row in page:
                made = rewrap_account(keyring, row.owner_id, row.account_cipher)
                if made is not None:
                    await replace_payees_cipher(tx, row.id, row.account_cipher, made)


async def _payout_lines(keyring: Keyring) -> None:
    async for page in payout_lines():
        async with transaction() as tx:
            for row in page:
                made = rewrap_account(keyring, row.owner_id, row.account_cipher)
                if made is not None:
                    await replace_lines_cipher(tx, row.id, row.account_cipher, made)
