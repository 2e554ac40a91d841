"""Bodies and answers of the authority's acts on an edition."""

from typing import Annotated

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import Count, Fen, Instant, Reasoning, about
from server.features.programmes.window import EditionStatus


class NewLimits(Body, frozen=True):
    """Limits of a pool; null is no limit of that kind."""

    budget_fen: Annotated[
        Fen | None, about("预算，分；空值为不限", "budget in fen; null for no limit", 5000000000)
    ]
    places: Annotated[Count | None, about("名额；空值为不限", "places; null for no limit", None)]


class PoolChange(NewLimits, frozen=True):
    """A pool's limits from now on; null is no limit of that kind. `reason` goes on record."""

    reason: Annotated[
        Reasoning, about("理由，留存备查", "the reason, kept on record", "追加年度预算")
    ]


class EditionClosing(Body, frozen=True):
    """`reason` goes on record, and to those who waited."""

    reason: Annotated[
        Reasoning,
        about(
            "理由，留存并告知候补者", "goes on record, and to those who waited", "年度预算已用完"
        ),
    ]


class EditionState(msgspec.Struct, frozen=True):
    """`settled_at`: since when nobody waits any more; null while it is being settled."""

    code: str
    status: Annotated[EditionStatus, about("届次状态", "status of the edition")]
    closed_at: Instant | None
    settled_at: Annotated[
        Instant | None,
        about(
            "候补全部了结的时刻；空值为处理中",
            "since when nobody waits any more; null while under way",
        ),
    ]
