"""Who may close an edition, what a repeat does, how it opens again, and when it closes by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from models.rules.wording import day_in_words
from server.clock import SHANGHAI
from server.features.editions.close_due import close_due_editions
from server.features.programmes.open import open_edition
from server.features.programmes.publish import publish_editions
from server.features.programmes.published import get_edition
from tests.features.editions.closing import WHY, close, edition_row, pay_accounts, settle, shift_end
from tests.world.applicant import AWARD, Applicant, apply
from tests.world.application import MovableClock, World
from tests.world.review_steps import approved, audited


async def test_only_the_authority_of_the_whole_edition_closes_it(world: World) -> None:
    edition, other = await world.publish(), await world.publish()
    path, body = f"/programmes/{edition}/close", {"reason": WHY}
    stranger = await world.staff("authority", edition_code=other)
    (await stranger.post(path, body)).refused(404, "not_found")
    (await stranger.post(path)).refused(404, "not_found")
    district = await world.staff("authority", edition_code=edition, district="浦东新区")
    (await district.post(path, body)).refused(404, "not_found")
    inspector = await world.staff("inspector", edition_code=edition)
    (await inspector.post(path, body)).refused(403, "forbidden")
    authority = await world.staff("authority", edition_code=edition)
    (await authority.post(path)).refused(422, "invalid")
    assert (await edition_row(world, edition))["closed_at"] is None


async def test_closing_twice_is_closing_once(world: World) -> None:
    edition = await world.publish()
    authority = await world.staff("authority", edition_code=edition)
    path, key = f"/programmes/{edition}/close", {"Idempotency-Key": uuid4().hex}
    first = (await authority.post(path, {"reason": WHY}, headers=key)).ok()
    assert (await authority.post(path, {"reason": WHY}, headers=key)).ok() == first
    assert (await authority.post(path, {"reason": "再次"})).ok() == first
    lines = await world.fetch(
        "SELECT l.actor_role, l.actor_id, w.text FROM audit l"
        " JOIN audit_comments w ON w.audit_id = l.id JOIN editions e"
        " ON e.current_version_id = l.subject_id"
        " WHERE e.code = $1 AND l.event = 'edition.closed'",
        edition,
    )
    assert [(line["actor_role"], line["text"]) for line in lines] == [("authority", WHY)]
    assert str(lines[0]["actor_id"]) == authority.user["id"]


async def test_an_edition_opened_again_takes_those_anew_who_went_without(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    await apply(world, edition, paid_days_ago=3)
    waiting = await apply(world, edition, paid_days_ago=2)
    await close(world, edition)
    assert await settle(world) == 1
    async with world.as_owner():
        await open_edition(edition, clock=world.ports.clock)
    row = await edition_row(world, edition)
    assert (row["closed_at"], row["settled_at"]) == (None, None)
    ended = await waiting.now()
    assert ended["status"] == "not_funded"
    firm = ended["enterprise"]["id"]
    again = await waiting.owner.submitted(edition, enterprise_id=firm)
    steady = await apply(world, edition, paid_days_ago=1)
    # Paid nine days ago, yet no earlier than the return.
    assert (again["queue"]["state"], again["queue"]["position"]) == ("waiting", 2)
    assert await steady.place() == ("waiting", 2, 1)


async def test_an_edition_opened_again_before_it_was_settled_keeps_its_line(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    await apply(world, edition, paid_days_ago=3)
    waiting = await apply(world, edition, paid_days_ago=2)
    await close(world, edition)
    async with world.as_owner():
        await open_edition(edition, clock=world.ports.clock)
    assert await settle(world) == 0
    assert await waiting.place() == ("waiting", 2, 1)


async def past_its_window(world: World, **changes: Any) -> tuple[str, list[Applicant]]:
    """An edition whose window has ended, with three in its line and money for two."""
    edition = await world.publish(budget_fen=2 * AWARD)
    line = [await apply(world, edition, paid_days_ago=days) for days in (9, 8, 7)]
    if changes:
        definition = (await get_edition(edition)).definition
        changed = replace(definition, edition=replace(definition.edition, **changes))
        async with world.as_owner():
            await publish_editions([changed], clock=world.ports.clock)
    await shift_end(world, edition, timedelta(hours=-1))
    return edition, line


async def closed_by_itself(world: World, edition: str) -> bool:
    return edition in await close_due_editions(clock=world.ports.clock)


async def test_it_closes_by_itself_when_nobody_can_move_up_any_more(world: World) -> None:
    edition, (first, second, third) = await past_its_window(world)
    assert not await closed_by_itself(world, edition)
    await approved(world, await first.now())
    await audited(world, await second.now())
    # The second has its money locked and may yet be turned down.
    assert not await closed_by_itself(world, edition)
    (await second.owner.post(f"/applications/{second.id}/withdraw")).ok()
    assert await third.place() == ("funded", 1, None)
    assert not await closed_by_itself(world, edition)
    await shift_end(world, edition, timedelta(days=1))
    last = await apply(world, edition, paid_days_ago=1)
    await shift_end(world, edition, timedelta(days=-1))
    assert (await last.place())[0] == "waiting"
    await approved(world, await third.now())
    await pay_accounts(world, first, third)
    assert await closed_by_itself(world, edition)
    assert await settle(world) == 1
    ended = await last.now()
    assert ended["status"] == "not_funded"
    assert "不会再有额度空出" in ended["timeline"][-1]["comment"]
    assert not await closed_by_itself(world, edition)


async def test_its_own_day_is_kept_and_ends_the_line(world: World, clock: MovableClock) -> None:
    settles_on = (world.ports.clock.now() + timedelta(days=5)).astimezone(SHANGHAI).date()
    edition, (first, second, third) = await past_its_window(world, settles_on=settles_on)
    await approved(world, await first.now())
    await approved(world, await second.now())
    await pay_accounts(world, first, second)
    # All is decided, but money may still be added until that day.
    clock.ahead = timedelta(days=5)
    assert not await closed_by_itself(world, edition)
    clock.ahead = timedelta(days=6)
    assert await closed_by_itself(world, edition)
    assert await settle(world) == 1
    clock.ahead = timedelta(0)
    ended = await third.now()
    assert ended["status"] == "not_funded"
    assert day_in_words(settles_on) in ended["timeline"][-1]["comment"]


async def test_one_opened_by_hand_beyond_its_day_stays_open(
    world: World, clock: MovableClock
) -> None:
    settles_on = (world.ports.clock.now() + timedelta(days=5)).astimezone(SHANGHAI).date()
    edition, _ = await past_its_window(world, settles_on=settles_on)
    clock.ahead = timedelta(days=6)
    async with world.as_owner():
        await open_edition(edition, clock=world.ports.clock)
    assert not await closed_by_itself(world, edition)
