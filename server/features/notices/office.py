"""An authority's notices over all its editions, and what waits for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from tortoise.expressions import Q, Subquery

from models.rules.workdays import Calendar
from models.tables.notices import Notice, Objection
from models.tables.programmes import Edition
from server.edge.web.auth import Identity
from server.edge.web.field_types import EditionCode, Instant, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.identity.scope import Scope
from server.features.notices.access import notices_within
from server.features.notices.due import due_of
from server.features.programmes.published import PublishedEdition, get_edition
from server.roles import READING_EDITIONS
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors

_COUNTS: Final = """
SELECT n.id,
       (SELECT count(*) FROM notice_entries e WHERE e.notice_id = n.id) AS entries,
       (SELECT count(*) FROM objections o WHERE o.notice_id = n.id) AS objections,
       (SELECT count(*) FROM objections o WHERE o.notice_id = n.id AND o.state = 'open')
           AS objections_open
  FROM notices n WHERE n.id = ANY($1)
"""
_WAITING: Final = """
SELECT a.edition_id AS edition, a.track, count(*) AS applications,
       coalesce(sum(a.award_fen), 0)::bigint AS amount_fen, min(r.opened_at) AS oldest_at
  FROM applications a
  JOIN reviews r ON r.application_id = a.id AND r.stage = 'publicity' AND r.state = 'open'
 WHERE a.edition_id = ANY($1) AND a.status = 'in_review' AND a.stage = 'publicity'
   AND NOT EXISTS (SELECT 1 FROM notice_entries n WHERE n.application_id = a.id AND n.live)
 GROUP BY a.edition_id, a.track ORDER BY min(r.opened_at), a.edition_id, a.track
"""


class OfficeNoticeQuery(Query, frozen=True):
    """`edition` and `state` narrow it; `due`: its days are over, and it is not closed."""

    edition: EditionCode | None = None
    state: Annotated[
        Literal["running", "due", "closed"] | None,
        about("进行中、期满待结束、已结束", "running, over and to be closed, or closed"),
    ] = None
    objections: Annotated[
        Literal["open"] | None,
        about("只看有异议未答复的", "only those with an objection to answer"),
    ] = None


class OfficeNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice without its entries, with what stands in the way of its end."""

    id: UUID
    title: str
    edition: str
    edition_title: Annotated[str, about("年度名称", "name of the edition")]
    track: str
    track_title: Annotated[str, about("申报事项名称", "name of the track")]
    starts_on: Annotated[date, about("第一天", "its first day")]
    ends_on: Annotated[date, about("最后一天", "its last day")]
    working_days: Annotated[int, about("公示的工作日数", "its working days")]
    provisional: Annotated[bool, about("截止日是否暂定", "whether its last day may still move")]
    state: Annotated[
        Literal["running", "due", "closed"],
        about("进行中、期满待结束、已结束", "running, over and to be closed, or closed"),
    ]
    closed_at: Instant | None
    entries: Annotated[int, about("公示条目数", "how many entries")]
    objections: Annotated[int, about("收到的异议数", "how many objections")]
    objections_open: Annotated[int, about("未答复的异议数", "how many wait for an answer")]


