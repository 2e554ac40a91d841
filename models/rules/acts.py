"""What may be done with an application in its state: asked by each act, and by what shows them."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final, Literal

from models.rules.lifecycle import APPEALABLE, EDITABLE, ENDED, Status, allows

Act = Literal[
    "edit",
    "upload",
    "list_clients",
    "answer",
    "submit",
    "withdraw",
    "confirm",
    "refuse",
    "ask_correction",
    "appeal",
    "rate",
    "endorse",
    "take",
    "release",
    "decide",
    "declare",
    "score",
    "correct_dates",
    "move_district",
    "revoke",
    "decide_appeal",
]
RATING_OPEN: Final = timedelta(days=30)
"""So long it can be changed."""
SubmissionBarrier = Literal["status", "window", "credit"]
WithdrawalBarrier = Literal["unconfirmed", "status", "title"]


def is_item_open(status: str, item: str, asked: Collection[str]) -> bool:
    """Whether this field, or papers of this kind, may change.

    A draft is open throughout, what was sent back in the items that were `asked`.
    """
    return status == "draft" or (status == "returned" and item in asked)


def may_edit(status: str) -> bool:
    """Whether particulars are taken at all; which of them, says `is_item_open`."""
    return status in EDITABLE


def may_answer(status: str) -> bool:
    """Whether corrections can be answered in words."""
    return status == "returned"


def submission_barrier(status: str, *, window_open: bool, barred: bool) -> SubmissionBarrier | None:
    """What nothing in the application can mend. A correction is bound by its own day instead.

    `barred`: a credit record stands against the firm.
    """
    if not may_edit(status):
        return "status"
    if status == "draft" and not window_open:
        return "window"
    return "credit" if barred else None


def is_late(due_on: date | None, today: date) -> bool:
    """Whether the day of a correction is past; none is set while its year's calendar is not out."""
    return due_on is not None and due_on < today


def awaits_a_word(status: str, *, filed_by: str, submitted: bool, confirmed: bool) -> bool:
    """Whether its platform filed it, and the firm has said neither yes nor no."""
    open_still = submitted and status not in ENDED
    return open_still and filed_by == "platform" and not confirmed


def withdrawal_barrier(
    status: Status, *, unconfirmed: bool, holds_title: bool
) -> WithdrawalBarrier | None:
    """What keeps the firm from taking it back.

    `unconfirmed`: the firm has still to say whether it is its own; it is refused instead.
    """
    if unconfirmed:
        return "unconfirmed"
    if not allows(status, "withdraw"):
        return "status"
    return "title" if holds_title else None


def may_appeal(status: str, *, decided_against: bool, heard: bool) -> bool:
    """Against a rejection or a lapse, once.

    `decided_against`: a step ended it, which an upheld appeal puts it back to; `heard`: an appeal is
    open, or was dismissed.
    """
    return status in APPEALABLE and decided_against and not heard


def may_rate(status: str, *, of_verified_owner: bool, of_its_platform: bool, closed: bool) -> bool:
    """How content the firm was, once it is paid: only who owns a firm that is verified tells.

    `closed`: told already, and too long ago to be changed, or answered.
    """
    return status == "paid" and of_verified_owner and not of_its_platform and not closed


def is_rating_closed(rated_at: datetime | None, now: datetime, *, answered: bool) -> bool:
    """Whether what was told stays as it is."""
    return rated_at is not None and (answered or now - rated_at > RATING_OPEN)


def is_step_open(status: str, stage: str | None, *, review_stage: str, review_state: str) -> bool:
    """Whether a review of this step can still be decided."""
    return review_state == "open" and (status, stage) == ("in_review", review_stage)


def is_decided_here(review_stage: str) -> bool:
    """Whether one person decides this step by itself: scores and notices are decided together."""
    return review_stage not in ("score", "publicity")


def may_correct_dates(status: str) -> bool:
    """Whether the authority may still move when it was signed and paid."""
    return status in ("in_review", "returned", "approved")


def may_move(status: str) -> bool:
    """Whether another district can still have to do with it."""
    return status in ("in_review", "returned", "approved")


def may_revoke(status: Status, *, on_open_payout: bool) -> bool:
    """What was decided, unless its payment is just under way."""
    return allows(status, "revoke") and not on_open_payout
