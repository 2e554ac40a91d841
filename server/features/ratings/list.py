"""Lists what verified clients told of a platform: for everybody, and for the platform itself."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from models.rules.stars import average_tenths
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.platforms.show import get_platform
from server.features.ratings.schemas import ClientRating, RatingItem, Ratings
from storage.postgres.core.rows import list_rows
from storage.postgres.held_contents import shown_content
from storage.postgres.ratings import COUNTED

_COLUMNS: Final = f"""
       r.id, a.edition_id AS edition, a.district, r.stars, r.rated_at, r.answered_at,
       CASE WHEN {shown_content("rating", "r.id")} THEN r.words END AS words,
       CASE WHEN {shown_content("rating_answer", "r.id")} THEN r.answer END AS answer"""
_FROM: Final = f"""
  FROM ratings r JOIN platforms p ON p.id = $1 JOIN applications a ON a.id = r.application_id
  JOIN enterprises f ON f.id = r.enterprise_id
 WHERE {COUNTED} AND ($2::uuid IS NULL OR r.id < $2) ORDER BY r.id DESC LIMIT $3
"""
_PUBLIC: Final = f"SELECT {_COLUMNS} {_FROM}"
_CLIENTS: Final = f"""
SELECT {_COLUMNS}, a.id AS application_id, a.number, f.name AS enterprise_name
{_FROM}"""
_BY_STARS: Final = f"""
SELECT r.stars, count(*) AS times FROM ratings r JOIN platforms p ON p.id = $1
 WHERE {COUNTED} GROUP BY r.stars
"""


class _Times(msgspec.Struct, frozen=True):
    stars: int
    times: int


async def list_ratings(platform_id: UUID, query: Query) -> Ratings:
    """The latest first. Raises NotFound, Invalid (a cursor that is none)."""
    await get_platform(platform_id)
    after = decode_cursor(query.cursor, tuple[UUID])
    last = None if after is None else after[0]
    rows = await list_rows(RatingItem, _PUBLIC, platform_id, last, query.limit + 1, tx=None)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    times = await list_rows(_Times, _BY_STARS, platform_id, tx=None)
    return _with_figures(shown, cursor, {one.stars: one.times for one in times})


async def list_client_ratings(platform_id: UUID, query: Query) -> Page[ClientRating]:
    """The platform's own, with whose each is. Raises Invalid."""
    after = decode_cursor(query.cursor, tuple[UUID])
    last = None if after is None else after[0]
    rows = await list_rows(ClientRating, _CLIENTS, platform_id, last, query.limit + 1, tx=None)
    return Page(*page_of(rows, query.limit, lambda row: (row.id,)))


def _with_figures(
    shown: Sequence[RatingItem], cursor: str | None, times: dict[int, int]
) -> Ratings:
    by_stars = [times.get(stars, 0) for stars in range(1, 6)]
    total = sum(by_stars)
    sum_of_stars = sum(stars * count for stars, count in enumerate(by_stars, 1))
    return Ratings(
        shown,
        cursor,
        total=total,
        rating_tenths=average_tenths(sum_of_stars, total),
        by_stars=by_stars,
    )
