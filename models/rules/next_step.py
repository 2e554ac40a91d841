"""Whose turn it is with an application, what they have to do, and by which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from models.rules.lifecycle import ENDED, StageKind, StageRole, Status

Who = Literal["enterprise", "platform", "district", "auditor", "expert", "authority"]
NextAct = Literal[
    "wait_opening",
    "too_late",
    "barred",
    "complete",
    "submit",
    "correct",
    "confirm",
    "endorse",
    "preliminary",
    "audit",
    "score",
    "publicity",
    "approve",
    "wait_funds",
    "name_account",
    "pay",
    "appeal",
    "decide_appeal",
    "none",
]


@dataclass(frozen=True, slots=True)
class NextStep:
    """`who` is None where nobody's turn it is; `by` is the last day, None where none is set."""

    act: NextAct
    who: Who | None = None
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides it. Days are of China; None where none is set.

    `missing`: how many kinds of paper a draft still lacks; `to_confirm`: its platform filed it and
    nothing is paid before the firm has said yes, which is due `confirm_by`; `barred`: a credit record
    stands against the firm; `unpaid_to`: who has still to name the account, or another one in place
    of what was refused.
    """

    status: Status
    stage: StageKind | None
    window: Literal["upcoming", "open", "closed"]
    closes_on: date
    missing: int = 0
    barred: bool = False
    to_confirm: bool = False
    confirm_by: date | None = None
    correct_by: date | None = None
    step_role: StageRole | None = None
    step_due_on: date | None = None
    notice_ends_on: date | None = None
    awaits_lock: bool = False
    unpaid_to: Literal["enterprise", "platform"] | None = None
    may_appeal: bool = False
    appeal_open: bool = False


_DONE: Final = NextStep("none")
_BARRED: Final = NextStep("barred")
_STEP_ACTS: Final[Mapping[StageKind, NextAct]] = MappingProxyType(
    {
        "endorse": "endorse",
        "preliminary": "preliminary",
        "audit": "audit",
        "score": "score",
        "approve": "approve",
        "payout": "pay",
    }
)


def next_step(now: Situation) -> NextStep:
    """The first thing that has to happen; of several at once the firm's own."""
    if now.status == "draft":
        return _of_draft(now)
    if now.status == "returned":
        return _BARRED if now.barred else NextStep("correct", "enterprise", now.correct_by)
    if now.to_confirm and now.status not in ENDED:
        return NextStep("confirm", "enterprise", now.confirm_by)
    if now.status == "in_review":
        return _of_review(now)
    if now.status == "approved":
        return _of_approved(now)
    if now.status == "payable":
        return _of_payment(now)
    if now.appeal_open:
        return NextStep("decide_appeal", "authority")
    return NextStep("appeal", "enterprise") if now.may_appeal else _DONE


def _of_draft(now: Situation) -> NextStep:
    if now.window == "upcoming":
        return NextStep("wait_opening")
    if now.window == "closed":
        return NextStep("too_late")
    if now.barred:
        return _BARRED
    return NextStep("complete" if now.missing else "submit", "enterprise", now.closes_on)


def step_of_review(
    stage: StageKind, role: StageRole, *, due_on: date | None, notice_ends_on: date | None
) -> NextStep:
    """What a review that is open asks for."""
    if stage == "publicity":
        return NextStep("publicity", "authority", notice_ends_on)
    return NextStep(_STEP_ACTS[stage], role, due_on)


def _of_review(now: Situation) -> NextStep:
    if now.step_role is None or now.stage is None:
        # A step that opens only to locked claims has no review while its turn has not come.
        return NextStep("wait_funds")
    return step_of_review(
        now.stage, now.step_role, due_on=now.step_due_on, notice_ends_on=now.notice_ends_on
    )


def _of_approved(now: Situation) -> NextStep:
    if now.awaits_lock:
        return NextStep("wait_funds")
    if now.stage != "payout":
        return _DONE
    return _of_payment(now)


def _of_payment(now: Situation) -> NextStep:
    """What is payable waits for an account again once the account was refused."""
    if now.unpaid_to is not None:
        return NextStep("name_account", now.unpaid_to)
    return NextStep("pay", "authority")
