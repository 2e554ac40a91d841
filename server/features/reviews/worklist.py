"""Lists the reviews within a person's grants, in key order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.rules.labels import STAGE_WORDS
from models.rules.lifecycle import StageKind
from models.rules.mistyped import slip_in
from models.rules.text.compared import compared
from models.rules.uscc import normalise_uscc
from models.tables.notices import NoticeEntry
from models.tables.people import User
from models.tables.reviews import Review
from server.clock import Clock
from server.edge.web.auth import Identity
from server.edge.web.field_types import EditionCode, Search, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import Invalid, NotFound
from server.features.applications.schemas import NamedReference
from server.features.identity.scope import Scope
from server.features.programmes.published import definition_of, refuse_mistyped
from server.features.reviews.case import IDLE, holder
from server.features.reviews.own_scores import list_own_states
from server.features.reviews.review_acts import review_acts, review_next
from server.features.reviews.schemas import ExpertState, ReviewItem, ReviewLabels
from server.roles import REVIEWING, Role
from storage.postgres.application_states import read_states
from storage.postgres.core.transaction import postgres_errors


class ReviewQuery(Query, frozen=True):
    """`open`: still to be decided; `mine`: of those the ones that I hold; `done`: decided."""

    stage: Annotated[StageKind | None, about("只看此步骤", "only this step")] = None
    edition: Annotated[EditionCode | None, about("只看此届", "only this edition")] = None
    state: Annotated[
        Literal["open", "mine", "done"],
        about(
            "open 待审，mine 我领取的，done 已审",
            "`open`: to be decided; `mine`: held by me; `done`: decided",
        ),
    ] = "open"
    q: Search | None = None


async def list_reviews(
    query: ReviewQuery, *, by: Identity, clock: Clock, english: bool
) -> Page[ReviewItem]:
    """In key order, within the grants of each role that the person holds.

    Raises Invalid: a cursor that is none, and a mistyped edition or code instead of an empty page.
    """
    now = clock.now()
    found = Review.filter(_within(by), _wanted(query))
    if query.state == "mine":
        found = found.filter(taken_by_id=by.user_id, touched_at__gt=now - IDLE)
    after = decode_cursor(query.cursor, tuple[str, UUID])
    if after is not None:
        # The first condition is implied; it is what the index begins the page with.
        beyond = Q(order_key__gt=after[0]) | Q(Q(order_key=after[0]), Q(id__gt=after[1]))
        found = found.filter(Q(order_key__gte=after[0]), beyond)
    found = found.order_by("order_key", "id").limit(query.limit + 1)
    with postgres_errors():
        rows = await found.select_related("application__enterprise")
    if not rows:
        await refuse_mistyped(query.edition)
        refuse_slip(query.q)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.order_key, row.id))
    return Page(await items_of(shown, by=by, now=now, english=english), cursor)


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


async def get_item(review_id: UUID, *, by: Identity, clock: Clock, english: bool) -> ReviewItem:
    """One line of the list, whose file may still be shut. Raises NotFound."""
    found = reviews_within(by).filter(id=review_id).select_related("application__enterprise")
    with postgres_errors():
        row = await found.first()
    if row is None:
        raise NotFound()
    return (await items_of([row], by=by, now=clock.now(), english=english))[0]


async def items_of(
    rows: Sequence[Review], *, by: Identity, now: datetime, english: bool
) -> list[ReviewItem]:
    """`rows` with their application and its firm."""
    names = await names_of([key for row in rows if (key := holder(row, now))])
    experts, notices = await list_own_states(rows, by), await notices_of(rows)
    states = await read_states([row.application_id for row in rows], by.user_id)
    return [
        ReviewItem(
            **item_fields(row, names.get(holder(row, now) or row.id), experts.get(row.id)),
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
    firm = application.enterprise
    return {
        "id": row.id,
        "application_id": row.application_id,
        "number": application.number,
        "track": application.track,
        "stage": row.stage,
        "state": row.state,
        "enterprise": NamedReference(firm.id, firm.name) if firm else None,
        "taken_by": taken_by if row.state == "open" else None,
        "due_on": row.due_on,
        "out_of_order": row.out_of_order,
        "verdict": row.verdict,
        "expert": expert,
        "bulk": row.bulk,
    }


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


def _wanted(query: ReviewQuery) -> Q:
    wanted: dict[str, Any] = {"state": "done" if query.state == "done" else "open"}
    if query.stage is not None:
        wanted["stage"] = query.stage
    if query.edition is not None:
        wanted["application__edition_id"] = query.edition
    if query.q is None:
        return Q(**wanted)
    return Q(Q(**wanted), matching(query.q, "application__"))


def refuse_slip(text: str | None) -> None:
    """Raises Invalid for a code with a slip in it, where a search for it found nothing."""
    wrong = None if text is None else slip_in(text, "q")
    if wrong is not None:
        raise Invalid(errors=[wrong])


def matching(text: str, prefix: str = "") -> Q:
    """Applications whose number, contract or firm holds this text, or whose firm has this code."""
    wanted = compared(text)
    parts: list[dict[str, Any]] = [
        {f"{prefix}number__icontains": wanted},
        {f"{prefix}contract_compared__contains": wanted},
        {f"{prefix}enterprise__name_compared__contains": wanted},
        {f"{prefix}enterprise__uscc": normalise_uscc(text)},
    ]
    return Q(*(Q(**part) for part in parts), join_type=Q.OR)
