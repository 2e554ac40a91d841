"""Every member of staff, what they may do, and whether their account is in order."""

from datetime import datetime
from uuid import UUID

import msgspec

from server.clock import Clock
from storage.postgres.core.rows import list_rows

_LIST = """
SELECT u.id, u.username, u.disabled_at, u.must_change_password,
       coalesce(u.password_set_at, u.created_at) AS password_set_at,
       u.totp_last_step IS NOT NULL AS has_otp,
       (SELECT max(a.at) FROM audit a WHERE a.subject_kind = 'person' AND a.subject_id = u.id
           AND a.event = 'session.opened') AS last_login_at,
       (SELECT count(*) FROM sessions s WHERE s.user_id = u.id AND s.revoked_at IS NULL
           AND s.expires_at > $1)::int AS sessions,
       (SELECT coalesce(json_agg(json_build_object(
                   'role', g.role, 'organisation', o.name, 'programme_code', g.programme_code,
                   'edition_code', g.edition_code, 'district', g.district, 'valid_to', g.valid_to)
                   ORDER BY g.valid_from, g.id), '[]')
          FROM grants g JOIN organisations o ON o.id = g.organisation_id
         WHERE g.user_id = u.id AND (g.valid_to IS NULL OR g.valid_to > $1))::text AS grants
  FROM users u WHERE u.username IS NOT NULL ORDER BY u.username
"""


class HeldGrant(msgspec.Struct, frozen=True):
    """A role that holds now or will; a null part of the scope narrows nothing."""

    role: str
    organisation: str
    programme_code: str | None
    edition_code: str | None
    district: str | None
    valid_to: datetime | None


class StaffAccount(msgspec.Struct, frozen=True):
    """`grants` is JSON; `sessions` counts those that are open."""

    id: UUID
    username: str
    disabled_at: datetime | None
    must_change_password: bool
    password_set_at: datetime
    has_otp: bool
    last_login_at: datetime | None
    sessions: int
    grants: str

    def held(self) -> list[HeldGrant]:
        return msgspec.json.decode(self.grants, type=list[HeldGrant])


async def list_staff(*, clock: Clock) -> list[StaffAccount]:
    """By user name, disabled ones included. Raises StoreUnavailable."""
    return await list_rows(StaffAccount, _LIST, clock.now(), tx=None)
