"""Public notices as everybody reads them: of an edition, one by one, and entry by entry."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec

from models.rules.terms.programme import EditionDefinition
from models.rules.workdays import Calendar
from models.tables.notices import Notice, NoticeEntry
from server.edge.web.field_types import about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.notices.due import due_of, provisional_note
from server.features.notices.full_text import full_text
from server.features.notices.schemas import EntryState, EntryView, NoticeView, ShownFact
from server.features.notices.shown import FrozenEntry, read_entry
from server.features.programmes.help import contact_views
from server.features.programmes.published import get_edition, refuse_unknown
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

MOST_ENTRIES: Final = 200
"""So many are in the notice itself; `GET /notices/{id}/entries` has them all, in pages."""

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


class _Entry(msgspec.Struct, frozen=True):
    """`shown` is the frozen entry as JSON."""

    id: UUID
    notice_id: UUID
    number: int
    name: str
    district: str
    shown: str
    award_fen: int | None
    state: EntryState


class _Count(msgspec.Struct, frozen=True):
    notice_id: UUID
    total: int


class NoticeQuery(Query, frozen=True):
    """`state` narrows the list to notices that run, or that are over."""

    state: Annotated[
        Literal["open", "closed"] | None, about("只看此状态的公示", "only notices in this state")
    ] = None


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
        notices = await found.order_by("-id").limit(query.limit + 1)
    shown, cursor = page_of(notices, query.limit, lambda notice: (notice.id,))
    return Page(await _views(shown, calendar=calendar, english=english), cursor)


async def get_notice(notice_id: UUID, *, calendar: Calendar, english: bool) -> NoticeView:
    """Raises NotFound."""
    with postgres_errors():
        notice = await Notice.get_or_none(id=notice_id)
    if notice is None:
        raise NotFound()
    (view,) = await _views([notice], calendar=calendar, english=english)
    return view


async def list_entries(notice_id: UUID, query: Query, *, english: bool) -> Page[EntryView]:
    """All entries in their order. Raises NotFound, Invalid (a cursor that is none)."""
    after = decode_cursor(query.cursor, tuple[int]) or (0,)
    with postgres_errors():
        if not await Notice.exists(id=notice_id):
            raise NotFound()
    first = min(max(after[0], 0), 10**6)
    last = first + query.limit + 1
    entries = await list_rows(_Entry, _ENTRIES, [notice_id], first, last, tx=None)
    shown, cursor = page_of(entries, query.limit, lambda entry: (entry.number,))
    return Page([_entry(entry, english) for entry in shown], cursor)


async def _views(
    notices: Sequence[Notice], *, calendar: Calendar, english: bool
) -> list[NoticeView]:
    ids = [notice.id for notice in notices]
    entries: dict[UUID, list[EntryView]] = defaultdict(list)
    for entry in await list_rows(_Entry, _ENTRIES, ids, 0, MOST_ENTRIES, tx=None):
        entries[entry.notice_id].append(_entry(entry, english))
    counts = await list_rows(_Count, _COUNTS, ids, tx=None)
    totals = {count.notice_id: count.total for count in counts}
    editions = {code: await get_edition(code) for code in {one.edition_id for one in notices}}
    return [
        notice_view(
            notice,
            entries[notice.id],
            totals.get(notice.id, 0),
            editions[notice.edition_id].definition,
            calendar=calendar,
            english=english,
        )
        for notice in notices
    ]


def notice_view(
    notice: Notice,
    entries: list[EntryView],
    total: int,
    definition: EditionDefinition,
    *,
    calendar: Calendar,
    english: bool,
) -> NoticeView:
    """The notice with these of its entries, `total` of them in all."""
    due = due_of(notice, calendar)
    note = provisional_note(due)
    text = full_text(notice, definition, ends_on=due.on, note=note, total=total)
    return NoticeView(
        id=notice.id,
        edition=notice.edition_id,
        track=notice.track,
        title=notice.title,
        starts_on=notice.starts_on,
        ends_on=due.on,
        working_days=notice.workdays,
        provisional=due.provisional,
        note=None if note is None else note.in_language(english),
        text=[paragraph.in_language(english) for paragraph in text],
        contacts=contact_views(definition.policy, english),
        state=notice.state,  # type: ignore[arg-type]  # a column
        closed_at=notice.closed_at,
        entries=entries,
        entries_total=total,
    )


def _entry(entry: _Entry, english: bool) -> EntryView:
    return entry_view(entry, read_entry(entry.shown), entry.state, english)


def entry_view(
    entry: _Entry | NoticeEntry, shown: FrozenEntry, state: EntryState, english: bool
) -> EntryView:
    """The entry with what is frozen of it."""
    return EntryView(
        id=entry.id,
        number=entry.number,
        name=entry.name,
        district=entry.district,
        track=shown.track.in_language(english),
        title=None if shown.title is None else shown.title.in_language(english),
        clause=shown.clause,
        facts=[
            ShownFact(
                fact.name,
                fact.label.in_language(english),
                fact.value.in_language(english),
                fact.cite,
            )
            for fact in shown.facts
        ],
        award_fen=entry.award_fen,
        state=state,
    )
