"""Who acts for a firm; what is not one's own is not found."""

from typing import Final
from uuid import UUID

from models.tables.enterprises import Enterprise, EnterpriseMember
from server.errors import Forbidden, NotFound
from storage.postgres.core.transaction import Tx, postgres_errors

OWNER: Final = "owner"
STAFF: Final = "staff"


async def find_membership(
    user_id: UUID, enterprise_id: UUID, *, tx: Tx | None = None
) -> EnterpriseMember | None:
    """The person's live membership of a firm."""
    query = EnterpriseMember.filter(user_id=user_id, enterprise_id=enterprise_id, left_at=None)
    with postgres_errors():
        return await (query if tx is None else query.using_db(tx.connection)).first()


async def enterprise_of(user_id: UUID, enterprise_id: UUID, *, tx: Tx | None = None) -> Enterprise:
    """The firm, if the person acts for it. Raises NotFound: unknown and another's look alike."""
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
