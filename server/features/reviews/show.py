"""Shows one review: the application with its papers, what changed, what to look at twice."""

from datetime import datetime, timedelta
from uuid import UUID

from models.rules.award.decided import DECIDED_KINDS, decided_between
from models.rules.terms.programme import EditionDefinition, TrackTerms
from models.tables.reviews import Review
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import NotFound
from server.features.applications.reader import Reader
from server.features.applications.schemas import ApplicationView
from server.features.applications.view import present_applications
from server.features.client_lists.show import find_summary
from server.features.enterprises.schemas import enterprise_view
from server.features.identity.declarations import refuse_unopened
from server.features.programmes.published import definition_of
from server.features.reviews.appeals import find_open_appeal
from server.features.reviews.case import holder
from server.features.reviews.changes import list_changes
from server.features.reviews.clauses import clauses_of
from server.features.reviews.contact import find_contact
from server.features.reviews.flags import find_flags
from server.features.reviews.own_scores import find_own_score, list_own_states
from server.features.reviews.points import list_points
from server.features.reviews.readers import OfficeReader
from server.features.reviews.ready_reasons import ready_reasons
from server.features.reviews.review_acts import review_acts, review_next
from server.features.reviews.schemas import (
    GrantBounds,
    RejectableClause,
    ReviewView,
    SheetCriterionView,
)
from server.features.reviews.worklist import (
    RELATED,
    counted_days,
    item_fields,
    names_of,
    notices_of,
    review_labels,
    reviews_within,
)
from server.ports import Ports
from server.roles import Role
from storage.postgres.application_rows import fetch_application
from storage.postgres.application_states import read_states
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.reviews import touch_review
from storage.redis.quota import QuotaRedis

_MINUTE = timedelta(minutes=1)


async def get_review(review_id: UUID, *, by: Identity, ports: Ports, english: bool) -> ReviewView:
    """A look by whoever holds the review counts as work on it.

    Raises NotFound; DeclarationNeeded, ConflictOfInterest (experts).
    """
    now = ports.clock.now()
    review, holding = await open_review(review_id, by, now)
    taken_by = (await names_of([holding])).get(holding) if holding else None
    application = review.application
    definition = await definition_of(application.rule_version_id)
    track = definition.find_track(application.track)
    if track is None:
        raise NotFound()
    view = await show_application(
        application.id,
        reader=OfficeReader(by),
        quota=ports.quota,
        clock=ports.clock,
        english=english,
    )
    expert = (await list_own_states([review], by)).get(review.id)
    states = await read_states([application.id], by.user_id)
    scores = _is_scored_by(review, by)
    return ReviewView(
        **item_fields(review, taken_by, expert),
        **counted_days(review, now, ports.calendar),
        labels=await review_labels(review, english=english),
        next=review_next(review, states[application.id], by=by, english=english),
        allowed=review_acts(review, states[application.id], expert, by=by, now=now),
        notice_id=(await notices_of([review])).get(application.id),
        comment=review.comment,
        application=view,
        firm=enterprise_view(application.enterprise) if application.enterprise else None,
        points=list_points(track, application, guides=ports.guides, english=english),
        grant=_grant(review, track),
        contact=await find_contact(application.id),
        changes=await list_changes(application.id, review.stage, review.id, track, english=english),
        flags=await find_flags(
            application, review, track, papers=view.evidence, by=by, english=english
        ),
        clients=await find_summary(application.id, track, english=english),
        clauses=_rejectable(definition, track, english),
        ready_reasons=ready_reasons(track, ports.guides, ports.fact_guides, english=english),
        sheet=sheet_of(track, english) if review.stage == "score" else None,
        open_appeal=await find_open_appeal(view),
        own_score=await find_own_score(review.id, by) if scores else None,
    )


async def open_review(review_id: UUID, by: Identity, now: datetime) -> tuple[Review, UUID | None]:
    """The review with what `RELATED` names, and who holds it.

    Raises NotFound; DeclarationNeeded, ConflictOfInterest (experts).
    """
    with postgres_errors():
        found = reviews_within(by).filter(id=review_id).select_related(*RELATED)
        review = await found.first()
        if review is None:
            raise NotFound()
        await refuse_unopened(by, review.application_id, needed=_is_scored_by(review, by))
        holding = holder(review, now)
        if holding == by.user_id and _worth_noting(review, now):
            await touch_review(review_id, by.user_id, at=now)
    return review, holding


def _is_scored_by(review: Review, by: Identity) -> bool:
    return review.stage == "score" and by.holds(Role.EXPERT)


def _grant(review: Review, track: TrackTerms) -> GrantBounds | None:
    if review.stage != "approve" or track.award.kind not in DECIDED_KINDS:
        return None
    return GrantBounds(*decided_between(track.award))


def _rejectable(
    definition: EditionDefinition, track: TrackTerms, english: bool
) -> list[RejectableClause]:
    return [
        RejectableClause(cite, about.in_language(english))
        for cite, about in clauses_of(definition, track).items()
    ]


def sheet_of(track: TrackTerms, english: bool) -> list[SheetCriterionView]:
    """The score sheet with the clause of each line."""
    return [
        SheetCriterionView(
            criterion.code,
            criterion.label.in_language(english),
            criterion.maximum_points,
            criterion.cite,
            criterion.assumed,
        )
        for criterion in track.criteria
    ]


async def show_application(
    application_id: UUID, *, reader: Reader, quota: QuotaRedis, clock: Clock, english: bool
) -> ApplicationView:
    """Whoever it belongs to; the caller has checked that it may be seen. Raises NotFound."""
    row = await fetch_application(application_id)
    if row is None:
        raise NotFound()
    (view,) = await present_applications(
        [row], reader=reader, quota=quota, clock=clock, english=english
    )
    return view


def _worth_noting(review: Review, now: datetime) -> bool:
    return review.touched_at is not None and now - review.touched_at > _MINUTE
