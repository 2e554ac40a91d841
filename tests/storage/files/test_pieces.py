"""A file that arrives in bits lies in pieces of one size, the same ones however it was cut."""

import asyncio
import random

import pytest

from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.content import PIECE_BYTES, Span, StoredContent, piece_name
from storage.files.writing.pieces import Piece, PieceWriter, Writers
from tests.storage.files.uploads import content as read
from tests.storage.files.uploads import names

_PREFIX = "uploads/1/"
_HASHES = b"".join(bytes([number]) * 32 for number in range(3))
_THREE = StoredContent(_PREFIX, 2 * PIECE_BYTES + 5, _HASHES)


def writing(bucket: Bucket, prefix: str = _PREFIX, *, rest: bytes = b"") -> PieceWriter:
    return PieceWriter(bucket, prefix, asyncio.Semaphore(1), rest=rest)


async def write(writer: PieceWriter, data: bytes) -> list[Piece]:
    return [piece async for piece in writer.write(data)]


def of(pieces: list[Piece], prefix: str = _PREFIX) -> StoredContent:
    hashes = b"".join(piece.sha256 for piece in pieces)
    return StoredContent(prefix, sum(piece.size for piece in pieces), hashes)


async def stored(bucket: Bucket, content: StoredContent) -> bytes:
    return b"".join([await read(bucket, name) for name in content.names])


def test_a_range_is_found_in_the_pieces_it_lies_in() -> None:
    first, second, third = _THREE.names
    assert first == piece_name(_PREFIX, 0, b"\0" * 32)
    assert list(_THREE.spans(0, 3)) == [Span(first, 0, 3)]
    assert list(_THREE.spans(PIECE_BYTES - 2, 4)) == [
        Span(first, PIECE_BYTES - 2, 2),
        Span(second, 0, 2),
    ]
    assert list(_THREE.spans(PIECE_BYTES - 1, 10**9)) == [
        Span(first, PIECE_BYTES - 1, 1),
        Span(second, 0, PIECE_BYTES),
        Span(third, 0, 5),
    ]
    assert list(_THREE.spans(_THREE.size, 1)) == list(_THREE.spans(0, 0)) == []


async def test_the_same_bytes_are_the_same_however_they_come(bucket: Bucket) -> None:
    data, chance = random.Random(1).randbytes(2 * PIECE_BYTES + 77), random.Random(7)
    at_once = writing(bucket)
    one = of([*await write(at_once, data), *filter(None, [await at_once.rest()])])
    bits, pieces, at = writing(bucket, "uploads/2/"), [], 0
    while at < len(data):
        taken = chance.choice((1, 1000, 65_536, PIECE_BYTES + 1))
        pieces += await write(bits, data[at : at + taken])
        at += taken
    other = of([*pieces, *filter(None, [await bits.rest()])], "uploads/2/")
    assert one.digest == other.digest
    assert await stored(bucket, one) == await stored(bucket, other) == data
    assert of(pieces[:1]).digest != one.digest


async def test_a_piece_that_is_not_whole_is_gone_on_with(bucket: Bucket) -> None:
    data = random.Random(2).randbytes(PIECE_BYTES + 10)
    writer = writing(bucket)
    assert await write(writer, data[:100]) == []
    rest = await writer.rest()
    assert rest is not None
    assert (rest.number, rest.size, rest.is_whole) == (0, 100, False)
    assert await writer.rest() is None
    later = writing(bucket, rest=data[:100])
    assert await later.rest() is None
    (whole,) = await write(later, data[100:])
    assert (whole.number, whole.is_whole) == (0, True)
    last = await later.rest()
    assert last is not None
    assert await stored(bucket, of([whole, last])) == data
    # What the piece grew out of is still there, under its own name.
    assert piece_name(_PREFIX, 0, rest.sha256) in await names(bucket)


async def test_so_many_write_at_once(bucket: Bucket) -> None:
    writers = Writers(bucket, most=2)
    async with writers.open(_PREFIX), writers.open(_PREFIX):
        with pytest.raises(StoreUnavailable):
            async with writers.open(_PREFIX):
                pass
    async with writers.open(_PREFIX):
        pass
