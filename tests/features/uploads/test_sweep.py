"""What is over is deleted with its pieces; what lives, or is held by a batch, stays."""

from datetime import timedelta
from uuid import UUID

import pytest

from server.features.uploads.finished import find_finished_upload, receiving_whole
from server.features.uploads.sweep import sweep_stray_pieces, sweep_uploads
from storage.files.content import PIECE_BYTES
from storage.postgres.core.transaction import transaction
from storage.postgres.uploads import hold_upload, release_upload
from tests.features.uploads.tus import Sender, some_bytes
from tests.storage.files.uploads import put
from tests.world.application import MovableClock, World


async def sweep(world: World) -> None:
    await sweep_uploads(bucket=world.ports.bucket, clock=world.ports.clock)
    await sweep_stray_pieces(bucket=world.ports.bucket, clock=world.ports.clock)


async def is_there(world: World, upload_id: str) -> bool:
    return bool(await world.fetch("SELECT 1 FROM uploads WHERE id = $1", upload_id))


async def test_what_is_over_goes_with_its_pieces(
    sender: Sender, world: World, clock: MovableClock
) -> None:
    ended, lives = [await sender.create(5000) for _ in range(2)]
    for upload_id in (ended, lives):
        assert (await sender.append(upload_id, 0, some_bytes(1000))).status == 204
    assert (await sender.end(ended)).status == 204
    await sweep(world)
    assert await is_there(world, ended), "who is stopped at a piece may still store it"
    clock.ahead = timedelta(minutes=3)
    await sweep(world)
    assert not await is_there(world, ended)
    assert await sender.objects(ended) == []
    assert len(await sender.objects(lives)) == 1
    clock.ahead = timedelta(days=7, minutes=3)
    await sweep(world)
    assert not await is_there(world, lives)
    assert await sender.objects(lives) == []


async def test_pieces_that_no_upload_has_go_after_an_hour(
    sender: Sender, world: World, clock: MovableClock
) -> None:
    kept = await sender.whole(some_bytes(100))
    stray = "uploads/01890000-0000-7000-8000-000000000000/00000-ab"
    for name in (stray, f"uploads/{kept}/00007-cd", "uploads/x"):
        await put(world.ports.bucket, name, b"x")
    await sweep(world)
    assert await world.ports.bucket.exists(stray)
    clock.ahead = timedelta(hours=2)
    await sweep(world)
    assert not await world.ports.bucket.exists(stray)
    assert not await world.ports.bucket.exists("uploads/x")
    # A piece that does not count yet is its upload's.
    assert len(await sender.objects(kept)) == 2


async def test_a_file_that_a_batch_holds_stays_until_it_is_released(
    sender: Sender, world: World, clock: MovableClock
) -> None:
    data = some_bytes(PIECE_BYTES + 9)
    upload_id = await sender.whole(data, "清单.xlsx")
    now, platform_id = world.ports.clock.now, await world.platform_id()
    async with world.as_app():
        async with transaction() as tx:
            found = await find_finished_upload(tx, upload_id, platform_id, at=now())
            assert found is not None
            assert (found.file_name, found.content.size) == ("清单.xlsx", len(data))
            for _ in range(2):
                await hold_upload(tx, found.id)
        (await sender.end(upload_id)).refused(409, "upload_in_use")
        clock.ahead = timedelta(days=30)
        await sweep(world)
        assert await sender.stored(upload_id) == data
        for left in (1, 0):
            async with transaction() as tx:
                await release_upload(tx, found.id, at=now())
            clock.ahead += timedelta(minutes=5)
            await sweep(world)
            assert await is_there(world, upload_id) == bool(left)


async def test_only_a_whole_file_of_ones_own_is_found(sender: Sender, world: World) -> None:
    part, whole = await sender.create(10), await sender.whole(b"abc")
    now, own = world.ports.clock.now(), await world.platform_id()
    (other,) = await world.fetch("SELECT id FROM platforms WHERE id <> $1 LIMIT 1", own)
    async with world.as_app(), transaction() as tx:
        assert await find_finished_upload(tx, part, own, at=now) is None
        assert await find_finished_upload(tx, whole, other["id"], at=now) is None
        gone = now + timedelta(days=8)
        assert await find_finished_upload(tx, whole, own, at=gone) is None
        assert await find_finished_upload(tx, whole, own, at=now) is not None


async def test_a_file_with_a_form_is_the_same_file(sender: Sender, world: World) -> None:
    data, own = some_bytes(PIECE_BYTES + 9), await world.platform_id()
    async with (
        world.as_app(),
        receiving_whole(
            platform_id=own,
            user_id=sender.who.id,
            file_name="a.zip",
            most=len(data),
            ports=world.ports,
        ) as whole,
    ):
        for at in range(0, len(data), 70_000):
            await whole.write(data[at : at + 70_000])
        finished = await whole.finish()
    by_tus = await sender.whole(data)
    assert await sender.stored(str(finished.id)) == data
    async with world.as_app(), transaction() as tx:
        found = await find_finished_upload(tx, by_tus, own, at=world.ports.clock.now())
    assert found is not None
    assert found.content.digest == finished.content.digest


async def _broken_form(sender: Sender, own: UUID) -> None:
    receiving = receiving_whole(
        platform_id=own,
        user_id=sender.who.id,
        file_name="a.zip",
        most=PIECE_BYTES * 2,
        ports=sender.world.ports,
    )
    async with sender.world.as_app(), receiving as whole:
        await whole.write(some_bytes(PIECE_BYTES + 1))
        raise ConnectionError


async def test_a_form_that_breaks_off_leaves_nothing(
    sender: Sender, world: World, clock: MovableClock
) -> None:
    with pytest.raises(ConnectionError):
        await _broken_form(sender, await world.platform_id())
    (row,) = await world.fetch("SELECT id FROM uploads ORDER BY created_at DESC LIMIT 1")
    clock.ahead = timedelta(minutes=3)
    await sweep(world)
    assert not await is_there(world, row["id"])
    assert await sender.objects(str(row["id"])) == []
