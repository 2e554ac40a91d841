"""Marks an entry of one's own inbox as read."""

from uuid import UUID

from server.clock import Clock
from server.errors import NotFound
from storage.postgres.core.transaction import transaction


async def read_notification(notification_id: UUID, *, user_id: UUID, clock: Clock) -> None:
    """The first reading counts; a repeat changes nothing. Raises NotFound for somebody else's."""
    async with transaction() as tx:
        found = await tx.raw.fetchval(
            "UPDATE notifications SET read_at = coalesce(read_at, $3)"
            " WHERE id = $1 AND user_id = $2 RETURNING id",
            notification_id,
            user_id,
            clock.now(),
        )
        if found is None:
            raise NotFound()
        tx.created(notification_id, status=200)
