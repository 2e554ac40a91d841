"""Finds the one platform that a person's grants name."""

from uuid import UUID

from models.rules.reasons import Reason, Text
from models.tables.platforms import Platform
from server.edge.web.auth import Identity
from server.errors import AppError, NotFound
from server.roles import Role
from storage.postgres.core.transaction import Tx, postgres_errors


class PlatformNotUnique(AppError):
    """The person acts for several platforms, so which one is meant cannot be told."""

    status, code = 409, "platform_not_unique"
    title = Text(
        "您的账号关联了多家平台，请分别使用各自的账号",
        "This account acts for several platforms; use one account for each",
    )


async def own_platform_id(identity: Identity) -> UUID:
    """The id of the one platform that the person's grants name.

    Raises NotFound without one, PlatformNotUnique with several.
    """
    found = await find_own_platform(identity)
    if found is None:
        raise NotFound()
    return found.id


async def find_own_platform(identity: Identity, *, tx: Tx | None = None) -> Platform | None:
    """The one platform that the person's grants name; raises PlatformNotUnique with several."""
    found = await platforms_of(identity, tx=tx)
    if len(found) > 1:
        text = Text("、".join(row.name for row in found), ", ".join(row.name for row in found))
        raise PlatformNotUnique(errors=[Reason("platform", "not_unique", text)])
    return found[0] if found else None


async def platforms_of(identity: Identity, *, tx: Tx | None = None) -> list[Platform]:
    """All that the person's grants name, by id."""
    organisations = {grant.organisation_id for grant in identity.grants_for(Role.PLATFORM)}
    query = Platform.filter(organisation_id__in=organisations).order_by("id")
    with postgres_errors():
        return await (query if tx is None else query.using_db(tx.connection))


async def lock_platform(tx: Tx, platform_id: UUID) -> Platform:
    """The platform's row, locked until the transaction ends. Raises NotFound."""
    locked = Platform.filter(id=platform_id).using_db(tx.connection).select_for_update()
    platform = await locked.first()
    if platform is None:
        raise NotFound()
    return platform
