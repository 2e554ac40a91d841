"""What of a plan's fee the government, the platform and the SME pay, by an edition's rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise import connections
from tortoise.backends.base.client import BaseDBAsyncClient

from models.rules.award.copay import split_rates
from models.rules.money import WHOLE_BP, SplitRates, split_fee
from models.rules.terms.programme import EditionDefinition
from models.tables.platforms import Plan
from server.errors import NotFound
from server.features.platforms.schemas import PlanView
from server.features.programmes.published import find_edition
from storage.postgres.core.transaction import postgres_errors

UNSUBSIDISED = SplitRates(0, 0, WHOLE_BP)

_NEWEST_OPEN = """
    SELECT e.code FROM editions e JOIN participations p ON p.edition_id = e.code
     WHERE p.platform_id = $1 AND p.withdrawn_at IS NULL AND e.opens_at <= $2
       AND e.closes_at >= $2 AND (e.closed_at IS NULL OR e.closed_at > $2)
     ORDER BY e.opens_at DESC, e.code DESC LIMIT 1
"""
_TRACKS = """
    SELECT track FROM participations
     WHERE platform_id = $1 AND edition_id = $2 AND withdrawn_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Pricing:
    """The split that a platform's plans have in `edition`; None: nobody pays a part of it."""

    edition: str | None
    rates: SplitRates = UNSUBSIDISED

    def show(self, plan: Plan) -> PlanView:
        split = split_fee(plan.fee_fen, self.rates)
        return PlanView(
            id=plan.id,
            title=plan.title,
            description=plan.description,
            fee_fen=plan.fee_fen,
            government_fen=split.government_fen,
            platform_fen=split.platform_fen,
            enterprise_fen=split.enterprise_fen,
            period_months=plan.period_months,
        )


async def find_pricing(
    platform_id: UUID,
    edition: str | None,
    *,
    now: datetime,
    using: BaseDBAsyncClient | None = None,
) -> Pricing:
    """The pricing in that edition, or else in the newest open one the platform takes part in.

    A platform that does not take part gets no split: the SME pays all. Raises NotFound for an
    edition that is not published.
    """
    connection = using or connections.get("default")
    code = edition or await _newest_open(connection, platform_id, now)
    if code is None:
        return Pricing(None)
    published = await find_edition(code, using=using)
    if published is None:
        raise NotFound()
    with postgres_errors():
        rows = await connection.execute_query_dict(_TRACKS, [platform_id, code])
    return Pricing(code, rates_in(published.definition, [row["track"] for row in rows]))


def rates_in(definition: EditionDefinition, tracks: Sequence[str]) -> SplitRates:
    """The split of the first of these tracks that shares a fee; otherwise the SME pays all."""
    for track in definition.tracks:
        if track.code in tracks and track.award.kind == "copay":
            return split_rates(track.award)
    return UNSUBSIDISED


async def _newest_open(
    connection: BaseDBAsyncClient, platform_id: UUID, now: datetime
) -> str | None:
    with postgres_errors():
        rows = await connection.execute_query_dict(_NEWEST_OPEN, [platform_id, now])
    return rows[0]["code"] if rows else None
