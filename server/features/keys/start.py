"""Begins a change of keys: a job for the worker, once however often it is asked for."""

from typing import Final

from server.features.keys.differ import Use
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import transaction
from storage.postgres.jobs.enqueue import Job, enqueue

JOBS: Final[dict[Use, str]] = {"master": "keys.rewrap", "index": "keys.reindex"}


async def start_rotation(use: Use, *, keyring: Keyring) -> None:
    """To the key that this process's settings name; a second one while it runs changes nothing."""
    wanted = keyring.fingerprint(use)
    async with transaction() as tx:
        await enqueue(tx, Job(JOBS[use], wanted, dedupe_key=f"{JOBS[use]} {wanted}"))
