"""What comes to wait after an edition was settled ends as well; nobody waits there for ever."""

from datetime import timedelta
from typing import Any

import pytest

from server.features.editions import close_due
from server.features.editions import end_unfunded as settling
from tests.features.editions.closing import close, edition_row, pay_accounts, settle, shift_end
from tests.world.applicant import AWARD, Applicant, apply
from tests.world.application import World
from tests.world.review_steps import AUDIT_PASS, decide, endorse

REJECT = {"verdict": "reject", "comment": "凭证不清"}
UPHELD = {"verdict": "upheld", "comment": "核实属实"}


async def test_a_smaller_budget_ends_who_no_longer_fits(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=8)
    await close(world, edition)
    assert await settle(world) == 0
    authority = await world.staff("authority", edition_code=edition)
    body = {"budget_fen": AWARD, "places": None, "reason": "预算压减"}
    (await authority.put(f"/programmes/{edition}/pools/copay", body)).ok()
    assert await settle(world) == 1
    assert [(await one.now())["status"] for one in (first, second)] == ["in_review", "not_funded"]


async def test_an_upheld_appeal_finds_no_money_or_takes_it(world: World) -> None:
    """Its own key decides: behind the line it ends again, before it another one does."""
    edition = await world.publish(budget_fen=2 * AWARD)
    line = [await apply(world, edition, paid_days_ago=days) for days in (9, 8, 7)]
    auditor, authority = await world.staff("auditor"), await world.staff("authority")
    early, middle, late = line
    (await endorse(world, await early.now())).ok()
    (await decide(auditor, await early.now(), "audit", REJECT)).ok()
    path = f"/applications/{early.id}/appeal"
    appeal = (await early.owner.post(path, {"reason": "原件可查"})).ok(201)
    await close(world, edition)
    assert await settle(world) == 0
    assert await late.place() == ("funded", 2, None)
    (await authority.post(f"/appeals/{appeal['id']}/decide", UPHELD)).ok()
    assert await early.place() == ("funded", 1, None)
    assert await settle(world) == 1
    assert (await late.now())["status"] == "not_funded"
    (await decide(auditor, await early.now(), "audit", AUDIT_PASS)).ok()
    assert (await early.now())["queue"]["state"] == "locked"
    assert await middle.place() == ("funded", 1, None)


def broken_for(edition: str, act: Any) -> Any:
    """The same, but for that edition it fails in a way that nobody foresaw."""

    async def fails(code: str, *args: Any) -> Any:
        if code == edition:
            raise ValueError(f"{edition} is broken")
        return await act(code, *args)

    return fails


async def waiting_in(world: World) -> tuple[str, Applicant, Applicant]:
    """An edition with money for one, that one, and one who waits."""
    edition = await world.publish(budget_fen=AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    return edition, first, await apply(world, edition, paid_days_ago=8)


async def test_a_broken_edition_holds_up_the_settling_of_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (broken, *_), (edition, _, waiting) = await waiting_in(world), await waiting_in(world)
    for code in (broken, edition):
        await close(world, code)
    with monkeypatch.context() as patched:
        patched.setattr(settling, "closing_reason", broken_for(broken, settling.closing_reason))
        with pytest.raises(ValueError, match=broken):
            await settle(world)
    assert (await waiting.now())["status"] == "not_funded"
    settled = [(await edition_row(world, code))["settled_at"] for code in (broken, edition)]
    assert settled[0] is None
    assert settled[1] is not None
    assert await settle(world) == 1


async def test_a_broken_edition_holds_up_the_closing_of_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has one who waits behind one whose money is on its way: they are over."""
    codes, auditor = [], await world.staff("auditor")
    for _ in range(2):
        edition, first, _ = await waiting_in(world)
        codes.append(edition)
        await shift_end(world, edition, timedelta(hours=-1))
        (await endorse(world, await first.now())).ok()
        (await decide(auditor, await first.now(), "audit", AUDIT_PASS)).ok()
        await pay_accounts(world, first)
    broken, edition = sorted(codes)
    with monkeypatch.context() as patched:
        patched.setattr(close_due, "get_edition", broken_for(broken, close_due.get_edition))
        with pytest.raises(ValueError, match=broken):
            await close_due.close_due_editions(clock=world.ports.clock)
    closed = [(await edition_row(world, code))["closed_at"] for code in (broken, edition)]
    assert closed[0] is None
    assert closed[1] is not None
    assert broken in await close_due.close_due_editions(clock=world.ports.clock)
    assert await settle(world) == 2
