"""Lists a platform's clients' applications a page at a time, with the sums over all of them."""

from datetime import date

import msgspec

from models.rules.workdays import Calendar, workdays_left
from server.clock import Clock
from server.edge.web.auth import Identity
from server.edge.web.params import decode_cursor, page_of
from server.features.applications.item_schemas import ApplicationItem
from server.features.applications.items import present_items
from server.features.clients.query import ClientQuery, refuse_slips
from server.features.clients.rows import ORDERS, ClientRow, list_client_rows, sum_up
from server.features.clients.schemas import ClientItem, ClientPage, ClientTotals
from server.features.reviews.readers import PlatformReader
from storage.postgres.application_items import fetch_items
from storage.redis.quota import QuotaRedis


async def list_clients(
    query: ClientQuery,
    *,
    by: Identity,
    quota: QuotaRedis,
    clock: Clock,
    calendar: Calendar,
    english: bool,
) -> ClientPage:
    """Raises Invalid: a cursor of another list, a mistyped edition or code."""
    today, order = clock.today(), ORDERS[query.sort]
    after = decode_cursor(query.cursor, order.cursor) or ()
    found = await list_client_rows(query, by=by, today=today, limit=query.limit + 1, after=after)
    if not found:
        await refuse_slips(query)
    sums = await sum_up(query, by=by, today=today)
    shown, cursor = page_of(found, query.limit, lambda row: (order.value_of(row), row.id))
    items = await present_items(
        await fetch_items([row.id for row in shown]),
        reader=PlatformReader(by),
        quota=quota,
        clock=clock,
        english=english,
    )
    left = [_left(row, calendar, today) for row in shown]
    whole = [_item(*one) for one in zip(items, shown, left, strict=True)]
    return ClientPage(whole, ClientTotals(**msgspec.structs.asdict(sums)), cursor)


def _left(row: ClientRow, calendar: Calendar, today: date) -> int | None:
    return None if row.due_on is None else workdays_left(calendar, today, row.due_on)


def _item(item: ApplicationItem, row: ClientRow, left: int | None) -> ClientItem:
    return ClientItem(
        **msgspec.structs.asdict(item),
        uscc=row.uscc,
        district=row.district,
        expected_fen=row.expected_fen,
        locked_fen=row.locked_fen,
        disbursed_fen=row.disbursed_fen,
        turn=row.turn,
        due_on=row.due_on,
        workdays_left=left,
        filed_by=row.filed_by,
        confirmed_at=row.confirmed_at,
        refused_at=row.refused_at,
        submitted_at=row.submitted_at,
    )
