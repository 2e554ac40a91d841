"""The same files again: of a batch that was stopped, in the other mode, too often."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from server.allowances import BATCHES, UPLOADED_MEBIBYTES
from server.clock import Clock
from server.features.batches.expire import expire_batches
from server.features.batches.run import BatchRunner
from server.features.evidence.orphans import ORPHAN_AFTER
from server.features.evidence.tend import tend_files
from storage.files.names import EVIDENCE_PREFIX, PREVIEW_PREFIX
from tests.world.application import World
from tests.world.client_batches import Office, office, worked_off
from tests.world.spending import left


async def _stopped_once_checked(at: Office, batch: dict[str, Any]) -> str:
    """Cancelled with its row ready to be filed; the row's id."""
    runner = BatchRunner(at.world.ports)
    while True:
        await runner.round()
        (row,) = await at.world.fetch(
            "SELECT id, state FROM batch_rows WHERE batch_id = $1", UUID(batch["id"])
        )
        if row["state"] == "ready":
            break
    (await at.person.post(f"/platform/batches/{batch['id']}/cancel")).ok()
    return str(row["id"])


async def _once(at: Office, batch: dict[str, Any], stage: str) -> dict[str, Any]:
    """The batch as it is shown when this stage has begun."""
    runner = BatchRunner(at.world.ports)
    while (shown := await at.shown(batch))["stage"] != stage:
        assert shown["stage"] is not None
        await runner.round()
    return shown


async def _lose_archive(at: Office, batch: dict[str, Any]) -> None:
    """As a week later: the archive is swept, then what was taken out of it."""
    await at.world.fetch(
        "DELETE FROM uploads WHERE id = (SELECT archive_upload_id FROM batches WHERE id = $1)",
        UUID(batch["id"]),
    )
    await _swept(at)


async def _swept(at: Office) -> None:
    later = at.world.ports.clock.now() + ORPHAN_AFTER + timedelta(minutes=1)
    await tend_files(bucket=at.world.ports.bucket, clock=Clock(lambda: later))


async def _taken(at: Office, row_id: str) -> int:
    """Objects that were taken out of the archive for the row."""
    bucket, prefixes = at.world.ports.bucket, (EVIDENCE_PREFIX, PREVIEW_PREFIX)
    found = [[one async for one in bucket.list(f"{prefix}{row_id}/")] for prefix in prefixes]
    return sum(map(len, found))


async def test_files_that_come_again_bring_back_a_batch_whose_archive_is_gone(
    world: World,
) -> None:
    at = await office(world)
    row = at.row()
    batch = (await at.hand_in(row)).ok(202)
    row_id = await _stopped_once_checked(at, batch)
    await _swept(at)
    assert await _taken(at, row_id), "it may still be resumed"
    await _lose_archive(at, batch)
    assert await _taken(at, row_id) == 0
    where = f"/platform/batches/{batch['id']}"
    (await at.person.post(f"{where}/resume")).refused(422, "invalid")
    hour = "UPDATE batches SET stage_began_at = ended_at - interval '1 hour' WHERE id = $1"
    await world.fetch(hour, UUID(batch["id"]))
    again = (await at.hand_in(row)).ok(200)
    assert (again["id"], again["status"]) == (batch["id"], "checking")
    lasts = "SELECT now() - stage_began_at >= interval '1 hour' AS lasts FROM batches WHERE id = $1"
    assert (await world.fetch(lasts, UUID(batch["id"])))[0]["lasts"], "its speed is as it was"
    await worked_off(world)
    assert (await at.shown(batch))["accepted"] == 1
    filed = f"/platform/applications/{row_id}"
    for paper in (await at.person.get(filed)).ok()["evidence"]:
        content = await at.person.get(f"/applications/{row_id}/evidence/{paper['id']}/content")
        assert content.raw in row.papers.values()
    assert (await at.person.get(f"{where}/report")).status == 200


async def test_the_same_files_in_the_other_mode_are_another_batch(world: World) -> None:
    at = await office(world)
    rows = at.row(), at.row(paid_yuan="1.00")
    nothing = await at.handed_in(*rows, mode="all_or_nothing")
    assert (nothing["accepted"], nothing["rejected"]) == (0, 2)
    right = await at.handed_in(*rows, mode="valid_rows")
    assert right["id"] != nothing["id"]
    assert (right["accepted"], right["rejected"]) == (1, 1)


