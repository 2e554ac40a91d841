"""Removes a picture of a platform, with its bytes."""

from uuid import UUID

from models.tables.market import PlatformPicture
from server.clock import Clock
from server.errors import NotFound
from server.features.platforms.access import lock_platform
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.held_contents import replace_held
from storage.postgres.pictures import delete_picture


async def remove_picture(
    platform_id: UUID, picture_id: UUID, *, user_id: UUID, clock: Clock
) -> None:
    """Nobody need look at it any more. Raises NotFound, also for another platform's."""
    now = clock.now()
    async with transaction() as tx:
        await lock_platform(tx, platform_id)
        own = PlatformPicture.filter(id=picture_id, platform_id=platform_id)
        if not await own.using_db(tx.connection).exists():
            raise NotFound()
        await delete_picture(tx, picture_id)
        await replace_held(tx, "picture", picture_id, at=now)
        about = ("platform", platform_id, now, user_id, Role.PLATFORM, "picture.removed")
        await write_audit(tx, AuditEntry(*about, {"picture": str(picture_id)}))
