"""Objections as they are read: one's own, and those to a notice for the authority."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from tortoise.queryset import QuerySet

from models.tables.notices import Objection
from models.tables.people import User
from server.edge.web.auth import Identity
from server.edge.web.field_types import about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Counted
from server.errors import NotFound
from server.features.attachments.schemas import AttachmentView
from server.features.attachments.shown import papers_of
from server.features.content.covered import find_covered
from server.features.notices.access import check_notice, notices_within
from server.features.notices.schemas import EntryRef, ObjectionView, StaffObjectionView
from server.roles import READING_EDITIONS, Role
from storage.postgres.core.transaction import postgres_errors

_COVERED: Final = "（这段理由正在审核或未通过审核，原文和所附材料见“待审核内容”）"


class ObjectionQuery(Query, frozen=True):
    """`state` narrows the list to those in this state."""

    state: Annotated[
        Literal["open", "upheld", "dismissed"] | None,
        about("只看此状态的异议", "only objections in this state"),
    ] = None


async def list_own_objections(
    query: Query, *, user_id: UUID, english: bool
) -> Counted[ObjectionView]:
    """What the person raised, the newest first. Raises Invalid (a cursor that is none)."""
    found = page = Objection.filter(raised_by_id=user_id)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        page = found.filter(id__lt=after[0])
    rows = await _read(page.order_by("-id").limit(query.limit + 1))
    shown, cursor = page_of(rows, query.limit, lambda objection: (objection.id,))
    return Counted(await _views(shown, english), cursor, total=await _count(found))


async def get_own_objection(objection_id: UUID, *, user_id: UUID, english: bool) -> ObjectionView:
    """Raises NotFound for somebody else's as well."""
    rows = await _read(Objection.filter(id=objection_id, raised_by_id=user_id))
    if not rows:
        raise NotFound()
    (view,) = await _views(rows, english)
    return view


async def list_objections(
    notice_id: UUID, query: ObjectionQuery, *, by: Identity, english: bool
) -> Counted[StaffObjectionView]:
    """Those to one notice, the oldest first. Raises NotFound, Invalid (a cursor that is none)."""
    await check_notice(notice_id, notices_within(by, *READING_EDITIONS))
    found = Objection.filter(notice_id=notice_id)
    if query.state is not None:
        found = found.filter(state=query.state)
    page, after = found, decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        page = found.filter(id__gt=after[0])
    rows = await _read(page.order_by("id").limit(query.limit + 1))
    shown, cursor = page_of(rows, query.limit, lambda objection: (objection.id,))
    return Counted(await _for_staff(shown, english), cursor, total=await _count(found))


async def get_objection(objection_id: UUID, *, by: Identity, english: bool) -> StaffObjectionView:
    """For whoever answers it. Raises NotFound."""
    within = notices_within(by, Role.AUTHORITY, prefix="notice__")
    rows = await _read(Objection.filter(within, id=objection_id))
    if not rows:
        raise NotFound()
    (view,) = await _for_staff(rows, english)
    return view


async def _for_staff(objections: Sequence[Objection], english: bool) -> list[StaffObjectionView]:
    """Who objected stays unnamed: the number is masked, the answer goes to their inbox.

    What is covered, is so with its papers, whose names are words as well: see held contents.
    """
    with postgres_errors():
        people = await User.filter(id__in={each.raised_by_id for each in objections})
        covered = await find_covered("objection", [each.id for each in objections])
    papers = await _papers(objections, english)
    raisers = {person.id: person for person in people}
    return [
        StaffObjectionView(
            **msgspec.structs.asdict(_view(objection, papers[objection.id]))
            | ({"reason": _COVERED, "papers": []} if objection.id in covered else {}),
            **_raised_by(raisers.get(objection.raised_by_id)),
            covered=objection.id in covered,
        )
        for objection in objections
    ]


def _raised_by(person: User | None) -> dict[str, Any]:
    """WeChat's number before the one that they typed."""
    if person is None:
        return {"raised_by": None, "raised_by_verified": False}
    verified = person.phone_masked is not None
    number = person.phone_masked if verified else person.contact_masked
    return {"raised_by": number, "raised_by_verified": verified}


async def _views(objections: Sequence[Objection], english: bool) -> list[ObjectionView]:
    papers = await _papers(objections, english)
    return [_view(objection, papers[objection.id]) for objection in objections]


async def _papers(
    objections: Sequence[Objection], english: bool
) -> dict[UUID, list[AttachmentView]]:
    return await papers_of("objection", [each.id for each in objections], english=english)


async def _count(found: QuerySet[Objection]) -> int:
    with postgres_errors():
        return await found.count()


async def _read(found: QuerySet[Objection]) -> list[Objection]:
    with postgres_errors():
        return await found.select_related("notice", "entry")


def _view(objection: Objection, papers: list[AttachmentView]) -> ObjectionView:
    entry = objection.entry
    return ObjectionView(
        id=objection.id,
        notice_id=objection.notice_id,
        notice_title=objection.notice.title,
        entry=None if entry is None else EntryRef(entry.id, entry.number, entry.name),
        reason=objection.reason,
        raised_at=objection.raised_at,
        state=objection.state,  # type: ignore[arg-type]  # a column
        answer=objection.answer,
        answered_at=objection.answered_at,
        papers=papers,
    )
