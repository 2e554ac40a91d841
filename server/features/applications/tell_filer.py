"""Tells a platform what becomes of that which it filed and its firm has not answered for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from models.tables.applications import Application
from server.features.applications.confirm import is_unanswered
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_handlers
from server.roles import Role
from storage.postgres.core.transaction import Tx

_NO_FACTS: Final[Mapping[str, Fact]] = {}


async def tell_filer(
    tx: Tx,
    application: Application,
    event: str,
    *,
    key: str,
    at: datetime,
    facts: Mapping[str, Fact] = _NO_FACTS,
) -> None:
    """Nobody is told of what the firm has confirmed: from then on it is the firm's own matter."""
    if application.platform_id is None or not is_unanswered(application):
        return
    await tell_handlers(tx, application.id, Role.PLATFORM, event, key=key, at=at, facts=facts)
