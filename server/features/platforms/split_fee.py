"""Splits a fee that a platform is still thinking of, as the firms of each edition would see it."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec

from models.rules.money import split_fee
from server.edge.web.bodies import Body
from server.edge.web.field_types import EditionCode, about
from server.features.platforms.fields import PlanFee
from server.features.platforms.pricing import Pricing, find_pricing
from server.features.programmes.published import get_edition
from storage.postgres.core.rows import list_rows

_NOT_OVER: Final = """
    SELECT e.code FROM editions e
     WHERE e.current_version_id IS NOT NULL AND e.closes_at >= date_trunc('second', $2::timestamptz)
       AND (e.closed_at IS NULL OR e.closed_at > $2)
       AND EXISTS (SELECT FROM participations p WHERE p.platform_id = $1
                      AND p.edition_id = e.code AND p.withdrawn_at IS NULL)
     ORDER BY e.opens_at DESC, e.code DESC
"""


class FeeAsked(Body, frozen=True):
    """A fee that no plan has yet."""

    fee_fen: Annotated[
        PlanFee, about("首期服务费总额，分", "whole fee of the first period, in fen", 1200000)
    ]


class SplitView(msgspec.Struct, frozen=True, kw_only=True):
    """Who would pay what of it in one edition; the three parts sum to the fee, to the fen."""

    edition: EditionCode
    title: Annotated[str, about("届次名称", "title of the edition")]
    track_title: Annotated[
        str | None,
        about(
            "分担费用的方向名称；空值为没有这样的方向，企业自付全部",
            "the track that shares the fee; null without one: the firm pays all",
        ),
    ]
    shown: Annotated[
        bool, about("方案是否按此届显示给企业", "whether firms see plans by this edition")
    ]
    government_fen: Annotated[int, about("政府承担部分，分", "the government's part, in fen")]
    platform_fen: Annotated[int, about("平台承担部分，分", "the platform's part, in fen")]
    enterprise_fen: Annotated[int, about("企业承担部分，分", "the firm's own part, in fen")]
    assumed: bool
    cite: str | None
    reading: str | None


class _Edition(msgspec.Struct, frozen=True):
    code: str


async def split_for_editions(
    platform_id: UUID, fee_fen: int, *, now: datetime, english: bool
) -> list[SplitView]:
    """One for each edition that is not over and that the platform takes part in, newest first."""
    shown = (await find_pricing(platform_id, None, now=now)).edition
    codes = [one.code for one in await list_rows(_Edition, _NOT_OVER, platform_id, now, tx=None)]
    priced = [await find_pricing(platform_id, code, now=now) for code in codes]
    return [await _view(one, fee_fen, shown=shown, english=english) for one in priced]


async def _view(pricing: Pricing, fee_fen: int, *, shown: str | None, english: bool) -> SplitView:
    code = str(pricing.edition)
    definition = (await get_edition(code)).definition
    track = next((one for one in definition.tracks if one.award is pricing.award), None)
    split, award = split_fee(fee_fen, pricing.rates), pricing.award
    assumed = award is not None and award.assumed
    return SplitView(
        edition=code,
        title=definition.edition.title.in_language(english),
        track_title=None if track is None else track.title.in_language(english),
        shown=code == shown,
        government_fen=split.government_fen,
        platform_fen=split.platform_fen,
        enterprise_fen=split.enterprise_fen,
        assumed=assumed,
        cite=None if award is None or assumed else award.cite,
        reading=None if award is None else award.reading,
    )
