"""A worker that was started with other keys than the command must not do the command's work."""

from datetime import timedelta
from typing import Final, Literal
from uuid import UUID

from server.edge.jobs.try_later import TryLater
from storage.postgres.core.keyring import Keyring

Use = Literal["master", "index"]
_AGAIN: Final = timedelta(seconds=30)


def wait_for_same_key(keyring: Keyring, use: Use, wanted: UUID) -> None:
    """Raises TryLater until a worker with the key of that fingerprint takes the job."""
    if keyring.fingerprint(use) != wanted:
        raise TryLater(_AGAIN, f"this worker was started with another {use} key")
