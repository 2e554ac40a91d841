"""The tracks of all cities that can be applied for now, with their rules ready and the money left."""

from asyncio import gather
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from server.features.programmes.current import TrackRules
from server.features.programmes.published import definition_of
from server.features.programmes.window import Window
from server.features.quota.figures import QuotaView
from server.ports import Ports
from storage.errors import StoreUnavailable
from storage.postgres.core.rows import list_rows

# An end at 23:59:59 is that of its day, which `Window` knows; here nothing is left out too early.
_EDITIONS: Final = """
SELECT e.code, e.current_version_id, e.opens_at, e.closes_at, e.closed_at, p.city, p.district
  FROM editions e JOIN programmes p ON p.code = e.programme_id
 WHERE e.current_version_id IS NOT NULL AND e.opens_at <= $1 AND e.closes_at >= $2
   AND ($3::text IS NULL OR e.code = $3)
 ORDER BY e.closes_at, e.code
"""
_SLACK: Final = timedelta(days=1)


class OpenEdition(msgspec.Struct, frozen=True):
    """An edition with its window, and where its programme is at home."""

    code: str
    current_version_id: UUID
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    city: str
    district: str | None

    def is_open(self, now: datetime) -> bool:
        return Window(self.opens_at, self.closes_at, self.closed_at).is_open(now)

    def is_home_of(self, city: str | None, district: str | None) -> bool | None:
        """Whether a firm of this place is registered there; None where that is not known."""
        if city is None or (self.district is not None and city == self.city and district is None):
            return None
        return city == self.city and self.district in (None, district)


@dataclass(frozen=True, slots=True)
class OpenTrack:
    """One track, and what is left of its pool; None without a limit, or while nobody knows."""

    edition: OpenEdition
    rules: TrackRules
    remaining_fen: int | None


async def list_open_tracks(now: datetime, *, ports: Ports) -> list[OpenTrack]:
    """Those that close first come first; duties of a title are no tracks to apply for."""
    editions = [one for one in await list_open_editions(now) if one.is_open(now)]
    left = await gather(*(_remaining(one.code, ports) for one in editions))
    return [
        OpenTrack(edition, rules, pools.get(rules.track.pool or ""))
        for edition, pools in zip(editions, left, strict=True)
        for rules in await rules_of(edition, ports=ports)
    ]


async def list_open_editions(now: datetime, code: str | None = None) -> list[OpenEdition]:
    """All, or the one of this code; the caller asks whether the window is open to the second."""
    return await list_rows(OpenEdition, _EDITIONS, now, now - _SLACK, code, tx=None)


async def rules_of(edition: OpenEdition, *, ports: Ports) -> list[TrackRules]:
    """The rules of its tracks, in the order of the file."""
    definition = await definition_of(edition.current_version_id)
    codes = [track.code for track in definition.tracks if track.renewal is None]
    return [await ports.track_rules(edition.code, code) for code in codes]


async def _remaining(edition: str, ports: Ports) -> dict[str, int | None]:
    """By pool; nothing while neither store answers, since only the money is left out then."""
    try:
        shown = await ports.figures.show(edition)
    except StoreUnavailable:
        return {}
    pools = msgspec.json.decode(shown.body, type=QuotaView).pools
    return {pool.pool: pool.remaining_fen for pool in pools}
