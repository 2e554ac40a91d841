"""An operator takes a role back; what was done under it stays on record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from models.rules.reasons import Text
from server.clock import Clock
from server.errors import AppError
from server.features.identity.disable import Release
from server.features.identity.last_holder import LeftAlone, list_left_alone
from server.features.identity.operator import (
    AccountName,
    OperatorAct,
    find_account,
    hold_account,
)
from storage.postgres.core.audit import write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.platform_members import leave_platform_firms
from storage.postgres.rights import end_grants
from storage.postgres.sessions import list_live_sessions

_FIND = """
SELECT g.id, g.role, o.name AS organisation, g.programme_code, g.edition_code, g.district
  FROM grants g JOIN organisations o ON o.id = g.organisation_id
 WHERE g.user_id = $1 AND g.role = $2 AND (g.valid_to IS NULL OR g.valid_to > $6)
   AND ($3::text IS NULL OR g.programme_code = $3)
   AND ($4::text IS NULL OR g.edition_code = $4)
   AND ($5::text IS NULL OR g.district = $5)
 ORDER BY g.valid_from, g.id
"""


class NoSuchGrant(AppError):
    """The person holds no such role now, so there is nothing to take back."""

    status, code = 409, "no_such_grant"
    title = Text(
        "此账号现在没有这样的角色，没有变化；有哪些，请看 staff list",
        "The account holds no such role now, nothing was changed; see `staff list`",
    )


@dataclass(frozen=True, slots=True)
class WantedGrants:
    """Every grant of that role; a part of the scope that is given must be the grant's own."""

    role: str
    programme_code: str | None = None
    edition_code: str | None = None
    district: str | None = None


class EndedGrant(msgspec.Struct, frozen=True):
    """What it was for; a null part of the scope had narrowed nothing."""

    id: UUID
    role: str
    organisation: str
    programme_code: str | None
    edition_code: str | None
    district: str | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The grants that ended, reviews given back, bodies without anybody; token hashes of the
    sessions that go on with less, for the cache."""

    grants: list[EndedGrant]
    reviews: int
    left_alone: list[LeftAlone]
    sessions: list[str]


async def take_back_grants(
    account: AccountName, wanted: WantedGrants, *, act: OperatorAct, clock: Clock, release: Release
) -> TakenBack:
    """Raises NotFound, NoSuchGrant."""
    now = clock.now()
    async with transaction() as tx:
        reviews = await release(tx, await find_account(tx, account), [wanted.role], act, now)
        user = await hold_account(tx, account)
        found = await _find(tx, user.id, wanted, now)
        if not found:
            raise NoSuchGrant()
        ids = [grant.id for grant in found]
        await end_grants(tx, ids, at=now)
        await leave_platform_firms(tx, at=now)
        detail = {"grants": [str(one) for one in ids], "role": wanted.role, "reviews": reviews}
        await write_audit(tx, act.line(user.id, "grant.ended", now, **detail))
        alone = await list_left_alone(tx, user.id, ids, at=now)
        sessions = await list_live_sessions(tx, user.id, at=now)
    return TakenBack(found, reviews, alone, sessions)


async def _find(tx: Tx, user_id: UUID, wanted: WantedGrants, now: datetime) -> list[EndedGrant]:
    return await list_rows(
        EndedGrant,
        _FIND,
        user_id,
        wanted.role,
        wanted.programme_code,
        wanted.edition_code,
        wanted.district,
        now,
        tx=tx,
    )
