"""Who acts for a firm; what is not one's own is not found."""

from typing import Final
from uuid import UUID

import msgspec

from models.tables.enterprises import Enterprise, EnterpriseMember
from server.errors import Forbidden, NotFound, Unauthenticated
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, postgres_errors
from storage.postgres.persons import hold_living

OWNER: Final = "owner"
STAFF: Final = "staff"
PLATFORM: Final = "platform"
_HOLD: Final = """
SELECT m.id FROM enterprise_members m
 WHERE m.enterprise_id = $1 AND m.user_id = $2 AND m.left_at IS NULL FOR SHARE
"""


class _Held(msgspec.Struct, frozen=True):
    id: UUID


async def find_membership(
    user_id: UUID, enterprise_id: UUID, *, tx: Tx | None = None
) -> EnterpriseMember | None:
    """The person's live membership of a firm."""
    query = EnterpriseMember.filter(user_id=user_id, enterprise_id=enterprise_id, left_at=None)
    with postgres_errors():
        return await (query if tx is None else query.using_db(tx.connection)).first()


async def hold_membership(tx: Tx, user_id: UUID, enterprise_id: UUID) -> None:
    """The person acts for the firm until the transaction ends: who removes them waits for it.

    Raises NotFound for who does not, or does not any more.
    """
    if await find_row(_Held, _HOLD, enterprise_id, user_id, tx=tx) is None:
        raise NotFound()


async def require_living(tx: Tx, user_id: UUID) -> None:
    """Raises Unauthenticated for who was erased since their request was let in.

    After the firm's row, which whoever erases them holds first.
    """
    if not await hold_living(tx, user_id):
        raise Unauthenticated()


async def require_owner(enterprise_id: UUID, user_id: UUID, *, tx: Tx | None = None) -> None:
    """Raises NotFound for who does not act for the firm, Forbidden for who is not its owner."""
    member = await find_membership(user_id, enterprise_id, tx=tx)
    if member is None:
        raise NotFound()
    if member.role != OWNER:
        raise Forbidden()


async def enterprise_of(user_id: UUID, enterprise_id: UUID, *, tx: Tx | None = None) -> Enterprise:
    """The firm, if the person acts for it; in a transaction, until that ends.

    Raises NotFound: unknown and another's look alike.
    """
    if tx is not None:
        await hold_membership(tx, user_id, enterprise_id)
    query = Enterprise.filter(
        id=enterprise_id, members__user_id=user_id, members__left_at__isnull=True
    )
    with postgres_errors():
        found = await (query if tx is None else query.using_db(tx.connection)).first()
    if found is None:
        raise NotFound()
    return found


async def lock_enterprise_of(
    tx: Tx, user_id: UUID, enterprise_id: UUID, *, owner: bool = False
) -> Enterprise:
    """`enterprise_of` with the row locked; `owner` asks for more than a staff membership.

    Raises NotFound, or Forbidden for staff where only the owner may act.
    """
    enterprise = (
        await Enterprise.filter(id=enterprise_id)
        .using_db(tx.connection)
        .select_for_update()
        .first()
    )
    member = await find_membership(user_id, enterprise_id, tx=tx)
    if enterprise is None or member is None:
        raise NotFound()
    if owner and member.role != OWNER:
        raise Forbidden()
    return enterprise
