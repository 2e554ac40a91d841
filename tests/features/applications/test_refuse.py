"""A firm says no to what its platform filed in its name."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest_asyncio

from tests.features.applications.filed import filed_and_verified
from tests.features.reviews.seen_flags import flags
from tests.world.application import World


@pytest_asyncio.fixture(autouse=True)
async def _forgotten(world: World) -> AsyncIterator[None]:
    """The platform is every test's: what speaks against it would flag all of its applications."""
    yield
    await world.fetch("UPDATE applications SET refused_at = NULL WHERE refused_at IS NOT NULL")


REASON = {"reason": "本公司没有与该平台签订服务协议"}


def _timeline(answer: dict[str, Any]) -> list[str]:
    return [entry["event"] for entry in answer["timeline"]]


async def test_refusal_ends_it_and_frees_the_money(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await filed_and_verified(world, owner, edition)
    where = f"/applications/{application['id']}"
    assert (await owner.get(where)).ok()["to_confirm"] is True

    refused = (await owner.post(f"{where}/refuse", REASON)).ok()
    assert (refused["status"], refused["to_confirm"]) == ("withdrawn", False)
    last = refused["timeline"][-1]
    assert (last["event"], last["comment"]) == ("refused", REASON["reason"])
    (live,) = await world.fetch(
        "SELECT count(*) AS n FROM claims WHERE application_id = $1 AND live",
        UUID(application["id"]),
    )
    assert live["n"] == 0

    assert (await owner.post(f"{where}/refuse", REASON)).ok()["timeline"][-1] == last
    (await owner.post(f"{where}/confirm")).refused(409, "nothing_to_confirm")


async def test_confirmed_or_own_is_not_refused(world: World) -> None:
    owner = await world.sme()
    own = await owner.submitted(world.edition)
    assert own["to_confirm"] is False
    refusal = await owner.post(f"/applications/{own['id']}/refuse", REASON)
    refusal.refused(409, "nothing_to_confirm")

    other = await world.sme()
    application = await filed_and_verified(world, other, world.edition)
    where = f"/applications/{application['id']}"
    assert (await other.post(f"{where}/confirm")).ok()["to_confirm"] is False
    (await other.post(f"{where}/refuse", REASON)).refused(409, "nothing_to_confirm")


async def test_it_is_not_withdrawn_before_the_firm_has_spoken(world: World) -> None:
    owner = await world.sme()
    application = await filed_and_verified(world, owner, world.edition)
    where = f"/applications/{application['id']}"
    refusal = await owner.post(f"{where}/withdraw")
    refusal.refused(409, "not_withdrawable")
    assert "否认" in refusal.body["detail"]
    (await owner.post(f"{where}/confirm")).ok()
    assert (await owner.post(f"{where}/withdraw")).ok()["status"] == "withdrawn"


async def test_a_reason_is_needed_and_strangers_find_nothing(world: World) -> None:
    owner, stranger = await world.sme(), await world.sme()
    application = await filed_and_verified(world, owner, world.edition)
    where = f"/applications/{application['id']}/refuse"
    (await owner.post(where, {})).refused(422, "invalid")
    (await stranger.post(where, REASON)).refused(404, "not_found")
    (await stranger.post(where, {})).refused(404, "not_found")


async def test_yes_and_no_at_once_is_one_of_them(world: World) -> None:
    owner = await world.sme()
    application = await filed_and_verified(world, owner, world.edition)
    where = f"/applications/{application['id']}"
    yes, no = await asyncio.gather(
        owner.post(f"{where}/confirm"), owner.post(f"{where}/refuse", REASON)
    )
    assert sorted((yes.status, no.status)) == [200, 409]
    shown = (await owner.get(where)).ok()
    assert ("refused" in _timeline(shown)) is (no.status == 200)
    assert ("confirmed" in _timeline(shown)) is (yes.status == 200)


async def test_reviewers_of_the_platforms_other_clients_are_told(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    refused = await filed_and_verified(world, owner, edition)
    before = await (await world.sme()).submitted(edition)
    assert "refused_by_firms" not in await flags(world, before)
    (await owner.post(f"/applications/{refused['id']}/refuse", REASON)).ok()
    after = await (await world.sme()).submitted(edition)
    assert (await flags(world, after))["refused_by_firms"] == [refused["number"]]
