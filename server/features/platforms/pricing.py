"""Splits a plan's fee between government, platform and SME by an edition's rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from models.rules.award.copay import split_rates
from models.rules.money import WHOLE_BP, SplitRates, split_fee
from models.rules.terms.programme import Award, EditionDefinition
from server.features.platforms.schemas import PlanView
from server.features.programmes.published import get_edition
from storage.postgres.core.rows import find_row, list_rows

_UNSUBSIDISED = SplitRates(0, 0, WHOLE_BP)

_NEWEST_OPEN = """
    SELECT e.code FROM editions e JOIN participations p ON p.edition_id = e.code
     WHERE p.platform_id = $1 AND p.withdrawn_at IS NULL AND e.opens_at <= $2
       AND e.closes_at >= date_trunc('second', $2::timestamptz)
       AND (e.closed_at IS NULL OR e.closed_at > $2)
     ORDER BY e.opens_at DESC, e.code DESC LIMIT 1
"""
_TRACKS = """
    SELECT track FROM participations
     WHERE platform_id = $1 AND edition_id = $2 AND withdrawn_at IS NULL
"""


class _OpenEdition(msgspec.Struct, frozen=True):
    code: str


class _Part(msgspec.Struct, frozen=True):
    track: str


class Offered(Protocol):
    """A version of a plan, as a row or as its model."""

    @property
    def id(self) -> UUID: ...
    @property
    def title(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def fee_fen(self) -> int: ...
    @property
    def period_months(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Pricing:
    """The split that a platform's plans have in `edition`; None: no edition, the SME pays all."""

    edition: str | None
    award: Award | None = None
    takes_part: bool = False

    @property
    def rates(self) -> SplitRates:
        return _UNSUBSIDISED if self.award is None else split_rates(self.award)

    def own_part(self, fee_fen: int | None) -> int | None:
        """What of a fee the firm itself pays."""
        return None if fee_fen is None else split_fee(fee_fen, self.rates).enterprise_fen

    def show(self, plan: Offered) -> PlanView:
        split, award = split_fee(plan.fee_fen, self.rates), self.award
        assumed = award is not None and award.assumed
        return PlanView(
            id=plan.id,
            title=plan.title,
            description=plan.description,
            fee_fen=plan.fee_fen,
            government_fen=split.government_fen,
            platform_fen=split.platform_fen,
            enterprise_fen=split.enterprise_fen,
            period_months=plan.period_months,
            cite=None if award is None or assumed else award.cite,
            assumed=assumed,
            reading=None if award is None else award.reading,
        )


async def find_pricing(platform_id: UUID, edition: str | None, *, now: datetime) -> Pricing:
    """The pricing in that edition, or else in the newest open one the platform takes part in.

    A platform that does not take part gets no split: the SME pays all. Raises NotFound for an
    edition that is not published.
    """
    code = edition or await _newest_open(platform_id, now)
    if code is None:
        return Pricing(None)
    published = await get_edition(code)
    parts = await list_rows(_Part, _TRACKS, platform_id, code, tx=None)
    award = award_in(published.definition, [part.track for part in parts])
    return Pricing(code, award, takes_part=bool(parts))


def award_in(definition: EditionDefinition, tracks: Sequence[str]) -> Award | None:
    """That of the first of these tracks that shares a fee; without one the SME pays all."""
    for track in definition.tracks:
        if track.code in tracks and track.award.kind == "copay":
            return track.award
    return None


async def _newest_open(platform_id: UUID, now: datetime) -> str | None:
    newest = await find_row(_OpenEdition, _NEWEST_OPEN, platform_id, now, tx=None)
    return newest.code if newest else None
