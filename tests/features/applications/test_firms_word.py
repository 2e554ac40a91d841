"""A firm's yes or no in the odd moments: after the lock, twice at once, with another phone."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.features.applications.filed import filed_and_verified
from tests.features.verdicts.lock_steps import pool
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import approved, audited, events
from tests.world.verified import pay_out

REASON = {"reason": "本公司没有与该平台签订服务协议"}


async def _colleague(world: World, owner: Person, application: dict[str, Any]) -> Person:
    firm, person = application["enterprise"]["id"], await world.sme()
    made = (await owner.post(f"/enterprises/{firm}/invitations")).ok(201)
    (await person.post("/invitations/accept", {"token": made["token"]})).ok()
    return person


@pytest.mark.parametrize("far", ["locked", "approved"])
async def test_a_no_after_the_lock_frees_the_money(world: World, far: str) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await filed_and_verified(world, owner, edition)
    await (audited if far == "locked" else approved)(world, application)
    assert (await pool(world, edition))["locked_fen"] == application["award_fen"]
    try:
        refused = (await owner.post(f"/applications/{application['id']}/refuse", REASON)).ok()
        assert (refused["status"], refused["stage"]) == ("withdrawn", None)
        assert (await pool(world, edition))["locked_fen"] == 0
    finally:
        await world.fetch(
            "UPDATE applications SET refused_at = NULL WHERE id = $1", UUID(application["id"])
        )


async def test_nothing_is_paid_before_two_say_the_same_yes_at_once(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await filed_and_verified(world, owner, edition)
    await approved(world, application)
    authority = await world.staff("authority")
    (await authority.post("/payouts", {"edition": edition})).refused(409, "nothing_payable")
    colleague = await _colleague(world, owner, application)
    # The platform leaves the edition, and the owner changes the phone: the word is the firm's.
    await world.fetch(
        "UPDATE participations SET withdrawn_at = now() WHERE platform_id = $1 AND edition_id = $2",
        UUID(application["platform"]["id"]),
        edition,
    )
    (await owner.post("/session/phone", {"code": "sandbox-phone-13800009911"})).ok()
    where = f"/applications/{application['id']}/confirm"
    answers = await asyncio.gather(owner.post(where), colleague.post(where))
    assert [answer.status for answer in answers] == [200, 200]
    shown = (await owner.get(f"/applications/{application['id']}")).ok()
    assert events(shown).count("confirmed") == 1
    payout = await pay_out(world, edition)
    assert payout["total_fen"] == application["award_fen"]


def test_one_place_alone_opens_the_payment() -> None:
    """And that asks whether the firm's yes is awaited (`become_payable`)."""
    opens = {
        path.as_posix()
        for path in Path("server").rglob("*.py")
        if '"open_payout"' in (text := path.read_text("utf-8")) or 'status = "payable"' in text
    }
    assert opens == {"server/features/verdicts/become_payable.py"}
