"""Lists the reviews within a person's grants, in key order or another."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.rules.labels import STAGE_WORDS
from models.rules.lifecycle import StageKind
from models.rules.mistyped import slip_in
from models.rules.workdays import Calendar, workdays_left
from models.tables.notices import NoticeEntry
from models.tables.people import User
from models.tables.reviews import Review
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.edge.web.params import page_of
from server.errors import Invalid, NotFound
from server.features.applications.schemas import NamedReference
from server.features.identity.scope import Scope
from server.features.programmes.published import definition_of, refuse_mistyped
from server.features.reviews.case import IDLE, holder
from server.features.reviews.own_scores import list_own_states
from server.features.reviews.review_acts import review_acts, review_next
from server.features.reviews.schemas import ExpertState, ReviewItem, ReviewLabels, WorkList
from server.features.reviews.work_order import ORDERS, total_of
from server.features.reviews.work_query import ReviewQuery, wanted
from server.roles import REVIEWING, Role
from storage.postgres.application_states import read_states
from storage.postgres.core.transaction import postgres_errors

RELATED: Final = ("application__enterprise", "application__platform")
"""What a line of the list is made of, beside the review itself."""


async def list_reviews(
    query: ReviewQuery, *, by: Identity, clock: Clock, calendar: Calendar, english: bool
) -> WorkList:
    """In the order asked for, within the grants of each role that the person holds.

    Raises Invalid: a cursor that is none, and a mistyped edition or code instead of an empty page.
    """
    now = clock.now()
    found = Review.filter(_within(by), wanted(query, clock.today(), calendar))
    if query.state == "mine":
        found = found.filter(taken_by_id=by.user_id, touched_at__gt=now - IDLE)
    order = ORDERS[query.sort]
    with postgres_errors():
        rows = await order.page(found, query).select_related(*RELATED)
        totals = await total_of(found)
    if not rows:
        await refuse_mistyped(query.edition)
        refuse_slip(query.q)
    shown, cursor = page_of(rows, query.limit, order.key)
    items = await items_of(shown, by=by, now=now, calendar=calendar, english=english)
    return WorkList(items, cursor, totals=totals)


def reviews_within(by: Identity) -> QuerySet[Review]:
    """Every review that the person may look at."""
    return Review.filter(_within(by))


async def names_of(user_ids: list[UUID]) -> dict[UUID, NamedReference]:
    """User names of members of staff."""
    if not user_ids:
        return {}
    with postgres_errors():
        users = await User.filter(id__in=user_ids)
    return {user.id: NamedReference(user.id, user.username) for user in users}


async def get_item(
    review_id: UUID, *, by: Identity, clock: Clock, calendar: Calendar, english: bool
) -> ReviewItem:
    """One line of the list, whose file may still be shut. Raises NotFound."""
    found = reviews_within(by).filter(id=review_id).select_related(*RELATED)
    with postgres_errors():
        row = await found.first()
    if row is None:
        raise NotFound()
    now = clock.now()
    return (await items_of([row], by=by, now=now, calendar=calendar, english=english))[0]


async def items_of(
    rows: Sequence[Review], *, by: Identity, now: datetime, calendar: Calendar, english: bool
) -> list[ReviewItem]:
    """`rows` with what `RELATED` names."""
    names = await names_of([key for row in rows if (key := holder(row, now))])
    experts, notices = await list_own_states(rows, by), await notices_of(rows)
    states = await read_states([row.application_id for row in rows], by.user_id)
    return [
        ReviewItem(
            **item_fields(row, names.get(holder(row, now) or row.id), experts.get(row.id)),
            **counted_days(row, now, calendar),
            notice_id=notices.get(row.application_id),
            labels=await review_labels(row, english=english),
            next=review_next(row, states[row.application_id], by=by, english=english),
            allowed=review_acts(
                row, states[row.application_id], experts.get(row.id), by=by, now=now
            ),
        )
        for row in rows
    ]


async def review_labels(row: Review, *, english: bool) -> ReviewLabels:
    """`row` with its application."""
    definition = await definition_of(row.application.rule_version_id)
    track = definition.find_track(row.application.track)
    return ReviewLabels(
        STAGE_WORDS[cast(StageKind, row.stage)].in_language(english),
        track.title.in_language(english) if track else row.application.track,
    )


async def notices_of(rows: Sequence[Review]) -> dict[UUID, UUID]:
    """The running notice by application, of those that are in one."""
    shown = [row.application_id for row in rows if (row.stage, row.state) == ("publicity", "open")]
    if not shown:
        return {}
    with postgres_errors():
        entries = await NoticeEntry.filter(application_id__in=shown, live=True)
    return {entry.application_id: entry.notice_id for entry in entries}


def item_fields(
    row: Review, taken_by: NamedReference | None, expert: ExpertState | None
) -> dict[str, Any]:
    application = row.application
    firm, platform = application.enterprise, application.platform
    return {
        "id": row.id,
        "application_id": row.application_id,
        "number": application.number,
        "edition": application.edition_id,
        "track": application.track,
        "stage": row.stage,
        "state": row.state,
        "enterprise": NamedReference(firm.id, firm.name) if firm else None,
        "taken_by": taken_by if row.state == "open" else None,
        "due_on": row.due_on,
        "round": row.round,
        "out_of_order": row.out_of_order,
        "verdict": row.verdict,
        "decided_at": row.decided_at,
        "expert": expert,
        "bulk": row.bulk,
        "amount_fen": application.award_fen,
        "submitted_at": application.submitted_at,
        "opened_at": row.opened_at,
        "district": application.district,
        "platform": NamedReference(platform.id, platform.name) if platform else None,
    }


def counted_days(row: Review, now: datetime, calendar: Calendar) -> dict[str, Any]:
    """Working days that it has waited, or had when decided, and those that are left, or over."""
    until = min(row.decided_at or row.invalidated_at or now, now)
    since_on, until_on = (at.astimezone(SHANGHAI).date() for at in (row.opened_at, until))
    return {
        "days_waiting": workdays_left(calendar, since_on, until_on),
        "workdays_left": _left(row, now.astimezone(SHANGHAI).date(), calendar),
    }


def _left(row: Review, today: date, calendar: Calendar) -> int | None:
    """Never 0 once the day is past: also a weekend makes it overdue."""
    if row.state != "open" or row.due_on is None:
        return None
    if row.due_on >= today:
        return workdays_left(calendar, today, row.due_on)
    return -max(1, workdays_left(calendar, row.due_on, today))


def _within(by: Identity) -> Q:
    """A reviewer sees the stages of their role, an inspector all; both within their grants."""
    parts = [
        Q(Q(role=role), Scope.of(by, role).applications("application__"))
        for role in sorted(REVIEWING & by.roles)
    ]
    # Nothing is added for a role that is not held: with one alone the index gives their order.
    if Role.INSPECTOR in by.roles or not parts:
        parts.append(Scope.of(by, Role.INSPECTOR).applications("application__"))
    return parts[0] if len(parts) == 1 else Q(*parts, join_type=Q.OR)


def refuse_slip(text: str | None) -> None:
    """Raises Invalid for a code with a slip in it, where a search for it found nothing."""
    wrong = None if text is None else slip_in(text, "q")
    if wrong is not None:
        raise Invalid(errors=[wrong])
