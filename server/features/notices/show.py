"""Public notices as everybody reads them: of an edition, one by one, and entry by entry."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from tortoise import connections

from models.rules.workdays import Calendar
from models.tables.notices import Notice
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.notices.due import due_of, provisional_note
from server.features.notices.schemas import EntryView, NoticeView
from server.features.notices.shown import in_words
from server.features.programmes.published import refuse_unknown
from storage.postgres.core.transaction import postgres_errors

MOST_ENTRIES: Final = 200
"""So many stand in the notice itself; `GET /notices/{id}/entries` has them all, in pages."""

# Who has left while the notice runs shows at once; what became of the others is written at its end.
_ENTRIES: Final = """
SELECT n.id, n.notice_id, n.number, n.name, n.district, n.shown::text AS shown, n.award_fen,
       CASE WHEN n.live AND n.state = 'standing'
                 AND (a.status, a.stage) IS DISTINCT FROM ('in_review', 'publicity')
            THEN 'withdrawn' ELSE n.state END AS state
  FROM notice_entries n JOIN applications a ON a.id = n.application_id
 WHERE n.notice_id = ANY($1) AND n.number > $2 AND n.number <= $3
 ORDER BY n.notice_id, n.number
"""
_COUNTS: Final = """
SELECT notice_id, count(*) AS total FROM notice_entries WHERE notice_id = ANY($1) GROUP BY notice_id
"""


class NoticeQuery(Query, frozen=True):
    """`state` narrows the list to notices that run, or that are over."""

    state: Literal["open", "closed"] | None = None


async def list_notices(
    code: str, query: NoticeQuery, *, calendar: Calendar, english: bool
) -> Page[NoticeView]:
    """Of one edition, the newest first. Raises NotFound, Invalid (a cursor that is none)."""
    await refuse_unknown(code)
    found = Notice.filter(edition_id=code)
    if query.state is not None:
        found = found.filter(state=query.state)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__lt=after[0])
    with postgres_errors():
        rows = await found.order_by("-id").limit(query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page(await _views(shown, calendar=calendar, english=english), cursor)


async def get_notice(notice_id: UUID, *, calendar: Calendar, english: bool) -> NoticeView:
    """Raises NotFound."""
    with postgres_errors():
        row = await Notice.get_or_none(id=notice_id)
    if row is None:
        raise NotFound()
    (view,) = await _views([row], calendar=calendar, english=english)
    return view


async def list_entries(notice_id: UUID, query: Query, *, english: bool) -> Page[EntryView]:
    """All entries in their order. Raises NotFound, Invalid (a cursor that is none)."""
    after = decode_cursor(query.cursor, tuple[int]) or (0,)
    with postgres_errors():
        if not await Notice.exists(id=notice_id):
            raise NotFound()
    first = min(max(after[0], 0), 10**6)
    rows = await _rows(_ENTRIES, [notice_id], first, first + query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row["number"],))
    return Page([_entry(row, english) for row in shown], cursor)


async def _views(rows: Sequence[Notice], *, calendar: Calendar, english: bool) -> list[NoticeView]:
    ids = [row.id for row in rows]
    entries: dict[UUID, list[EntryView]] = defaultdict(list)
    for row in await _rows(_ENTRIES, ids, 0, MOST_ENTRIES):
        entries[row["notice_id"]].append(_entry(row, english))
    totals = {row["notice_id"]: row["total"] for row in await _rows(_COUNTS, ids)}
    return [
        _view(row, entries[row.id], totals.get(row.id, 0), calendar=calendar, english=english)
        for row in rows
    ]


def _view(
    row: Notice, entries: list[EntryView], total: int, *, calendar: Calendar, english: bool
) -> NoticeView:
    due = due_of(row, calendar)
    note = provisional_note(due)
    return NoticeView(
        id=row.id,
        edition=row.edition_id,
        track=row.track,
        title=row.title,
        starts_on=row.starts_on,
        ends_on=due.on,
        working_days=row.workdays,
        provisional=due.provisional,
        note=None if note is None else note.in_language(english),
        state=row.state,  # type: ignore[arg-type]  # a column
        closed_at=row.closed_at,
        entries=entries,
        entries_total=total,
    )


def _entry(row: Any, english: bool) -> EntryView:
    shown = msgspec.json.decode(row["shown"])
    track, title, facts = in_words(shown, english)
    return EntryView(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        district=row["district"],
        track=track,
        title=title,
        clause=shown["clause"],
        facts=facts,
        award_fen=row["award_fen"],
        state=row["state"],
    )


async def _rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    with postgres_errors():
        return list(await connections.get("default").execute_query_dict(sql, list(values)))
