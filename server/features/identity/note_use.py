"""Writes down that somebody uses a browser's session, so that it ends when nobody does."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from server.clock import Clock
from server.features.identity.policy import LoginPolicy
from server.features.identity.resolve_session import NOTED_EVERY
from storage.errors import StoreUnavailable
from storage.postgres.core.transaction import transaction
from storage.postgres.sessions import note_use

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UseNoted:
    """What the edge calls; a row that cannot be written ends the session early, and refuses nobody.

    The cache goes on saying for seconds that a use is due, to every call of a page; what this
    process has noted within the minute costs none of them a transaction again.
    """

    clock: Clock
    policy: LoginPolicy
    _noted: dict[str, datetime] = field(default_factory=dict)

    async def __call__(self, session: str) -> None:
        """`session` is the hash of its token."""
        now = self.clock.now()
        if self._was_noted(session, now):
            return
        self._noted[session] = now
        alive, noted = now - self.policy.idle_lasts, now - NOTED_EVERY
        try:
            async with transaction() as tx:
                await note_use(tx, session, at=now, alive_since=alive, noted_before=noted)
        except StoreUnavailable:
            self._noted.pop(session, None)
            _log.warning("the use of a session could not be noted")

    def _was_noted(self, session: str, now: datetime) -> bool:
        """In the minute before `now`; those of an older one are forgotten."""
        at = self._noted.get(session)
        if at is not None and at <= now < at + NOTED_EVERY:
            return True
        for old in [one for one, at in self._noted.items() if now >= at + NOTED_EVERY]:
            del self._noted[old]
        return False
