"""A programme's public list: who is recognised, when it is reviewed again, who was withdrawn."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct

from models.programme.platform_file import Category
from models.rules.reasons import Text
from models.rules.recognition import next_summary
from models.rules.terms.recognition import RecognitionTerms as Terms
from models.rules.terms.recognition import Span
from models.tables.programmes import Programme
from server.clock import Clock
from server.edge.web.field_types import EditionCode, Place, Search, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.platforms.fields import GivenCategory
from server.features.platforms.filters import read_filters
from server.features.programmes.published import find_edition, refuse_mistyped
from server.features.recognitions.schemas import ListEntry, Withdrawn
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import postgres_errors

_CLIENTS = Text(
    "不再接受新的申请；撤销前已提交的申请照常审核、照常拨付",
    "No new applications; those handed in before go on and are paid",
)
_ENTRY = """
SELECT r.id, r.name, r.title, r.track, r.edition_id, r.district, r.categories, r.platform_id,
       r.span, r.valid_from, r.review_due_on, r.reviewed_on, r.state, r.withdrawn_on, r.reason,
       r.announcement, ARRAY(SELECT p.year FROM recognition_reports p
                              WHERE p.recognition_id = r.id AND p.kind = 'summary') AS reported
  FROM recognitions r
"""
_ONE = f"{_ENTRY} WHERE r.id = $1"
_LIST = f"""{_ENTRY}
 WHERE r.programme_id = $1 AND ($2::text IS NULL OR r.edition_id = $2)
   AND ($3::text IS NULL OR r.state = $3)
   AND ($4::text IS NULL OR strpos(r.name_compared, compared($4)) > 0)
   AND ($5::text IS NULL OR $5 = ANY(r.categories)) AND ($6::text IS NULL OR r.district = $6)
   AND ($7::uuid IS NULL OR r.id > $7)
 ORDER BY r.id LIMIT $8
"""


class ListQuery(Query, frozen=True):
    """`q` is found inside names; without `edition` the lists of all years."""

    edition: Annotated[
        EditionCode | None,
        about("只看此届；不填为历年", "only this edition; without it all years"),
    ] = None
    state: Annotated[
        Literal["valid", "withdrawn"] | None,
        about("只看此状态的名单", "only entries in this state"),
    ] = None
    q: Annotated[
        Search | None,
        about("在名称中查找", "looked for inside names"),
    ] = None
    category: GivenCategory | None = None
    district: Place | None = None


class _Row(Struct, frozen=True):
    """An entry; `reported` are the years whose summaries were accepted."""

    id: UUID
    name: str
    title: str
    track: str
    edition_id: str
    district: str
    categories: list[str]
    platform_id: UUID | None
    span: Span
    valid_from: date
    review_due_on: date | None
    reviewed_on: date | None
    state: Literal["valid", "withdrawn"]
    withdrawn_on: date | None
    reason: str | None
    announcement: str | None
    reported: list[int]

    def withdrawn(self, clients: str) -> Withdrawn | None:
        """None while it is valid: all three are there or none."""
        if self.withdrawn_on is None or self.reason is None or self.announcement is None:
            return None
        return Withdrawn(self.withdrawn_on, self.reason, self.announcement, clients)


async def list_recognised(
    programme: str,
    query: ListQuery,
    *,
    categories: Sequence[Category],
    clock: Clock,
    english: bool,
) -> Page[ListEntry]:
    """One page, the oldest entry first.

    Raises NotFound (the programme), Invalid (the cursor, a filter that is no option).
    """
    last = decode_cursor(query.cursor, tuple[UUID])
    with postgres_errors():
        if not await Programme.exists(code=programme):
            raise NotFound()
    filters = await read_filters(query, categories)
    rows = await list_rows(
        _Row,
        _LIST,
        programme,
        query.edition,
        query.state,
        query.q,
        filters.category,
        filters.district,
        last[0] if last else None,
        query.limit + 1,
        tx=None,
    )
    if not rows:
        await refuse_mistyped(query.edition)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    today = clock.today()
    return Page([await _entry(row, today, english=english) for row in shown], cursor)


async def get_entry(recognition_id: UUID, *, clock: Clock, english: bool) -> ListEntry:
    """One entry, as the list shows it. Raises NotFound."""
    row = await find_row(_Row, _ONE, recognition_id, tx=None)
    if row is None:
        raise NotFound()
    return await _entry(row, clock.today(), english=english)


async def terms_of(edition: str, track: str) -> Terms | None:
    """The terms of an entry's track as its edition has them now."""
    published = await find_edition(edition)
    found = published.definition.find_track(track) if published else None
    return None if found is None else found.recognition


async def _entry(row: _Row, today: date, *, english: bool) -> ListEntry:
    terms = await terms_of(row.edition_id, row.track)
    valid = row.state == "valid"
    due = next_summary(terms, row.valid_from, row.reported) if terms and valid else None
    review = row.review_due_on if valid else None
    return ListEntry(
        id=row.id,
        name=row.name,
        title=row.title,
        track=row.track,
        edition=row.edition_id,
        district=row.district,
        categories=row.categories,
        platform_id=row.platform_id,
        span=row.span,
        valid_from=row.valid_from,
        review_due_on=review,
        review_overdue=review is not None and review < today,
        reviewed_on=row.reviewed_on,
        summary_year=due.year if due else None,
        summary_due_on=due.due_on if due else None,
        state=row.state,
        withdrawn=row.withdrawn(_CLIENTS.in_language(english)),
    )
