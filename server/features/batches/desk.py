"""By whom and by which rules the rows of a batch are filed, as of now."""

from uuid import UUID

from models.rules.reasons import Text
from models.tables.platforms import Platform
from server.edge.web.auth import Identity
from server.features.batches.batch_at_hand import BatchAtHand
from server.features.batches.file_row import Desk
from server.features.identity.acting import person_acting
from server.features.programmes.published import get_edition
from server.ports import Ports
from server.roles import Role
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.own_places import read_own_places

_NO_GRANT = Text(
    "提交这一批的账号已停用，或不再代表本平台，没有继续处理；请用现在有效的账号重新提交",
    "The account that handed this in acts for the platform no more; hand it in with another",
)
_NO_TRACK = Text(
    "这一申报事项已不在本年度的项目里，没有继续处理",
    "This track is no part of the edition any more",
)


class DeskClosed(Exception):
    """Nobody may go on with the batch; `text` says why."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


async def desk_of(batch: BatchAtHand, ports: Ports) -> Desk:
    """Raises DeskClosed, StoreUnavailable."""
    by = await person_acting(batch.created_by_id, Role.PLATFORM, now=ports.clock.now())
    if by is None or not await _acts_for(batch.platform_id, by):
        raise DeskClosed("no_grant", _NO_GRANT)
    edition = await get_edition(batch.edition_id)
    track = edition.definition.find_track(batch.track)
    if track is None:
        raise DeskClosed("no_track", _NO_TRACK)
    return Desk(
        edition,
        track,
        batch.platform_id,
        by,
        await read_own_places(),
        ports.clock,
        ports.signer,
        ports.calendar,
    )


async def _acts_for(platform_id: UUID, by: Identity) -> bool:
    with postgres_errors():
        platform = await Platform.get(id=platform_id)
    return platform.organisation_id in {grant.organisation_id for grant in by.grants}
