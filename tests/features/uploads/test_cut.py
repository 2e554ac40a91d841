"""A cut at any moment: what was told as received is there, and what came is not sent again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from server.features.uploads import appending
from server.features.uploads.appending import Appending
from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.content import PIECE_BYTES
from storage.postgres.uploads import grow_upload
from tests.features.uploads.tus import WITHIN_S, Sender, head_of, some_bytes, until
from tests.world.wire import cut, open_wire

DATA = some_bytes(2 * PIECE_BYTES + 4000)


@pytest.mark.parametrize("sent", [10, PIECE_BYTES, PIECE_BYTES + 300])
async def test_what_came_before_a_cut_is_kept(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, sent: int
) -> None:
    upload_id, came, write = await sender.create(len(DATA)), asyncio.Event(), Appending.write
    seen = 0

    async def noticed(one: Appending, data: bytes) -> bool:
        nonlocal seen
        stored = await write(one, data)
        seen += len(data)
        if seen == sent:
            came.set()
        return stored

    monkeypatch.setattr(Appending, "write", noticed)
    _, writer = await open_wire(sender.world.url)
    writer.write(head_of(sender, upload_id, 0, len(DATA)) + DATA[:sent])
    await asyncio.wait_for(came.wait(), WITHIN_S)
    # A whole piece counts while the rest is still on its way.
    assert await sender.offset(upload_id) == sent // PIECE_BYTES * PIECE_BYTES
    cut(writer)
    await until(sender, upload_id, sent)
    monkeypatch.undo()
    assert await sender.stored(upload_id) == DATA[:sent]
    assert (await sender.append(upload_id, sent, DATA[sent:])).status == 204
    assert await sender.stored(upload_id) == DATA


async def test_a_client_that_comes_back_need_not_wait_for_the_line_it_lost(sender: Sender) -> None:
    """The old connection is still open, as after a change of network; it writes no more."""
    upload_id = await sender.create(len(DATA))
    reader, writer = await open_wire(sender.world.url)
    half = PIECE_BYTES + 500
    writer.write(head_of(sender, upload_id, 0, len(DATA)) + DATA[:half])
    await until(sender, upload_id, PIECE_BYTES)
    assert (await sender.append(upload_id, PIECE_BYTES, DATA[PIECE_BYTES:])).status == 204
    writer.write(DATA[half:])
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), WITHIN_S)
    assert answer.startswith(b"HTTP/1.1 409 "), answer
    cut(writer)
    assert await sender.stored(upload_id) == DATA


async def test_of_two_at_once_one_wins(sender: Sender) -> None:
    for turn in range(5):
        upload_id = await sender.create(4000)
        ours, theirs = some_bytes(4000, seed=turn), some_bytes(4000, seed=turn + 100)
        answers = await asyncio.gather(
            sender.append(upload_id, 0, ours), sender.append(upload_id, 0, theirs)
        )
        assert sorted(answer.status for answer in answers) == [204, 409]
        won = ours if answers[0].status == 204 else theirs
        assert await sender.stored(upload_id) == won


async def test_without_a_holder_two_would_mix(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: of writers whom nobody tells apart, both believe before long that theirs counts."""

    async def anybody(tx: Any, which: Any, **named: Any) -> bool:
        (row,) = await tx.raw.fetch("SELECT holder, received FROM uploads WHERE id = $1", which)
        named |= {"holder": row["holder"], "before": row["received"]}
        return await grow_upload(tx, which, **named)

    monkeypatch.setattr(appending, "grow_upload", anybody)
    for _ in range(50):
        upload_id = await sender.create(400)
        answers = await asyncio.gather(
            *(sender.append(upload_id, 0, bytes([number]) * 400) for number in (1, 2))
        )
        if sorted(answer.status for answer in answers) != [204, 409]:
            return
    pytest.fail("fifty pairs were kept apart by nothing")


