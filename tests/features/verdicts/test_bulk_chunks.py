"""What shares a transaction in a bulk: read once, refused one by one, kept as far as it came."""

import asyncio
import logging
from typing import Any

import asyncpg
import pytest

from models.rules.workdays import Calendar
from server.features.reviews.case import Case
from server.features.verdicts import bulk
from server.features.verdicts.decide import carry_out
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from storage.errors import StoreUnavailable
from storage.postgres.core.connect import raw_connection
from storage.postgres.core.transaction import Tx
from storage.postgres.money import lock as lock_module
from storage.postgres.money.held_line import Ahead, HeldLine
from storage.postgres.money.lock import hold_line
from tests.features.verdicts.bulk_steps import pass_all, reviews_of, states, waiting_for_audit
from tests.features.verdicts.lock_steps import pool
from tests.world.applicant import AWARD
from tests.world.application import World
from tests.world.review_steps import AUDIT_PASS, BULK_AUDIT
from tests.world.row_locks import until_blocked_by


async def test_the_line_is_read_once_and_a_refusal_stops_no_other(
    world: World, readings: list[int]
) -> None:
    edition, owner = await world.publish(budget_fen=2 * AWARD), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 4)
    auditor, colleague = await world.staff("auditor"), await world.new_staff("auditor")
    ids = await reviews_of(auditor, made)
    (await colleague.post(f"/reviews/{ids[1]}/take")).ok()
    readings.clear()
    assert await pass_all(auditor, ids[::-1]) == [None, None, "taken", None]
    assert readings == [3], "one reading for all that pass"
    assert await states(owner, made) == ["locked", "funded", "waiting", "waiting"]
    assert (await pool(world, edition))["locked_fen"] == AWARD, "the second still may pass"


@pytest.mark.usefixtures("two_together")
async def test_chunks_go_on_where_the_line_stands(world: World, readings: list[int]) -> None:
    edition = await world.publish(
        budget_fen=3 * AWARD + 1000, last_award="partial", last_award_min_fen=1
    )
    owner = await world.sme()
    made = await waiting_for_audit(world, edition, owner, 5)
    auditor = await world.staff("auditor")
    ids = await reviews_of(auditor, made)
    readings.clear()
    assert await pass_all(auditor, ids) == [None] * 5
    assert readings == [2, 2, 1]
    assert await states(owner, made) == ["locked"] * 4 + ["waiting"]
    assert (await pool(world, edition))["locked_fen"] == 3 * AWARD + 1000
    lines = await world.fetch(
        "SELECT x.detail FROM audit x JOIN applications a ON a.id = x.subject_id"
        " WHERE a.edition_id = $1 AND x.event = 'audit.passed' ORDER BY x.id",
        edition,
    )
    assert ['"locked":true' in line["detail"] for line in lines] == [True] * 4 + [False]


@pytest.mark.usefixtures("two_together")
async def test_what_was_kept_before_an_outage_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = 0

    async def lost_once(*given: Any, **named: Any) -> HeldLine:
        nonlocal held
        held += 1
        if held == 2:
            raise StoreUnavailable("postgres", "away")
        return await hold_line(*given, **named)

    edition, owner = await world.publish(), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 5)
    auditor = await world.staff("auditor")
    ids = await reviews_of(auditor, made)
    monkeypatch.setattr(bulk, "hold_line", lost_once)
    assert await pass_all(auditor, ids) == [None, None, "unavailable", "unavailable", None]
    assert await states(owner, made) == ["locked", "locked", "funded", "funded", "locked"]
    decided = ["already_decided"] * 2
    assert await pass_all(auditor, ids) == [*decided, None, None, "already_decided"]


async def test_what_nobody_foresaw_ends_the_call_but_undoes_nothing_before_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, owner = await world.publish(), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 3)
    auditor = await world.staff("auditor")
    ids = await reviews_of(auditor, made)

    async def broken(
        tx: Tx, case: Case, given: Decision, outcome: Outcome, *, calendar: Calendar
    ) -> None:
        await carry_out(tx, case, given, outcome, calendar=calendar)
        if str(case.review.id) == ids[1]:
            raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(bulk, "carry_out", broken)
    answer = await auditor.post("/reviews/decide", {"ids": ids, **BULK_AUDIT})
    answer.refused(500, "internal")
    assert await states(owner, made) == ["locked", "funded", "funded"]
    monkeypatch.undo()
    assert await pass_all(auditor, ids) == ["already_decided", None, None]


