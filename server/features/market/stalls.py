"""Reads the platforms of an edition with what they are found and sorted by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import LIVE
from models.rules.money import FeeSplit, split_fee
from models.rules.stars import average_tenths
from models.rules.terms.programme import EditionDefinition
from server.features.platforms.filters import Filters
from server.features.platforms.picture_address import picture_address
from server.features.platforms.pricing import Pricing, award_in
from storage.postgres.core.rows import list_rows
from storage.postgres.core.text_search import tsquery_of
from storage.postgres.pictures import LOGO
from storage.postgres.ratings import RATED

# Not its own applications: a platform is no client of itself.
_STALLS: Final = f"""
SELECT p.id, p.name, p.summary, p.district, p.categories,
       ARRAY(SELECT t.track FROM participations t WHERE t.platform_id = p.id
                AND t.edition_id = $1 AND t.withdrawn_at IS NULL ORDER BY t.track) AS tracks,
       (SELECT min(plan.fee_fen) FROM plans plan
         WHERE plan.platform_id = p.id AND plan.withdrawn_at IS NULL) AS plans_from_fen,
       (SELECT count(*) FROM applications a WHERE a.platform_id = p.id
           AND a.edition_id = $1 AND a.status = ANY($2)
           AND (a.enterprise_id = p.enterprise_id) IS NOT TRUE) AS clients,
       rated.ratings, rated.stars, {LOGO} AS logo_id
  FROM platforms p JOIN {RATED} ON true
 WHERE EXISTS (SELECT FROM participations t WHERE t.platform_id = p.id
                  AND t.edition_id = $1 AND t.withdrawn_at IS NULL)
   AND ($3::text IS NULL OR p.search @@ $3::text::tsquery)
   AND ($4::text IS NULL OR $4 = ANY(p.categories))
   AND ($5::text IS NULL OR p.district = $5)
   AND ($6::uuid IS NULL OR p.id = $6)
 ORDER BY p.id
"""


class Stall(msgspec.Struct, frozen=True):
    """A platform as it stands in an edition; `tracks` are those it takes part in.

    `ratings`: how many told how content they were, in all editions; `stars` is their sum.
    """

    id: UUID
    name: str
    summary: str
    district: str
    categories: list[str]
    tracks: list[str]
    plans_from_fen: int | None
    clients: int
    ratings: int
    stars: int
    logo_id: UUID | None

    @property
    def logo(self) -> str | None:
        return picture_address(self.logo_id)

    @property
    def rating_tenths(self) -> int | None:
        return average_tenths(self.stars, self.ratings)


@dataclass(frozen=True, slots=True)
class Prices:
    """What plans cost in an edition: each platform's by the tracks that it takes part in."""

    definition: EditionDefinition

    def pricing_of(self, stall: Stall | None) -> Pricing:
        """As its own page shows it; for one that does not take part, without a subsidy."""
        tracks = () if stall is None else stall.tracks
        return Pricing(self.definition.edition.code, award_in(self.definition, tracks))

    def split(self, stall: Stall, fee_fen: int) -> FeeSplit:
        return split_fee(fee_fen, self.pricing_of(stall).rates)


async def list_stalls(
    edition: str, *, q: str | None, filters: Filters, platform_id: UUID | None = None
) -> Sequence[Stall]:
    """All that are asked for, in the order in which they were listed."""
    return await list_rows(
        Stall,
        _STALLS,
        edition,
        sorted(LIVE),
        tsquery_of(q or ""),
        filters.category,
        filters.district,
        platform_id,
        tx=None,
    )
