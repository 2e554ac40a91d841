"""What a platform filed is sent back before its firm has answered: who hears of it and corrects it."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest_asyncio

from tests.features.applications.filed import filed
from tests.world.application import World
from tests.world.client import Person
from tests.world.handing_in_again import SENT_BACK, hand_in_again
from tests.world.review_steps import decide, endorse, events, platform_of, shown

ITEMS = [*SENT_BACK["items"], {"item": "service_contract", "reason": "合同缺页"}]
WISH = {"reason": "服务费应为 20000 元"}


@pytest_asyncio.fixture
async def sent_back(world: World) -> AsyncIterator[tuple[Person, Person, dict[str, Any]]]:
    """The firm's owner, who is not verified; somebody of the platform; the application."""
    owner = await world.sme()
    application = await filed(world, owner, world.edition)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    (await decide(auditor, application, "audit", SENT_BACK | {"items": ITEMS})).ok()
    yield owner, await platform_of(world, application), application


async def _told(world: World, person: Person, event: str, number: str) -> list[str]:
    rows = await world.fetch(
        "SELECT body FROM notifications WHERE event = $1 AND user_id = $2 AND body LIKE $3",
        event,
        person.id,
        f"%{number}%",
    )
    return [row["body"] for row in rows]


async def _acts(platform: Person, application: dict[str, Any]) -> set[str]:
    """What its platform may do, as the page of its client draws it."""
    return set((await platform.get(f"/platform/applications/{application['id']}")).ok()["allowed"])


async def _verify(world: World, application: dict[str, Any]) -> None:
    firm = UUID(application["enterprise"]["id"])
    await world.fetch("UPDATE enterprises SET state = 'verified' WHERE id = $1", firm)


async def test_its_platform_is_told_and_corrects_what_was_asked(
    world: World, sent_back: tuple[Person, Person, dict[str, Any]]
) -> None:
    owner, platform, application = sent_back
    where = f"/applications/{application['id']}"
    (told,) = await _told(world, platform, "platform.client_returned", application["number"])
    assert "请核对合同金额" in told
    (await owner.get(where)).refused(404, "not_found")
    other = await world.new_staff("platform", platform_id=await _another(world, application))
    (await other.get(where)).refused(404, "not_found")
    (await other.post(f"{where}/submit")).refused(404, "not_found")
    (await other.upload(application["id"], "service_contract")).refused(404, "not_found")

    # The firm comes meanwhile, and is asked once what it was about to say yes to has changed.
    await _verify(world, application)
    # What the firm has entered of itself, and had before, is judged there.
    (await platform.get(f"{where}/decision")).refused(404, "not_found")
    (await owner.get(f"{where}/decision")).ok()
    assert await _acts(platform, application) == {"edit", "upload", "answer", "submit"}
    wrong = await platform.upload(application["id"], "payment_receipt")
    wrong.refused(409, "not_editable")
    (await platform.upload(application["id"], "service_contract")).ok(201)
    fee_fen = application["fee_fen"] - 100
    await hand_in_again(platform, application, fee_fen=fee_fen, paid_fen=fee_fen)
    now = await shown(platform, application)
    assert (now["status"], now["fee_fen"], now["to_confirm"]) == ("in_review", fee_fen, True)
    last = now["timeline"][-1]
    assert (last["event"], last["actor_role"]) == ("resubmitted", "platform")
    (asked,) = await _told(world, owner, "application.to_confirm", application["number"])
    assert "补正并再次提交" in asked
    for act in ("confirm", "withdraw"):
        (await platform.post(f"{where}/{act}")).refused(404, "not_found")


async def test_once_its_firm_has_said_yes_it_is_the_firms_alone(
    world: World, sent_back: tuple[Person, Person, dict[str, Any]]
) -> None:
    owner, platform, application = sent_back
    where = f"/applications/{application['id']}"
    await _verify(world, application)
    before = (await shown(owner, application))["version"]
    (await platform.upload(application["id"], "service_contract")).ok(201)
    # What the firm has read is not what stands there now.
    stale = await owner.post(f"{where}/confirm", headers={"If-Match": f'"{before}"'})
    assert "还没有确认" in stale.refused(412, "version_conflict")["detail"]
    assert (await owner.post(f"{where}/confirm")).ok()["to_confirm"] is False
    assert await _acts(platform, application) == set()
    (await platform.get(where)).refused(404, "not_found")
    (await platform.post(f"{where}/submit")).refused(404, "not_found")
    (await platform.upload(application["id"], "service_contract")).refused(404, "not_found")


async def test_a_firm_asks_for_a_correction_and_nothing_else_moves(world: World) -> None:
    owner = await world.sme()
    application = await filed(world, owner, world.edition)
    where = f"/applications/{application['id']}"
    (await owner.post(f"{where}/ask-correction", WISH)).refused(404, "not_found")
    await _verify(world, application)
    asked = (await owner.post(f"{where}/ask-correction", WISH)).ok()
    assert (asked["status"], asked["to_confirm"]) == ("in_review", True)
    assert (events(asked)[-1], asked["timeline"][-1]["comment"]) == (
        "correction_asked",
        WISH["reason"],
    )
    labels = (await world.anyone.get("/options")).ok()["labels"]["event"]
    assert [one["event"] for one in asked["timeline"] if one["event"] not in labels] == []
    platform = await platform_of(world, application)
    (told,) = await _told(world, platform, "platform.client_asks", application["number"])
    assert WISH["reason"] in told
    (await owner.post(f"{where}/confirm")).ok()
    (await owner.post(f"{where}/ask-correction", WISH)).refused(409, "nothing_to_confirm")


async def _another(world: World, application: dict[str, Any]) -> UUID:
    (row,) = await world.fetch(
        "SELECT id FROM platforms WHERE id <> $1 ORDER BY id LIMIT 1",
        UUID(application["platform"]["id"]),
    )
    found: UUID = row["id"]
    return found
