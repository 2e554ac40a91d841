"""A pool's figures as everybody may see them, and how an edition's are rendered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from models.rules.line.ranking import Figures
from server.edge.web.field_types import Instant, about
from server.edge.web.replies import encode, etag_of


class PoolView(msgspec.Struct, frozen=True):
    """`budget = locked + funded + remaining`, always; null where the pool has no budget in fen."""

    pool: Annotated[str, about("资金池代码", "code of the pool")]
    budget_fen: Annotated[
        int | None,
        about(
            "预算，分；空值为不限。恒等于 locked + funded + remaining",
            "budget in fen, always locked + funded + remaining; null for no limit",
        ),
    ]
    places: Annotated[int | None, about("名额；空值为不限", "places; null for no limit")]
    locked_fen: Annotated[int, about("已锁定（审定）金额，分", "locked, in fen")]
    funded_fen: Annotated[int, about("在审而有资金的金额，分", "under review with money, in fen")]
    remaining_fen: Annotated[
        int | None, about("余额，分；空值为不限", "what remains, in fen; null for no limit")
    ]
    locked: Annotated[int, about("已锁定的申请数", "how many are locked")]
    funded: Annotated[int, about("在审而有资金的申请数", "how many are under review with money")]
    waiting: Annotated[int, about("候补的申请数", "how many wait")]
    as_of: Instant
    stale: Annotated[
        bool,
        about(
            "是否为最近一次记录而非实时",
            "whether these are the last recorded figures, not live ones",
        ),
    ]


class QuotaView(msgspec.Struct, frozen=True):
    pools: Annotated[list[PoolView], about("各资金池的实时数", "live figures of each pool")]


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """One pool's figures of the moment `as_of`; `stale` where they are the last recorded ones."""

    pool: str
    figures: Figures
    as_of: datetime
    stale: bool = False


class RecordedFigures(msgspec.Struct, frozen=True):
    """A pool's row with the figures that were recorded last, as JSON."""

    id: UUID
    code: str
    budget_fen: int | None
    places: int | None
    locked_fen: int
    locked_places: int
    recorded: str | None
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownQuota:
    """An edition's figures as bytes for everybody who asked.

    `exhausted`: somebody waits, or no money or no place of a pool remains (for display only).
    """

    body: bytes
    etag: str
    exhausted: bool


def shown_quota(pools: Sequence[PoolFigures]) -> ShownQuota:
    """The answer to `GET /programmes/{code}/quota`, rendered."""
    # `as_of` moves with every fetch and would make every answer a new one. So the tag is of the
    # rest, and weak (RFC 9110, 8.8.1): equal but for it. Who is answered 304 keeps an older `as_of`
    # with figures that are still the present ones.
    lasting = [(one.pool, one.figures, one.stale) for one in pools]
    return ShownQuota(
        body=encode(QuotaView([pool_view(one) for one in pools])),
        etag="W/" + etag_of(encode(lasting)),
        exhausted=any(_exhausted(one.figures) for one in pools),
    )


def pool_view(pool: PoolFigures) -> PoolView:
    figures = pool.figures
    return PoolView(
        pool.pool,
        figures.budget_fen,
        figures.places,
        figures.locked_fen,
        figures.funded_fen,
        figures.remaining_fen,
        figures.locked,
        figures.funded,
        figures.waiting,
        pool.as_of,
        pool.stale,
    )


def recorded_figures(row: RecordedFigures, now: datetime) -> PoolFigures:
    """The last recorded figures of a pool; without any what its row knows by itself."""
    if row.recorded is not None:
        recorded = msgspec.json.decode(row.recorded, type=Figures)
        return PoolFigures(row.code, recorded, row.recorded_at or now, stale=True)
    known = locked_figures(row.budget_fen, row.places, row.locked_fen, row.locked_places)
    return PoolFigures(row.code, known, now, stale=True)


def locked_figures(
    budget_fen: int | None, places: int | None, locked_fen: int, locked_places: int
) -> Figures:
    """What a pool's row knows without a ranking: the limits, and what is locked within them."""
    return Figures(
        budget_fen=budget_fen,
        places=places,
        locked_fen=locked_fen,
        funded_fen=0,
        remaining_fen=None if budget_fen is None else budget_fen - locked_fen,
        locked=locked_places,
        funded=0,
        waiting=0,
    )


def _exhausted(figures: Figures) -> bool:
    full = figures.places is not None and figures.locked + figures.funded >= figures.places
    return figures.waiting > 0 or figures.remaining_fen == 0 or full
