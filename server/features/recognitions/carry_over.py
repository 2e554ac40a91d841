"""Standing titles go on in a new edition: their holders can be browsed there from its first day."""

from collections.abc import Sequence
from datetime import datetime

from models.tables.programmes import Edition
from server.clock import Clock
from server.features.recognitions.holder import enter_editions
from storage.postgres.core.transaction import Tx, transaction

# Those who never took part in that edition: who left it stays away. The titles are held: one that
# is withdrawn at the same moment has left before, or leaves this edition as well.
_STANDING = """
WITH held AS (
    SELECT r.platform_id, r.track
      FROM recognitions r
     WHERE r.programme_id = $1 AND r.span = 'standing' AND r.state = 'valid'
       AND r.platform_id IS NOT NULL AND r.edition_id <> $2
       AND NOT EXISTS (SELECT FROM participations t
                        WHERE t.platform_id = r.platform_id AND t.edition_id = $2)
       FOR SHARE OF r)
SELECT DISTINCT platform_id, track FROM held ORDER BY 1, 2
"""


async def carry_over(editions: Sequence[str], *, clock: Clock) -> int:
    """How many took part anew; run after publishing, as often as one likes.

    An edition that is over by now belongs to the titles of its own time: nobody enters it.
    """
    made = 0
    for code in editions:
        async with transaction() as tx:
            made += await _carry(tx, code, clock.now())
    return made


async def _carry(tx: Tx, code: str, now: datetime) -> int:
    edition = await Edition.get_or_none(code=code, using_db=tx.connection)
    if edition is None or edition.closed_at is not None or edition.closes_at < now:
        return 0
    rows = await tx.raw.fetch(_STANDING, edition.programme_id, code)
    for row in rows:
        await enter_editions(tx, row["platform_id"], code, [row["track"]], now=now)
    return len(rows)
