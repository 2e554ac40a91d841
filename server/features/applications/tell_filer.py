"""Tells a platform what becomes of that which it filed and its firm has not answered for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from server.features.applications.confirm import is_unanswered
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_platform
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
    """Nobody is told of what the firm has confirmed: from then on it is the firm's own matter.

    `facts` beside the firm's name and the number, of which every such event speaks.
    """
    if application.platform_id is None or not is_unanswered(application):
        return
    firm = await Enterprise.get_or_none(id=application.enterprise_id, using_db=tx.connection)
    about: dict[str, Fact] = {
        "enterprise": firm.name if firm else "",
        "application_no": application.number,
        **facts,
    }
    await tell_platform(tx, application.platform_id, event, key=key, at=at, facts=about)
