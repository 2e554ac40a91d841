"""The life of an application: statuses, the transitions between them, and the steps of a path."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

Status = Literal[
    "draft",
    "in_review",
    "returned",
    "approved",
    "payable",
    "paid",
    "withdrawn",
    "rejected",
    "lapsed",
    "not_funded",
    "revoked",
]
Event = Literal[
    "submit",
    "resubmit",
    "pass",
    "return",
    "reject",
    "approve",
    "open_payout",
    "hold_payout",
    "pay",
    "withdraw",
    "lapse",
    "close_unfunded",
    "revoke",
    "reinstate",
]
StageKind = Literal["endorse", "preliminary", "audit", "score", "publicity", "approve", "payout"]
StageRole = Literal["enterprise", "platform", "district", "auditor", "expert", "authority"]
"""The roles that the path of a track may name; all roles there are: `server/audiences.py`."""


@dataclass(frozen=True, slots=True)
class Transition:
    """`event` leads from `source` to `target`; what is not listed is not allowed."""

    event: Event
    source: Status
    target: Status


TRANSITIONS: tuple[Transition, ...] = (
    Transition("submit", "draft", "in_review"),
    Transition("pass", "in_review", "in_review"),
    Transition("return", "in_review", "returned"),
    Transition("resubmit", "returned", "in_review"),
    Transition("lapse", "returned", "lapsed"),
    # What its platform filed for a firm that never said yes.
    Transition("lapse", "in_review", "lapsed"),
    Transition("lapse", "approved", "lapsed"),
    Transition("reject", "in_review", "rejected"),
    # An objection during the public notice can still overturn a decision.
    Transition("reject", "approved", "rejected"),
    Transition("approve", "in_review", "approved"),
    Transition("open_payout", "approved", "payable"),
    # A payee account that proves wrong opens something again.
    Transition("hold_payout", "payable", "approved"),
    Transition("pay", "payable", "paid"),
    Transition("withdraw", "draft", "withdrawn"),
    Transition("withdraw", "in_review", "withdrawn"),
    Transition("withdraw", "returned", "withdrawn"),
    Transition("withdraw", "approved", "withdrawn"),
    Transition("close_unfunded", "in_review", "not_funded"),
    Transition("close_unfunded", "returned", "not_funded"),
    Transition("close_unfunded", "approved", "not_funded"),
    Transition("revoke", "approved", "revoked"),
    Transition("revoke", "payable", "revoked"),
    Transition("revoke", "paid", "revoked"),
    Transition("reinstate", "rejected", "in_review"),
    Transition("reinstate", "lapsed", "in_review"),
)

STATUSES: tuple[Status, ...] = get_args(Status)
LIVE: frozenset[Status] = frozenset({"in_review", "returned", "approved", "payable", "paid"})
EDITABLE: frozenset[Status] = frozenset({"draft", "returned"})
ENDED: frozenset[Status] = frozenset({"withdrawn", "rejected", "lapsed", "not_funded", "revoked"})
APPEALABLE: frozenset[Status] = frozenset({"rejected", "lapsed"})

STAGE_ROLES: tuple[tuple[StageKind, StageRole], ...] = (
    ("endorse", "platform"),
    ("preliminary", "district"),
    ("audit", "auditor"),
    ("score", "expert"),
    ("publicity", "authority"),
    ("approve", "authority"),
    ("payout", "authority"),
)


class HasKind(Protocol):
    """A step of a path, as `programme.Stage` is."""

    @property
    def kind(self) -> StageKind: ...


def next_status(status: Status, event: Event) -> Status | None:
    """Where `event` leads from `status`; None when it is not allowed there."""
    for transition in TRANSITIONS:
        if (transition.source, transition.event) == (status, event):
            return transition.target
    return None


def allows(status: Status, event: Event) -> bool:
    """Whether `event` may happen to an application in this status."""
    return next_status(status, event) is not None


def first_stage(path: Sequence[HasKind]) -> StageKind:
    """Where a submitted application goes first. Raises ValueError for an empty path."""
    if not path:
        raise ValueError("a path has at least one stage")
    return path[0].kind


def next_stage(path: Sequence[HasKind], current: StageKind) -> StageKind | None:
    """The step after `current`; None after the last. Raises ValueError if it is not on the path."""
    kinds = [stage.kind for stage in path]
    following = kinds.index(current) + 1
    return kinds[following] if following < len(kinds) else None


def passing_stage(path: Sequence[HasKind]) -> StageKind | None:
    """The step whose pass locks the money: the audit, or approval where there is no audit."""
    kinds = {stage.kind for stage in path}
    if "audit" in kinds:
        return "audit"
    return "approve" if "approve" in kinds else None


def needs_lock(path: Sequence[HasKind], stage: StageKind) -> bool:
    """Whether the step opens only to locked claims: those after the passing step (quota.md)."""
    kinds = [step.kind for step in path]
    passing = passing_stage(path)
    return passing is not None and kinds.index(stage) > kinds.index(passing)
