"""Lists the demonstration's platforms, so that market and list agree from the first start."""

from server.clock import SHANGHAI, Clock
from server.features.programmes.published import get_edition
from storage.postgres.core.transaction import transaction
from storage.postgres.recognitions import add_seeded


async def list_seeded(edition_code: str, *, clock: Clock) -> int:
    """How many were entered: those that take part in the edition and are on no list of it."""
    edition = await get_edition(edition_code)
    tracks = edition.definition.tracks
    found = [track for track in tracks if track.recognition and track.recognition.platform]
    if not found or found[0].recognition is None:
        return 0
    track, terms, now = found[0], found[0].recognition, clock.now()
    async with transaction() as tx:
        return await add_seeded(
            tx,
            edition.code,
            track.code,
            programme=edition.programme_code,
            title=terms.title.zh,
            span=terms.span,
            valid_from=now.astimezone(SHANGHAI).date(),
            at=now,
        )
