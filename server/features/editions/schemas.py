"""Bodies and answers of the authority's acts on an edition, as api.md spells them."""

from datetime import datetime

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import Count, Fen, Reasoning
from server.features.programmes.window import EditionStatus


class PoolChange(Body, frozen=True):
    """A pool's limits from now on; null is no limit of that kind. `reason` goes on record."""

    budget_fen: Fen | None
    places: Count | None
    reason: Reasoning


class EditionClosing(Body, frozen=True):
    """`reason` goes on record, and to those who waited."""

    reason: Reasoning


class EditionState(msgspec.Struct, frozen=True):
    """`settled_at`: since when nobody waits any more; null while it is being settled."""

    code: str
    status: EditionStatus
    closed_at: datetime | None
    settled_at: datetime | None
