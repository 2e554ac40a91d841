"""Writes down that somebody uses a browser's session, so that it ends when nobody does."""

import logging
from dataclasses import dataclass

from server.clock import Clock
from server.features.identity.policy import LoginPolicy
from server.features.identity.resolve_session import NOTED_EVERY
from storage.errors import StoreUnavailable
from storage.postgres.core.transaction import transaction
from storage.postgres.sessions import note_use

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UseNoted:
    """What the edge calls; a row that cannot be written ends the session early, and refuses nobody."""

    clock: Clock
    policy: LoginPolicy

    async def __call__(self, session: str) -> None:
        """`session` is the hash of its token."""
        now = self.clock.now()
        alive, noted = now - self.policy.idle_lasts, now - NOTED_EVERY
        try:
            async with transaction() as tx:
                await note_use(tx, session, at=now, alive_since=alive, noted_before=noted)
        except StoreUnavailable:
            _log.warning("the use of a session could not be noted")
