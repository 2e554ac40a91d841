"""How many entries one WeChat message tells of: itself alone, or all that wait with it."""

from typing import Final
from uuid import UUID

from server.features.messages.reports import Outgoing
from server.features.messages.still_true import still_true
from storage.postgres.core.transaction import Tx
from storage.postgres.digests import join_digest, list_beside, list_joined
from storage.postgres.notifications import leave_unsent

FROM: Final = 3
"""Two are told one by one: each says more than that there are two."""
_UNREAD: Final = "SELECT read_at IS NULL FROM notifications WHERE id = $1"


async def entries_to_tell(tx: Tx, message: Outgoing, *, again: bool) -> int:
    """Entries that are still worth telling, this one and those that it takes along; 0 for none.

    From `FROM` on it takes all along that wait, if its template has a form for that. A second call
    (`again`) tells of the same ones as the first, as far as they are still true.
    """
    if again:
        joined = await list_joined(tx, message.user_id, message.notification_id)
        _, left = await _sorted_out(tx, joined)
        await leave_unsent(tx, left, "unknown", "outdated")
        others = len(joined) - len(left)
        if await _worth_telling(tx, message.notification_id):
            return others + 1
        # One alone would go in the words of the first.
        return others if others > 1 else 0
    if not await _worth_telling(tx, message.notification_id):
        return 0
    if not message.gathers:
        return 1
    beside, left = await _sorted_out(
        tx, await list_beside(tx, message.user_id, message.notification_id)
    )
    await leave_unsent(tx, left, "none", "outdated")
    if len(beside) + 1 < FROM:
        return 1
    await join_digest(tx, message.notification_id, beside)
    return len(beside) + 1


async def _sorted_out(tx: Tx, ids: list[UUID]) -> tuple[list[UUID], list[UUID]]:
    """What is worth telling, and what is not any more."""
    kept: list[UUID] = []
    left: list[UUID] = []
    for notification_id in ids:
        (kept if await _worth_telling(tx, notification_id) else left).append(notification_id)
    return kept, left


async def _worth_telling(tx: Tx, notification_id: UUID) -> bool:
    """Not what was read in the inbox meanwhile."""
    unread: bool = await tx.raw.fetchval(_UNREAD, notification_id)
    return unread and await still_true(tx, notification_id)
