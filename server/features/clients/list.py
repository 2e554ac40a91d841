"""Lists a platform's clients' applications a page at a time, with the sums over all of them."""

import msgspec

from server.clock import Clock
from server.edge.web.auth import Identity
from server.edge.web.params import decode_cursor, page_of
from server.features.applications.schemas import ApplicationView
from server.features.applications.view import present_applications
from server.features.clients.query import ClientQuery, refuse_slips
from server.features.clients.rows import ORDERS, ClientRow, list_client_rows, sum_up
from server.features.clients.schemas import ClientItem, ClientPage, ClientTotals
from server.features.reviews.readers import PlatformReader
from storage.postgres.application_rows import fetch_applications
from storage.redis.quota import QuotaRedis

_SHOWN = "WHERE a.id = ANY($1) ORDER BY array_position($1, a.id)"


async def list_clients(
    query: ClientQuery, *, by: Identity, quota: QuotaRedis, clock: Clock, english: bool
) -> ClientPage:
    """Raises Invalid: a cursor of another list, a mistyped edition or code."""
    today, order = clock.today(), ORDERS[query.sort]
    after = decode_cursor(query.cursor, order.cursor) or ()
    found = await list_client_rows(query, by=by, today=today, limit=query.limit + 1, after=after)
    if not found:
        await refuse_slips(query)
    sums = await sum_up(query, by=by, today=today)
    shown, cursor = page_of(found, query.limit, lambda row: (order.value_of(row), row.id))
    rows = await fetch_applications(_SHOWN, [row.id for row in shown])
    views = await present_applications(
        rows, reader=PlatformReader(by), quota=quota, clock=clock, english=english
    )
    items = [_item(view, row) for view, row in zip(views, shown, strict=True)]
    return ClientPage(items, ClientTotals(**msgspec.structs.asdict(sums)), cursor)


def _item(view: ApplicationView, row: ClientRow) -> ClientItem:
    return ClientItem(
        **msgspec.structs.asdict(view),
        uscc=row.uscc,
        district=row.district,
        expected_fen=row.expected_fen,
        locked_fen=row.locked_fen,
        disbursed_fen=row.disbursed_fen,
        turn=row.turn,
        due_on=row.due_on,
        filed_by=row.filed_by,
        confirmed_at=row.confirmed_at,
        refused_at=row.refused_at,
        submitted_at=row.submitted_at,
    )
