"""A job: every keyed hash of persons made anew by the current index key, page by page."""

import logging
from typing import Final
from uuid import UUID

from server.features.keys.differ import wait_for_same_key
from server.features.keys.indexed import hashes
from server.features.keys.rewrap import KeysLeft
from server.features.keys.status import count_hashes
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import transaction
from storage.postgres.key_rotation import (
    replace_declared,
    replace_openid_index,
    replace_phone_index,
)

_LOG: Final = logging.getLogger(__name__)


async def reindex_persons(wanted: UUID, *, keyring: Keyring) -> None:
    """Old and new are both found as long as the other key is set; a killed job goes on.

    Raises TryLater on a worker with another index key, KeysLeft if the count at the end differs.
    """
    wait_for_same_key(keyring, "index", wanted)
    async for page in hashes(keyring):
        async with transaction() as tx:
            for one in page.openids:
                if one.is_old:
                    await replace_openid_index(tx, one.user_id, one.stored, one.wanted)
            for one in page.phones:
                if one.is_old:
                    await replace_phone_index(tx, one.user_id, one.stored, one.wanted)
                    await replace_declared(tx, one.stored, one.wanted)
    counted = await count_hashes(keyring)
    if counted.old:
        raise KeysLeft(f"{counted.old} hashes are not by the current index key")
    _LOG.info("all hashes of persons are by the current index key")
