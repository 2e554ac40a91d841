"""A platform's staff act for the firm that it is: memberships that follow their grants."""

from datetime import datetime
from uuid import UUID

from storage.postgres.core.transaction import Tx

_GRANTED = """
SELECT 1 FROM grants g
 WHERE g.user_id = {user} AND g.organisation_id = $1 AND g.role = 'platform'
   AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2)
"""
_PLATFORMS_OF = """
SELECT DISTINCT organisation_id FROM grants
 WHERE user_id = $1 AND role = 'platform' ORDER BY organisation_id
"""
_LEAVE = f"""
UPDATE enterprise_members m SET left_at = $2
  FROM platforms p
 WHERE p.organisation_id = $1 AND m.enterprise_id = p.enterprise_id
   AND m.role = 'platform' AND m.left_at IS NULL
   AND NOT EXISTS ({_GRANTED.format(user="m.user_id")})
"""
_LEAVE_ALL = """
UPDATE enterprise_members m SET left_at = $1
  FROM platforms p
 WHERE m.enterprise_id = p.enterprise_id AND m.role = 'platform' AND m.left_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM grants g JOIN users u ON u.id = g.user_id
                    WHERE g.user_id = m.user_id AND g.organisation_id = p.organisation_id
                      AND g.role = 'platform' AND u.disabled_at IS NULL
                      AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1))
RETURNING m.id
"""
_JOIN = f"""
INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)
SELECT gen_random_uuid(), p.enterprise_id, u.id, 'platform', $2
  FROM platforms p CROSS JOIN users u
 WHERE p.organisation_id = $1 AND p.enterprise_id IS NOT NULL AND u.disabled_at IS NULL
   AND u.id IN (SELECT g.user_id FROM grants g WHERE g.organisation_id = $1)
   AND EXISTS ({_GRANTED.format(user="u.id")})
    ON CONFLICT (enterprise_id, user_id) WHERE left_at IS NULL DO NOTHING
"""


async def join_platform_firm(tx: Tx, organisation_id: UUID, *, at: datetime) -> None:
    """Let everybody with a platform's grant in force act for its firm, and nobody whose grant ended.

    Nothing happens while the platform has no firm. Those who are members by themselves stay so.
    """
    await tx.raw.execute(_LEAVE, organisation_id, at)
    await tx.raw.execute(_JOIN, organisation_id, at)


async def join_platform_firms_of(tx: Tx, user_id: UUID, *, at: datetime) -> None:
    """The same for every platform that the person has a grant of, such as once they are let in again."""
    for row in await tx.raw.fetch(_PLATFORMS_OF, user_id):
        await join_platform_firm(tx, row["organisation_id"], at=at)


async def leave_platform_firms(tx: Tx, *, at: datetime) -> int:
    """End every such membership whose grant has ended, or whose person's account; how many."""
    return len(await tx.raw.fetch(_LEAVE_ALL, at))