class Faulty:
    """A store that fails at its n-th write: before it is done, or after, untold."""

    def __init__(self, put: Callable[..., Awaitable[None]], at: int, *, done: bool) -> None:
        self._put, self._left, self._done = put, at, done

    async def __call__(self, *given: Any, **named: Any) -> None:
        self._left -= 1
        if self._left or self._done:
            await self._put(*given, **named)
        if not self._left:
            raise StoreUnavailable("files", "as asked")


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3])
async def test_a_store_that_fails_loses_nothing_that_was_told(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, at: int, done: bool
) -> None:
    upload_id = await sender.create(len(DATA))
    with monkeypatch.context() as failing:
        put = Bucket.put
        faulty = Faulty(lambda *given, **named: put(*given, **named), at, done=done)
        failing.setattr(Bucket, "put", lambda *given, **named: faulty(*given, **named))
        (await sender.append(upload_id, 0, DATA)).refused(503, "unavailable")
    offset = await sender.offset(upload_id)
    assert offset >= (at - 1) * PIECE_BYTES
    assert await sender.stored(upload_id) == DATA[:offset]
    assert (await sender.append(upload_id, offset, DATA[offset:])).status == 204
    assert await sender.stored(upload_id) == DATA


async def test_an_offset_that_runs_ahead_of_the_store_is_found(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: counted although it was never stored, which is what the test above looks for."""
    upload_id = await sender.create(len(DATA))

    async def nothing(*given: Any, **named: Any) -> None: ...

    with monkeypatch.context() as lying:
        lying.setattr(Bucket, "put", nothing)
        assert (await sender.append(upload_id, 0, DATA)).status == 204
    with pytest.raises(Exception, match="00000-"):
        await sender.stored(upload_id)


async def test_a_database_that_fails_lets_nothing_count(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = await sender.create(len(DATA))
    calls = iter(range(100))

    async def failing(*given: Any, **named: Any) -> bool:
        if next(calls) >= 1:
            raise StoreUnavailable("postgres", "as asked")
        return await grow_upload(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(appending, "grow_upload", failing)
        (await sender.append(upload_id, 0, DATA)).refused(503, "unavailable")
    assert await sender.offset(upload_id) == PIECE_BYTES
    assert (await sender.append(upload_id, PIECE_BYTES, DATA[PIECE_BYTES:])).status == 204
    assert await sender.stored(upload_id) == DATA


async def test_with_a_checksum_a_cut_lets_nothing_count(sender: Sender) -> None:
    """What was not looked at as a whole may be damaged."""
    upload_id = await sender.create(len(DATA))
    before = head_of(sender, upload_id, 0, len(DATA))
    with_sum = before.removesuffix(b"\r\n") + b"Upload-Checksum: sha1 AAAA\r\n\r\n"
    reader, writer = await open_wire(sender.world.url)
    writer.write(with_sum + DATA[: PIECE_BYTES + 1])
    async with asyncio.timeout(WITHIN_S):
        while not await sender.objects(upload_id):  # noqa: ASYNC110  # the store tells nobody
            await asyncio.sleep(0.02)
    writer.write_eof()
    await asyncio.wait_for(reader.read(), WITHIN_S)
    writer.close()
    assert await sender.offset(upload_id) == 0


async def test_many_slow_ones_hold_no_thread(sender: Sender) -> None:
    """More of them than the store has threads, each in the middle of a piece; another one passes."""
    slow = [await sender.create(1000) for _ in range(20)]
    writers = []
    for upload_id in slow:
        _, writer = await open_wire(sender.world.url)
        writer.write(head_of(sender, upload_id, 0, 1000) + b"x")
        writers.append(writer)
    await sender.whole(some_bytes(PIECE_BYTES + 1))
    for writer in writers:
        cut(writer)


async def pieces_of(data: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(data), 100_000):
        yield data[at : at + 100_000]


async def test_a_body_without_a_length_comes_as_well(sender: Sender) -> None:
    upload_id = await sender.create(len(DATA))
    assert (await sender.append(upload_id, 0, pieces_of(DATA))).status == 204
    assert await sender.stored(upload_id) == DATA