async def test_files_that_no_batch_needs_go_at_once(world: World) -> None:
    at = await office(world)
    row = at.row()
    # The person's other batches, of tests before, may have left files that live on for a while.
    kept = (
        "SELECT count(*) AS n FROM uploads"
        " WHERE created_by_id = $1 AND holds = 0 AND expires_at > now()"
    )
    before = await world.fetch(kept, at.person.id)
    (await at.hand_in(row)).ok(202)
    (await at.hand_in(row)).ok(200)
    assert await world.fetch(kept, at.person.id) == before
    await worked_off(world)


async def test_batches_and_their_bytes_are_counted(world: World) -> None:
    at = await office(world)
    async with left(world, at.person, BATCHES, 1):
        answers = await asyncio.gather(*(at.hand_in(at.row()) for _ in range(3)))
    assert sorted(answer.status for answer in answers) == [202, 429, 429]
    refused = next(answer for answer in answers if answer.status == 429)
    refused.refused(429, "rate_limited")
    assert "提交的清单太多" in refused.body["detail"]
    theirs = replace(UPLOADED_MEBIBYTES, limit=UPLOADED_MEBIBYTES.more["platform"])
    async with left(world, at.person, theirs, 1):
        (await at.hand_in(at.row())).ok(202)
        (await at.hand_in(at.row())).refused(429, "rate_limited")
    await worked_off(world)


async def test_rejected_rows_are_checked_again_once_what_kept_them_out_is_mended(
    world: World,
) -> None:
    at, title = await office(world), f"后来的方案{uuid4().hex[:8]}"
    rows = at.row(), at.row(plan=title)
    batch = await at.handed_in(*rows)
    assert (batch["accepted"], batch["rejected"]) == (1, 1)
    where = f"/platform/batches/{batch['id']}"
    assert (await at.person.post(f"{where}/resume")).ok()["status"] == "queued"
    await worked_off(world)
    again = await at.shown(batch)
    assert (again["status"], again["accepted"], again["rejected"]) == ("done", 1, 1)
    terms = {"title": title, "description": "首年", "period_months": 12}
    plan = {**terms, "fee_fen": at.plan["fee_fen"]}
    (await at.person.post("/platform/plans", plan)).ok(201)
    await _lose_archive(at, batch)
    assert (await at.hand_in(*rows)).ok(200)["status"] == "queued"
    for stage in ("checking", "importing"):
        shown = await _once(at, batch, stage)
        # The row that went in before tells nothing of how fast this one goes.
        assert (shown["rows_per_second"], shown["seconds_left"]) == (None, None)
    await worked_off(world)
    done = await at.shown(batch)
    assert (done["accepted"], done["rejected"], done["problems"]) == (2, 0, [])
    (await at.person.post(f"{where}/resume")).refused(409, "batch_goes_on")


async def test_a_list_goes_with_what_was_read_of_it_when_its_edition_was_kept_long_enough(
    world: World,
) -> None:
    at, clock = await office(world), world.ports.clock
    batch, running = await at.handed_in(at.row(paid_yuan="1.00")), await at.handed_in(at.row())
    last = datetime(clock.today().year - 10, 12, 31, tzinfo=UTC)
    for settled, gone in ((last, False), (last.replace(year=last.year - 1), True)):
        await world.fetch(
            "UPDATE editions SET settled_at = $2 WHERE code = $1", at.edition, settled
        )
        await expire_batches(clock=clock)
        report = await at.person.get(f"/platform/batches/{batch['id']}/report")
        assert report.status == (409 if gone else 200)
    (told,) = await world.fetch("SELECT done, \"left\" FROM upkeep WHERE work = 'lists'")
    assert (told["done"] > 0, told["left"]) == (True, 0)
    assert "保存期限已过" in report.refused(409, "no_report")["detail"]
    (row,) = await at.results(batch)
    assert (row["result"], row["uscc"], row["errors"]) == ("rejected", None, [])
    assert (await at.person.get(f"/platform/batches/{running['id']}/report")).status == 200
    kept = "SELECT 1 FROM uploads WHERE platform_id = $1 AND holds > 0 AND id NOT IN (SELECT x.id"
    kept += " FROM batches b, LATERAL (VALUES (b.manifest_upload_id), (b.archive_upload_id)) x(id)"
    kept += " WHERE x.id IS NOT NULL)"
    assert await world.fetch(kept, at.platform_id) == []
