"""The orders of the work list, each with the cursor that goes on in it, and the list's sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from tortoise.expressions import Q
from tortoise.functions import Coalesce, Count, Sum
from tortoise.queryset import QuerySet

from models.tables.reviews import Review
from server.edge.web.params import decode_cursor
from server.features.reviews.schemas import WorkTotals
from server.features.reviews.work_query import ReviewQuery, Sort

_PLACE: Final = "sorted_by"
_NEVER: Final = date(9999, 12, 31)
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Order:
    """By `column`, then by id; what lacks it stands last, as if it were `without`."""

    column: str
    kind: Any  # of a cursor, as decode_cursor takes it
    without: Any = None  # a day, a moment or a number, as the column
    falling: bool = False

    def page(self, found: QuerySet[Review], query: ReviewQuery) -> QuerySet[Review]:
        """One more than the page, from its cursor on. Raises Invalid."""
        name = self.column
        if self.without is not None:
            name = _PLACE
            found = found.annotate(**{name: Coalesce(self.column, self.without)})
        after = decode_cursor(query.cursor, self.kind)
        if after is not None:
            found = found.filter(self._beyond(name, after))
        sign = "-" if self.falling else ""
        return found.order_by(f"{sign}{name}", f"{sign}id").limit(query.limit + 1)

    def key(self, row: Review) -> tuple[Any, UUID]:
        if self.without is not None:
            return getattr(row, _PLACE), row.id
        found: Any = row  # then what hangs on it, by name
        for part in self.column.split("__"):
            found = getattr(found, part)
        return found, row.id

    def _beyond(self, name: str, after: tuple[Any, UUID]) -> Q:
        # The first condition is implied; it is what an index begins the page with.
        than, by = ("lt", "lte") if self.falling else ("gt", "gte")
        conditions: list[dict[str, Any]] = [{f"{name}__{than}": after[0]}, {name: after[0]}]
        tied: dict[str, Any] = {f"id__{than}": after[1]}
        first: dict[str, Any] = {f"{name}__{by}": after[0]}
        return Q(Q(**first), Q(Q(**conditions[0]), Q(**conditions[1], **tied), join_type=Q.OR))


ORDERS: Final[Mapping[Sort, _Order]] = MappingProxyType(
    {
        "key": _Order("order_key", tuple[str, UUID]),
        "due": _Order("due_on", tuple[date, UUID], without=_NEVER),
        "amount": _Order("application__award_fen", tuple[int, UUID], without=-1, falling=True),
        "handed_in": _Order("application__submitted_at", tuple[datetime, UUID]),
        "decided": _Order("decided_at", tuple[datetime, UUID], without=_LONG_AGO, falling=True),
    }
)


async def total_of(found: QuerySet[Review]) -> WorkTotals:
    """How many there are on all pages, and what they come to; `found` are of one state."""
    sums = found.annotate(count=Count("id"), amount=Sum("application__award_fen"))
    rows = await sums.group_by("state").values_list("count", "amount")
    count, amount = rows[0] if rows else (0, 0)
    return WorkTotals(count, int(amount or 0))
