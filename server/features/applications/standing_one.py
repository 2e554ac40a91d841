"""The application that stands in the way of another one, for whoever would start it again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import ENDED, Status
from server.edge.web.field_types import about
from server.features.applications.bodies import NewApplication
from server.features.applications.refusals import AlreadyApplied
from storage.postgres.application_rows import OF_MEMBERS
from storage.postgres.core.rows import find_row

_STANDING: Final = f"""
SELECT a.id, a.number, a.status FROM applications a
 WHERE a.enterprise_id = $1 AND a.edition_id = $3 AND a.track = $4 AND NOT a.status = ANY($5)
   AND {OF_MEMBERS}
 ORDER BY a.id DESC LIMIT 1
"""


class StandingApplication(msgspec.Struct, frozen=True):
    """`current` of 409 `already_applied`: where to go on instead."""

    id: UUID
    number: str
    status: Annotated[Status, about("申请状态", "status of the application")]


@asynccontextmanager
async def naming_what_stands(command: NewApplication, user_id: UUID) -> AsyncIterator[None]:
    """Who is refused as having applied is told which one it is, if it is theirs to see."""
    try:
        yield
    except AlreadyApplied as refused:
        asked = (command.enterprise_id, user_id, command.edition, command.track, sorted(ENDED))
        refused.current = await find_row(StandingApplication, _STANDING, *asked, tx=None)
        raise