class WaitingForNotice(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for its public notice, by edition and track."""

    edition: str
    edition_title: Annotated[str, about("年度名称", "name of the edition")]
    track: str
    track_title: Annotated[str, about("申报事项名称", "name of the track")]
    applications: Annotated[int, about("申请数", "how many applications")]
    amount_fen: Annotated[int, about("拟支持金额合计，分", "their awards together, in fen")]
    oldest_at: Annotated[Instant, about("最早到达的时刻", "since when the first one waits")]


@dataclass(frozen=True, slots=True)
class Seen:
    """On which day, by which calendar, in which language notices are looked at."""

    today: date
    calendar: Calendar
    english: bool


class _Counts(msgspec.Struct, frozen=True):
    id: UUID
    entries: int
    objections: int
    objections_open: int


class _Waiting(msgspec.Struct, frozen=True):
    edition: str
    track: str
    applications: int
    amount_fen: int
    oldest_at: datetime


async def list_office_notices(
    query: OfficeNoticeQuery, *, by: Identity, seen: Seen
) -> Page[OfficeNotice]:
    """The newest first, within the grants. Raises Invalid (a cursor that is none)."""
    found = Notice.filter(notices_within(by, *READING_EDITIONS))
    if query.edition is not None:
        found = found.filter(edition_id=query.edition)
    if query.state == "closed":
        found = found.filter(state="closed")
    elif query.state == "due":
        found = found.filter(state="open", provisional=False, ends_on__lt=seen.today)
    elif query.state == "running":
        found = found.filter(Q(provisional=True) | Q(ends_on__gte=seen.today), state="open")
    if query.objections is not None:
        asked = Objection.filter(state=query.objections).values("notice_id")
        found = found.filter(id__in=Subquery(asked))
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__lt=after[0])
    with postgres_errors():
        notices = await found.order_by("-id").limit(query.limit + 1)
    shown, cursor = page_of(notices, query.limit, lambda notice: (notice.id,))
    return Page(await _views(shown, seen), cursor)


async def get_office_notice(notice_id: UUID, *, by: Identity, seen: Seen) -> OfficeNotice:
    """Raises NotFound outside the grants."""
    with postgres_errors():
        found = await Notice.filter(notices_within(by, *READING_EDITIONS), id=notice_id).first()
    if found is None:
        raise NotFound()
    (view,) = await _views([found], seen)
    return view


async def _views(notices: Sequence[Notice], seen: Seen) -> list[OfficeNotice]:
    counts = await list_rows(_Counts, _COUNTS, [notice.id for notice in notices], tx=None)
    by_id, editions = {one.id: one for one in counts}, await _editions(notices)
    return [
        _notice(notice, by_id[notice.id], editions[notice.edition_id], seen) for notice in notices
    ]


async def list_waiting(*, by: Identity, english: bool) -> list[WaitingForNotice]:
    """What `POST /notices` would publish now, the longest waiting first."""
    within = Scope.of(by, *READING_EDITIONS).editions()
    with postgres_errors():
        codes = [edition.code for edition in await Edition.filter(within).only("code")]
    found = []
    for row in await list_rows(_Waiting, _WAITING, codes, tx=None):
        edition = await get_edition(row.edition)
        title, track_title = _titles(edition, row.track, english)
        found.append(
            WaitingForNotice(
                edition_title=title, track_title=track_title, **msgspec.structs.asdict(row)
            )
        )
    return found


async def _editions(notices: Sequence[Notice]) -> Mapping[str, PublishedEdition]:
    return {code: await get_edition(code) for code in {one.edition_id for one in notices}}


def _titles(edition: PublishedEdition, track: str, english: bool) -> tuple[str, str]:
    terms = edition.definition.find_track(track)
    title = edition.definition.edition.title.in_language(english)
    return title, track if terms is None else terms.title.in_language(english)


def _notice(
    notice: Notice,
    counts: _Counts,
    edition: PublishedEdition,
    seen: Seen,
) -> OfficeNotice:
    due = due_of(notice, seen.calendar)
    over = not due.provisional and due.on < seen.today
    title, track_title = _titles(edition, notice.track, seen.english)
    return OfficeNotice(
        id=notice.id,
        title=notice.title,
        edition=notice.edition_id,
        edition_title=title,
        track=notice.track,
        track_title=track_title,
        starts_on=notice.starts_on,
        ends_on=due.on,
        working_days=notice.workdays,
        provisional=due.provisional,
        state="closed" if notice.state == "closed" else "due" if over else "running",
        closed_at=notice.closed_at,
        entries=counts.entries,
        objections=counts.objections,
        objections_open=counts.objections_open,
    )
