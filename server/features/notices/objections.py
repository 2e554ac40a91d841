"""Objections as they are read: one's own, and those to a notice for the authority."""

from typing import Any, Literal
from uuid import UUID

from tortoise.queryset import QuerySet

from models.tables.notices import Objection
from models.tables.people import User
from server.audiences import Role
from server.edge.web.auth import Identity
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.notices.access import check_notice, notices_within
from server.features.notices.schemas import EntryRef, ObjectionView, StaffObjectionView
from storage.postgres.core.transaction import postgres_errors


class ObjectionQuery(Query, frozen=True):
    """`state` narrows the list to those that stand so."""

    state: Literal["open", "upheld", "dismissed"] | None = None


async def list_own_objections(query: Query, *, user_id: UUID) -> Page[ObjectionView]:
    """What the person raised, the newest first. Raises Invalid (a cursor that is none)."""
    found = Objection.filter(raised_by_id=user_id)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__lt=after[0])
    rows = await _read(found.order_by("-id").limit(query.limit + 1))
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page([ObjectionView(**_fields(row)) for row in shown], cursor)


async def get_own_objection(objection_id: UUID, *, user_id: UUID) -> ObjectionView:
    """Raises NotFound for somebody else's as well."""
    rows = await _read(Objection.filter(id=objection_id, raised_by_id=user_id))
    if not rows:
        raise NotFound()
    return ObjectionView(**_fields(rows[0]))


async def list_objections(
    notice_id: UUID, query: ObjectionQuery, *, by: Identity
) -> Page[StaffObjectionView]:
    """Those to one notice, the oldest first. Raises NotFound, Invalid (a cursor that is none)."""
    await check_notice(notice_id, notices_within(by, Role.AUTHORITY, Role.INSPECTOR))
    found = Objection.filter(notice_id=notice_id)
    if query.state is not None:
        found = found.filter(state=query.state)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__gt=after[0])
    rows = await _read(found.order_by("id").limit(query.limit + 1))
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page(await _for_staff(list(shown)), cursor)


async def get_objection(objection_id: UUID, *, by: Identity) -> StaffObjectionView:
    """For whoever answers it. Raises NotFound."""
    within = notices_within(by, Role.AUTHORITY, prefix="notice__")
    rows = await _read(Objection.filter(within, id=objection_id))
    if not rows:
        raise NotFound()
    (view,) = await _for_staff(rows)
    return view


async def _for_staff(rows: list[Objection]) -> list[StaffObjectionView]:
    """Who objected stays unnamed: the number is masked, the answer goes to their inbox."""
    with postgres_errors():
        people = await User.filter(id__in={row.raised_by_id for row in rows})
    phones = {person.id: person.phone_masked for person in people}
    return [
        StaffObjectionView(**_fields(row), raised_by=phones.get(row.raised_by_id)) for row in rows
    ]


async def _read(found: QuerySet[Objection]) -> list[Objection]:
    with postgres_errors():
        return await found.select_related("notice", "entry")


def _fields(row: Objection) -> dict[str, Any]:
    entry = row.entry
    return {
        "id": row.id,
        "notice_id": row.notice_id,
        "notice_title": row.notice.title,
        "entry": None if entry is None else EntryRef(entry.id, entry.number, entry.name),
        "reason": row.reason,
        "raised_at": row.raised_at,
        "state": row.state,
        "answer": row.answer,
        "answered_at": row.answered_at,
    }
