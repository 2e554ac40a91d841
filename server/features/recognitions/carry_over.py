"""Enters the holders of standing titles in a new edition, so that they are found there at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from models.rules.typed_time import is_over
from models.tables.programmes import Edition
from server.clock import Clock
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.participations import join_tracks

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


class _Title(msgspec.Struct, frozen=True):
    platform_id: UUID
    track: str


async def carry_over(editions: Sequence[str], *, clock: Clock) -> int:
    """How many took part anew; run after publishing, as often as one likes.

    An edition that is over by now belongs to the titles of its own time: nobody enters it.
    """
    made = 0
    for code in editions:
        async with transaction() as tx:
            made += await carry_over_in(tx, code, now=clock.now())
    return made


async def carry_over_in(tx: Tx, code: str, *, now: datetime) -> int:
    """The same for one edition, in the caller's transaction."""
    edition = await Edition.get_or_none(code=code, using_db=tx.connection)
    if edition is None or edition.closed_at is not None or is_over(edition.closes_at, now):
        return 0
    titles = await list_rows(_Title, _STANDING, edition.programme_id, code, tx=tx)
    for title in titles:
        await join_tracks(tx, title.platform_id, code, [title.track], at=now)
    return len(titles)