async def test_a_refusal_of_the_guard_is_an_alarm_and_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The lock test is broken on purpose: it grants whatever is asked."""
    edition, owner = await world.publish(budget_fen=AWARD), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 2)
    auditor = await world.staff("auditor")
    ids = await reviews_of(auditor, made)

    def generous(pool: Any, ahead: Ahead, amount_fen: int, places: int) -> int:
        return amount_fen

    monkeypatch.setattr(lock_module, "_granted", generous)
    (await auditor.post(f"/reviews/{ids[0]}/decide", AUDIT_PASS)).ok()
    with caplog.at_level(logging.CRITICAL, logger="storage.postgres.money.lock"):
        for path, body in (
            (f"/reviews/{ids[1]}/decide", AUDIT_PASS),
            ("/reviews/decide", {"ids": [ids[1]], **BULK_AUDIT}),
        ):
            refusal = (await auditor.post(path, body)).refused(500, "internal")
            assert "系统出错" in refusal["detail"]
    alarms = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert len(alarms) == 2
    assert "the guard refused to lock claim" in alarms[0].getMessage()
    assert await states(owner, made) == ["locked", "waiting"]
    assert (await pool(world, edition))["locked_fen"] == AWARD
    monkeypatch.undo()
    assert await pass_all(auditor, ids) == ["already_decided", None]


async def test_two_bulks_and_withdrawals_at_once_end_in_one_order(world: World) -> None:
    """The same reviews in opposite order, while some are withdrawn: nobody deadlocks."""
    edition, owner = await world.publish(budget_fen=3 * AWARD), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 6)
    people = [
        await world.staff("auditor"),
        await world.staff("auditor", programme_code="sh-shuangtui"),
    ]
    ids = await reviews_of(people[0], made)
    withdraw = [owner.post(f"/applications/{made[at]['id']}/withdraw") for at in (1, 4)]
    first, second, *withdrawn = await asyncio.gather(
        pass_all(people[0], ids), pass_all(people[1], ids[::-1]), *withdraw
    )
    assert [answer.status for answer in withdrawn] == [200, 200]
    for at, (one, other) in enumerate(zip(first, second[::-1], strict=True)):
        codes = {one, other} if at not in (1, 4) else {one, other} | {None}
        assert codes == {None, "already_decided"} or codes == {None, "already_decided", "taken"}
    await pool(world, edition)
    rows = await world.fetch(
        "SELECT count(*) FILTER (WHERE e.event = 'audit.passed') AS times FROM audit e"
        " JOIN applications a ON a.id = e.subject_id WHERE a.edition_id = $1 GROUP BY a.id",
        edition,
    )
    assert all(row["times"] <= 1 for row in rows)


async def test_applications_come_before_the_pool_and_in_the_order_of_their_ids(
    world: World,
) -> None:
    edition, owner = await world.publish(), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 2)
    auditor = await world.staff("auditor")
    ids = await reviews_of(auditor, made)
    first, second = sorted(application["id"] for application in made)
    (row,) = await world.fetch(
        "SELECT id FROM pools WHERE edition_id = $1 AND code = 'copay'", edition
    )
    hold = "SELECT 1 FROM applications WHERE id = $1::text::uuid FOR NO KEY UPDATE"
    other = await raw_connection(world.owner)
    try:
        await other.execute("SET lock_timeout = '3s'")
        async with other.transaction():
            await other.execute(hold, second)
            passing = asyncio.create_task(pass_all(auditor, ids))
            await until_blocked_by(world, other)
            await other.execute("SELECT 1 FROM pools WHERE id = $1 FOR NO KEY UPDATE", row["id"])
            with pytest.raises(asyncpg.LockNotAvailableError):
                async with other.transaction():
                    await other.execute(f"{hold} NOWAIT", first)
        assert await passing == [None, None]
    finally:
        await other.close()


async def test_the_pool_is_taken_once_every_review_has_been_written(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 2)
    auditor = await world.staff("auditor")
    ids = await reviews_of(auditor, made)
    other = await raw_connection(world.owner)
    try:
        async with other.transaction():
            await other.execute(
                "SELECT 1 FROM reviews WHERE id = $1::text::uuid FOR UPDATE", ids[1]
            )
            passing = asyncio.create_task(pass_all(auditor, ids))
            await until_blocked_by(world, other)
            await other.execute(
                "SELECT 1 FROM pools WHERE edition_id = $1 FOR NO KEY UPDATE NOWAIT", edition
            )
        assert await passing == [None, None]
    finally:
        await other.close()
