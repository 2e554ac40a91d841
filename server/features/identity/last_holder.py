"""Finds the bodies that too few may act for once somebody's rights were taken back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

# To verify an account takes two persons of an authority; an admin acts alone.
_LIST = """
SELECT role, organisation, programme_code, others FROM (
SELECT DISTINCT g.role, o.name AS organisation, g.programme_code, (
       SELECT count(DISTINCT h.user_id) FROM grants h
         JOIN users u ON u.id = h.user_id AND u.disabled_at IS NULL
         JOIN organisations b ON b.id = h.organisation_id
        WHERE h.role = g.role AND h.valid_from <= $3 AND (h.valid_to IS NULL OR h.valid_to > $3)
          AND (h.organisation_id = g.organisation_id OR b.kind = 'operator')
          AND (h.programme_code IS NULL OR h.programme_code = g.programme_code)
          AND (h.edition_code IS NULL OR h.edition_code = g.edition_code)
          AND (h.district IS NULL OR h.district = g.district)) AS others
  FROM grants g JOIN organisations o ON o.id = g.organisation_id
 WHERE g.user_id = $1 AND g.role IN ('authority', 'admin')
   AND CASE WHEN $2::uuid[] IS NULL
            THEN g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to > $3)
            ELSE g.id = ANY($2) END) left_over
 WHERE others < CASE role WHEN 'authority' THEN 2 ELSE 1 END
 ORDER BY role, organisation, programme_code
"""


class LeftAlone(msgspec.Struct, frozen=True):
    """A role that too few hold now, for that body and programme (None: all); `others` hold it."""

    role: str
    organisation: str
    programme_code: str | None
    others: int


async def list_left_alone(
    tx: Tx, user_id: UUID, grant_ids: Sequence[UUID] | None, *, at: datetime
) -> list[LeftAlone]:
    """Among the roles that decide or give accounts; of these grants, or of all in force (None)."""
    wanted = None if grant_ids is None else list(grant_ids)
    return await list_rows(LeftAlone, _LIST, user_id, wanted, at, tx=tx)
