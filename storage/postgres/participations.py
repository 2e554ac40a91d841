"""Which tracks of which editions a platform takes part in: joined, left, joined again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_JOIN = """
INSERT INTO participations (id, platform_id, edition_id, track, since_at)
VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (platform_id, edition_id, track) WHERE withdrawn_at IS NULL DO NOTHING
"""
_LEAVE = """
UPDATE participations t SET withdrawn_at = $3, reason = $4
  FROM editions e
 WHERE t.platform_id = $1 AND t.withdrawn_at IS NULL AND e.code = t.edition_id
   AND e.programme_id = $2 AND ($5::text IS NULL OR e.code = $5)
"""
_LEAVE_TRACKS = """
UPDATE participations SET withdrawn_at = $4, reason = $5
 WHERE platform_id = $1 AND edition_id = $2 AND track = ANY($3) AND withdrawn_at IS NULL
"""
_REJOIN = """
UPDATE participations t SET withdrawn_at = NULL, reason = NULL
 WHERE t.platform_id = $1 AND t.withdrawn_at = $2
   AND NOT EXISTS (SELECT FROM participations n
                    WHERE n.platform_id = t.platform_id AND n.edition_id = t.edition_id
                      AND n.track = t.track AND n.withdrawn_at IS NULL)
"""


async def join_tracks(
    tx: Tx, platform_id: UUID, edition: str, tracks: Sequence[str], *, at: datetime
) -> None:
    """Let it take part; what it takes part in already stays as it is."""
    await join_each(tx, edition, [(platform_id, track) for track in tracks], at=at)


async def join_each(
    tx: Tx, edition: str, joining: Iterable[tuple[UUID, str]], *, at: datetime
) -> None:
    """The same for several platforms, each with a track."""
    rows = [(new_id(), platform_id, edition, track, at) for platform_id, track in joining]
    await tx.raw.executemany(_JOIN, rows)


async def leave_programme(
    tx: Tx, platform_id: UUID, programme: str, *, edition: str | None, at: datetime, reason: str
) -> None:
    """End its part in one edition of the programme, or with None in all of them."""
    await tx.raw.execute(_LEAVE, platform_id, programme, at, reason, edition)


async def rejoin_left(tx: Tx, platform_id: UUID, *, left_at: datetime) -> None:
    """Take back what was left at that very moment, unless it was joined anew since."""
    await tx.raw.execute(_REJOIN, platform_id, left_at)


async def leave_tracks(
    tx: Tx, platform_id: UUID, edition: str, tracks: Sequence[str], *, at: datetime, reason: str
) -> None:
    """End its part in these tracks of the edition."""
    await tx.raw.execute(_LEAVE_TRACKS, platform_id, edition, tracks, at, reason)
