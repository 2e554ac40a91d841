"""Lists the demonstration's platforms: the market and the list say the same from the first start."""

from server.clock import SHANGHAI, Clock
from server.features.programmes.published import get_edition
from storage.postgres.core.transaction import transaction

_LIST = """
INSERT INTO recognitions (id, programme_id, edition_id, track, enterprise_id, platform_id, name,
                          district, title, categories, span, state, valid_from, created_at)
SELECT gen_random_uuid(), $1::text, $2::text, $3::text, p.enterprise_id, p.id, p.name,
       p.district, $4::text, p.categories, $5::text, 'valid', $6::date, $7::timestamptz
  FROM platforms p
 WHERE EXISTS (SELECT FROM participations t WHERE t.platform_id = p.id AND t.edition_id = $2::text)
   AND NOT EXISTS (SELECT FROM recognitions r WHERE r.platform_id = p.id AND r.edition_id = $2::text)
 ORDER BY p.id
RETURNING id
"""


async def list_seeded(edition_code: str, *, clock: Clock) -> int:
    """How many were entered: those that take part in the edition and stand on no list of it."""
    edition = await get_edition(edition_code)
    tracks = edition.definition.tracks
    found = [track for track in tracks if track.recognition and track.recognition.platform]
    if not found or found[0].recognition is None:
        return 0
    track, terms, now = found[0], found[0].recognition, clock.now()
    async with transaction() as tx:
        rows = await tx.raw.fetch(
            _LIST,
            edition.programme_code,
            edition.code,
            track.code,
            terms.title.zh,
            terms.span,
            now.astimezone(SHANGHAI).date(),
            now,
        )
    return len(rows)
