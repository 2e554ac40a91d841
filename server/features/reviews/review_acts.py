"""What comes next with a review, and which acts are open to who reads it, by the acts' own rules."""

from datetime import datetime

from models.rules.acts import Act, is_decided_here, is_step_open
from models.rules.next_step import step_of_review
from models.rules.next_words import next_words
from models.tables.reviews import Review
from server.edge.web.auth import Identity
from server.features.applications.schemas import NextView
from server.features.reviews.case import holder
from server.features.reviews.readers import may_act
from server.features.reviews.schemas import ExpertState
from server.roles import REVIEWING
from storage.postgres.application_states import ApplicationState


def review_acts(
    review: Review,
    state: ApplicationState,
    expert: ExpertState | None,
    *,
    by: Identity,
    now: datetime,
) -> list[Act]:
    """`review` with its application; `expert`: where the person stands as one."""
    application = review.application
    is_open = is_step_open(
        application.status,
        application.stage,
        review_stage=review.stage,
        review_state=review.state,
    )
    if not is_open or review.role not in REVIEWING or not may_act(by, review.role, state):
        return []
    if not is_decided_here(review.stage):
        return _of_expert(review, expert)
    held = holder(review, now)
    if held == by.user_id:
        return ["take", "release", "decide"]
    return ["take", "decide"] if held is None else []


def review_next(
    review: Review, state: ApplicationState, *, by: Identity, english: bool
) -> NextView | None:
    """`review` with its application; None once it is decided."""
    if review.state != "open":
        return None
    step = step_of_review(
        review.stage,  # type: ignore[arg-type]  # a column
        review.role,  # type: ignore[arg-type]  # a column
        due_on=review.due_on,
        notice_ends_on=state.notice_ends_on,
    )
    yours = may_act(by, review.role, state)
    status = review.application.status
    text = next_words(step, status, yours=yours, applicant=False)  # type: ignore[arg-type]  # a column
    return NextView(step.who, step.act, step.by, text.in_language(english))


def _of_expert(review: Review, expert: ExpertState | None) -> list[Act]:
    """A conflict is never taken back, and keeps the file shut."""
    if review.stage != "score" or expert is None or expert.conflict or expert.closed:
        return []
    return ["declare", "score"] if expert.declared else ["declare"]
