"""Archives changed at random end in known ways, and give no more than they said."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar, cast

from hypothesis import given
from hypothesis import strategies as st

from models.rules.evidence import PAPER_BYTES
from storage.files.archive.read import open_archive
from storage.files.archive.refused import ArchiveRefused, FileDamaged
from storage.files.bucket import Bucket
from storage.files.content import PIECE_BYTES, StoredContent
from tests.storage.files.archive.hostile import FILES, PLAIN, WHOLE
from tests.world.archives import packed

T = TypeVar("T")
SEEDS = [
    packed(PLAIN),
    packed(PLAIN, "gbk"),
    packed(PLAIN, "unicode_field"),
    *(make() for kind, (make, _) in FILES.items() if kind != "inflates"),
    *(make() for kind, (make, _) in WHOLE.items() if kind != "many_unsaid"),
]


class _Held:
    """A bucket of one content in memory: what is mutated thousands of times a minute."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def in_thread(self, call: Callable[[], T]) -> T:
        return call()

    def read_range(self, name: str, offset: int, length: int) -> bytes:
        begins = int(name.split("/")[-1].split("-")[0]) * PIECE_BYTES + offset
        return self._data[begins : begins + length]


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        piece = draw(
            st.binary(max_size=8) | st.sampled_from([b"PK\x01\x02", b"\xff" * 8, b"\0" * 4])
        )
        cut = draw(st.integers(0, 12)) if draw(st.booleans()) else len(piece)
        data[at : at + cut] = piece
    return bytes(data)


@given(_mutated())
async def test_only_known_ends(data: bytes) -> None:
    content = StoredContent("x/", len(data), sha256(data).digest())
    try:
        archive = await open_archive(cast(Bucket, _Held(data)), content)
    except ArchiveRefused:
        return
    for file in archive.files:
        assert file.path
        if file.fault is not None:
            continue
        got = 0
        try:
            async for piece in archive.unpack(file):
                got += len(piece)
        except FileDamaged:
            pass
        else:
            assert got == file.size
        assert got <= file.size <= PAPER_BYTES
