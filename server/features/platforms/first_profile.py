"""Creates the platform of an organisation with its first profile; it is listed once it takes part."""

from datetime import datetime
from uuid import UUID

from models.tables.people import Organisation
from models.tables.platforms import Platform
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.platforms.access import find_own_platform, lock_platform
from server.roles import Role
from storage.postgres.core.transaction import Tx, postgres_errors
from storage.postgres.platforms import add_profile

_KIND = "platform"


async def require_platform_grant(by: Identity) -> None:
    """Raises NotFound without a platform or an organisation that may have one, PlatformNotUnique."""
    if await find_own_platform(by) is None:
        with postgres_errors():
            await _own_organisation(by)


async def lock_or_create_platform(
    tx: Tx, by: Identity, *, name: str | None, district: str, now: datetime
) -> Platform:
    """The person's platform, its row locked; a new one if their organisation has none.

    Without a name that may show it has its organisation's.

    Raises NotFound, PlatformNotUnique.
    """
    found = await find_own_platform(by, tx=tx)
    if found is not None:
        return await lock_platform(tx, found.id)
    organisation_id = await _own_organisation(by, tx)
    # Two first profiles at the same moment make one platform.
    own = Organisation.filter(id=organisation_id).using_db(tx.connection)
    organisation = await own.select_for_update().get()
    known = await Platform.get_or_none(organisation_id=organisation_id, using_db=tx.connection)
    if known is None:
        known = Platform(
            organisation_id=organisation_id,
            name=organisation.name if name is None else name,
            summary="",
            district=district,
            created_at=now,
        )
        await add_profile(tx, known)
    return await lock_platform(tx, known.id)


async def _own_organisation(by: Identity, tx: Tx | None = None) -> UUID:
    """The platform's organisation that the person's grants name. Raises NotFound."""
    named = {grant.organisation_id for grant in by.grants_for(Role.PLATFORM)}
    query = Organisation.filter(id__in=named, kind=_KIND).order_by("id")
    found = await (query if tx is None else query.using_db(tx.connection)).first()
    if found is None:
        raise NotFound()
    return found.id
