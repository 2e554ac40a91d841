"""Lists the person's own applications: narrowed, sorted, counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec

from models.rules.lifecycle import ENDED, Status
from models.rules.text.compared import compared
from server.clock import Clock
from server.edge.web.field_types import EditionCode, Search, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Counted
from server.features.applications.item_schemas import ApplicationItem
from server.features.applications.items import present_items
from server.features.applications.reader import Applicant
from server.features.programmes.published import refuse_mistyped
from storage.postgres.application_items import fetch_items
from storage.postgres.application_rows import SHOWN_TO_MEMBERS
from storage.postgres.core.rows import list_rows
from storage.redis.quota import QuotaRedis

Sort = Literal["newest", "updated", "due"]
_OVER: Final = ", ".join(f"'{status}'" for status in sorted({*ENDED, "paid"}))
_FAR: Final = date(2100, 12, 31)
"""Sorts behind every day that there is."""

# A page is of one person's few applications: all are found, then one page of them is read whole.
_FOUND: Final = f"""
SELECT a.id, a.created_at, a.updated_at, coalesce(d.due_on, '{_FAR}') AS due_on,
       count(*) OVER () AS total
  FROM applications a
  JOIN editions n ON n.code = a.edition_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
 CROSS JOIN LATERAL (
       SELECT CASE a.status
              WHEN 'draft' THEN (n.closes_at AT TIME ZONE 'Asia/Shanghai')::date
              WHEN 'returned' THEN (SELECT min(k.due_on) FROM corrections k
                                     WHERE k.application_id = a.id AND k.resolved_at IS NULL)
              ELSE CASE WHEN a.confirmed_at IS NULL AND a.ended_at IS NULL THEN a.confirm_by END
              END AS due_on) d
 WHERE {SHOWN_TO_MEMBERS}
   AND EXISTS (SELECT 1 FROM enterprise_members m WHERE m.enterprise_id = a.enterprise_id
                  AND m.user_id = $1 AND m.left_at IS NULL)
   AND ($2::text IS NULL OR a.status = $2)
   AND ($3::text IS NULL OR a.edition_id = $3)
   AND ($4::uuid IS NULL OR a.enterprise_id = $4)
   AND ($5::text IS NULL OR (a.status IN ({_OVER})) = ($5 = 'over'))
   AND ($6::text IS NULL OR position($6 IN compared(a.number)) > 0
        OR position($6 IN e.name_compared) > 0)
"""


@dataclass(frozen=True, slots=True)
class _Order:
    """By which column, which way, and what a cursor of it holds."""

    column: Literal["created_at", "updated_at", "due_on"]
    direction: Literal["ASC", "DESC"]
    kind: Literal["timestamptz", "date"]
    cursor: type[tuple[object, UUID]]

    @property
    def page(self) -> str:
        sign = ">" if self.direction == "ASC" else "<"
        return f"""
WITH f AS ({_FOUND})
SELECT f.* FROM f
 WHERE ($8::uuid IS NULL OR (f.{self.column}, f.id) {sign} ($7::{self.kind}, $8::uuid))
 ORDER BY f.{self.column} {self.direction}, f.id {self.direction} LIMIT $9"""


_ORDERS: Final[Mapping[Sort, _Order]] = MappingProxyType(
    {
        "newest": _Order("created_at", "DESC", "timestamptz", tuple[datetime, UUID]),
        "updated": _Order("updated_at", "DESC", "timestamptz", tuple[datetime, UUID]),
        "due": _Order("due_on", "ASC", "date", tuple[date, UUID]),
    }
)


class OwnQuery(Query, frozen=True):
    """All narrow: an application is shown that meets every one that is given."""

    status: Annotated[Status | None, about("只看此状态", "only this status")] = None
    edition: Annotated[EditionCode | None, about("只看此届", "only this edition")] = None
    enterprise_id: Annotated[UUID | None, about("只看此企业", "only this firm")] = None
    phase: Annotated[
        Literal["open", "over"] | None,
        about("open 在办，over 已办结", "`open`: still going on; `over`: paid or ended"),
    ] = None
    q: Annotated[
        Search | None, about("在受理号和企业名中查找", "looked for in numbers and firms' names")
    ] = None
    sort: Annotated[
        Sort,
        about(
            "newest 最近新建的在前，updated 最近变动的在前，due 先到期的在前",
            "`newest`: last started first; `updated`: last moved first; `due`: first due first",
        ),
    ] = "newest"


class _Found(msgspec.Struct, frozen=True):
    id: UUID
    created_at: datetime
    updated_at: datetime
    due_on: date
    total: int


async def list_own_applications(
    query: OwnQuery, *, user_id: UUID, quota: QuotaRedis, clock: Clock, english: bool
) -> Counted[ApplicationItem]:
    """Raises Invalid: a cursor of another sort, a mistyped edition."""
    order = _ORDERS[query.sort]
    narrowed = (
        user_id,
        query.status,
        query.edition,
        query.enterprise_id,
        query.phase,
        None if query.q is None else compared(query.q),
    )
    after = decode_cursor(query.cursor, order.cursor) or (None, None)
    found = await list_rows(_Found, order.page, *narrowed, *after, query.limit + 1, tx=None)
    if not found:
        await refuse_mistyped(query.edition)
    shown, cursor = page_of(found, query.limit, lambda row: (getattr(row, order.column), row.id))
    items = await present_items(
        await fetch_items([row.id for row in shown]),
        reader=Applicant(user_id),
        quota=quota,
        clock=clock,
        english=english,
    )
    return Counted(items, cursor, total=found[0].total if found else 0)
