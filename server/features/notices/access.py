"""Access to public notices by grants, and the lock on a notice's row."""

from uuid import UUID

from tortoise.expressions import Q

from models.tables.notices import Notice, NoticeEntry, Objection
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.identity.conflicts import ConflictOfInterest, refuse_own_matters
from server.features.identity.scope import Scope
from server.roles import Role
from storage.postgres.core.transaction import Tx, postgres_errors


def notices_within(by: Identity, *roles: str, prefix: str = "") -> Q:
    """A filter for `Notice`: those of editions that a grant of these roles covers as a whole."""
    return Scope.of(by, *roles).editions(f"{prefix}edition__")


async def check_notice(notice_id: UUID, within: Q | None = None) -> None:
    """Raises NotFound unless there is such a notice, and within the filter if one is given."""
    with postgres_errors():
        if not await Notice.filter(within or Q(), id=notice_id).exists():
            raise NotFound()


async def check_notice_reach(notice_id: UUID, by: Identity) -> None:
    """Raises NotFound unless a grant as authority covers the notice's edition."""
    await check_notice(notice_id, notices_within(by, Role.AUTHORITY))


async def notice_of_objection(objection_id: UUID, by: Identity) -> UUID:
    """The notice it was raised against. Raises NotFound outside the person's authority grants."""
    within = notices_within(by, Role.AUTHORITY, prefix="notice__")
    with postgres_errors():
        found = await Objection.filter(within, id=objection_id).first()
    if found is None:
        raise NotFound()
    return found.notice_id


async def hold_notice(tx: Tx, notice_id: UUID) -> Notice:
    """The notice's row, locked; take it before any application's. Raises NotFound.

    Objecting, answering and closing all take this lock, so they run one after another.
    """
    query = Notice.filter(id=notice_id).using_db(tx.connection)
    found = await query.select_for_update(no_key=True).get_or_none()
    if found is None:
        raise NotFound()
    return found


async def refuse_own_objection(tx: Tx, objection: Objection, by: Identity) -> None:
    """Raises ConflictOfInterest for who objected, and for members of a firm it is about."""
    if objection.raised_by_id == by.user_id:
        raise ConflictOfInterest()
    entries = NoticeEntry.filter(notice_id=objection.notice_id)
    if objection.entry_id is not None:
        entries = entries.filter(id=objection.entry_id)
    about = await entries.using_db(tx.connection).values_list("application_id", flat=True)
    await refuse_own_matters(tx, list(about), by)  # type: ignore[arg-type]  # flat ids
