"""The life of an application, walked status by status."""

from dataclasses import dataclass
from typing import get_args

import pytest

from models.rules.lifecycle import (
    EDITABLE,
    ENDED,
    LIVE,
    STAGE_ROLES,
    STATUSES,
    TRANSITIONS,
    Event,
    StageKind,
    Status,
    allows,
    first_stage,
    needs_lock,
    next_stage,
    next_status,
    passing_stage,
)

ALLOWED: dict[Status, set[tuple[Event, Status]]] = {
    "draft": {("submit", "in_review"), ("withdraw", "withdrawn")},
    "in_review": {
        ("pass", "in_review"),
        ("return", "returned"),
        ("reject", "rejected"),
        ("approve", "approved"),
        ("withdraw", "withdrawn"),
        ("lapse", "lapsed"),
        ("close_unfunded", "not_funded"),
    },
    "returned": {
        ("resubmit", "in_review"),
        ("lapse", "lapsed"),
        ("withdraw", "withdrawn"),
        ("close_unfunded", "not_funded"),
    },
    "approved": {
        ("open_payout", "payable"),
        ("reject", "rejected"),
        ("withdraw", "withdrawn"),
        ("close_unfunded", "not_funded"),
        ("revoke", "revoked"),
        ("lapse", "lapsed"),
    },
    "payable": {("pay", "paid"), ("hold_payout", "approved"), ("revoke", "revoked")},
    "paid": {("revoke", "revoked")},
    "rejected": {("reinstate", "in_review")},
    "lapsed": {("reinstate", "in_review")},
    "withdrawn": set(),
    "not_funded": set(),
    "revoked": set(),
}


@dataclass(frozen=True)
class Step:
    kind: StageKind


COPAY = [Step("endorse"), Step("audit"), Step("approve"), Step("payout")]
TITLE = [Step("preliminary"), Step("score"), Step("publicity"), Step("approve")]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("event", get_args(Event))
def test_exactly_the_listed_transitions_are_allowed(status: Status, event: Event) -> None:
    expected = dict(ALLOWED[status]).get(event)
    assert next_status(status, event) == expected
    assert allows(status, event) == (expected is not None)


def test_no_transition_is_listed_twice() -> None:
    keys = [(transition.source, transition.event) for transition in TRANSITIONS]
    assert len(keys) == len(set(keys))


def test_every_status_is_reached_from_a_draft() -> None:
    reached: set[Status] = {"draft"}
    while more := {t.target for t in TRANSITIONS if t.source in reached} - reached:
        reached |= more
    assert reached == set(STATUSES) == set(get_args(Status))


def test_draft_live_and_ended_share_out_all_statuses() -> None:
    assert LIVE | ENDED | {"draft"} == set(STATUSES)
    assert not LIVE & ENDED
    assert {"draft", "returned"} == EDITABLE


def test_a_path_is_walked_to_its_end() -> None:
    walked = [first_stage(COPAY)]
    while step := next_stage(COPAY, walked[-1]):
        walked.append(step)
    assert walked == ["endorse", "audit", "approve", "payout"]


def test_a_stage_that_is_not_on_the_path_is_refused() -> None:
    with pytest.raises(ValueError, match="not in list"):
        next_stage(COPAY, "score")
    with pytest.raises(ValueError, match="at least one"):
        first_stage([])


def test_the_audit_passes_a_claim_and_approval_where_there_is_none() -> None:
    assert passing_stage(COPAY) == "audit"
    assert passing_stage(TITLE) == "approve"
    assert passing_stage([Step("endorse")]) is None


def test_steps_after_the_passing_one_need_the_lock() -> None:
    assert [needs_lock(COPAY, step.kind) for step in COPAY] == [False, False, True, True]
    assert not any(needs_lock(TITLE, step.kind) for step in TITLE)


def test_every_stage_has_its_usual_role() -> None:
    assert {kind for kind, _ in STAGE_ROLES} == set(get_args(StageKind))
