"""A worker that was started with other keys than the command must not do the command's work."""

import logging
from datetime import timedelta
from typing import Final, Literal
from uuid import UUID

from server.edge.jobs.try_later import TryLater
from storage.postgres.core.keyring import Keyring

Use = Literal["master", "index"]
_LOG: Final = logging.getLogger(__name__)
_AGAIN: Final = timedelta(seconds=30)


def wait_for_same_key(keyring: Keyring, use: Use, wanted: UUID) -> None:
    """Raises TryLater until a worker with the key of that fingerprint takes the job."""
    if keyring.fingerprint(use) != wanted:
        why = f"this worker was started with another {use} key"
        _LOG.warning("a change of the %s key waits: %s", use, why)
        raise TryLater(_AGAIN, why)
