"""A programme's public list: who is recognised, when it is reviewed again, who was withdrawn."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta
from tortoise import connections

from models.rules.reasons import Text
from models.rules.recognition import next_summary
from models.rules.terms.recognition import Recognition as Terms
from models.tables.programmes import Programme
from server.clock import Clock
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.platforms.fields import CategoryCode, District
from server.features.programmes.published import find_edition
from server.features.recognitions.schemas import ListEntry, Withdrawn
from storage.postgres.core.transaction import postgres_errors

_CLIENTS = Text(
    "不再接受新的申请;撤销前已提交的申请照常审核、照常拨付",
    "No new applications; those handed in before go on and are paid",
)
_ENTRY = """
SELECT r.*, ARRAY(SELECT p.year FROM recognition_reports p
                   WHERE p.recognition_id = r.id AND p.kind = 'summary') AS reported
  FROM recognitions r
"""
_ONE = f"{_ENTRY} WHERE r.id = $1"
_LIST = f"""{_ENTRY}
 WHERE r.programme_id = $1 AND ($2::text IS NULL OR r.edition_id = $2)
   AND ($3::text IS NULL OR r.state = $3)
   AND ($4::text IS NULL OR strpos(lower(r.name), lower($4)) > 0)
   AND ($5::text IS NULL OR $5 = ANY(r.categories)) AND ($6::text IS NULL OR r.district = $6)
   AND ($7::uuid IS NULL OR r.id > $7)
 ORDER BY r.id LIMIT $8
"""


class ListQuery(Query, frozen=True):
    """`q` is found inside names; without `edition` the lists of all years."""

    edition: Annotated[str, Meta(max_length=80)] | None = None
    state: Literal["valid", "withdrawn"] | None = None
    q: Annotated[str, Meta(max_length=100)] | None = None
    category: CategoryCode | None = None
    district: District | None = None


async def list_recognised(
    programme: str, query: ListQuery, *, clock: Clock, english: bool
) -> Page[ListEntry]:
    """One page, the oldest entry first. Raises NotFound (the programme), Invalid (the cursor)."""
    last = decode_cursor(query.cursor, tuple[UUID])
    with postgres_errors():
        if not await Programme.exists(code=programme):
            raise NotFound()
        rows = await connections.get("default").execute_query_dict(
            _LIST,
            [
                programme,
                query.edition,
                query.state,
                query.q,
                query.category,
                query.district,
                last[0] if last else None,
                query.limit + 1,
            ],
        )
    shown, cursor = page_of(rows, query.limit, lambda row: (row["id"],))
    return Page(await _entries(shown, clock.today(), english=english), cursor)


async def get_entry(recognition_id: UUID, *, clock: Clock, english: bool) -> ListEntry:
    """One entry, as the list shows it. Raises NotFound."""
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_ONE, [recognition_id])
    if not rows:
        raise NotFound()
    (entry,) = await _entries(rows, clock.today(), english=english)
    return entry


async def _entries(
    rows: Sequence[dict[str, Any]], today: date, *, english: bool
) -> list[ListEntry]:
    return [_entry(row, await terms_of(row), today, english=english) for row in rows]


async def terms_of(row: Any) -> Terms | None:
    """The terms of an entry's track as its edition has them now."""
    edition = await find_edition(row["edition_id"])
    track = edition.definition.find_track(row["track"]) if edition else None
    return None if track is None else track.recognition


def _entry(row: dict[str, Any], terms: Terms | None, today: date, *, english: bool) -> ListEntry:
    valid = row["state"] == "valid"
    due = next_summary(terms, row["valid_from"], row["reported"]) if terms and valid else None
    review = row["review_due_on"] if valid else None
    return ListEntry(
        id=row["id"],
        name=row["name"],
        title=row["title"],
        track=row["track"],
        edition=row["edition_id"],
        district=row["district"],
        categories=list(row["categories"]),
        platform_id=row["platform_id"],
        span=row["span"],
        valid_from=row["valid_from"],
        review_due_on=review,
        review_overdue=review is not None and review < today,
        reviewed_on=row["reviewed_on"],
        summary_year=due.year if due else None,
        summary_due_on=due.due_on if due else None,
        state=row["state"],
        withdrawn=None if valid else _withdrawn(row, english=english),
    )


def _withdrawn(row: dict[str, Any], *, english: bool) -> Withdrawn:
    clients = _CLIENTS.in_language(english)
    return Withdrawn(row["withdrawn_on"], row["reason"], row["announcement"], clients)
