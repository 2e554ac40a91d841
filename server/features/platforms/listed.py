"""Lists the editions that a platform is listed in, and the funding modes it chose there."""

from datetime import datetime
from uuid import UUID

import msgspec

from models.rules.terms.programme import EditionDefinition, TrackTerms
from server.features.platforms.schemas import ModeChoice, ModesView
from server.features.programmes.published import PublishedEdition, get_edition
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

# A standing title holds in every edition of its programme, a year's list in its own only.
_ON_LIST = """
SELECT r.track FROM recognitions r JOIN platforms p ON p.id = $1
 WHERE r.state = 'valid' AND (r.platform_id = p.id OR r.enterprise_id = p.enterprise_id)
   AND (r.edition_id = e.code OR (r.span = 'standing' AND r.programme_id = e.programme_id))
"""
_TITLES = f"{_ON_LIST.replace('e.code', '$2').replace('e.programme_id', '$3')} FOR SHARE OF r"
_EDITIONS = f"""
SELECT e.code,
       ARRAY({_ON_LIST}) AS titles,
       ARRAY(SELECT t.track FROM participations t WHERE t.platform_id = $1
                AND t.edition_id = e.code AND t.withdrawn_at IS NULL ORDER BY t.track) AS tracks
  FROM editions e
 WHERE e.current_version_id IS NOT NULL
   AND (EXISTS (SELECT FROM participations t WHERE t.platform_id = $1
                   AND t.edition_id = e.code AND t.withdrawn_at IS NULL)
        OR (EXISTS ({_ON_LIST}) AND e.closes_at >= date_trunc('second', $2::timestamptz)
            AND e.closed_at IS NULL))
 ORDER BY e.opens_at DESC, e.code
"""


class _Title(msgspec.Struct, frozen=True):
    track: str


class _Part(msgspec.Struct, frozen=True):
    """A platform's part in an edition: the tracks of its titles, and those that it takes part in."""

    code: str
    titles: list[str]
    tracks: list[str]


def modes_of(definition: EditionDefinition) -> list[TrackTerms]:
    """The tracks for which a platform on the list says whether it takes part."""
    return [track for track in definition.tracks if track.platform is not None]


def _makes_platforms(definition: EditionDefinition, track: str) -> bool:
    """Whether a title of this track is that of a platform that SMEs can browse."""
    found = definition.find_track(track)
    return found is None or found.recognition is None or found.recognition.platform


async def lock_titles(tx: Tx, platform_id: UUID, edition: PublishedEdition) -> list[str]:
    """The tracks whose valid titles put the platform on this edition's list.

    Their rows are locked FOR SHARE, so that a withdrawal at the same moment comes before or after.
    """
    titles = await list_rows(
        _Title, _TITLES, platform_id, edition.code, edition.programme_code, tx=tx
    )
    tracks = dict.fromkeys(title.track for title in titles)
    return [track for track in tracks if _makes_platforms(edition.definition, track)]


async def list_modes(platform_id: UUID, *, now: datetime, english: bool) -> list[ModesView]:
    """Every edition where it takes part, or could while the window is not over; newest first."""
    parts = await list_rows(_Part, _EDITIONS, platform_id, now, tx=None)
    return [_view(await get_edition(part.code), part, english) for part in parts]


def _view(edition: PublishedEdition, part: _Part, english: bool) -> ModesView:
    definition = edition.definition
    modes = modes_of(definition)
    return ModesView(
        edition=edition.code,
        title=definition.edition.title.in_language(english),
        opens_at=edition.window.opens_at,
        closes_at=edition.window.closes_at,
        listed=any(_makes_platforms(definition, track) for track in part.titles),
        modes=[mode.code for mode in modes if mode.code in part.tracks],
        choices=[
            ModeChoice(
                mode.code, mode.title.in_language(english), by_batch=mode.applicant == "enterprise"
            )
            for mode in modes
        ],
    )
