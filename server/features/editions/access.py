"""Who acts on an edition, and whether their grants give access to it."""

from dataclasses import dataclass, field
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.expressions import Q

from models.tables.pools import Pool
from models.tables.programmes import Edition
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.identity.scope import Scope
from server.roles import Role
from storage.postgres.core.transaction import Tx, postgres_errors


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is recorded as acting; `within` filters `Edition` by what they have access to."""

    role: str
    user_id: UUID | None = None
    within: Q = field(default_factory=Q)

    @classmethod
    def authority(cls, identity: Identity) -> "Actor":
        """Somebody of an authority: editions that a grant of theirs reaches as a whole."""
        return cls(Role.AUTHORITY, identity.user_id, Scope.of(identity, Role.AUTHORITY).editions())


async def check_edition_access(
    code: str, by: Actor, *, using: BaseDBAsyncClient | None = None
) -> None:
    """Raises NotFound for an edition without access, or one that is not published."""
    published = Q(by.within, code=code, current_version_id__isnull=False)
    with postgres_errors():
        if not await Edition.filter(published).using_db(using).exists():
            raise NotFound()


async def check_pool_access(code: str, pool: str, by: Actor) -> None:
    """The same for one of its pools."""
    await check_edition_access(code, by)
    with postgres_errors():
        if not await Pool.exists(edition_id=code, code=pool):
            raise NotFound()


async def hold_edition(tx: Tx, code: str, by: Actor) -> Edition:
    """Its row, locked. Raises NotFound."""
    await check_edition_access(code, by, using=tx.connection)
    locked = Edition.filter(code=code).using_db(tx.connection).select_for_update(no_key=True)
    return await locked.get()
