"""Whether somebody has a part in an application: as one of its firm, or of its platform."""

from collections.abc import Collection, Sequence
from uuid import UUID

from storage.postgres.core.transaction import Tx

_HAS_PART = """
SELECT EXISTS (
    SELECT 1 FROM applications a LEFT JOIN platforms f ON f.id = a.platform_id
     WHERE a.id = ANY($1) AND (f.organisation_id = ANY($3)
        OR EXISTS (SELECT 1 FROM enterprise_members m WHERE m.enterprise_id = a.enterprise_id
                      AND m.user_id = $2 AND m.left_at IS NULL)))
"""


async def has_part_in(
    tx: Tx, application_ids: Sequence[UUID], user_id: UUID, organisation_ids: Collection[UUID]
) -> bool:
    """Whether the person belongs to one of the firms, or to the platform of one."""
    found: bool = await tx.raw.fetchval(
        _HAS_PART, list(application_ids), user_id, list(organisation_ids)
    )
    return found
