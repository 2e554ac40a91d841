"""A title is withdrawn with its reason; no new clients, and the running ones go on."""

from typing import Any

import pytest

from tests.features.recognitions.path import (
    CITY,
    entry_of,
    grant,
    inbox,
    publish_round,
    seek,
    titled,
)
from tests.world.application import MovableClock, World
from tests.world.client import Person
from tests.world.review_steps import approved

WHY = {"reason": "虚报服务业绩", "announcement": "经查实，撤销其称号，特此公告。"}


@pytest.fixture(autouse=True)
def _clock(clock: MovableClock) -> None:
    """Titles are granted by moving it."""


async def test_it_stays_on_the_list_with_reason_and_announcement(world: World) -> None:
    held = await publish_round(world, "gone-1")
    owner, application, entry = await titled(world, held)
    authority = await world.new_staff("authority", edition_code=held.code)
    gone = (await authority.post(f"/recognitions/{entry['id']}/withdraw", WHY)).ok()
    assert gone["state"] == "withdrawn"
    assert {name: gone["withdrawn"][name] for name in WHY} == WHY
    assert "已提交的申请照常审核" in gone["withdrawn"]["clients"]
    again = await authority.post(f"/recognitions/{entry['id']}/withdraw", WHY)
    again.refused(409, "already_withdrawn")
    assert await entry_of(world, held, application) == gone
    told = next(it for it in await inbox(owner) if it["event"] == "recognition.withdrawn")
    assert WHY["reason"] in told["body"]


async def test_the_slot_is_free_again(world: World) -> None:
    held = await publish_round(world, "gone-2")
    owner, application, entry = await titled(world, held)
    authority = await world.new_staff("authority", edition_code=held.code)
    firm = application["enterprise"]["id"]
    body = {"edition": held.code, "track": "accreditation", "enterprise_id": firm}
    (await owner.post("/applications", body)).refused(409, "already_applied")
    (await authority.post(f"/recognitions/{entry['id']}/withdraw", WHY)).ok()
    anew = await seek(owner, held, enterprise_id=firm)
    await grant(world, held, anew)
    states = (await world.anyone.get(f"/lists/{CITY}", params={"edition": held.code})).ok()
    assert sorted(item["state"] for item in states["items"]) == ["valid", "withdrawn"]


async def test_revoking_the_application_withdraws_its_title(world: World) -> None:
    held = await publish_round(world, "gone-3")
    _, application, _ = await titled(world, held)
    authority = await world.new_staff("authority", edition_code=held.code)
    body = {"reason": "弄虚作假", "recover_fen": 0, "credit_record": False}
    (await authority.post(f"/applications/{application['id']}/revoke", body)).ok()
    gone = await entry_of(world, held, application)
    assert (gone["state"], gone["withdrawn"]["reason"]) == ("withdrawn", "弄虚作假")


async def test_strangers_withdraw_nothing(world: World) -> None:
    held = await publish_round(world, "gone-4")
    owner, application, entry = await titled(world, held)
    other = await world.new_staff("authority", edition_code=await world.publish())
    path = f"/recognitions/{entry['id']}/withdraw"
    (await other.post(path, WHY)).refused(404, "not_found")
    (await owner.post(path, WHY)).refused(403, "forbidden")
    assert (await entry_of(world, held, application))["state"] == "valid"


async def listed_market(world: World) -> tuple[str, str, str]:
    """An edition with the subsidy; one of its platforms, listed by hand; its entry."""
    edition = await world.publish()
    owner = await world.sme()
    platform = (await owner.some_plan(edition))["platform_id"]
    (row,) = await world.fetch(
        "INSERT INTO recognitions (id, programme_id, edition_id, track, platform_id, name,"
        " district, title, categories, span, state, valid_from, created_at)"
        " SELECT gen_random_uuid(), e.programme_id, e.code, 'platform', p.id, p.name, p.district,"
        " '平台企业', p.categories, 'year', 'valid', current_date, now()"
        " FROM editions e, platforms p WHERE e.code = $1 AND p.id = $2::uuid RETURNING id",
        edition,
        platform,
    )
    return edition, platform, str(row["id"])


async def test_new_clients_are_refused_and_running_ones_are_approved(world: World) -> None:
    edition, platform, entry = await listed_market(world)
    running, waiting = await world.sme(), await world.sme()
    handed_in = await running.submitted(edition, platform_id=platform)
    draft = await waiting.ready(edition, platform_id=platform)
    authority = await world.new_staff("authority", edition_code=edition)
    (await authority.post(f"/recognitions/{entry}/withdraw", WHY)).ok()

    await _is_refused(waiting, edition, platform)
    problem = (await waiting.post(f"/applications/{draft['id']}/submit")).refused(409, "ineligible")
    assert problem["errors"][0]["field"] == "platform_id"
    told = [item["event"] for item in await inbox(waiting)]
    assert told == ["platform.left"]
    assert (await approved(world, handed_in))["state"] == "done"
    world.ports.rendered.forget()
    page = (await world.anyone.get(f"/programmes/{edition}/platforms", params={"limit": 100})).ok()
    assert platform not in [item["id"] for item in page["items"]]


async def _is_refused(person: Person, edition: str, platform: str) -> None:
    shown = (await person.get(f"/platforms/{platform}", params={"edition": edition})).ok()
    firm = await person.enterprise()
    body: dict[str, Any] = {
        "edition": edition,
        "track": "copay",
        "enterprise_id": firm["id"],
        "platform_id": platform,
        "plan_id": shown["plans"][0]["id"],
    }
    problem = (await person.post("/applications", body)).refused(422, "invalid")
    assert [it["code"] for it in problem["errors"]] == ["not_participating"]
