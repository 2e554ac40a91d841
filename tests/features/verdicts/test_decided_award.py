"""Awards that the deciding body sets, and approvals that are locked at once or refused."""

import itertools
from dataclasses import replace
from typing import Any
from uuid import UUID

from models.rules.terms.programme import Award, EditionDefinition, Figure, Selection
from server.features.platforms.seed import seed_platforms
from server.features.programmes.publish import publish_editions
from tests.world.application import World, demo_definition
from tests.world.review_steps import PASS, audited, decide, endorse, shown
from tests.world.shipped import demo_platforms

_CODES = itertools.count(1)


def ranged(definition: EditionDefinition, selection: Selection, **pool: Any) -> EditionDefinition:
    """The demonstration with an award between 1 000 and 5 000 yuan on its first-come track."""
    track = next(track for track in definition.tracks if track.code == "copay")
    figures = (Figure("minimum_fen", 100_000), Figure("maximum_fen", 500_000))
    award = Award(kind="range", text=track.award.text, figures=figures)
    changed = replace(track, award=award, selection=selection)
    code = f"sh-shuangtui-r{next(_CODES)}"
    return replace(
        definition,
        edition=replace(definition.edition, code=code),
        tracks=tuple(changed if it is track else it for it in definition.tracks),
        pools=tuple(replace(it, **pool) for it in definition.pools),
    )


async def published(world: World, selection: Selection, **pool: Any) -> str:
    definition = ranged(demo_definition(), selection, **pool)
    async with world.as_owner():
        await publish_editions([definition], clock=world.ports.clock)
        await seed_platforms(
            demo_platforms(),
            definition.edition.code,
            keyring=world.ports.keyring,
            clock=world.ports.clock,
        )
    return definition.edition.code


async def locked_fen(world: World, edition: str) -> int:
    (row,) = await world.fetch(
        "SELECT locked_fen FROM pools WHERE edition_id = $1 AND code = 'copay'", edition
    )
    found: int = row["locked_fen"]
    return found


async def test_the_amount_is_needed_within_its_limits_and_locked(world: World) -> None:
    edition, owner = await published(world, "first_come"), await world.sme()
    application = await owner.submitted(edition)
    await audited(world, application)
    authority = await world.staff("authority")
    answer = await decide(authority, application, "approve", PASS)
    assert answer.refused(422, "invalid")
    assert answer.reasons() == {("award_fen", "required")}
    answer = await decide(authority, application, "approve", {**PASS, "award_fen": 500_001})
    assert answer.reasons() == {("award_fen", "out_of_range")}
    body = {**PASS, "award_fen": 300_000}
    (await decide(authority, application, "approve", body)).ok()
    seen = await shown(owner, application)
    assert (seen["status"], seen["award_fen"]) == ("payable", 300_000)
    assert await locked_fen(world, edition) == 300_000


async def test_nobody_is_told_an_amount_before_it_is_set(world: World) -> None:
    """Open is open, not zero: at submission, in the reasoning, and after a correction."""
    edition, owner = await published(world, "rolling"), await world.sme()
    application = await owner.submitted(edition)
    assert application["award_fen"] is None
    assert (await shown(owner, application))["award_fen"] is None
    decision = (await owner.get(f"/applications/{application['id']}/decision")).ok()
    assert decision["award"]["award_fen"] is None
    items = [{"item": "contract_no", "reason": "合同编号与合同不符"}]
    (await endorse(world, application, verdict="return", items=items)).ok()
    back = await shown(owner, application)
    kept = {name: back[name] for name in ("signed_at", "paid_at", "fee_fen", "paid_fen", "facts")}
    await owner.fill_in(back, contract_no="HT-更正", **kept)
    again = (await owner.post(f"/applications/{application['id']}/submit")).ok()
    assert (again["status"], again["award_fen"]) == ("in_review", None)
    await audited(world, application)
    authority = await world.staff("authority")
    (await decide(authority, application, "approve", {**PASS, "award_fen": 300_000})).ok()
    assert (await shown(owner, application))["award_fen"] == 300_000


async def test_an_amount_above_the_budget_is_refused_and_nothing_changes(world: World) -> None:
    edition = await published(world, "first_come", budget_fen=200_000)
    owner = await world.sme()
    application = await owner.submitted(edition)
    await audited(world, application)
    authority = await world.staff("authority")
    body = {**PASS, "award_fen": 200_001}
    (await decide(authority, application, "approve", body)).refused(409, "exhausted")
    assert (await shown(owner, application))["status"] == "in_review"
    assert await locked_fen(world, edition) == 0
    (await decide(authority, application, "approve", {**PASS, "award_fen": 200_000})).ok()
    assert await locked_fen(world, edition) == 200_000


async def test_a_rolling_approval_is_locked_at_once_or_refused(world: World) -> None:
    edition = await published(world, "rolling", budget_fen=500_000)
    owner = await world.sme()
    first, second = await owner.submitted(edition), await owner.submitted(edition)
    for application in (first, second):
        assert application["queue"]["state"] == "none"
        await audited(world, application)
    authority = await world.staff("authority")
    body = {**PASS, "award_fen": 400_000}
    (await decide(authority, first, "approve", body)).ok()
    seen = await shown(owner, first)
    assert (seen["status"], seen["queue"]["state"]) == ("payable", "locked")
    (await decide(authority, second, "approve", body)).refused(409, "exhausted")
    assert (await shown(owner, second))["queue"]["state"] == "none"
    (await decide(authority, second, "approve", {**PASS, "award_fen": 100_000})).ok()
    assert await locked_fen(world, edition) == 500_000


async def test_corrected_dates_leave_the_moment_of_approval_in_the_key(world: World) -> None:
    edition = await published(world, "rolling", budget_fen=500_000)
    application = await (await world.sme()).submitted(edition)
    await audited(world, application)
    authority, of = await world.staff("authority"), UUID(application["id"])
    (await decide(authority, application, "approve", {**PASS, "award_fen": 400_000})).ok()
    read = "SELECT later_at, earlier_at FROM claims WHERE application_id = $1"
    (key,) = await world.fetch(read, of)
    # As where its platform has no account yet.
    await world.fetch("UPDATE applications SET status = 'approved' WHERE id = $1", of)
    body = {"paid_at": application["signed_at"], "reason": "银行回单"}
    (await authority.post(f"/applications/{application['id']}/correct-dates", body)).ok()
    assert await world.fetch(read, of) == [key]
