"""When something was signed and paid: days without a time, the hours after midnight, what counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from server.clock import SHANGHAI
from server.features.applications.admission import HandIn, admit
from server.features.applications.refusals import Incomplete
from storage.postgres.submission import SubmissionRow
from tests.world.application import MovableClock, World, demo_definition
from tests.world.client import Answer, Person
from tests.world.handing_in_again import paid


async def submit(owner: Person, application: dict[str, Any]) -> Answer:
    return await owner.post(f"/applications/{application['id']}/submit")


def until_two_at_night() -> timedelta:
    """How far the clock must move for two o'clock in Shanghai, when UTC is still a day behind."""
    now = datetime.now(SHANGHAI)
    night = now.replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return night - now


async def test_a_day_counts_from_midnight_in_china(world: World, clock: MovableClock) -> None:
    clock.ahead = until_two_at_night()
    today = world.clock.now().astimezone(SHANGHAI).date()
    tomorrow = (today + timedelta(days=1)).isoformat()
    edition, owner = await world.publish(), await world.sme()
    days = {"signed_at": today.isoformat(), "paid_at": tomorrow}
    application = await owner.ready(edition, **days)
    refused = await submit(owner, application)
    refused.refused(422, "invalid")
    assert refused.reasons() == {("paid_at", "in_future")}
    today_only = {"signed_at": today.isoformat(), "paid_at": today.isoformat()}
    application = await owner.fill_in(application, **today_only)
    submitted = (await submit(owner, application)).ok()
    assert submitted["paid_at"] == f"{today}T23:59:59+08:00"


async def test_what_is_not_met_is_told_with_what_is_missing(world: World) -> None:
    owner = await world.sme()
    enterprise = await owner.enterprise(registered_city="苏州市", district="吴江区")
    draft = await owner.draft(world.edition, enterprise_id=enterprise["id"])
    long_ago = (datetime.now(UTC) - timedelta(days=90)).isoformat()
    application = await owner.fill_in(draft, signed_at=long_ago, contract_no=None)
    answer = await submit(owner, application)
    answer.refused(409, "ineligible")
    told = {field for field, _ in answer.reasons()}
    assert {"contract_no", "evidence.service_contract"} <= told
    assert {"signed_at", "registered_city"} <= told


async def test_a_wrong_value_comes_before_a_closed_window(
    world: World, clock: MovableClock
) -> None:
    """The order of refusals: 422 before 409."""
    owner = await world.sme()
    later = (datetime.now(UTC) + timedelta(days=400)).isoformat()
    application = await owner.ready(world.edition, paid_at=later)
    clock.ahead = timedelta(days=301)
    (await submit(await world.sme(owner.name), application)).refused(422, "invalid")


async def test_a_place_given_up_in_another_pool_costs_nothing(world: World) -> None:
    edition, elsewhere = await world.publish(), await world.publish()
    owner = await world.sme()
    given_up = await owner.draft(edition)
    (await owner.post(f"/applications/{given_up['id']}/withdraw")).ok()
    await world.fetch(
        "INSERT INTO claims (id, application_id, pool_id, sequence, later_at, earlier_at,"
        " amount_fen, places, live, version, ranked_version, recorded_epoch, recorded_revision,"
        " state, touched_at, created_at)"
        " SELECT gen_random_uuid(), $1, p.id, nextval('claim_sequence'), now(), now(), 1, 1, false,"
        " 2, 2, 0, 0, 'none', now(), now() FROM pools p WHERE p.edition_id = $2",
        UUID(given_up["id"]),
        elsewhere,
    )
    enterprise_id = given_up["enterprise"]["id"]
    submitted = await owner.submitted(edition, enterprise_id=enterprise_id, **paid(9))
    (row,) = await world.fetch(
        "SELECT c.later_at, a.paid_at FROM claims c JOIN applications a ON a.id = c.application_id"
        " WHERE a.id = $1",
        UUID(submitted["id"]),
    )
    assert row["later_at"] == row["paid_at"]


_BLANK = {
    **dict.fromkeys(("id", "rule_version_id", "enterprise_id"), UUID(int=0)),
    **dict.fromkeys(("number", "edition_id", "uscc", "registered_city", "filed_by"), ""),
    **dict.fromkeys(("signed_precision", "paid_precision"), "day"),
    **dict.fromkeys(("opens_at", "closes_at"), datetime(2026, 1, 1, tzinfo=UTC)),
    **dict.fromkeys(("left_pools", "held_pools"), ()),
    **{"version": 1, "in_service_zone": False, "credit_blocked": False, "takes_part": True},
}


def test_a_pool_in_order_of_payment_needs_both_instants(world: World) -> None:
    """Whatever kind the award is: without them the claim would stand before everybody."""
    definition = demo_definition()
    copay = definition.find_track("copay")
    assert copay is not None
    award = replace(copay.award, kind="none")
    track = replace(copay, award=award, facts=(), conditions=(), materials=())
    known = {
        "facts": "{}",
        "status": "draft",
        "track": "copay",
        "sequence": 1,
        "district": "浦东新区",
    }
    row = msgspec.convert(
        dict.fromkeys(SubmissionRow.__struct_fields__) | _BLANK | known, SubmissionRow
    )
    hand_in = HandIn(row, definition, track, datetime.now(UTC), uuid4(), world.ports.signer)
    with pytest.raises(Incomplete) as refused:
        admit(hand_in)
    assert {reason.field for reason in refused.value.errors} == {"signed_at", "paid_at"}
