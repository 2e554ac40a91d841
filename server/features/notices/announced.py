"""Public notices of every edition in one list, each in a line, for who looks for one."""

from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec

from models.rules.workdays import Calendar
from models.tables.notices import Notice
from server.edge.web.field_types import EditionCode, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.notices.due import due_of
from server.features.programmes.published import get_edition, refuse_mistyped
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

_COUNTS: Final = """
SELECT notice_id, count(*) AS total FROM notice_entries WHERE notice_id = ANY($1) GROUP BY notice_id
"""


class AnnouncedQuery(Query, frozen=True):
    """`edition` and `state` narrow the list."""

    edition: Annotated[
        EditionCode | None, about("只看此届的公示", "only notices of this edition")
    ] = None
    state: Annotated[
        Literal["open", "closed"] | None, about("只看此状态的公示", "only notices in this state")
    ] = None


class AnnouncedNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A public notice in a list; its text and its entries are at `GET /notices/{id}`."""

    id: UUID
    edition: str
    edition_title: Annotated[str, about("届次名称", "title of the edition")]
    track: str
    title: str
    starts_on: date
    ends_on: Annotated[
        date, about("公示末日，当日结束前可提异议", "last day; objections are taken until its end")
    ]
    state: Annotated[
        Literal["open", "closed"],
        about(
            "open 至异议全部答复，closed 已结束",
            "open until every objection is answered, then closed",
        ),
    ]
    entries_total: Annotated[int, about("条目总数", "how many there are")]


class _Count(msgspec.Struct, frozen=True):
    notice_id: UUID
    total: int


async def list_announced(
    query: AnnouncedQuery, *, calendar: Calendar, english: bool
) -> Page[AnnouncedNotice]:
    """The newest first. Raises Invalid (a cursor or an edition that is none)."""
    after = decode_cursor(query.cursor, tuple[UUID])
    found = Notice.all()
    if query.edition is not None:
        found = found.filter(edition_id=query.edition)
    if query.state is not None:
        found = found.filter(state=query.state)
    if after is not None:
        found = found.filter(id__lt=after[0])
    with postgres_errors():
        notices = await found.order_by("-id").limit(query.limit + 1)
    if not notices:
        await refuse_mistyped(query.edition)
    shown, cursor = page_of(notices, query.limit, lambda notice: (notice.id,))
    counts = await list_rows(_Count, _COUNTS, [notice.id for notice in shown], tx=None)
    totals = {count.notice_id: count.total for count in counts}
    items = [
        await _line(notice, totals.get(notice.id, 0), calendar=calendar, english=english)
        for notice in shown
    ]
    return Page(items, cursor)


async def _line(
    notice: Notice, total: int, *, calendar: Calendar, english: bool
) -> AnnouncedNotice:
    definition = (await get_edition(notice.edition_id)).definition
    return AnnouncedNotice(
        id=notice.id,
        edition=notice.edition_id,
        edition_title=definition.edition.title.in_language(english),
        track=notice.track,
        title=notice.title,
        starts_on=notice.starts_on,
        ends_on=due_of(notice, calendar).on,
        state=notice.state,  # type: ignore[arg-type]  # a column
        entries_total=total,
    )
