"""Whether an application was submitted as a whole, not at all, or by halves."""

from dataclasses import dataclass
from uuid import UUID

from tests.world.application import World

_PARTS = """
SELECT a.status, a.version,
       (SELECT count(*) FROM claims c WHERE c.application_id = a.id AND c.live) AS claims,
       (SELECT count(*) FROM entitlements t
         WHERE t.application_id = a.id AND t.released_at IS NULL) AS entitlements,
       (SELECT count(*) FROM award_lines w WHERE w.application_id = a.id) AS awards,
       (SELECT count(*) FROM receipts r WHERE r.application_id = a.id) AS receipts,
       (SELECT count(*) FROM reviews v WHERE v.application_id = a.id) AS reviews,
       (SELECT count(*) FROM audit l
         WHERE l.subject_id = a.id AND l.event = 'submitted') AS audit
  FROM applications a WHERE a.id = $1
"""
_PLACE = "SELECT id, pool_id FROM claims WHERE application_id = $1"


@dataclass(frozen=True)
class Parts:
    """How many of each a submission has left; `jobs` are those still waiting to be done."""

    status: str
    counts: tuple[int, ...]

    @property
    def whole(self) -> bool:
        return self.status == "in_review" and set(self.counts) == {1}

    @property
    def nothing(self) -> bool:
        return self.status == "draft" and set(self.counts) == {0}


async def parts_of(world: World, application_id: str) -> Parts:
    (row,) = await world.fetch(_PARTS, UUID(application_id))
    return Parts(row["status"], tuple(row.values())[2:])


async def ranked_state(world: World, application_id: str) -> str | None:
    """What the ranking itself says of the claim; None where it has not heard of it."""
    rows = await world.fetch(_PLACE, UUID(application_id))
    if not rows:
        return None
    standing = await world.ports.quota.standing(rows[0]["pool_id"], rows[0]["id"])
    return None if standing is None else standing.state
